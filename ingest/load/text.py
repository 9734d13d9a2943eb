"""A plain text → pages of lines, and of the tables that were pasted in."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ingest.load.encoding import told
from ingest.load.text_tables import pasted_tables
from ingest.loaded import Block, Line, Loaded, Page, UnreadableFile
from ingest.width import width
from languages import N_

_MARKUP = re.compile(
    r"\s*<\?xml[^>]*>.{0,400}?(?:mso-application|schemas\.microsoft\.com|pkg:package|office:document)",
    re.DOTALL,
)
"""Documents that Word, Excel and others saved as one file of XML."""

_MARKED = re.compile(r"(#{1,6})\s+(?=\S)")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")


def read_text(path: Path, text: str) -> Loaded:
    """A text → its lines and tables; a form feed begins a new page.

    Raises UnreadableFile for texts that programs write for each other.
    """
    if _MARKUP.match(text):
        raise UnreadableFile(
            path,
            N_(
                "this is a document saved as XML. Open it in Word, Excel or WPS, save it "
                "as DOCX, XLSX or PDF and add that."
            ),
        )
    if _is_json(text):
        raise UnreadableFile(
            path,
            N_(
                "this is data for programs (JSON), not a report. Add the report itself: "
                "PDF, DOCX, XLSX, HTML or text."
            ),
        )
    sheets = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    pages = tuple(Page(n, _blocks(sheet)) for n, sheet in enumerate(sheets, start=1))
    return Loaded("text", pages, notices=told(text))


def _is_json(text: str) -> bool:
    """Whether the text, or its first line (JSON Lines), is an object or an array of such."""
    if not text.lstrip().startswith(("{", "[")):
        return False
    return any(_parsed(part) for part in (text, text.strip().split("\n", 1)[0]))


def _parsed(text: str) -> bool:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(item, dict) for item in value)
    )


def _blocks(sheet: str) -> tuple[Block, ...]:
    lines = sheet.split("\n")
    return tuple(_line(lines[b]) if isinstance(b, int) else b for b in pasted_tables(lines))


def _line(line: str) -> Line:
    """A line and how far in it begins; ## and ** are how plain text marks headings and weight."""
    text = _BOLD.sub(r"\1", line.strip())
    if marked := _MARKED.match(text):
        return Line(text[marked.end() :].rstrip("# "), level=len(marked[1]))
    return Line(text, indent=width(line[: len(line) - len(line.lstrip())]))
