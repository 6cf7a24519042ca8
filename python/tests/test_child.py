import base64
import socket
import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

from tests.stand_ins import receive_frame, send_frame

PYTHON_FOLDER = Path(__file__).parents[1]
FILE_NAME = "protocol.py"

# The real context is tested elsewhere; this one shows what it was made with and passes calls on.
BOOT = """
import sys, types
import tests.stand_ins
module = types.ModuleType("deckhand_protocol.protocol")
class ProtocolContext:
    def __init__(self, link, **arguments):
        self.link = link
        self.__dict__.update(arguments)
        self.params = self.parameters
    def command(self, **params):
        return self.link.call("command", params)
module.ProtocolContext = ProtocolContext
sys.modules[module.__name__] = module
from deckhand_protocol.child import main
main(int(sys.argv[1]))
"""


def error_answer(request):
    return {"id": request["id"], "error": {"errorType": "TipNotAttachedError", "errorCode": "3005", "detail": "no tip"}}


def source_of(body, level="2.13"):
    return f"metadata = {{'apiLevel': '{level}'}}\n" + textwrap.dedent(body)


class Child:
    def __init__(self, first_frame, answer=None):
        self.requests = []
        connection, theirs = socket.socketpair()
        with connection, theirs:
            process = subprocess.Popen([sys.executable, "-c", BOOT, str(theirs.fileno())], pass_fds=[theirs.fileno()],
                                       cwd=PYTHON_FOLDER, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            theirs.close()
            send_frame(connection, first_frame)
            self.last = None
            while (message := receive_frame(connection)) is not None:
                self.last = message
                if "id" in message:
                    self.requests.append(message)
                    send_frame(connection, answer(message) if answer else {"id": message["id"], "ok": {}})
            self.output, self.error_output = process.communicate(timeout=20)
            self.exit_code = process.returncode


class ChildTest(unittest.TestCase):
    def run_child(self, body, level="2.13", answer=None, source=None, **start):
        start = {"fileName": FILE_NAME, "source": source or source_of(body, level), "isSimulating": True} | start
        child = Child({"start": start}, answer)
        self.assertEqual(child.exit_code, 0, child.error_output)
        return child

    def finished_error(self, *args, **kwargs):
        child = self.run_child(*args, **kwargs)
        self.assertIn("finished", child.last, child.error_output)
        self.assertIn("error", child.last["finished"])
        error = child.last["finished"]["error"]
        self.assertEqual(error["errorCode"], "4000")
        return error

    def test_a_protocol_that_ends_well(self):
        child = self.run_child("""
            def run(ctx, count=3):
                print("level", tuple(ctx.api_version), ctx.is_simulating, ctx.custom_definitions, ctx.bundled_data, ctx.params)
                for _ in range(count):
                    ctx.command(commandType="home")
                print("no line end", end="")
        """, labwareDefinitions=[{"a": 1}], bundledData={"t.csv": base64.b64encode(b"x,y").decode()})
        self.assertEqual(child.last, {"finished": {}})
        self.assertEqual([request["method"] for request in child.requests], ["command"] * 3)
        self.assertEqual(child.output, "level (2, 13) True [{'a': 1}] {'t.csv': b'x,y'} None\nno line end")
        self.assertEqual(child.error_output, "")

    def test_exception_in_run(self):
        error = self.finished_error("""
            import json
            def helper(text):
                return json.loads(text)

            def run(ctx):
                helper("{")
        """)
        self.assertEqual(error["errorType"], "ExceptionInProtocolError")
        self.assertRegex(error["detail"], r"^JSONDecodeError \[line 5\]: Expecting property name")
        (wrapped,) = error["wrappedErrors"]
        self.assertEqual((wrapped["errorType"], wrapped["errorCode"]), ("PythonException", "4000"))
        self.assertEqual(wrapped["errorInfo"]["class"], "JSONDecodeError")
        self.assertTrue(wrapped["errorInfo"]["args"].startswith("('Expecting"))
        self.assertTrue(wrapped["errorInfo"]["traceback"].startswith('  File "protocol.py", line 8, in run\n    helper("{")\n'))

    def test_failed_command(self):
        body = "def run(ctx):\n    ctx.command(commandType='aspirate')"
        own = {"errorType": "TipNotAttachedError", "errorCode": "3005", "detail": "no tip", "errorInfo": {}, "wrappedErrors": []}
        error = self.finished_error(body, answer=error_answer)
        self.assertEqual(error["detail"], "TipNotAttachedError [line 3]: no tip")
        self.assertEqual(error["wrappedErrors"], [own])
        error = self.finished_error(body, level="2.14", answer=error_answer)
        text = "Error 4000 GENERAL_ERROR (ProtocolCommandFailedError): TipNotAttachedError: no tip"
        self.assertEqual(error["detail"], f"ProtocolCommandFailedError [line 3]: {text}")
        error = self.finished_error("""
            def run(ctx):
                try:
                    ctx.command(commandType='aspirate')
                except Exception as failure:
                    raise RuntimeError("text") from failure
        """, answer=error_answer)
        self.assertEqual(error["detail"], "RuntimeError [line 7]: text")
        self.assertEqual(error["wrappedErrors"][0]["errorInfo"]["class"], "RuntimeError")
        self.assertEqual(error["wrappedErrors"][0]["wrappedErrors"], [own])

    def test_exceptions_with_a_code_of_their_own(self):
        error = self.finished_error("""
            from deckhand_protocol.api_version import APIVersionError
            def run(ctx):
                raise APIVersionError("too old")
        """)
        text = "Error 4011 INCORRECT_API_VERSION (APIVersionError): too old"
        self.assertEqual(error["detail"], f"APIVersionError [line 5]: {text}")
        own = {"errorType": "APIVersionError", "errorCode": "4011", "detail": "too old", "errorInfo": {}, "wrappedErrors": []}
        self.assertEqual(error["wrappedErrors"], [own])

    def test_clients_do_not_see_where_files_are_kept(self):
        error = self.finished_error("""
            def add_parameters(parameters):
                parameters.add_int("A name", "a name", default=1, minimum=0, maximum=2)
            def run(ctx):
                pass
        """, level="2.18")
        self.assertTrue(error["detail"].startswith("ParameterNameError [line 4]: "), error["detail"])
        traceback = error["wrappedErrors"][0]["errorInfo"]["traceback"]
        self.assertIn('parameters.py"', traceback)
        self.assertNotIn(str(PYTHON_FOLDER), traceback)

    def test_cancelled(self):
        for handler in ("except ZeroDivisionError: pass", "except: pass", "finally: 1 / 0"):
            with self.subTest(handler):
                child = self.run_child(f"def run(ctx):\n  try: ctx.command()\n  {handler}",
                                       answer=lambda request: {"id": request["id"], "cancel": True})
                self.assertEqual(child.last, {"finished": {"cancelled": True}})

    def test_the_node_goes_away(self):
        connection, theirs = socket.socketpair()
        with connection, theirs:
            process = subprocess.Popen([sys.executable, "-c", BOOT, str(theirs.fileno())], pass_fds=[theirs.fileno()],
                                       cwd=PYTHON_FOLDER)
            theirs.close()
            send_frame(connection, {"start": {"fileName": FILE_NAME, "source": source_of("""
                def run(ctx):
                    while True:
                        ctx.command()
            """)}})
            receive_frame(connection)
        self.assertEqual(process.wait(20), 0)

    def test_what_is_no_exception(self):
        for statement, expected in (
            ("import sys; sys.exit()", "SystemExit [line 2]: the protocol ended its own process"),
            ("raise SystemExit('enough')", "SystemExit [line 2]: enough"),
            ("raise KeyboardInterrupt", "KeyboardInterrupt [line 2]: the protocol was interrupted"),
            ("raise MemoryError", "MemoryError [line 2]: the protocol needs more memory than it may have"),
            ("run(ctx)", "RecursionError [line 2]: maximum recursion depth exceeded"),
            ("assert 0", "AssertionError [line 2]: "),
        ):
            with self.subTest(statement):
                error = self.finished_error(f"def run(ctx): {statement}")
                self.assertTrue(error["detail"].startswith(expected), error["detail"])
                self.assertEqual(error["wrappedErrors"][0]["errorInfo"]["class"], expected.split()[0])

    def test_memory_is_really_used_up(self):
        error = self.finished_error("""
            import resource
            kept = []
            def run(ctx):
                resource.setrlimit(resource.RLIMIT_AS, (1 << 28, 1 << 28))
                while True:
                    kept.append("x" * (1 << 20))
        """)
        self.assertTrue(error["detail"].startswith("MemoryError [line 8]"), error["detail"])

    def test_an_exception_without_a_text(self):
        error = self.finished_error("""
            class Odd(Exception):
                def __str__(self): raise ValueError
                def __repr__(self): raise ValueError
            def run(ctx):
                raise Odd(Odd())
        """)
        self.assertEqual(error["detail"], "Odd [line 7]: <no text: ValueError>")

    def test_malformed_files(self):
        for source, expected in (
            ("metadata = {'apiLevel': '2.13'}\ndef run(ctx:\n  pass", "(line 2)"),
            ("metadata = {'apiLevel': '2.13'}\nreturn 4", "'return' outside function (line 2)"),
            ("metadata = {'apiLevel': '2.13'}\n", "no function run"),
            ("metadata = {'apiLevel': '2.13'}\ndef run(): pass", "one positional argument, the protocol context. (line 2)"),
            ("metadata = {'apiLevel': '2.13'}\ndef run(ctx, more): pass", "one positional argument"),
            ("metadata = {'apiLevel': '2.13'}\ndef run(*, ctx): pass", "one positional argument"),
            ("metadata = {'apiLevel': '2.13'}\nrun = 4", "one positional argument"),
            ("metadata = {'apiLevel': '2.1000'}\ndef run(ctx): pass", "2.1000 is not supported"),
            ("def run(ctx): pass", "no apiLevel"),
            ("metadata = {'apiLevel': '2.18'}\ndef run(c): pass\ndef add_parameters(): pass", "add_parameters must take one"),
            ("metadata = {'apiLevel': '2.18'}\ndef run(c): pass\ndef add_parameters(p, q=1): pass", "add_parameters must take one"),
        ):
            with self.subTest(source):
                error = self.finished_error("", source=source)
                self.assertEqual(error["errorType"], "MalformedPythonProtocolError")
                self.assertIn(expected, error["detail"])

    def test_errors_while_loading(self):
        error = self.finished_error("import no_such_module\ndef run(ctx): pass")
        self.assertEqual((error["errorType"], error["detail"]), ("UnexpectedAnalysisError", "No module named 'no_such_module'"))
        self.assertIn("line 2", error["wrappedErrors"][0]["errorInfo"]["traceback"])

    def test_the_main_block_does_not_run_and_classes_work(self):
        child = self.run_child("""
            from dataclasses import dataclass
            from typing import NamedTuple
            class Pair(NamedTuple):
                a: int
            @dataclass
            class Plan:
                volume: "float" = 1
            if __name__ == "__main__":
                raise RuntimeError
            def run(ctx):
                print(Plan(), Pair(1))
        """)
        self.assertEqual(child.last, {"finished": {}})
        self.assertEqual(child.output, "Plan(volume=1) Pair(a=1)\n")

    def test_threads_that_go_on_do_not_hold_the_process(self):
        child = self.run_child("""
            import threading, time
            def work(ctx):
                while True:
                    ctx.command(rails=True)
                    time.sleep(0.01)
            def run(ctx):
                threading.Thread(target=work, args=(ctx,)).start()
                ctx.command(commandType="pause")
        """)
        self.assertEqual(child.last, {"finished": {}})

    def test_cancel_in_a_side_thread_is_silent(self):
        child = self.run_child("""
            import threading
            def run(ctx):
                side = threading.Thread(target=ctx.command)
                side.start()
                side.join()
        """, answer=lambda request: {"id": request["id"], "cancel": True})
        self.assertEqual(child.last, {"finished": {"cancelled": True}})
        self.assertEqual(child.error_output, "")

    def test_open_files_are_written_out(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "tips.json")
            self.run_child(f"""
                file = open({str(path)!r}, "w")
                def run(ctx):
                    file.write("4")
            """)
            self.assertEqual(path.read_text(), "4")

    def test_parameters(self):
        body = """
            def add_parameters(p):
                p.add_int("Samples", "samples", 8, minimum=1, maximum=96)
                p.add_bool("Dry", "dry", False)
            def run(ctx):
                print(ctx.params.samples, ctx.params.dry)
        """
        child = self.run_child(body, level="2.18", parameterValues={"samples": 4})
        self.assertEqual(child.last, {"finished": {}})
        self.assertEqual(child.output, "4 False\n")
        self.assertEqual(child.requests[0]["method"], "setParameters")
        self.assertEqual([parameter["value"] for parameter in child.requests[0]["params"]["parameters"]], [4, False])
        error = self.finished_error(body, level="2.18", parameterValues={"samples": 97})
        self.assertIn("from 1 to 96", error["detail"])
        error = self.finished_error(body, level="2.18", parameterValues={"sample": 9})
        self.assertIn("no parameter 'sample'", error["detail"])
        error = self.finished_error(body.replace("8", "800"), level="2.18")
        self.assertRegex(error["detail"], r"ParameterValueError \[line 4\]")

    def test_csv_parameter(self):
        body = """
            def add_parameters(p):
                p.add_csv_file("Plan", "plan")
            def run(ctx):
                print(ctx.params.plan.parse_as_csv())
        """
        child = self.run_child(body, level="2.20", csvFiles={"plan": {"id": "f", "name": "plan.csv", "content": base64.b64encode(b"a,b\n1,2\n").decode()}})
        self.assertEqual(child.output, "[['a', 'b'], ['1', '2']]\n")
        self.assertEqual(child.requests[0]["params"]["parameters"][0]["file"], {"id": "f", "name": "plan.csv"})
        error = self.finished_error(body, level="2.20")
        self.assertEqual(error["errorType"], "RuntimeParameterRequired")

    def test_only_parameters(self):
        body = """
            def add_parameters(p):
                p.add_int("Samples", "samples", 8, minimum=1, maximum=96)
            def run(ctx):
                print("never")
        """
        child = self.run_child(body, level="2.18", onlyParameters=True, parameterValues={"samples": 9})
        self.assertEqual(child.requests[0]["params"]["parameters"][0]["value"], 9)
        self.assertEqual(child.output, "")
        self.assertEqual(child.last, {"finished": {}})

    def test_describe(self):
        source = source_of("1 / 0\ndef run(ctx): pass")
        child = Child({"describe": {"fileName": FILE_NAME, "source": source}})
        self.assertEqual(child.last, {"described": {"metadata": {"apiLevel": "2.13"}, "apiLevel": [2, 13],
                                                    "robotType": "OT-2 Standard"}})
        child = Child({"describe": {"fileName": FILE_NAME, "source": "def"}})
        self.assertEqual(child.last["described"]["error"]["errorType"], "MalformedPythonProtocolError")
