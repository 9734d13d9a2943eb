"""A text → the places it names; a body's or a title's name → the places it begins with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from places.divisions import Division, divisions, named

_ZONE = re.compile(
    r"(?:[城郊矿东西南北中港]|[老新]城|[市城][中东西南北关])区|.*(?:新区|新城区|开发区|高新区|经开区|管理区|示范区)"
)
"""Names that mean nothing without the city in front: 城区, 高新区."""
_GOES_ON = {"市": "场", "区": "域", "县": "级"}
"""大安市场: what looks like a division's name and goes on."""


@dataclass(frozen=True, slots=True)
class Mention:
    """`text[start:end]` names a place: one division, or any of several that are called so.

    What stands in front of each other is one mention: 广东省广州市增城区, 北京海淀区. `full` says
    that the innermost is named in full (中卫市), not for short (中卫).
    """

    start: int
    end: int
    divisions: tuple[Division, ...]
    full: bool


def mentions(text: str) -> list[Mention]:
    """A text → the places of the kept list that it names, in its order, none over another."""
    found: list[Mention] = []
    at = 0
    while at < len(text):
        mention = _mention_at(text, at) if text[at : at + 2] in _lengths() else None
        if mention and not (mention.end - mention.start < 4 and _means_nothing(text, mention)):
            found.append(mention)
            at = mention.end
        else:
            at += 1
    return found


def beginning(name: str) -> tuple[tuple[str, ...], int]:
    """A body's name or a title → the path of places it begins with, and where they end.

    As they are written; but a short name is written out where the next one lies in it (北京海淀区
    → 北京市, 海淀区). Places that the list does not have are read too, by what they end in
    (海陵市河东区). ((), 0) where it begins with none.
    """
    path: list[str] = []
    end, level = 0, -1
    if (first := _mention_at(name, 0)) and first.full:
        end = first.end
        path = _written(name[:end], first.divisions)
        level = first.divisions[0].level
    while level < 2 and (step := _next(name, end, level)):
        written, level = step
        path.append(written)
        end += len(written)
    return tuple(path), end


def _mention_at(text: str, at: int) -> Mention | None:
    """The longest name at this place, and those right behind it that lie in it."""
    end, found = at, _known(text, at)
    if not found:
        return None
    name, meant = found[0], named(found[0])
    while name:
        end += len(name)
        inner = (
            (longer, below)
            for longer in _known(text, end)
            if (below := tuple(d for d in _by_name()[longer] if _is_in_any(d, meant)))
        )
        last, (name, meant) = name, next(inner, ("", meant))
    return Mention(at, end, meant, any(division.name == last for division in meant))


def _known(text: str, at: int) -> list[str]:
    """The names of the list that stand at this place, the longest first."""
    lengths = _lengths().get(text[at : at + 2], ())
    names = (text[at : at + length] for length in lengths if at + length <= len(text))
    return [
        name
        for name in names
        if name in _by_name() and not text.startswith(_GOES_ON.get(name[-1], "\0"), at + len(name))
    ]


def _is_in_any(division: Division, above: Sequence[Division]) -> bool:
    return any(
        division.level > outer.level and path[: len(outer.path)] == outer.path
        for outer in above
        for path in (division.path, *division.former)
    )


def _means_nothing(text: str, mention: Mention) -> bool:
    """Whether it is a zone's or quarter's name without its city: 城区, 高新区."""
    return _ZONE.fullmatch(text[mention.start : mention.end]) is not None


@cache
def _by_name() -> Mapping[str, Sequence[Division]]:
    by_name: dict[str, list[Division]] = defaultdict(list)
    for division in divisions():
        for name in dict.fromkeys(division.names):
            by_name[name].append(division)
    return by_name


@cache
def _lengths() -> Mapping[str, Sequence[int]]:
    """The first two characters → how long the names are that begin so, the longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in _by_name():
        lengths[name[:2]].add(len(name))
    return {first: sorted(found, reverse=True) for first, found in lengths.items()}


def _written(text: str, meant: Sequence[Division]) -> list[str]:
    """The names that make up a mention, short ones written out where it means one division."""
    (division, *others) = meant
    names = [n for n in division.path if n in text or (not others and _short_in(n, text))]
    return names or [division.name]


def _short_in(name: str, text: str) -> bool:
    return any(short in text for d in named(name) for short in d.short)


_N = r"(?:(?![省市区县旗州盟局厅委院办处所会馆校部我本全各该年的])[\u4e00-\u9fff])"
_NO_NAME = "(?!城市|关于|根据|按照|现将|[受对由据向在将与及以把被经为和])"
_UNKNOWN = tuple(
    re.compile(f"{_NO_NAME}(?:{pattern})")
    for pattern in (
        rf"{_N}{{2,6}}?(?:省|自治区)",
        rf"{_N}{{1,8}}?(?:[州盟]?市(?!场)|地区)|{_N}{{2,12}}?(?:自治州|州(?![市区县])|(?<!联)盟(?!市))",
        rf"{_N}{{1,9}}?[州盟]?(?:自治[县旗]|县(?!级)|旗|市(?!场)|(?<![社小校景灌牧林库辖片战地])区)",
    )
)
"""Places that the list does not have, by level: what they end in, and no word of a body before."""


def _next(name: str, at: int, level: int) -> tuple[str, int] | None:
    """The place at this point that lies below `level`, and its own level."""
    for known in _known(name, at):
        division = named(known)[-1]
        if division.name == known and division.level > level:
            return known, division.level
    found = [
        (match[0], depth)
        for depth, pattern in enumerate(_UNKNOWN)
        if depth > level and (match := pattern.match(name, at))
    ]
    return min(found, key=lambda step: len(step[0]), default=None)
