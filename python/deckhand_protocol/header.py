"""What a protocol says about itself, read from its syntax tree: nothing of the file is run."""

import ast
import re

MINIMUM_API_LEVEL = (2, 0)
MAXIMUM_API_LEVEL = (2, 21)
REQUIREMENTS_SINCE_LEVEL = (2, 15)

_ROBOT_TYPES = {"OT-2": "OT-2 Standard", "Flex": "OT-3 Standard"}
_REQUIREMENT_KEYS = ("apiLevel", "robotType")
_LEVEL_FORM = re.compile(r"(\d+)\.(\d+)", re.ASCII)


class MalformedPythonProtocolError(Exception):
    """The file is no protocol that can be run; the text says why."""

    error_type = "MalformedPythonProtocolError"
    error_code = "4000"

    def __init__(self, message, line_number=None):
        self.line_number = line_number
        super().__init__(message if line_number is None else f"{message} (line {line_number})")

    def as_error(self):
        """The error as the run log shows it."""
        details = {} if self.line_number is None else {"lineNumber": str(self.line_number)}
        return {"errorType": self.error_type, "errorCode": self.error_code, "detail": str(self), "errorInfo": details,
                "wrappedErrors": []}


class RobotTypeMismatchError(MalformedPythonProtocolError):
    """The protocol is for another robot."""

    error_type = "ProtocolRobotTypeMismatch"


class Header:
    """The metadata, the API level as a pair of numbers, the robot, and the tree for the compiler."""

    def __init__(self, source, file_name):
        self.tree = parse_source(source, file_name)
        dictionaries = _top_level_dictionaries(self.tree, ("metadata", "requirements"))
        self.metadata, metadata_line = _read_dictionary(dictionaries, "metadata")
        self.requirements, requirements_line = _read_dictionary(dictionaries, "requirements")
        _check_requirement_keys(self.requirements, requirements_line)
        self.robot_type = _read_robot_type(self.requirements, requirements_line)
        self.api_level = _read_level(self.metadata, metadata_line, self.requirements, requirements_line)


def describe(source, file_name):
    """What the node shows of an uploaded protocol; raises MalformedPythonProtocolError."""
    header = Header(source, file_name)
    return {"metadata": _as_json(header.metadata), "apiLevel": list(header.api_level), "robotType": header.robot_type}


def parse_source(source, file_name):
    try:
        # A byte order mark is no part of the text.
        return ast.parse(source.removeprefix("\ufeff"), file_name)
    except SyntaxError as error:
        # Its own text names the line already, but not in all cases.
        raise MalformedPythonProtocolError(f"{type(error).__name__}: {error.msg}", error.lineno) from error
    except ValueError as error:
        raise MalformedPythonProtocolError(f"The file is no Python text: {error}") from error
    except (RecursionError, MemoryError) as error:
        raise MalformedPythonProtocolError("The file is nested too deeply to be read.") from error


def _top_level_dictionaries(tree, names):
    """The dict display last given to each name at the top level."""
    found = {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        else:
            continue
        for target in targets:
            if isinstance(target, ast.Name) and target.id in names and isinstance(statement.value, ast.Dict):
                found[target.id] = statement.value
    return found


def _read_dictionary(dictionaries, name):
    """The values of a dictionary by key, and its line."""
    display = dictionaries.get(name)
    if display is None:
        return {}, None
    values = {}
    for key_node, value_node in zip(display.keys, display.values):
        key = None if key_node is None else _literal(key_node, name)
        if not isinstance(key, str):
            raise MalformedPythonProtocolError(f"The keys of {name} must be text.", value_node.lineno)
        values[key] = _literal(value_node, name)
    return values, display.lineno


def _literal(node, name):
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        raise MalformedPythonProtocolError(
            f"{name} is read without running the file, so that it may hold only literal values, and this is none: "
            f"{_shortened(ast.unparse(node))}", node.lineno) from None


def _shortened(text, most_characters=80):
    return text if len(text) <= most_characters else text[:most_characters] + "…"


def _check_requirement_keys(requirements, line_number):
    unknown = [key for key in requirements if key not in _REQUIREMENT_KEYS]
    if unknown:
        raise MalformedPythonProtocolError(
            f"requirements may hold {' and '.join(_REQUIREMENT_KEYS)}, but not {', '.join(unknown)}.", line_number)


def _read_robot_type(requirements, line_number):
    name = requirements.get("robotType", "OT-2")
    if not isinstance(name, str) or name not in _ROBOT_TYPES:
        raise MalformedPythonProtocolError(f"robotType must be 'OT-2' or 'Flex', and not {name!r}.", line_number)
    if name != "OT-2":
        raise RobotTypeMismatchError(f"This protocol is for a {name} robot, and this robot is an OT-2.", line_number)
    return _ROBOT_TYPES[name]


def _read_level(metadata, metadata_line, requirements, requirements_line):
    if "apiLevel" in metadata and "apiLevel" in requirements:
        raise MalformedPythonProtocolError("Give the apiLevel in metadata or in requirements, not in both.", requirements_line)
    if "apiLevel" in requirements:
        level = parse_level(requirements["apiLevel"], requirements_line)
        if level < REQUIREMENTS_SINCE_LEVEL:
            raise MalformedPythonProtocolError(
                f"An apiLevel below {_level_text(REQUIREMENTS_SINCE_LEVEL)} is given in metadata, not in requirements.",
                requirements_line)
    elif "apiLevel" in metadata:
        level = parse_level(metadata["apiLevel"], metadata_line)
    else:
        raise MalformedPythonProtocolError(
            "The protocol names no apiLevel, in metadata or in requirements. Without one it counts as a protocol of the Python "
            "Protocol API 1, which is not supported.")
    _check_level(level, requirements_line if "apiLevel" in requirements else metadata_line)
    return level


def parse_level(text, line_number=None):
    """The API level as a pair of numbers."""
    found = _LEVEL_FORM.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise MalformedPythonProtocolError(f"The apiLevel must be text of the form 'major.minor', as '2.13', and not {text!r}.",
                                           line_number)
    return int(found[1]), int(found[2])


def _check_level(level, line_number):
    if level[0] < 2:
        raise MalformedPythonProtocolError("The Python Protocol API 1 is not supported; protocols need apiLevel 2.0 or above.",
                                           line_number)
    if not MINIMUM_API_LEVEL <= level <= MAXIMUM_API_LEVEL:
        raise MalformedPythonProtocolError(
            f"API level {_level_text(level)} is not supported; the highest level this robot can run is "
            f"{_level_text(MAXIMUM_API_LEVEL)}.", line_number)


def _level_text(level):
    return f"{level[0]}.{level[1]}"


def _as_json(value):
    """A literal with only what JSON can hold."""
    if isinstance(value, dict):
        return {str(key): _as_json(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_json(member) for member in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float) and value - value == 0:  # neither infinite nor NaN
        return value
    return str(value)
