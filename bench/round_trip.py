"""`python -m bench.round_trip`: what is read of a page, against what is seen on it.

For random sentences and table rows of PDFs, the picture under their boxes is read by OCR: does it
say the same? On the reports of `../shared/reports` where they are there, else on those named.
"""

from __future__ import annotations

import io
import random
import re
import sys
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from figures.sentences import sentence_spans
from ingest.grid import is_number
from ingest.load import load
from ingest.load.ocr import read_picture
from ingest.page_image import Box, page_png, span_boxes
from ingest.settings import USUAL
from ingest.structure import structure
from records import ReportText

_SHARED = Path("../shared/reports")
_SCALE = 3.0
_ALIKE = 0.9


def main(paths: list[Path], wanted: int) -> None:
    picked = [item for path in paths for item in _items(path)]
    random.Random(17).shuffle(picked)
    same = digits = boxed = 0
    for path, report, start, end in picked[:wanted]:
        page = report.page_at(start)
        boxes = span_boxes(path, page, report, start, end)
        boxed += bool(boxes)
        seen = _seen(path, page, boxes)
        texts = {report.text[start:end], _own_text(report, start, end)}
        alike = any(_is_alike(text, seen) for text in texts)
        same += alike
        right = any(_digits(text) == _digits(seen) for text in texts)
        digits += right
        if not (alike and right):
            print(f"{path.name} p.{page}\n  read {_bare(report.text[start:end])}\n  seen {seen}")
    count = min(wanted, len(picked))
    print(f"{count} sentences and rows: {boxed} have boxes, {same} say the same, ", end="")
    print(f"{digits} have the same digits")


def _items(path: Path) -> list[tuple[Path, ReportText, int, int]]:
    """A file's report, with the spans of all sentences and rows that stand on one page."""
    report = structure(load(path))
    spans = [(row.start, row.end) for table in report.tables for row in table.rows]
    tables = [(table.start, table.end) for table in report.tables]
    for start, end in sentence_spans(report.text):
        if not any(a < end and start < b for a, b in tables):
            spans.append((start, end))
    return [
        (path, report, start, end)
        for start, end in spans
        if 8 <= end - start <= 200 and report.page_at(start) == report.page_at(end - 1)
    ]


def _own_text(report: ReportText, start: int, end: int) -> str:
    """A stretch of a report's text; a row without the labels that it shares with the row above or
    below: where they are merged over both, they are printed once.
    """
    for table in report.tables:
        for n, row in enumerate(table.rows):
            if (row.start, row.end) == (start, end):
                beside = [r.cells for r in table.rows[max(0, n - 1) : n + 2] if r is not row]
                return "\t".join(
                    cell
                    for c, cell in enumerate(row.cells)
                    if is_number(cell) or not any(c < len(r) and r[c] == cell for r in beside)
                )
    return report.text[start:end]


def _is_alike(text: str, seen: str) -> bool:
    return SequenceMatcher(None, _bare(text), seen, autojunk=False).ratio() >= _ALIKE


def _seen(path: Path, page: int, boxes: tuple[Box, ...]) -> str:
    """What OCR reads under boxes, one after the other."""
    picture = Image.open(io.BytesIO(page_png(path, page, _SCALE))).convert("RGB")
    texts = []
    for box in boxes:
        edges = (
            box.left * picture.width - 4,
            box.top * picture.height - 2,
            box.right * picture.width + 4,
            box.bottom * picture.height + 2,
        )
        crop = picture.crop(tuple(round(edge) for edge in edges))
        sheet = np.full((crop.height + 80, crop.width + 80, 3), 255, np.uint8)
        sheet[40:-40, 40:-40] = _without_rules(np.asarray(crop))
        reading = read_picture(sheet, USUAL.ocr_side)
        texts += [p.text for p in sorted(reading.pieces, key=lambda p: float(p.quad[0][0]))]
    return _bare("".join(texts))


def _without_rules(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A line of a page without the rules that cross it whole: OCR reads each as a 1."""
    rules = (crop.min(axis=2) < 160).mean(axis=0) > 0.85
    return np.where(rules[None, :, None], np.uint8(255), crop)


def _bare(text: str) -> str:
    """Text without blanks and marks, which OCR writes in its own way."""
    return "".join(re.findall(r"\w|%", unicodedata.normalize("NFKC", text)))


def _digits(text: str) -> str:
    return "".join(re.findall(r"\d", unicodedata.normalize("NFKC", text)))


if __name__ == "__main__":
    named = [Path(name) for name in sys.argv[1:]]
    main(named or sorted(_SHARED.glob("*.pdf")), 200)
