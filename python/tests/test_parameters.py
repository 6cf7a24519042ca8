import base64
import json
import unittest

from tests import stand_ins  # noqa: F401

from deckhand_protocol.api_version import APIVersion, APIVersionError
from deckhand_protocol.parameters import (
    ParameterContext,
    ParameterDefinitionError,
    ParameterNameError,
    Parameters,
    ParameterValueError,
    RuntimeParameterRequired,
)


def context_of(level=(2, 20)):
    return ParameterContext(APIVersion(*level))


def file_of(text):
    return {"id": "file-1", "name": "plan.csv", "content": base64.b64encode(text.encode()).decode()}


class ParametersTest(unittest.TestCase):
    def setUp(self):
        self.context = context_of()

    def test_values_and_report(self):
        context = self.context
        context.add_int("Samples", "samples", default=8, minimum=1, maximum=96, description="How many", unit="wells")
        context.add_float("Volume", "volume", 10, choices=[{"display_name": "ten", "value": 10}, {"display_name": "x", "value": 2.5}])
        context.add_bool(display_name="Dry run", variable_name="dry", default=False)
        context.add_str("Mount", "mount", "left", [{"display_name": "Left", "value": "left"}, {"display_name": "R", "value": "right"}])
        context.add_csv_file("Plan", "plan", "Where to")
        context.set_values({"samples": 12.0, "volume": 2.5, "dry": True}, {})
        self.assertEqual(context.as_report(), [
            {"displayName": "Samples", "variableName": "samples", "description": "How many", "type": "int", "suffix": "wells",
             "min": 1, "max": 96, "value": 12, "default": 8},
            {"displayName": "Volume", "variableName": "volume", "type": "float", "value": 2.5, "default": 10.0,
             "choices": [{"displayName": "ten", "value": 10.0}, {"displayName": "x", "value": 2.5}]},
            {"displayName": "Dry run", "variableName": "dry", "type": "bool", "value": True, "default": False},
            {"displayName": "Mount", "variableName": "mount", "type": "str", "value": "left", "default": "left",
             "choices": [{"displayName": "Left", "value": "left"}, {"displayName": "R", "value": "right"}]},
            {"displayName": "Plan", "variableName": "plan", "description": "Where to", "type": "csv_file"},
        ])
        json.dumps(context.as_report())
        parameters = context.parameters()
        self.assertEqual((parameters.samples, parameters.volume, parameters.dry, parameters.mount), (12, 2.5, True, "left"))
        self.assertIs(type(parameters.samples), int)
        self.assertEqual(list(parameters.get_all()), ["samples", "volume", "dry", "mount", "plan"])

    def test_names(self):
        for name in ("1a", "a b", "", "class", "a-b", "_a", "__class__", "get_all", 4, None):
            with self.subTest(name), self.assertRaises(ParameterNameError):
                self.context.add_bool("Name", name, True)
        self.context.add_bool("Name", "name", True)
        with self.assertRaises(ParameterNameError):
            self.context.add_int("Name", "name", 1, 1, 2)
        with self.assertRaises(ParameterNameError):
            self.context.add_bool("N" * 31, "other", True)
        with self.assertRaises(ParameterNameError):
            self.context.add_bool(4, "other", True)
        with self.assertRaises(ParameterNameError):
            self.context.set_values({"unknown": 4}, {})

    def test_texts_that_are_too_long(self):
        with self.assertRaises(ParameterDefinitionError):
            self.context.add_bool("Name", "name", True, description="d" * 101)
        with self.assertRaises(ParameterDefinitionError):
            self.context.add_int("Name", "name", 1, 1, 2, unit="u" * 11)

    def test_contradictions(self):
        choices = [{"display_name": "one", "value": 1}]
        for arguments in ({"minimum": 1}, {"maximum": 1}, {}, {"choices": []}, {"choices": choices, "minimum": 0},
                          {"choices": choices, "maximum": 2}, {"minimum": 2, "maximum": 1}, {"choices": [{"value": 1}]},
                          {"choices": [1]}):
            with self.subTest(arguments), self.assertRaises(ParameterDefinitionError):
                self.context.add_int("Name", "name", 1, **arguments)
        with self.assertRaises(ParameterDefinitionError):
            self.context.add_str("Name", "name", "x")

    def test_unfit_values(self):
        add_int, add_float = self.context.add_int, self.context.add_float
        for add, default, arguments in (
            (add_int, 3, {"minimum": 1, "maximum": 2}), (add_int, "1", {"minimum": 1, "maximum": 2}),
            (add_int, 1.5, {"minimum": 1, "maximum": 2}), (add_int, True, {"minimum": 1, "maximum": 2}),
            (add_int, 1, {"minimum": "1", "maximum": 2}), (add_int, None, {"minimum": 1, "maximum": 2}),
            (add_int, 2, {"choices": [{"display_name": "one", "value": 1}]}),
            (add_int, 1, {"choices": [{"display_name": "one", "value": "1"}]}),
            (add_float, float("nan"), {"minimum": 0, "maximum": 1}), (add_float, 0.5, {"minimum": 0, "maximum": float("inf")}),
            (add_float, False, {"minimum": 0, "maximum": 1}), (self.context.add_bool, "yes", {}), (self.context.add_bool, 2, {}),
        ):
            with self.subTest(default=default, arguments=arguments), self.assertRaises(ParameterValueError):
                add("Name", "name", default, **arguments)

    def test_unfit_overrides_keep_the_default(self):
        self.context.add_int("Name", "name", 1, 1, 2)
        self.context.add_csv_file("Plan", "plan")
        for values, texts in (({"name": 3}, {}), ({"name": "2"}, {}), ({"plan": "x"}, {}), ({}, {"name": file_of("a,b")})):
            with self.subTest(values=values), self.assertRaises(ParameterValueError):
                self.context.set_values(values, texts)
        self.assertEqual(self.context.parameters().name, 1)

    def test_parameters_can_be_read_only(self):
        parameters = Parameters({"a": 1})
        for act in (lambda: setattr(parameters, "a", 2), lambda: setattr(parameters, "b", 2), lambda: delattr(parameters, "a"),
                    lambda: parameters.b, lambda: parameters._x):
            with self.assertRaises(AttributeError):
                act()
        self.assertEqual(parameters.a, 1)
        self.assertFalse(hasattr(parameters, "b"))
        self.assertIn("a", dir(parameters))

    def test_csv_levels_and_number(self):
        with self.assertRaises(APIVersionError):
            context_of((2, 19)).add_csv_file("Plan", "plan")
        self.context.add_csv_file("Plan", "plan")
        with self.assertRaises(ParameterDefinitionError):
            self.context.add_csv_file("Plan", "other")

    def csv_of(self, text):
        self.context.add_csv_file("Plan", "plan")
        self.context.set_values({}, {"plan": file_of(text)})
        return self.context.parameters().plan

    def test_csv_contents(self):
        plan = self.csv_of('well,volume\nA1,"1,5"\nB1,"two\nlines"\n\n')
        self.assertEqual(plan.contents, 'well,volume\nA1,"1,5"\nB1,"two\nlines"\n\n')
        self.assertEqual(plan.parse_as_csv(), [["well", "volume"], ["A1", "1,5"], ["B1", "two\nlines"]])
        self.assertFalse(plan.file_opened)
        with plan.file as file:
            self.assertTrue(plan.file_opened)
            self.assertEqual(file.readline(), "well,volume\n")
            with open(file.name) as again:
                self.assertEqual(again.readline(), "well,volume\n")
            with self.assertRaises(OSError):
                file.write("x")
        self.assertFalse(plan.file_opened)

    def test_csv_dialects(self):
        plan = self.csv_of("a;b\r\n1;2\r\n3;4\r\n")
        self.assertEqual(plan.parse_as_csv(), [["a", "b"], ["1", "2"], ["3", "4"]])
        self.assertEqual(plan.parse_as_csv(detect_dialect=False), [["a;b"], ["1;2"], ["3;4"]])
        self.assertEqual(plan.parse_as_csv(detect_dialect=False, delimiter=";")[0], ["a", "b"])

    def test_csv_without_delimiter_and_empty(self):
        self.assertEqual(self.csv_of("A10\nA11\nA12").parse_as_csv(), [["A10"], ["A11"], ["A12"]])
        self.context.set_values({}, {"plan": file_of("")})
        self.assertEqual(self.context.parameters().plan.parse_as_csv(), [])

    def test_csv_that_nobody_gave(self):
        self.context.add_csv_file("Plan", "plan")
        plan = self.context.parameters().plan
        for read in (lambda: plan.contents, lambda: plan.file, plan.parse_as_csv):
            with self.assertRaises(RuntimeParameterRequired):
                read()
