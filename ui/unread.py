"""What of a report's file was not read, or not surely: drawn for whoever checks."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from records import HowRead, Notice, Unsure
from ui.language import _
from ui.plain import plain

_MOST_SHOWN = 30


def how_read(pages: Sequence[HowRead], tables: int) -> str:
    """How the pages of a file were read → a line; '' where that was not kept."""
    if not pages:
        return ""
    names = {
        HowRead.TEXT: _("text"),
        HowRead.OCR: _("read by OCR"),
        HowRead.MIXED: _("text, with pictures read by OCR"),
    }
    counts = {way: list(pages).count(way) for way in HowRead}
    ways = [_("{n} pages: {way}", n=n, way=names[way]) for way, n in counts.items() if n]
    return " · ".join([*ways, _("tables: {n}", n=tables)])


def uncertain(notices: Sequence[Notice]) -> str:
    """What makes a place uncertain → a line in the visitor's language; '' where nothing does."""
    return "; ".join(dict.fromkeys(_why(notice.why) for notice in notices))


def unread(notices: Sequence[Notice]) -> None:
    """Draw the places of a file that were not read, or not surely; nothing where there are none.

    `how_read` says how many whole pages are pictures.
    """
    notices = [n for n in notices if n.why is not Unsure.PICTURE_READ or n.place or n.text]
    if not notices:
        return
    with st.expander(
        _("Not read, or not surely: {n}", n=len(notices)), icon=":material/visibility_off:"
    ):
        for notice in notices[:_MOST_SHOWN]:
            st.caption(plain(_line(notice)))
        if len(notices) > _MOST_SHOWN:
            st.caption(_("… and {n} more", n=len(notices) - _MOST_SHOWN))


def _line(notice: Notice) -> str:
    where = " ".join([_("page {page}", page=notice.page), notice.place]).strip()
    text = " ".join(notice.text.split())
    return f"{_why(notice.why)} · {where}" + (f" · {text}" if text else "")


def _why(why: Unsure) -> str:
    """Why a place was not read, or not surely → words in the visitor's language."""
    return {
        Unsure.PICTURE: _("a picture that may hold text: not read"),
        Unsure.PICTURE_READ: _("a picture: read by OCR"),
        Unsure.NO_VALUE: _("a formula without a value: left blank"),
        Unsure.COMPUTED: _("a formula without a value: computed here"),
        Unsure.HIDDEN: _("hidden in the file: left out"),
        Unsure.INVISIBLE: _("not to be seen: left out"),
        Unsure.FONT: _("a font that does not say its characters"),
        Unsure.STAMP: _("under a stamp or watermark"),
        Unsure.TURNED: _("not upright: turned, then read"),
        Unsure.FAINT: _("OCR is not sure"),
        Unsure.REPLACED: _("bytes that are no characters: replaced"),
        Unsure.CHANGES: _("tracked changes: as if accepted"),
        Unsure.DELETED: _("deleted or struck out: left out"),
        Unsure.OTHER: _("something that is not read here"),
    }[why]
