"""Dry runs of protocol files by the built program, and what their run logs hold."""

import collections
import json
import os
import pathlib
import subprocess
import unittest

PROGRAM = os.environ.get("DECKHAND_PROGRAM", "deckhand")
HERE = pathlib.Path(__file__).parent
EXAMPLES = HERE.parent.parent / "examples" / "python"


def _shown_type(command: dict) -> str:
    if command["commandType"] == "custom":
        return command["params"]["legacyCommandType"].removeprefix("command.")
    return command["commandType"]


class RunLog:
    def __init__(self, analysis: dict):
        self.result = analysis["result"]
        self.commands = analysis["commands"]
        self.errors = analysis["errors"]

    @property
    def types(self) -> list[str]:
        """Types in order; a custom command goes by the call it stands for."""
        return [_shown_type(each) for each in self.commands]

    @property
    def counts(self) -> dict[str, int]:
        return dict(collections.Counter(self.types))

    def of_type(self, command_type: str) -> list[dict]:
        return [each for each in self.commands if _shown_type(each) == command_type]

    def params(self, command_type: str) -> list[dict]:
        return [each["params"] for each in self.of_type(command_type)]

    def volumes(self, command_type: str) -> list[float]:
        return [each["volume"] for each in self.params(command_type)]

    def texts(self, command_type: str) -> list[str]:
        return [each["legacyCommandText"] for each in self.params(command_type)]


def analyze(file: pathlib.Path) -> RunLog:
    done = subprocess.run([PROGRAM, "analyze", str(file), "--json"], capture_output=True, text=True, timeout=300)
    try:
        return RunLog(json.loads(done.stdout))
    except ValueError:
        raise AssertionError(f"{file.name} gave no analysis:\n{done.stdout}\n{done.stderr}") from None


class ProtocolCase(unittest.TestCase):
    maxDiff = None

    def passed(self, file: pathlib.Path) -> RunLog:
        log = analyze(file)
        self.assertEqual([each["detail"] for each in log.errors], [])
        self.assertEqual(log.result, "ok")
        self.assertEqual({each["status"] for each in log.commands}, {"succeeded"})
        return log

    def failed(self, file: pathlib.Path) -> tuple[RunLog, dict]:
        log = analyze(file)
        self.assertEqual(log.result, "not-ok")
        self.assertEqual(len(log.errors), 1)
        return log, log.errors[0]
