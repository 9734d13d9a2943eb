"""The bytes of a text or a web page → characters, whatever the file says of its encoding.

UTF-8 is known by its own pattern, which other encodings do not keep by chance; so it comes before
what a page declares, and a page in GBK that declares gb2312 is read as GB18030, which holds both. A
byte that is no character stands as U+FFFD and is told: it is neither a reason to refuse a report
nor to take it for another encoding.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from pathlib import Path

from ingest.loaded import UnreadableFile
from languages import N_
from records import Notice, Unsure

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,20})""", re.IGNORECASE)
_CHINESE = ("gb2312", "gbk", "gb18030", "cp936", "x-gbk", "gb_2312-80")
REPLACED = "\ufffd"
_MOST_REPLACED = 0.01
"""Share of a text's characters that may be lost: a file with more is none in that encoding."""


def decode(path: Path, data: bytes) -> str:
    """Bytes in UTF-8, UTF-16, UTF-32, GB18030 or what a web page declares → text.

    Raises UnreadableFile for anything else.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(path, data.decode(encoding, errors="replace"))
    if unmarked := _utf16_without_mark(data):
        return _checked(path, data.decode(unmarked, errors="replace"))
    encodings = ("utf-8", *_declared(data), "gb18030")
    for encoding in encodings:
        try:
            return _checked(path, data.decode(encoding))
        except UnicodeDecodeError:
            continue
    texts = (data.decode(encoding, errors="replace") for encoding in encodings)
    whole = (text for text in texts if _is_mostly_whole(text))
    return _checked(path, next(whole, REPLACED))


def _is_mostly_whole(text: str) -> bool:
    """Whether what was lost is little beside the characters that this encoding alone writes so."""
    beyond = sum(1 for c in text if c > "\x7f" and c != REPLACED)
    return text.count(REPLACED) <= max(1, _MOST_REPLACED * beyond)


def _declared(data: bytes) -> Sequence[str]:
    """The encoding that a web page says it is in, where Python knows it; gb2312 is GB18030."""
    found = _CHARSET.search(data[:4096])
    name = found[1].decode("ascii", errors="replace").lower() if found else ""
    if not name or name in _CHINESE:
        return ()
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return ()
    return () if codec.name.startswith(("iso8859", "latin", "ascii", "utf-8")) else (codec.name,)


def told(text: str) -> tuple[Notice, ...]:
    """A text → a notice for each line in which characters were lost; its page is by form feeds."""
    notices = []
    for page, sheet in enumerate(text.split("\f"), start=1):
        for line in sheet.splitlines() if REPLACED in sheet else ():
            if REPLACED in line:
                notices.append(Notice(Unsure.REPLACED, page, "", " ".join(line.split())))
    return tuple(notices)


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


def _checked(path: Path, text: str) -> str:
    """A text, where it is one; raises UnreadableFile for what only looked like it."""
    few = text.count(REPLACED) <= max(1, _MOST_REPLACED * len(text))
    if few and text.strip(REPLACED) and not _looks_binary(text):
        return text
    raise UnreadableFile(
        path,
        N_(
            "the content is no readable text (neither UTF-8, UTF-16 nor GB18030, nor "
            "PDF, DOCX, XLSX or HTML). Check that the file is not damaged, save it "
            "as PDF or DOCX and try again."
        ),
    )
