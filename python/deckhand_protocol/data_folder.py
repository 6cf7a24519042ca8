"""The folder /data, where robots keep what protocols write from one run to the next, as the count of used tips.

A protocol's process sees only a folder of its own. Paths below /data lead into that; the node brings in what earlier runs left there,
and keeps what is there at the end.
"""

from __future__ import annotations

import builtins
import functools
import io
import os

_PREFIX = "/data"
_OF_ONE_PATH = (
    "access", "chmod", "listdir", "lstat", "mkdir", "open", "remove", "rmdir", "scandir", "stat", "truncate", "unlink", "utime",
)  # fmt: skip
_OF_TWO_PATHS = ("rename", "replace")


def redirect(folder: str) -> None:
    """Makes paths below /data lead into this folder, for all code of this process. The folder is made when somebody asks for it."""
    make_folder = functools.cache(functools.partial(os.makedirs, folder, exist_ok=True))

    def moved(path):
        if not isinstance(path, (str, os.PathLike)):
            return path
        text = os.fspath(path)
        if not isinstance(text, str) or not (text == _PREFIX or text.startswith(_PREFIX + "/")):
            return path
        make_folder()
        return folder + text[len(_PREFIX) :]

    def with_moved_paths(function, path_count: int):
        @functools.wraps(function)
        def moving(*args, **kwargs):
            paths = [moved(each) for each in args[:path_count]]
            return function(*paths, *args[path_count:], **kwargs)

        return moving

    for path_count, names in ((1, _OF_ONE_PATH), (2, _OF_TWO_PATHS)):
        for name in names:
            setattr(os, name, with_moved_paths(getattr(os, name), path_count))
    builtins.open = io.open = with_moved_paths(io.open, 1)
