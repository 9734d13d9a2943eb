"""The pages of a report as they were printed, what was cited boxed on them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import streamlit as st
from PIL import Image, ImageDraw

from ingest.page_image import Box, is_pdf, page_png, sentence_boxes
from ingest.settings import IngestSettings
from records import Report, ReportText
from ui import notices, shelf
from ui.access import User
from ui.cards import Span
from ui.language import _
from ui.services import Services

_SCALES = (1.0, 1.5, 2.0, 3.0)
_FILL = (242, 183, 5, 70)
_EDGE = (193, 122, 0, 255)


def has_pages(services: Services, report: Report) -> bool:
    """Whether the report's original is on hand and has pages that can be shown."""
    original = services.corpus.path(report.source)
    return original.is_file() and is_pdf(original)


def pages(services: Services, report: Report, text: ReportText, spans: Sequence[Span]) -> None:
    """Draw the page of the first of `spans`, with ways to the others and to a closer look."""
    original = services.corpus.path(report.source)
    first, last = text.page_at(spans[0][0]), text.page_at(max(spans[0][0], spans[0][1] - 1))
    page, zoom = _controls(report, first)
    quoted = tuple(text.text[start:end] for start, end in spans)
    shown = [page, page + 1] if page == first < last else [page]
    for number in shown:
        with notices.shown():
            picture = _picture(report.id, original, number, _SCALES[zoom], quoted, services.reading)
            with st.container(horizontal=True, key=f"page-image-{number}"):
                st.image(picture, width="content" if zoom else "stretch", alt=_page(number))


def _controls(report: Report, first: int) -> tuple[int, int]:
    page_key, zoom_key = f"page-{report.id[:12]}", f"zoom-{report.id[:12]}"
    page = min(max(1, st.session_state.setdefault(page_key, first)), report.page_count)
    zoom = st.session_state.setdefault(zoom_key, 0)

    def turn(by: int) -> None:
        st.session_state[page_key] = page + by

    def closer(by: int) -> None:
        st.session_state[zoom_key] = zoom + by

    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="page-controls"
    ):
        for key, label, icon, on_click, by, off in (
            ("page-back", _("Previous page"), "chevron_left", turn, -1, page <= 1),
            ("page-on", _("Next page"), "chevron_right", turn, 1, page >= report.page_count),
            ("zoom-out", _("Smaller"), "zoom_out", closer, -1, zoom <= 0),
            ("zoom-in", _("Larger"), "zoom_in", closer, 1, zoom >= len(_SCALES) - 1),
        ):
            st.button(
                label,
                icon=f":material/{icon}:",
                key=key,
                on_click=on_click,
                args=(by,),
                disabled=off,
            )
        st.text(_("page {page} of {count}", page=page, count=report.page_count))
    return page, zoom


def forget_page(report: Report) -> None:
    """Begin at the cited page again, as large as fits, when the pages are opened next."""
    st.session_state.pop(f"page-{report.id[:12]}", None)
    st.session_state.pop(f"zoom-{report.id[:12]}", None)


@lru_cache(maxsize=64)
def _picture(
    _report_id: str,
    original: Path,
    number: int,
    scale: float,
    quoted: tuple[str, ...],
    reading: IngestSettings,
) -> bytes:
    # The report's id is there to tell two versions under one file name apart.
    boxes = [box for quote in quoted for box in sentence_boxes(original, number, quote, reading)]
    return boxed(page_png(original, number, scale * 1.4), boxes)


def boxed(png: bytes, boxes: Sequence[Box]) -> bytes:
    """A page's picture → the same with the boxes marked on it."""
    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    marks = Image.new("RGBA", picture.size)
    draw = ImageDraw.Draw(marks)
    width, height = picture.size
    for box in boxes:
        corners = (box.left * width - 3, box.top * height - 2)
        opposite = (box.right * width + 3, box.bottom * height + 2)
        draw.rectangle((corners, opposite), fill=_FILL, outline=_EDGE, width=2)
    file = io.BytesIO()
    Image.alpha_composite(picture, marks).convert("RGB").save(file, "PNG")
    return file.getvalue()


def _page(number: int) -> str:
    return _("page {page}", page=number)


def download(services: Services, user: User, report: Report) -> None:
    """Draw the button that brings the original."""
    with notices.shown():
        original = shelf.original(services, user, report)
        if original.is_file():
            st.download_button(
                _("Download the original"),
                original.read_bytes,
                file_name=original.name,
                icon=":material/download:",
                on_click="ignore",
                key=f"original-{report.id[:12]}",
            )
