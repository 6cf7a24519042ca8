"""Runtime parameters: what `add_parameters` declares, and what `ctx.params` shows of it."""

import base64
import csv
import io
import os

from deckhand_protocol.api_version import requires_version
from deckhand_protocol.parameter_definitions import (
    ParameterDefinition,
    ParameterDefinitionError,
    ParameterNameError,
    ParameterValueError,
    RuntimeParameterRequired,
    check_text,
    check_variable_name,
)

__all__ = ["CSVParameter", "ParameterContext", "ParameterDefinitionError", "ParameterNameError", "ParameterValueError",
           "Parameters", "RuntimeParameterRequired"]

PARAMETERS_SINCE_LEVEL = (2, 18)


def _open_in_memory(text):
    """A file with a path of its own, of which nothing is left behind however the process ends."""
    descriptor = os.memfd_create("csv_parameter")
    with open(descriptor, "w", encoding="utf-8", newline="", closefd=False) as file:
        file.write(text)
    return open(f"/proc/self/fd/{descriptor}", encoding="utf-8", newline="")


class CSVParameter:
    """The file that somebody chose for a csv parameter."""

    def __init__(self, text):
        self._text = text
        self._file = None

    def _given_text(self):
        if self._text is None:
            raise RuntimeParameterRequired("The protocol needs a file for its CSV parameter.")
        return self._text

    @property
    def file(self):
        """The file, open for reading."""
        if self._file is None:
            self._file = _open_in_memory(self._given_text())
        return self._file

    @property
    def file_opened(self):
        return self._file is not None and not self._file.closed

    @property
    def contents(self):
        return self._given_text()

    def parse_as_csv(self, detect_dialect=True, **kwargs):
        """The rows, without the empty ones at the end."""
        text = self._given_text()
        dialect = self._dialect(text) if detect_dialect else "excel"
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), dialect, **kwargs))
        except csv.Error as error:
            raise ParameterValueError(f"The CSV file cannot be read: {error}") from error
        while rows and not any(rows[-1]):
            rows.pop()
        return rows

    @staticmethod
    def _dialect(text):
        try:
            # Without a list of delimiters a letter that all rows share would do.
            return csv.Sniffer().sniff(text[:1024], delimiters=",;\t|")
        except csv.Error:
            # A single column has no delimiter to find.
            return "excel"


class _CSVDefinition:
    """A parameter whose value is a file. It has no default."""

    def __init__(self, display_name, variable_name, description):
        check_text("display name", display_name)
        check_variable_name(variable_name)
        check_text("description", description, is_optional=True)
        self.display_name = display_name
        self.variable_name = variable_name
        self.description = description
        self.value = CSVParameter(None)
        self._file = None

    def set_value(self, value):
        raise ParameterValueError(f"{self.variable_name!r} is a file, and {value!r} is not.")

    def set_file(self, file):
        """The chosen file: {id, name, content (base64)}."""
        try:
            self.value = CSVParameter(base64.b64decode(file["content"]).decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise ParameterValueError(f"The file {file['name']!r} is no UTF-8 text: {error}") from error
        self._file = {"id": file["id"], "name": file["name"]}

    def as_report(self):
        report = {"displayName": self.display_name, "variableName": self.variable_name, "description": self.description,
                  "type": "csv_file", "file": self._file}
        return {key: member for key, member in report.items() if member is not None}


class ParameterContext:
    """What `add_parameters` is called with."""

    def __init__(self, api_version):
        self._api_version = api_version
        self._definitions = {}

    def add_int(self, display_name, variable_name, default, minimum=None, maximum=None, choices=None, description=None, unit=None):
        self._add(ParameterDefinition(int, display_name, variable_name, default, minimum=minimum, maximum=maximum,
                                      choices=choices, description=description, unit=unit))

    def add_float(self, display_name, variable_name, default, minimum=None, maximum=None, choices=None, description=None,
                  unit=None):
        self._add(ParameterDefinition(float, display_name, variable_name, default, minimum=minimum, maximum=maximum,
                                      choices=choices, description=description, unit=unit))

    def add_bool(self, display_name, variable_name, default, description=None):
        self._add(ParameterDefinition(bool, display_name, variable_name, default, description=description))

    def add_str(self, display_name, variable_name, default, choices=None, description=None):
        self._add(ParameterDefinition(str, display_name, variable_name, default, choices=choices, description=description))

    @requires_version(2, 20)
    def add_csv_file(self, display_name, variable_name, description=None):
        if any(isinstance(definition, _CSVDefinition) for definition in self._definitions.values()):
            raise ParameterDefinitionError("A protocol can have one CSV parameter.")
        self._add(_CSVDefinition(display_name, variable_name, description))

    def _add(self, definition):
        if definition.variable_name in self._definitions:
            raise ParameterNameError(f"There are two parameters of the variable name {definition.variable_name!r}.")
        self._definitions[definition.variable_name] = definition

    def set_values(self, values, csv_files):
        """Puts what was given with the run in the place of the defaults."""
        for name, value in values.items():
            self._definition(name).set_value(value)
        for name, file in csv_files.items():
            definition = self._definition(name)
            if not isinstance(definition, _CSVDefinition):
                raise ParameterValueError(f"{name!r} is no CSV parameter, and was given a file.")
            definition.set_file(file)

    def _definition(self, name):
        if name not in self._definitions:
            raise ParameterNameError(f"The protocol has no parameter {name!r}.")
        return self._definitions[name]

    def as_report(self):
        return [definition.as_report() for definition in self._definitions.values()]

    def parameters(self):
        return Parameters({name: definition.value for name, definition in self._definitions.items()})


class Parameters:
    """The values, as attributes that can be read only."""

    __slots__ = ("_values",)

    def __init__(self, values):
        object.__setattr__(self, "_values", values)

    def __getattr__(self, name):
        # Only for names that are no member; copy and pickle ask before there are values.
        if name == "_values" or name not in self._values:
            raise AttributeError(f"The protocol has no parameter {name!r}.")
        return self._values[name]

    def __setattr__(self, name, value):
        raise AttributeError(f"The parameter {name!r} can be read only.")

    def __delattr__(self, name):
        raise AttributeError(f"The parameter {name!r} can be read only.")

    def __dir__(self):
        return [*super().__dir__(), *self._values]

    def get_all(self):
        return dict(self._values)
