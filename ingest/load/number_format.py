"""A value and its number format → the text that Excel or WPS shows (ECMA-376 part 1, 18.8.31).

So a cell kept as 12500000 with the format 0!.0000 is read as the 1250.0000 that people see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*")|[\\!](?P<escaped>.)|_.(?P<gap>)|\*.(?P<filled>)"""
    r"""|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)"""
    r"""|(?P<half>AM/PM|A/P|上午/下午)|(?P<power>E[+-])"""
    r"""|(?P<date>[yYeE]+|[mM]+|[dD]+|[hH]+|[sS]+|[aA]{3,4})|(?P<digit>[0#?])"""
    r"""|(?P<sign>[.,%@/])|(?P<plain>.)""",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_ELAPSED = re.compile(r"[hHmMsS]+")
_CURRENCY = re.compile(r"\$([^-]*)")
_NEGATIVE_SIGN = re.compile(r"[-−－(（△▲]")
_LONG_DATE = "yyyy年m月d日"
"""What Chinese systems show for [$-F800], the long date as the system has it."""
_WEEK = "一二三四五六日"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SECONDS = 86400
_LARGEST = Decimal(10) ** 15
"""From here on Excel knows no units."""


@dataclass(frozen=True, slots=True)
class _Token:
    """One piece of a format: its kind (literal, digit, sign, date …) and its text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    """What a format says of one sort of numbers, and the condition under which it does."""

    tokens: tuple[_Token, ...]
    compare: str = ""
    against: Decimal = Decimal(0)

    def has(self, kind: str) -> bool:
        return any(token.kind == kind for token in self.tokens)


def shown(value: Decimal, form: str, old_dates: bool = False) -> str:
    """A number and its format → the text that is seen; '' where the format shows nothing.

    A negative number that is only coloured gets its sign, for text has no colours. `old_dates`
    count from 1904.
    """
    sections = _sections(_LONG_DATE if form.startswith("[$-F800]") else form or "General")
    section, bare = _section_for(sections, value)
    if section.has("date") or section.has("elapsed"):
        return _moment(value, section, old_dates) if value >= 0 else _general(value)
    text = _number(abs(value) if bare else value, section)
    unsigned = bare and value < 0 and text and not _NEGATIVE_SIGN.search(text)
    return f"-{text}" if unsigned and re.search(r"[1-9]", text) else text


def shown_text(value: str, form: str) -> str:
    """A text and its cell's format → what is seen: the fourth part of a format is for texts."""
    sections = _sections(form)
    if len(sections) < 4:
        return value
    tokens = (value if t.text == "@" else t.text for t in sections[3].tokens if t.kind != "hint")
    return "".join(tokens).strip()


def hides(form: str) -> bool:
    """Whether a format shows no numbers and no texts at all: ;;;"""
    return re.fullmatch(r"\s*;\s*;\s*;?\s*", form) is not None


