"""What lies over a PDF page: fields filled in and remarks → printed on the page, or told.

Both are kept beside the page's content, each with a picture of how it looks. What looks like text
(fields, text boxes, stamps) is laid into the page, to be read as all else on it; a remark behind a
mark, or a field without its picture, is told.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium

raw = pdfium.raw

_SHOWN = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP}
_SILENT = {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP}


@dataclass(frozen=True, slots=True)
class Overlay:
    """The texts over a page that are `shown` on it, and `remarks` that are not."""

    shown: tuple[str, ...]
    remarks: tuple[str, ...]


def laid_in(document: pdfium.PdfDocument, index: int) -> tuple[pdfium.PdfPage, Overlay]:
    """A page by its index → the same with what lies over it laid in; holds the lock of pdfium."""
    page = document[index]
    found = list(_annotations(page))
    shown = [text for kind, text in found if kind in _SHOWN]
    remarks = [text for kind, text in found if kind not in _SHOWN | _SILENT and text]
    if any(kind in _SHOWN for kind, _ in found):
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        page = document[index]
    return page, Overlay(tuple(filter(None, shown)), tuple(remarks))


def unprinted(overlay: Overlay, text: str) -> tuple[str, ...]:
    """What lies over a page and is not in its text, the remarks first."""
    bare = re.sub(r"\s", "", text)
    lost = [t for t in overlay.shown if re.sub(r"\s", "", t) not in bare]
    return (*overlay.remarks, *lost)


def _annotations(page: pdfium.PdfPage) -> Iterator[tuple[int, str]]:
    """The kind of each annotation that is not hidden, and its text."""
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if not raw.FPDFAnnot_GetFlags(annotation) & raw.FPDF_ANNOT_FLAG_HIDDEN:
            key = b"V" if kind == raw.FPDF_ANNOT_WIDGET else b"Contents"
            yield kind, _string(annotation, key)
        raw.FPDFPage_CloseAnnot(annotation)


def _string(annotation: object, key: bytes) -> str:
    length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = ctypes.create_string_buffer(max(2, length))
    place = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
    raw.FPDFAnnot_GetStringValue(annotation, key, place, length)
    return buffer.raw[:length].decode("utf-16-le", errors="replace").rstrip("\0").strip()
