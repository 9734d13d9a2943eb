"""What went wrong, and what to do about it: said in the visitor's language, never as a trace."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from operations import incidents
from operations.errors import Foreseen, is_outside
from ui.language import _, language
from ui.plain import plain

_LOG = logging.getLogger("jiwen.ui")
_WHOLE = 4000


def told(error: BaseException) -> str:
    """An error → what to tell the visitor: its own words in their language, where it has any."""
    if isinstance(error, Foreseen):
        return error.worded(language())
    if isinstance(error, OSError) and is_outside(error):
        return _(
            "A file could not be read or written: {reason}. Check the disk space and the folder's "
            "permissions, then try again.",
            reason=error.strerror or str(error),
        )
    return incidents.unexpected(incidents.number_of(_LOG, error)).worded(language())


def trouble(error: BaseException) -> None:
    """Show an error on the page, and see that the log has it, once however often it is shown."""
    incidents.note(_LOG, error)
    st.error(plain(told(error), _WHOLE), icon=":material/error:")


@contextmanager
def shown() -> Iterator[None]:
    """Errors that are meant for people are shown where they happen; the page goes on."""
    try:
        yield
    except Foreseen as error:
        trouble(error)


def note(text: str) -> None:
    """Show a quiet note; `text` may hold data."""
    st.info(plain(text, _WHOLE), icon=":material/info:")


def warn(text: str) -> None:
    """Show a warning; `text` may hold data."""
    st.warning(plain(text, _WHOLE), icon=":material/warning:")


def done(text: str) -> None:
    """Say that something was done, for a moment; `text` may hold data."""
    st.toast(plain(text, _WHOLE), icon=":material/check:")
