"""An error that nobody foresaw → a short number, under which the log has its trace.

A person reads the number from the page and tells it; whoever runs Jiwen finds it in the log.
"""

from __future__ import annotations

import logging
import secrets
import threading

from languages import Message
from operations.errors import says_itself
from operations.logs import error_fields, event, event_with_trace

# Without signs that are taken for one another when read out: 0 O, 1 I L, U V.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTWXYZ"
_ATTRIBUTE = "jiwen_incident"
_numbering = threading.Lock()


def number_of(logger: logging.Logger, error: BaseException) -> str:
    """An error → its number (7F3K-92QD); it is logged when it gets it, and never again."""
    number, new = _marked(error, _new_number())
    if new:
        event_with_trace(logger, "incident", error, number=number, **error_fields(error))
    return number


def note(logger: logging.Logger, error: BaseException) -> str:
    """Log an error that is going to be shown, once → its number, '' where it says itself."""
    if not says_itself(error):
        return number_of(logger, error)
    if _marked(error, "")[1]:
        event(logger, "trouble.told", **error_fields(error))
    return ""


def unexpected(number: str) -> Message:
    """A number → what to tell a person."""
    return Message(
        "Something went wrong (number {number}). What you kept is safe. Try again; if it comes "
        "back, tell the number to whoever runs Jiwen: the log has the details under it.",
        {"number": number},
    )


def _new_number() -> str:
    signs = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return f"{signs[:4]}-{signs[4:]}"


def _marked(error: BaseException, mark: str) -> tuple[str, bool]:
    """The mark that an error bears, this one where it bore none, and whether that was so."""
    with _numbering:
        before = error.__dict__.get(_ATTRIBUTE)
        if before is None:
            error.__dict__[_ATTRIBUTE] = mark
        return (mark, True) if before is None else (before, False)


def watch_threads() -> None:
    """From now on, log what ends a thread that nobody waits for, as an incident."""

    def ended(what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None and not isinstance(what.exc_value, SystemExit):
            number_of(logging.getLogger("jiwen.operations"), what.exc_value)

    threading.excepthook = ended
