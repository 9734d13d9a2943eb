"""What went wrong, and what to do about it: said in the visitor's language, never as a trace."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from ingest.loaded import UnreadableFile
from models.errors import ModelError
from rag.errors import RagError
from ui.access import AccessDenied
from ui.asking import StillAnswering
from ui.language import _, language
from ui.plain import plain
from ui.settings import Misconfigured
from vectorstore.errors import StoreError

_LOG = logging.getLogger("jiwen.ui")
_WHOLE = 4000

FORESEEN = (
    AccessDenied,
    Misconfigured,
    StillAnswering,
    StoreError,
    RagError,
    UnreadableFile,
    ModelError,
)
"""The errors that say themselves what happened and what to do."""


def told(error: BaseException) -> str:
    """An error → what to tell the visitor: its own words in their language, where it has any."""
    if isinstance(error, StoreError | RagError | ModelError):
        return error.en if language() == "en" else error.zh
    if isinstance(error, UnreadableFile):
        return error.reason_en if language() == "en" else error.reason_zh
    if isinstance(error, FORESEEN):
        return str(error)
    if isinstance(error, OSError):
        return _(
            "A file could not be read or written: {reason}. Check the disk space and the folder's "
            "permissions, then try again.",
            reason=error.strerror or str(error),
        )
    return _(
        "Something unexpected happened ({kind}). What you kept is safe. Try again; if it comes "
        "back, give the server's log to whoever runs Jiwen.",
        kind=type(error).__name__,
    )


def trouble(error: BaseException) -> None:
    """Show an error on the page; one that nobody foresaw goes to the server's log as well."""
    if not isinstance(error, FORESEEN):
        _LOG.error("unforeseen error on a page", exc_info=error)
    st.error(plain(told(error), _WHOLE), icon=":material/error:")


@contextmanager
def shown() -> Iterator[None]:
    """Errors that are meant for people are shown where they happen; the page goes on."""
    try:
        yield
    except FORESEEN as error:
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
