import json
import unittest

from tests import stand_ins  # noqa: F401

from deckhand_protocol.header import Header, MalformedPythonProtocolError, RobotTypeMismatchError, describe, parse_level

RUN = "def run(ctx): pass\n"


class HeaderTest(unittest.TestCase):
    def refused(self, source, expected, line_number=None):
        with self.assertRaises(MalformedPythonProtocolError) as caught:
            describe(source, "protocol.py")
        self.assertRegex(str(caught.exception), expected)
        self.assertEqual(caught.exception.line_number, line_number)
        error = caught.exception.as_error()
        self.assertEqual((error["detail"], error["errorCode"]), (str(caught.exception), "4000"))
        json.dumps(error)
        return caught.exception

    def test_metadata(self):
        described = describe("metadata = {\n 'protocolName': 'a' 'b', 'apiLevel': '2.13', 'n': 4, 'x': None}\n" + RUN, "p.py")
        self.assertEqual(described, {"metadata": {"protocolName": "ab", "apiLevel": "2.13", "n": 4, "x": None},
                                     "apiLevel": [2, 13], "robotType": "OT-2 Standard"})

    def test_requirements(self):
        described = describe("metadata = {'author': 'me'}\nrequirements = {'apiLevel': '2.15', 'robotType': 'OT-2'}", "p.py")
        self.assertEqual(described, {"metadata": {"author": "me"}, "apiLevel": [2, 15], "robotType": "OT-2 Standard"})

    def test_other_forms_of_the_assignment(self):
        for source in ("metadata: dict = {'apiLevel': '2.5'}", "x = metadata = {'apiLevel': '2.5'}",
                       "metadata = {'apiLevel': '2.1'}\nmetadata = {'apiLevel': '2.5'}",
                       "\ufeffmetadata = {'apiLevel': '2.5'}", "metadata = {'apiLevel': '2.5'}\r\n# -*- coding: latin-1 -*-\r\n",
                       "def metadata(): pass\nmetadata = {'apiLevel': '2.5'}\nfor a in []:\n  metadata = {'apiLevel': '2.6'}",
                       "requirements = {'robotType': 'OT-2'}\nmetadata = {'apiLevel': '2.5'}"):
            with self.subTest(source):
                self.assertEqual(describe(source, "p.py")["apiLevel"], [2, 5])

    def test_nothing_runs(self):
        describe("metadata = {'apiLevel': '2.5'}\nraise SystemExit", "p.py")

    def test_all_that_literals_can_be_becomes_json(self):
        described = describe("metadata = {'apiLevel': '2.5', 'a': (1, [2.5]), 'b': {1: b'x'}, 'c': {3}, 'd': 1e999, 'e': 1j, 'f': ...}",
                             "p.py")
        self.assertEqual(json.loads(json.dumps(described, allow_nan=False))["metadata"]["a"], [1, [2.5]])

    def test_values_that_are_no_literals(self):
        self.refused("metadata = {\n'apiLevel': '2.5',\n'name': f'{1}'}", "literal values.*f'", 3)
        self.refused("x = 1\nmetadata = {'apiLevel': level}", "literal values.*level", 2)
        self.refused("metadata = {**other, 'apiLevel': '2.5'}", "keys of metadata must be text", 1)
        self.refused("metadata = {4: '2.5'}", "keys of metadata must be text", 1)
        self.refused("metadata = {name: '2.5'}", "literal", 1)

    def test_no_level(self):
        for source in (RUN, "metadata = {}", "metadata = dict(apiLevel='2.0')", "metadata = 4"):
            self.refused(source, "names no apiLevel.*API 1")

    def test_levels(self):
        for text, level in (("2.0", (2, 0)), ("2.21", (2, 21)), ("2.09", (2, 9))):
            self.assertEqual(Header(f"metadata = {{'apiLevel': {text!r}}}", "p.py").api_level, level)
        for value in ("2", "2.0.0", "2.x", " 2.0", "2.0\n", "", "v2.0", "٢.٠", 2.13, None, ["2.0"]):
            self.refused(f"metadata = {{'apiLevel': {value!r}}}", "form 'major.minor'", 1)
        self.refused("metadata = {'apiLevel': '2.22'}", "2.22 is not supported.*2.21", 1)
        self.refused("metadata = {'apiLevel': '3.0'}", "3.0 is not supported", 1)
        self.refused("metadata = {'apiLevel': '1.0'}", "API 1 is not supported", 1)
        self.assertEqual(parse_level("2.13"), (2, 13))

    def test_level_in_the_wrong_place(self):
        self.refused("metadata = {'apiLevel': '2.15'}\nrequirements = {'apiLevel': '2.15'}", "not in both", 2)
        self.refused("requirements = {'apiLevel': '2.14'}", "below 2.15 is given in metadata", 1)

    def test_requirement_keys(self):
        self.refused("requirements = {'apilevel': '2.15'}", "apiLevel and robotType, but not apilevel", 1)
        self.refused("requirements = {'robotType': 'OT-3', 'apiLevel': '2.15'}", "'OT-2' or 'Flex'", 1)
        self.refused("requirements = {'robotType': [], 'apiLevel': '2.15'}", "'OT-2' or 'Flex'", 1)

    def test_another_robot(self):
        refusal = self.refused("requirements = {'robotType': 'Flex', 'apiLevel': '2.15'}", "Flex robot, and this robot is an OT-2", 1)
        self.assertIsInstance(refusal, RobotTypeMismatchError)
        self.assertEqual(refusal.as_error()["errorType"], "ProtocolRobotTypeMismatch")

    def test_no_python(self):
        self.refused("metadata = {'apiLevel': '2.5'}\nfor\n", "SyntaxError: invalid syntax", 2)
        self.refused("def f():\n\tx\n        y\n", "TabError|IndentationError", 3)
        with self.assertRaises(MalformedPythonProtocolError):
            describe("metadata = 1\0", "p.py")
        with self.assertRaises(MalformedPythonProtocolError):
            describe("x = " + "(" * 5000, "p.py")
        with self.assertRaises(MalformedPythonProtocolError):
            describe("x = " + "-" * 100000 + "1", "p.py")
