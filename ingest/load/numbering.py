"""Word's automatic numbers: a paragraph's place in its list → 一、, （二）, 3. as printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_CHINESE_FORMATS = re.compile(
    r"(?:chinese|japanese|taiwanese)Counting(?:Thousand)?|ideographDigital"
)
_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: 第%1章 with chineseCounting, from 1."""

    form: str
    text: str
    start: int


@dataclass
class Numbering:
    """The lists of a document, and how far each has counted."""

    lists: Mapping[str, tuple[str, Mapping[int, _Level]]]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def next(self, list_id: str, level: int) -> str:
        """The number that the next paragraph of a list bears; '' for bullets."""
        if list_id not in self.lists:
            return ""
        family, levels = self.lists[list_id]
        if level not in levels:
            return ""
        counts = self.counts.setdefault(family, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        if levels[level].form in ("bullet", "none"):
            return ""

        def put(found: re.Match[str]) -> str:
            n = int(found[1]) - 1
            form = levels[n].form if n in levels else "decimal"
            return formatted(counts.get(n, levels[n].start if n in levels else 1), form)

        return re.sub(r"%(\d)", put, levels[level].text)


def formatted(number: int, form: str) -> str:
    """A count → as a list of Word's number format shows it."""
    if _CHINESE_FORMATS.fullmatch(form):
        return chinese(number)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.lower() if form == "lowerRoman" else roman
    return str(number)


def chinese(number: int) -> str:
    """23 → 二十三, up to 999."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    text = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += sign * (number // value)
        number %= value
    return text


def read_numbering(document: Document) -> Numbering:
    """A document → its lists; a document without any has none."""
    parts = [r.target_part for r in document.part.rels.values() if "numbering" in r.reltype]
    if not parts:
        return Numbering({})
    root: BaseOxmlElement = document.part.numbering_part.element
    families = {
        abstract.get(qn("w:abstractNumId")): _levels(abstract)
        for abstract in root.findall(qn("w:abstractNum"))
    }
    lists = {}
    for number in root.findall(qn("w:num")):
        link = number.find(qn("w:abstractNumId"))
        family = link.get(qn("w:val")) if link is not None else None
        list_id = number.get(qn("w:numId"))
        restarts = number.find(qn("w:lvlOverride")) is not None
        if list_id is not None and family in families:
            lists[list_id] = (f"{family}/{list_id}" if restarts else str(family), families[family])
    return Numbering(lists)


def _levels(abstract: BaseOxmlElement) -> dict[int, _Level]:
    levels = {}
    for level in abstract.findall(qn("w:lvl")):
        levels[int(level.get(qn("w:ilvl"), "0"))] = _Level(
            _value(level, "w:numFmt", "decimal"),
            _value(level, "w:lvlText", ""),
            int(_value(level, "w:start", "1")),
        )
    return levels


def _value(element: BaseOxmlElement, name: str, default: str) -> str:
    child = element.find(qn(name))
    return str(child.get(qn("w:val"), default)) if child is not None else default