@lru_cache(maxsize=1024)
def _sections(form: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[_Token] = []
    compare, against = "", Decimal(0)
    for token in _tokens(form):
        if token.kind == "literal" and token.text == ";":
            sections.append(_Section(_with_minutes(tokens), compare, against))
            tokens, compare, against = [], "", Decimal(0)
        elif token.kind == "condition":
            found = _CONDITION.fullmatch(token.text)
            assert found is not None
            compare, against = found[1], Decimal(found[2])
        else:
            tokens.append(_Token("literal", ";") if token.kind == "semicolon" else token)
    return (*sections, _Section(_with_minutes(tokens), compare, against))


def _tokens(form: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(form):
        kind, text = found.lastgroup or "plain", found[found.lastgroup or "plain"]
        if kind == "quoted":
            yield _Token("semicolon" if text == '";"' else "literal", text[1:-1])
        elif kind == "escaped":
            yield _Token("semicolon" if text == ";" else "literal", text)
        elif kind in ("gap", "filled"):
            yield _Token("hint", "")
        elif kind == "bracket":
            yield _bracket(text)
        elif kind == "plain":
            yield _Token("literal", text)
        else:
            yield _Token(kind, text)


def _bracket(text: str) -> _Token:
    if _CONDITION.fullmatch(text):
        return _Token("condition", text)
    if _ELAPSED.fullmatch(text):
        return _Token("elapsed", text.lower()[0])
    if currency := _CURRENCY.match(text):
        return _Token("literal", currency[1])
    return _Token("hint", "")


def _with_minutes(tokens: Sequence[_Token]) -> tuple[_Token, ...]:
    """m beside hours or seconds counts minutes, else months."""
    dated = [n for n, t in enumerate(tokens) if t.kind in ("date", "elapsed")]
    kept = list(tokens)
    for i, n in enumerate(dated):
        if kept[n].kind == "date" and kept[n].text[0] in "mM":
            before = kept[dated[i - 1]].text[0].lower() if i else ""
            after = kept[dated[i + 1]].text[0].lower() if i + 1 < len(dated) else ""
            if before == "h" or after == "s":
                kept[n] = _Token("date", "N" * len(kept[n].text))
    return tuple(kept)


def _section_for(sections: Sequence[_Section], value: Decimal) -> tuple[_Section, bool]:
    """The part of a format that a number is shown by, and whether that has a sign of its own."""
    if any(section.compare for section in sections):
        for section in sections[:2]:
            if section.compare and _holds(value, section.compare, section.against):
                return section, False
        rest = [s for s in sections[:3] if not s.compare]
        return (rest[0] if rest else sections[-1]), False
    if len(sections) > 2 and value == 0:
        return sections[2], False
    if len(sections) > 1 and value < 0:
        return sections[1], True
    return sections[0], False


def _holds(value: Decimal, compare: str, against: Decimal) -> bool:
    order = (value > against) - (value < against)
    return {
        "<": order < 0, ">": order > 0, "=": order == 0, "<=": order <= 0, ">=": order >= 0,
        "<>": order != 0,
    }[compare]  # fmt: skip


def _general(value: Decimal) -> str:
    """A number without a format: ten digits behind the point at most, and no power of ten."""
    rounded = value.quantize(Decimal("1e-10"), ROUND_HALF_UP) if abs(value) < _LARGEST else value
    text = f"{rounded:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _number(value: Decimal, section: _Section) -> str:
    tokens = section.tokens
    if section.has("general") or not section.has("digit") or abs(value) >= _LARGEST:
        return _around(tokens, _general(abs(value)), value < 0)
    if section.has("power") or any(t.text == "/" for t in tokens if t.kind == "sign"):
        return _around(tokens, _general(value), False)
    digits = [n for n, t in enumerate(tokens) if t.kind == "digit"]
    percent = sum(1 for t in tokens if t == _Token("sign", "%"))
    point = next((n for n, t in enumerate(tokens) if t == _Token("sign", ".")), len(tokens))
    whole = [n for n in digits if n < point]
    last = max(whole, default=-1)
    behind = [n for n in digits if n > point]
    commas = [n for n, t in enumerate(tokens) if t == _Token("sign", ",")]
    scaling = sum(1 for n in commas if n > max(digits) or last < n < point)
    grouped = any(whole[0] < n < last for n in commas) if whole else False
    scaled = (value.scaleb(2 * percent - 3 * scaling)).quantize(
        Decimal(1).scaleb(-len(behind)), ROUND_HALF_UP
    )
    front, _, back = f"{abs(scaled):f}".partition(".")
    text = _laid_out(tokens[:point], whole, front, grouped)
    if point < len(tokens):
        text += "." + _decimals(tokens[point + 1 :], back)
    return ("-" if scaled < 0 else "") + text.strip()


def _laid_out(tokens: Sequence[_Token], whole: Sequence[int], front: str, grouped: bool) -> str:
    """The digits in front of the point, laid from the right over the places that the format has.

    A sign between two places stays between them: 12500000 by 0!.0000 is 1250.0000.
    """
    digits = "" if front == "0" else front
    pieces: list[str] = []
    laid = 0

    def lay(digit: str) -> None:
        nonlocal laid
        if grouped and laid and laid % 3 == 0:
            pieces.append(",")
        pieces.append(digit)
        laid += 1

    for n in range(len(tokens) - 1, -1, -1):
        token = tokens[n]
        if token.kind == "digit":
            if digits:
                lay(digits[-1])
                digits = digits[:-1]
            elif token.text == "0":
                lay("0")
            if n == whole[0]:
                for digit in reversed(digits):
                    lay(digit)
        elif token.kind in ("literal", "sign") and token.text != ",":
            pieces.append(token.text[::-1])
    return "".join(pieces)[::-1] if whole else "".join(pieces)[::-1] + digits


def _decimals(tokens: Sequence[_Token], back: str) -> str:
    kept = len(back.rstrip("0"))
    pieces, n = [], 0
    for token in tokens:
        if token.kind == "digit":
            if token.text == "0" or n < kept:
                pieces.append(back[n])
            n += 1
        elif token.kind in ("literal", "sign") and token.text != ",":
            pieces.append(token.text)
    return "".join(pieces)


def _around(tokens: Sequence[_Token], number: str, negative: bool) -> str:
    """A format's own words with the number where it stands in them, or without it."""
    pieces: list[str] = []
    for token in tokens:
        if token.kind in ("general", "digit") or token.text == "@":
            pieces.append(number)
            number = ""
        elif token.kind == "literal":
            pieces.append(token.text)
    text = "".join(pieces).strip()
    return f"-{text}" if negative and text else text


def _moment(value: Decimal, section: _Section, old_dates: bool) -> str:
    seconds = int((value * _SECONDS).to_integral_value(ROUND_HALF_UP))
    days = seconds // _SECONDS + (1462 if old_dates else 0)
    if days > 2_958_465:  # the last day of 9999, after which Excel shows no date
        return _general(value)
    # Excel has a 29 February 1900 that never was, and counts from the day before.
    start = datetime(1899, 12, 30) if days >= 60 else datetime(1899, 12, 31)
    moment = start + timedelta(days=days, seconds=seconds % _SECONDS)
    halved = section.has("half")
    return "".join(_dated(t, moment, seconds, halved) for t in section.tokens).strip()


def _dated(token: _Token, moment: datetime, seconds: int, halved: bool) -> str:
    text = token.text
    if token.kind == "half":
        early, _, late = text.partition("/")
        return early if moment.hour < 12 else late
    if token.kind == "elapsed":
        return str(seconds // {"h": 3600, "m": 60, "s": 1}[text])
    if token.kind == "date":
        return _date_part(text, moment, halved)
    return "" if token.kind in ("hint", "digit", "general") or text == "@" else text


def _date_part(text: str, moment: datetime, halved: bool) -> str:
    kind, long = text[0].lower(), len(text) > 1
    if text[0] == "N":
        return f"{moment.minute:02}" if long else str(moment.minute)
    if kind in ("y", "e"):
        return str(moment.year) if len(text) > 2 or kind == "e" else f"{moment.year % 100:02}"
    if kind == "a":
        day = _WEEK[moment.weekday()]
        return f"星期{day}" if len(text) > 3 else day
    if kind == "m":
        if len(text) > 2:
            return _MONTHS[moment.month - 1]
        return f"{moment.month:02}" if long else str(moment.month)
    if kind == "d":
        if len(text) > 2:
            return f"星期{_WEEK[moment.weekday()]}"
        return f"{moment.day:02}" if long else str(moment.day)
    number = moment.second
    if kind == "h":
        number = (moment.hour - 1) % 12 + 1 if halved else moment.hour
    return f"{number:02}" if long else str(number)
