import contextlib
import json
import os
import pathlib
import pty
import subprocess
import tempfile
import textwrap
import threading
import unittest

from run_log import PROGRAM

WITH_PARAMETERS = """\
    metadata = {"protocolName": "p"}
    requirements = {"robotType": "OT-2", "apiLevel": "2.20"}

    def add_parameters(parameters):
        parameters.add_int("Samples", "samples", default=2, minimum=1, maximum=9)
        parameters.add_bool("Dry", "dry", default=False)
        parameters.add_str("Tip", "tip", default="300", choices=[{"display_name": t, "value": t} for t in ("300", "1000")])
        parameters.add_csv_file("Plan", "plan")

    def run(ctx):
        p = ctx.params
        ctx.comment(f"{p.samples} {p.dry} {p.tip} {p.plan.parse_as_csv()} {ctx.bundled_data['notes.txt']}")
"""

WHERE_IT_RUNS = """\
    import os
    metadata = {"apiLevel": "2.13"}

    def run(ctx):
        try:
            terminal = open("/dev/tty")
        except OSError:
            terminal = None
        ctx.comment(f"session {os.getsid(0)}, own group {os.getpgrp() == os.getpid()}, terminal {terminal}")
        ctx.comment(f"niceness {os.getpriority(os.PRIO_PROCESS, 0)}")
"""


class CommandLineTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def file(self, name, text):
        path = self.folder / name
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return str(path)

    def call(self, *arguments, expected=0):
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, expected, done.stdout + done.stderr)
        return done

    def test_a_module_on_a_link_of_its_own(self):
        emulated = subprocess.Popen([PROGRAM, "emulate", "--port", "0", "--time-scale", "0", "--module", "temperatureModuleV2"],
                                    stdout=subprocess.PIPE, text=True)
        self.addCleanup(emulated.stdout.close)
        self.addCleanup(emulated.wait)
        self.addCleanup(emulated.terminate)
        place = emulated.stdout.readline().split()[-1]
        protocol = self.file("p.py", """\
            metadata = {"apiLevel": "2.13"}

            def run(ctx):
                module = ctx.load_module("temperature module gen2", 1)
                module.set_temperature(40)
                ctx.comment(f"{module.temperature} degrees")
        """)
        codes = self.folder / "codes.txt"
        done = self.call("run", "--time-scale", "0", "--gcode-log", str(codes), "--module", f"temperature={place}", protocol)
        self.assertIn("40.0 degrees", done.stdout)
        self.assertIn("M104 S40.0", codes.read_text().splitlines())

    def given(self):
        return ["--with", self.file("plan.csv", "a,b\n1,2\n"), "--with", self.file("notes.txt", "hello"), "--parameter", "samples=4",
                "--parameter", "dry=true", "--parameter", 'tip="1000"', "--parameter", "plan=plan.csv"]  # fmt: skip

    def test_parameters_and_files_of_a_dry_run(self):
        protocol = self.file("protocol.py", WITH_PARAMETERS)
        analysis = json.loads(self.call("analyze", protocol, "--json", *self.given()).stdout)
        messages = [each["params"]["message"] for each in analysis["commands"] if each["commandType"] == "comment"]
        self.assertEqual(messages, ["4 True 1000 [['a', 'b'], ['1', '2']] b'hello'"])

    def test_parameters_and_files_of_a_run(self):
        done = self.call("run", self.file("protocol.py", WITH_PARAMETERS), "--time-scale", "0", *self.given())
        self.assertIn("4 True 1000 [['a', 'b'], ['1', '2']] b'hello'", done.stdout)

    def test_a_protocol_stays_in_the_session_of_its_node_and_sees_no_terminal(self):
        """In a session of its own its short time slices would count for nothing against the node's other threads."""
        process, terminal = pty.fork()
        if process == 0:
            os.execv(PROGRAM, [PROGRAM, "analyze", self.file("protocol.py", WHERE_IT_RUNS), "--json"])
        shown = b""
        with contextlib.suppress(OSError):  # the end of a terminal
            while part := os.read(terminal, 65536):
                shown += part
        self.assertEqual(os.waitpid(process, 0)[1], 0)
        self.assertIn(f"session {process}, own group True, terminal None", shown.decode())

    def test_a_protocol_has_no_better_niceness_than_what_can_stop_it(self):
        done = self.call("run", self.file("protocol.py", WHERE_IT_RUNS), "--time-scale", "0")
        self.assertRegex(done.stdout, r"niceness \d")  # below 0 is better

    def test_custom_labware(self):
        source = """\
            metadata = {"apiLevel": "2.13"}
            def run(ctx):
                ctx.load_labware("my_plate", 1)
        """
        analysis = json.loads(self.call("analyze", self.file("small.py", """\
            metadata = {"apiLevel": "2.13"}
            def run(ctx):
                ctx.load_labware("corning_6_wellplate_16.8ml_flat", 1)
        """), "--json").stdout)  # fmt: skip
        definition = analysis["commands"][1]["result"]["definition"]
        definition["parameters"]["loadName"], definition["namespace"] = "my_plate", "custom_beta"
        labware = self.file("my_plate.json", json.dumps(definition))
        self.call("analyze", self.file("protocol.py", source), expected=1)
        self.call("analyze", self.file("protocol.py", source), "--with", labware)

    def test_wrong_arguments(self):
        protocol = self.file("protocol.py", WITH_PARAMETERS)
        self.assertIn("cannot read", self.call("analyze", protocol, "--with", "no such file", expected=2).stderr)
        self.assertIn("NAME=VALUE", self.call("run", protocol, "--parameter", "samples", expected=2).stderr)
        self.call("analyze", protocol, "--parameter", "samples=40", expected=1)

    def test_data_folder_of_a_run(self):
        source = """\
            import json, os
            metadata = {"apiLevel": "2.13"}
            def run(ctx):
                if ctx.is_simulating():
                    ctx.comment(f"simulated: {os.path.isdir('/data')}")
                    return
                if not os.path.isdir("/data/A"):
                    os.mkdir("/data/A")
                with open("/data/A/tips.json", "w") as file:
                    json.dump({"tips": 8}, file)
                with open("/data/A/tips.json") as file:
                    ctx.comment(f"tips: {json.load(file)['tips']}")
        """
        protocol = self.file("protocol.py", source)
        self.assertIn("tips: 8", self.call("run", protocol, "--time-scale", "0").stdout)
        self.assertIn("simulated: False", self.call("analyze", protocol, "--json").stdout)

    def test_enter_goes_on_with_a_paused_run(self):
        protocol = self.file("protocol.py", """\
            metadata = {"apiLevel": "2.13"}
            def run(ctx):
                ctx.pause("fill the trough")
                ctx.comment("on it goes")
        """)  # fmt: skip
        terminal, theirs = pty.openpty()
        process = subprocess.Popen([PROGRAM, "run", protocol, "--time-scale", "0"], stdin=theirs, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True)  # fmt: skip
        os.close(theirs)
        watchdog = threading.Timer(60, process.kill)
        watchdog.start()
        self.addCleanup(watchdog.cancel)
        said = []
        for line in process.stdout:
            said.append(line.strip())
            if line.startswith("press Enter"):
                os.write(terminal, b"\n")
        os.close(terminal)
        process.stdout.close()
        self.assertEqual(process.wait(60), 0)
        self.assertIn("run paused: fill the trough", said)
        self.assertIn("run succeeded", said)


if __name__ == "__main__":
    unittest.main()
