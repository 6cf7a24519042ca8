import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

PYTHON_FOLDER = Path(__file__).parents[1]


class DataFolderTest(unittest.TestCase):
    def test_paths_below_data_lead_into_the_folder(self):
        script = """
            import json, os, pathlib, shutil, sys
            from deckhand_protocol.data_folder import redirect
            redirect(sys.argv[1])
            assert os.path.isdir("/data") and os.listdir("/data") == [] and not os.path.isfile("/data/tips/count.json")
            os.makedirs("/data/tips")
            with open("/data/tips/count.json", "w") as file:
                json.dump({"count": 4}, file)
            assert json.load(open("/data/tips/count.json")) == {"count": 4}
            assert [folder for folder, _, _ in os.walk("/data")] == ["/data", "/data/tips"]
            os.rename("/data/tips/count.json", "/data/tips/old.json")
            path = pathlib.Path("/data/tips/old.json")
            assert path.exists() and path.read_text() == '{"count": 4}'
            try:
                open("/database")
            except FileNotFoundError as error:
                assert error.filename == "/database"
            os.remove("/data/tips/old.json")
            path.write_text("kept")
        """
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([sys.executable, "-c", textwrap.dedent(script), folder + "/own"], cwd=PYTHON_FOLDER,
                                  capture_output=True, text=True)  # fmt: skip
            self.assertEqual(done.stderr, "")
            self.assertEqual((Path(folder) / "own/tips/old.json").read_text(), "kept")


if __name__ == "__main__":
    unittest.main()
