"""The sides of an identity: as a person says them, as they are kept, as text."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from vectorstore.documents import from_json, to_json
from vectorstore.records import SIDES, Coverage, Identity, Kind

Side = str | int | tuple[str, ...] | tuple[int, ...] | None
Said = Mapping[str, Side]
"""What a person says a report is: some of `SIDES` by name, each with its value."""

_BETWEEN = re.compile(r"[\s、,，;；/›>·]+")
_DIVISION = re.compile(
    r".{2,}?(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|新区|省|市|区|县|旗|州|盟)"
)


def differing(before: Identity, after: Identity) -> tuple[str, ...]:
    """The sides in which two identities differ."""
    return tuple(name for name in SIDES if getattr(before, name) != getattr(after, name))


def with_said(identity: Identity, said: Said) -> Identity:
    """An identity with the sides that a person said. Raises TypeError where there is none such."""
    return replace(identity, **said)  # type: ignore[arg-type] # each side by its own name


def kept(identity: Identity, names: Collection[str]) -> dict[str, Any]:
    """An identity → those of its sides, as plain JSON."""
    document = json.loads(to_json(identity))
    return {name: document[name] for name in SIDES if name in names}


def with_kept(identity: Identity, sides: Mapping[str, Any]) -> Identity:
    """An identity with sides as `kept` makes them."""
    return from_json(Identity, json.dumps({**json.loads(to_json(identity)), **sides}))


def value_of(name: str, text: str) -> Side:
    """A side as a person or a candidate writes it → its value; '' leaves a side open.

    Raises ValueError where it is no such thing: a year that is no number, an unknown kind.
    """
    words = text.strip()
    match name:
        case "year":
            return _year(words) if words else None
        case "figure_years":
            return tuple(sorted({_year(each) for each in _BETWEEN.split(words) if each}))
        case "place":
            return _place(words)
        case "kind":
            return Kind(words) if words else Kind.OTHER
        case "coverage":
            return Coverage(words) if words else Coverage.UNKNOWN
    return words


def text_of(value: Side) -> str:
    """A side's value → the text that `value_of` reads as it."""
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return "" if value is None else str(value)


def _year(words: str) -> int:
    return int(words.removesuffix("年度").removesuffix("年"))


def _place(words: str) -> tuple[str, ...]:
    """广东省 广州市 增城区, or 广东省广州市增城区 → its divisions."""
    parts = tuple(part for part in _BETWEEN.split(words) if part)
    if len(parts) != 1:
        return parts
    divisions = tuple(_DIVISION.findall(words))
    return divisions if "".join(divisions) == words else parts
