"""A plain text file's bytes → pages of lines, and of the tables that were pasted in."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

from ingest.load.text_tables import pasted_tables
from ingest.loaded import Block, Line, Loaded, Page, UnreadableFile
from ingest.width import width

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(path: Path, data: bytes) -> str:
    """Bytes in UTF-8, UTF-16 or GB18030 → text; raises UnreadableFile for anything else."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(path, data, encoding)
    if unmarked := _utf16_without_mark(data):
        return _decode(path, data, unmarked)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode(path, data, "gb18030")
    if _looks_binary(text):
        raise _not_text(path)
    return text


def read_text(path: Path, data: bytes) -> Loaded:
    """A text file's bytes → its lines and tables; a form feed begins a new page."""
    text = decode(path, data)
    if _is_json(text):
        raise UnreadableFile(
            path,
            "这是程序数据（JSON），不是报告。请添加报告原件（PDF、DOCX、XLSX、HTML 或文本）。",
            "this is data for programs (JSON), not a report. Add the report itself: PDF, DOCX, "
            "XLSX, HTML or text.",
        )
    sheets = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    pages = tuple(Page(n, _blocks(sheet)) for n, sheet in enumerate(sheets, start=1))
    return Loaded("text", pages)


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
    return Line(line.strip(), indent=width(line[: len(line) - len(line.lstrip())]))


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 files saved without a mark give themselves away by their zero bytes."""
    sample = data[:4000]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    return "utf-16-le" if odd > even else "utf-16-be"


def _looks_binary(text: str) -> bool:
    sample = text[:4000]
    control = sum(1 for c in sample if c < " " and c not in "\t\n\r\f")
    return control > len(sample) * 0.01


def _decode(path: Path, data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text(path) from error
    if _looks_binary(text):
        raise _not_text(path)
    return text


def _not_text(path: Path) -> UnreadableFile:
    return UnreadableFile(
        path,
        "内容不是可识别的文字（不是 UTF-8、UTF-16 或 GB18030 文本，也不是 PDF、DOCX、XLSX、HTML）。"
        "请确认文件没有损坏，并另存为 PDF 或 DOCX 后再试。",
        "the content is no readable text (neither UTF-8, UTF-16 nor GB18030, nor PDF, DOCX, XLSX "
        "or HTML). Check that the file is not damaged, save it as PDF or DOCX and try again.",
    )
