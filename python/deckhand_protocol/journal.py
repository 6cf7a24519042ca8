"""What each API call leaves in the run log.

From 2.14 on (engine form) an API call is one or more commands of the log. Below (legacy form) it is one entry at most, in a
form of its own, whatever the robot does for it.
"""

from __future__ import annotations

import functools
import inspect
import re
import threading
from collections import Counter

from deckhand_protocol.api_version import APIVersion, ENGINE_VERSION
from deckhand_protocol.errors import NumberedError, exception_for
from deckhand_protocol.types import Point

Step = tuple[str, dict]

# What the log of the legacy form shows for every position.
NO_POSITION = {"position": {"x": 0, "y": 0, "z": 0}}


def vector(point: Point) -> dict:
    """Sums of millimetres, without what binary fractions add to them."""
    return {"x": round(point.x, 6), "y": round(point.y, 6), "z": round(point.z, 6)}


def from_top(offset: Point = Point()) -> dict:
    return {"origin": "top", "offset": vector(offset)}


def shows_refusals(kind: str, text):
    """For methods whose entry of the legacy form begins before their arguments are looked at: what such a method raises by itself is
    the error of that entry. `text` is the entry's, or a function that makes it of what the method is called with."""

    def decorate(method):
        signature = inspect.signature(method)

        @functools.wraps(method)
        def shown(self, *args, **kwargs):
            if self._journal.is_engine:
                return method(self, *args, **kwargs)
            signature.bind(self, *args, **kwargs)  # a call with the wrong arguments is none
            shown_text = text(*args, **kwargs) if callable(text) else text
            try:
                return method(self, *args, **kwargs)
            except Exception as error:
                # What the node has refused has its entry already.
                if getattr(error, "command_error", None) is None:
                    self._journal.refused(f"command.{kind}", shown_text, error)
                raise

        return shown

    return decorate


def _action_of(command_type: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: "_" + found.group(1).lower(), command_type)


class Journal:
    def __init__(self, link, api_version: APIVersion):
        self._link = link
        self.is_engine = api_version >= ENGINE_VERSION
        self._texts: list[str] = []
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def texts(self) -> list[str]:
        return list(self._texts)

    def note(self, text: str | None) -> None:
        """A line of ctx.commands()."""
        if text is not None:
            self._texts.append(text)

    def clear_texts(self) -> None:
        self._texts.clear()

    def call(self, method: str, params: dict, action: str) -> dict:
        """Asks the node, and turns its refusal into the exception that a protocol expects."""
        from deckhand_protocol.link import CommandFailed

        try:
            return self._link.call(method, params)
        except CommandFailed as failure:
            raise exception_for(failure, action, self.is_engine) from failure

    def command(self, command_type: str, params: dict) -> dict:
        """One command of the log, in the engine form."""
        answer = self.call("command", {"commandType": command_type, "params": params}, _action_of(command_type))
        return answer.get("result") or {}

    def legacy(
        self,
        kind: str,
        text: str | None,
        steps: list[Step],
        entry: Step | None = None,
        result: dict | None = None,
        result_patch: dict | None = None,
        then_pause: bool = False,
        hidden: bool = False,
    ) -> list[dict]:
        """What the robot does, and the one entry that stands for it: a custom one if none is given, or none if it is hidden."""
        self.note(text)
        if hidden and not steps:
            return []
        params: dict = {"steps": [{"commandType": command_type, "params": each} for command_type, each in steps]}
        params["entry"] = None if hidden else self._entry(kind, text or "", entry, result, result_patch)
        if then_pause:
            params["thenPause"] = True
        action = _action_of(steps[-1][0] if steps else kind)
        return self.call("legacyCommand", params, action).get("results", [])

    def custom(self, kind: str, text: str, steps: list[Step]) -> list[dict]:
        """An entry of type custom, which shows only the text."""
        return self.legacy(kind, text, steps)

    def refused(self, kind: str, text: str, error: Exception) -> None:
        """A custom entry of a call that came to nothing before the robot was asked."""
        from deckhand_protocol.link import CommandFailed

        self.note(text)
        is_numbered = isinstance(error, NumberedError)
        code, detail = (error.error_code, error.message) if is_numbered else ("4000", str(error))
        refusal = {"errorType": type(error).__name__, "errorCode": code, "detail": detail}
        entry = self._entry(kind, text, None, None, None)
        try:
            self._link.call("legacyCommand", {"steps": [], "entry": entry, "refusal": refusal})
        except CommandFailed:
            pass  # the node answers with the refusal

    def hidden(self, steps: list[Step]) -> list[dict]:
        """What the robot does without any entry."""
        return self.legacy("", None, steps, hidden=True)

    def _entry(self, kind: str, text: str, entry: Step | None, result: dict | None, result_patch: dict | None) -> dict:
        if entry is None:
            entry = ("custom", {"legacyCommandType": kind, "legacyCommandText": text})
            result = {} if result is None else result
        shown = {"id": f"{kind}-{self._next_number(kind)}", "commandType": entry[0], "params": entry[1]}
        if result is not None:
            shown["result"] = result
        if result_patch is not None:
            shown["resultPatch"] = result_patch
        return shown

    def _next_number(self, kind: str) -> int:
        with self._lock:
            number = self._counts[kind]
            self._counts[kind] += 1
        return number

    def legacy_load(self, kind: str, prefix: str, command_type: str, params: dict, is_id_shown: bool) -> dict:
        """A load with the next ids of the legacy form, as labware-0, which a load that fails does not use up."""
        entry_kind, id_kind = f"commands.LOAD_{kind}", f"id.{prefix}"
        given_id = {f"{prefix}Id": f"{prefix}-{self._next_number(id_kind)}"}
        entry = (command_type, {**params, **given_id} if is_id_shown else params)
        try:
            results = self.legacy(entry_kind, None, [(command_type, {**params, **given_id})], entry)
        except Exception:
            with self._lock:
                self._counts[entry_kind] -= 1
                self._counts[id_kind] -= 1
            raise
        return {**given_id, **(results[-1] if results else {})}
