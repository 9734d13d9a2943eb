"""The bytes of a text or a web page → characters, whatever the file says of its encoding.

UTF-8 is known by its own pattern, which other encodings do not keep by chance; so it comes before
what a page declares, and a page in GBK that declares gb2312 is read as GB18030, which holds both. A
byte that is no character stands as U+FFFD and is told: it is neither a reason to refuse a report
nor to take it for another encoding.
"""

from __future__ import annotations

import codecs
import email
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
_ARCHIVE = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.IGNORECASE)
_LEVEL_GB = {bytes([first]) for first in (0xA1, 0xA3, *range(0xB0, 0xD8))}
_LEVEL_BIG5 = {bytes([first]) for first in range(0xA1, 0xC7)}
_COMMON, _USUAL = 0.7, 0.95
"""Shares of common characters below which a text is looked at again, and from which it is right."""
_SAMPLE = 4000
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
            text = data.decode(encoding)
            return _checked(path, _likeliest(data, text) if encoding == "gb18030" else text)
        except UnicodeDecodeError:
            continue
    texts = (data.decode(encoding, errors="replace") for encoding in encodings)
    whole = (text for text in texts if _is_mostly_whole(text))
    return _checked(path, next(whole, REPLACED))


def archived_page(data: bytes) -> bytes:
    """A page that a browser or Word saved as one file (MHTML, RFC 2557) → the page; b"" for others.

    It names its encoding beside itself, and so is given in UTF-8.
    """
    if not _ARCHIVE.match(data[:4096]):
        return b""
    message = email.message_from_bytes(data)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    payload = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(payload, bytes):
        return b""
    try:
        return payload.decode(page.get_content_charset("")).encode()
    except (LookupError, UnicodeDecodeError):
        return payload


def _likeliest(data: bytes, read: str) -> str:
    """Bytes, and what they are as GB18030, which nearly all bytes can be → the text, in Big5 or in
    UTF-16 without a mark where only there the characters are those that people write.
    """
    if _commonness(read) >= _COMMON:
        return read
    for encoding in ("big5", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _commonness(text) > _USUAL:
            return text
    return read


def _commonness(text: str) -> float:
    """The share of a text's signs beyond ASCII that are characters in common use or their marks."""
    signs = [c for c in text[:_SAMPLE] if c > "\x7f"]
    return sum(_is_common(c) for c in signs) / len(signs) if signs else 1.0


def _is_common(sign: str) -> bool:
    """Whether a sign is of the first level of GB 2312 or of Big5, or one of their marks."""
    simple = sign.encode("gb2312", errors="ignore")
    full = sign.encode("big5", errors="ignore")
    return simple[:1] in _LEVEL_GB or full[:1] in _LEVEL_BIG5


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
    """UTF-16 files saved without a mark give themselves away by their zero bytes; which byte comes
    first, by the characters that they then are.
    """
    sample = data[:_SAMPLE]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    orders = ("utf-16-le", "utf-16-be")
    return max(orders, key=lambda order: _commonness(sample.decode(order, errors="replace")))


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
