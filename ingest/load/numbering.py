"""Word's automatic numbers: a paragraph's place in its list → 一、, （二）, 3.1 as printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.load.package import Element, whole_number

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE_FORMATS = re.compile(r"(?:chinese|japanese|taiwanese)Counting(?:Thousand)?")
_DIGITS = "〇一二三四五六七八九"
_LEGAL = {"〇": "零", "零": "零"} | dict(
    zip("一二三四五六七八九十百", "壹贰叁肆伍陆柒捌玖拾佰", strict=True)
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: 第%1章 with chineseCounting, from 1.

    `legal` where the numbers of the levels above stand in it as plain digits. `restarts` is the
    level, counted from 1, after which it counts anew; None for any above it.
    """

    form: str
    text: str
    start: int
    legal: bool
    style: str
    restarts: int | None


@dataclass(frozen=True, slots=True)
class _List:
    """A list: the family that it counts with, its levels, and where each begins anew with it."""

    family: str
    levels: Mapping[int, _Level]
    anew: Mapping[int, int]


@dataclass
class Numbering:
    """The lists of a document, and how far each family of them has counted."""

    lists: Mapping[str, _List]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """The level of a list that a paragraph style is bound to; None where there is none."""
        found = self.lists.get(list_id)
        bound = (n for n, level in found.levels.items() if level.style == style) if found else ()
        return next(iter(bound), None)

    def next(self, list_id: str, level: int) -> str:
        """The number that the next paragraph of a list bears; '' for bullets."""
        found = self.lists.get(list_id)
        if found is None or level not in found.levels:
            return ""
        levels = found.levels
        counts = self.counts.setdefault(found.family, {})
        if level in found.anew and (list_id, level) not in self.begun:
            counts[level] = found.anew[level]
        else:
            counts[level] = counts.get(level, levels[level].start - 1) + 1
        self.begun.add((list_id, level))
        for deeper in [n for n in counts if n > level and _restarts(levels, n, level)]:
            del counts[deeper]
        if levels[level].form == "bullet":
            return ""

        def put(sign: re.Match[str]) -> str:
            n = int(sign[1]) - 1
            form = levels[n].form if n in levels else "decimal"
            legal = levels[level].legal and form != "decimalZero"
            count = counts.get(n, levels[n].start if n in levels else 1)
            return formatted(count, "decimal" if legal else form)

        return re.sub(r"%(\d)", put, levels[level].text)


def _restarts(levels: Mapping[int, _Level], deeper: int, level: int) -> bool:
    """Whether a level counts anew behind a paragraph of one above it."""
    after = levels[deeper].restarts if deeper in levels else None
    return after is None or level < after


def formatted(number: int, form: str) -> str:
    """A count → as a list of Word's number format shows it (ST_NumberFormat, ECMA-376)."""
    if _CHINESE_FORMATS.fullmatch(form):
        return chinese(number)
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if form in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return "".join(_LEGAL[sign] for sign in chinese(number))
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if form == "decimalEnclosedParen":
        return f"({number})"
    if form == "decimalEnclosedFullstop":
        return f"{number}."
    if form == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.lower() if form == "lowerRoman" else roman
    if form == "none":
        return ""
    return f"{number:02}" if form == "decimalZero" else str(number)


def chinese(number: int) -> str:
    """23 → 二十三, up to 999."""
    hundreds, tens, ones = number // 100 % 10, number // 10 % 10, number % 10
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


def read_numbering(root: Element | None) -> Numbering:
    """The part that defines lists → the lists; without one there are none."""
    if root is None:
        return Numbering({})
    abstract = {a.get(f"{_W}abstractNumId", ""): a for a in root.findall(f"{_W}abstractNum")}
    styled = {_value(a, "styleLink"): key for key, a in abstract.items()}
    lists = {}
    for number in root.findall(f"{_W}num"):
        family = _value(number, "abstractNumId")
        if family in abstract:
            # A list may only name the style whose list it is.
            family = styled.get(_value(abstract[family], "numStyleLink", "?"), family)
            levels = _levels(abstract[family])
            anew = {}
            for override in number.findall(f"{_W}lvlOverride"):
                level = whole_number(override.get(f"{_W}ilvl"))
                levels |= _levels(override)
                started = override.find(f"{_W}startOverride")
                if started is not None:
                    anew[level] = whole_number(started.get(f"{_W}val"), 1)
            lists[number.get(f"{_W}numId", "")] = _List(family, levels, anew)
    return Numbering(lists)


def _levels(parent: Element) -> dict[int, _Level]:
    levels = {}
    for level in parent.findall(f"{_W}lvl"):
        legal = level.find(f"{_W}isLgl")
        restart = level.find(f"{_W}lvlRestart")
        levels[whole_number(level.get(f"{_W}ilvl"))] = _Level(
            form=_value(level, "numFmt", "decimal"),
            text=_value(level, "lvlText"),
            start=whole_number(_value(level, "start"), 1),
            legal=legal is not None and legal.get(f"{_W}val") not in ("0", "false", "off"),
            style=_value(level, "pStyle"),
            restarts=None if restart is None else whole_number(restart.get(f"{_W}val")),
        )
    return levels


def _value(element: Element, name: str, default: str = "") -> str:
    child = element.find(f"{_W}{name}")
    return default if child is None else str(child.get(f"{_W}val", default))
