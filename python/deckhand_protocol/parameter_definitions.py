"""One declared runtime parameter: the rules for its declaration, and its value."""

import keyword
import math

MOST_CHARACTERS = {"display name": 30, "description": 100, "unit": 10}


class ParameterNameError(ValueError):
    """A name is unfit, taken or unknown."""


class ParameterDefinitionError(ValueError):
    """The declaration contradicts itself or lacks something."""


class ParameterValueError(ValueError):
    """A value is of the wrong type or out of the allowed ones."""


class RuntimeParameterRequired(ValueError):
    """The protocol cannot go on until somebody gives a value: a file, which has no default."""


def check_text(what, text, is_optional=False):
    if text is None and is_optional:
        return
    error = ParameterNameError if what == "display name" else ParameterDefinitionError
    if not isinstance(text, str):
        raise error(f"The {what} of a parameter must be text, and not {text!r}.")
    if len(text) > MOST_CHARACTERS[what]:
        raise error(f"The {what} {text!r} is longer than {MOST_CHARACTERS[what]} characters.")


def check_variable_name(name):
    if not isinstance(name, str):
        raise ParameterNameError(f"A variable name must be text, and not {name!r}.")
    if not name.isidentifier():
        raise ParameterNameError(f"{name!r} is no variable name: letters, digits and underscores, and no digit first.")
    if keyword.iskeyword(name):
        raise ParameterNameError(f"{name!r} is a word of the Python language.")
    if name.startswith("_") or name == "get_all":
        raise ParameterNameError(f"The variable name {name!r} is reserved.")


def as_type(value, value_type):
    """The value as that type where it is the same value: over HTTP there is one kind of number."""
    if type(value) is value_type:
        is_fit = value_type is not float or math.isfinite(value)
    elif value_type is int and isinstance(value, float) and value.is_integer():
        return int(value)
    elif value_type is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    elif value_type is bool and isinstance(value, (int, float)) and value in (0, 1):
        return bool(value)
    else:
        is_fit = isinstance(value, value_type) and not isinstance(value, bool)
    if not is_fit:
        raise ParameterValueError(f"The value {value!r} is a {type(value).__name__}, and must be a {value_type.__name__}.")
    return value


class ParameterDefinition:
    """A parameter of type int, float, bool or str."""

    def __init__(self, value_type, display_name, variable_name, default, *, minimum=None, maximum=None, choices=None,
                 description=None, unit=None):
        check_text("display name", display_name)
        check_variable_name(variable_name)
        check_text("description", description, is_optional=True)
        check_text("unit", unit, is_optional=True)
        self.value_type = value_type
        self.display_name = display_name
        self.variable_name = variable_name
        self.description = description
        self.unit = unit
        self.choices = self._read_choices(choices)
        self.minimum, self.maximum = self._read_range(minimum, maximum)
        self.default = self.checked(default)
        self.value = self.default

    def _read_choices(self, choices):
        if choices is None:
            if self.value_type is str:
                raise ParameterDefinitionError(f"The text parameter {self.variable_name!r} needs choices.")
            return None
        if not choices:
            raise ParameterDefinitionError(f"The choices of {self.variable_name!r} are empty.")
        read = []
        for choice in choices:
            if not isinstance(choice, dict) or "display_name" not in choice or "value" not in choice:
                raise ParameterDefinitionError(f"A choice is a dictionary with a display_name and a value, and not {choice!r}.")
            check_text("display name", choice["display_name"])
            read.append({"displayName": choice["display_name"], "value": as_type(choice["value"], self.value_type)})
        return read

    def _read_range(self, minimum, maximum):
        if self.choices is not None:
            if minimum is not None or maximum is not None:
                raise ParameterDefinitionError(f"{self.variable_name!r} has choices, and so no minimum and no maximum.")
            return None, None
        if self.value_type is bool:
            return None, None
        if minimum is None or maximum is None:
            raise ParameterDefinitionError(f"{self.variable_name!r} needs a minimum and a maximum, or choices.")
        minimum, maximum = as_type(minimum, self.value_type), as_type(maximum, self.value_type)
        if minimum > maximum:
            raise ParameterDefinitionError(f"The maximum {maximum} of {self.variable_name!r} is below the minimum {minimum}.")
        return minimum, maximum

    def checked(self, value):
        value = as_type(value, self.value_type)
        if self.choices is not None:
            allowed = [choice["value"] for choice in self.choices]
            if value not in allowed:
                raise ParameterValueError(f"{self.variable_name!r} must be one of {allowed}, and not {value!r}.")
        elif self.minimum is not None and not self.minimum <= value <= self.maximum:
            raise ParameterValueError(
                f"{self.variable_name!r} must be from {self.minimum} to {self.maximum}, and not {value!r}.")
        return value

    def set_value(self, value):
        self.value = self.checked(value)

    def as_report(self):
        """The parameter as HTTP clients see it."""
        report = {
            "displayName": self.display_name, "variableName": self.variable_name, "description": self.description,
            "type": self.value_type.__name__, "suffix": self.unit, "min": self.minimum, "max": self.maximum,
            "choices": self.choices, "value": self.value, "default": self.default,
        }
        return {key: member for key, member in report.items() if member is not None}
