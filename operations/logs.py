"""Events and libraries' messages → lines on the error stream, for people or as JSON.

One event is one line, whatever is in its fields.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from languages import SOURCE
from operations.errors import Foreseen
from operations.events import CONTENT, EVENTS, FOREIGN
from operations.settings import OperationsSettings

Plain = str | int | float | bool | None

_PROJECT = Path(__file__).resolve().parent.parent
# What would break a line, move the cursor, or show text in another order than it has.
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_BARE = re.compile(r"[\w.,:;/+\-–()@%]+")
_JIWEN = "jiwen"


@dataclass(frozen=True, slots=True)
class LogLine:
    """An event and its fields, as they travel through `logging`."""

    name: str
    fields: Mapping[str, Plain]

    def shown(self, content: bool) -> dict[str, Plain]:
        """The fields that have a value; those that quote something only with `content`."""
        return {
            name: value
            for name, value in self.fields.items()
            if value is not None and (content or name not in CONTENT)
        }

    def __str__(self) -> str:
        """As a handler that is not ours would show it: without content."""
        return _in_text(self.name, self.shown(content=False))


def event(logger: logging.Logger, name: str, **fields: Plain) -> None:
    """Log one event of the vocabulary."""
    logger.log(EVENTS[name].level, LogLine(name, fields), stacklevel=2)


def event_with_trace(
    logger: logging.Logger, name: str, error: BaseException, **fields: Plain
) -> None:
    """Log one event of the vocabulary, and where the error that it is about came from."""
    logger.log(EVENTS[name].level, LogLine(name, fields), exc_info=error, stacklevel=2)


def error_fields(error: BaseException) -> dict[str, Plain]:
    """An error → the fields `kind`, and what it says in `message`, or in `words` if it quotes."""
    quotes = not (isinstance(error, Foreseen) and error.without_content)
    if isinstance(error, OSError) and error.strerror:
        return {"kind": type(error).__name__, "message": error.strerror, "words": str(error)}
    return {"kind": type(error).__name__, "words" if quotes else "message": _said(error)}


def _said(error: BaseException) -> str:
    # Our own errors are worded for whoever is told; a log is read in one language.
    return error.worded(SOURCE) if isinstance(error, Foreseen) else str(error)


def trace(error: BaseException, content: bool) -> list[dict[str, Any]]:
    """An error → itself and what caused it: of each its kind and where it was, innermost first.

    What it says may quote a question or a report; it is there with `content`, and where it is an
    error of ours that does not.
    """
    told: list[dict[str, Any]] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        kind = type(current)
        frames = [
            f"{_place(frame.f_code.co_filename)}:{line} {frame.f_code.co_qualname}"
            for frame, line in traceback.walk_tb(current.__traceback__)
        ]
        one: dict[str, Any] = {"error": f"{kind.__module__}.{kind.__qualname__}"}
        if content or (isinstance(current, Foreseen) and current.without_content):
            one["says"] = _said(current)
        told.append({**one, "at": frames[::-1]})
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)
    return told


def _place(file: str) -> str:
    path = Path(file)
    if path.is_relative_to(_PROJECT) and "site-packages" not in path.parts:
        return path.relative_to(_PROJECT).as_posix()
    return file.rpartition("site-packages/")[2] if "site-packages/" in file else path.name


class _Formatter(logging.Formatter):
    def __init__(self, settings: OperationsSettings) -> None:
        super().__init__()
        self._json, self._content = settings.in_json, settings.with_content

    def format(self, record: logging.LogRecord) -> str:
        """A record → its line."""
        if isinstance(record.msg, LogLine):
            name, fields = record.msg.name, dict[str, Any](record.msg.shown(self._content))
        else:
            name, fields = FOREIGN, {"message": record.getMessage()}
        error = record.exc_info[1] if record.exc_info else None
        told = [] if error is None else trace(error, self._content)
        room = record.name.removeprefix(f"{_JIWEN}.")
        time = datetime.fromtimestamp(record.created).astimezone()
        if self._json:
            head = {
                "time": time.isoformat(timespec="milliseconds"),
                "level": record.levelname.lower(),
                "room": room,
                "event": name,
            }
            whole = {**head, **fields, **({"trace": told} if told else {})}
            return _plain(json.dumps(whole, ensure_ascii=False))
        if told:
            fields["trace"] = " | caused by ".join(map(_trace_in_text, told))
        start = f"{time.isoformat(' ', 'milliseconds')} {record.levelname:7} {room:11}"
        return f"{start} {_in_text(name, fields)}"


def _trace_in_text(one: Mapping[str, Any]) -> str:
    says = f" ({one['says']})" if "says" in one else ""
    return f"{one['error']}{says} at {' < '.join(one['at'])}"


def _in_text(name: str, fields: Mapping[str, Plain]) -> str:
    return " ".join([name, *(f"{key}={_value(value)}" for key, value in fields.items())])


def _value(value: Plain) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and not _BARE.fullmatch(value):
        return _plain(json.dumps(value, ensure_ascii=False))
    return str(value)


def _plain(written: str) -> str:
    r"""A JSON text → the same with every control character as \u…: these stand in strings only."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


class _ToStderr(logging.Handler):
    """Writes to the error stream of the moment, a line at once."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception:
            self.handleError(record)


@contextmanager
def reporting(settings: OperationsSettings, level: int) -> Iterator[None]:
    """Write the log to the error stream until the block ends; `level` where the settings leave it.

    Libraries are heard from WARNING on. The rooms' events are always made, from INFO on, since
    they are counted too; what is written is the handler's affair.
    """
    level = settings.level_or(level)
    root, ours = logging.getLogger(), logging.getLogger(_JIWEN)
    before = root.level, ours.level
    handler = _ToStderr(level)
    handler.setFormatter(_Formatter(settings))
    root.addHandler(handler)
    root.setLevel(max(level, logging.WARNING))
    ours.setLevel(min(level, logging.INFO))
    logging.captureWarnings(True)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        root.removeHandler(handler)
        root.setLevel(before[0])
        ours.setLevel(before[1])


def take_over(*libraries: str) -> None:
    """Let libraries that write to the error stream themselves speak through our log instead.

    Loggers of theirs that were switched off have no handler: they stay so.
    """
    for name in [*logging.root.manager.loggerDict]:
        logger = logging.getLogger(name)
        if name.partition(".")[0] in libraries and logger.handlers:
            logger.handlers.clear()
            logger.propagate = True
