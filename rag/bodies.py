"""The bodies and places of the shelf's reports, and everything that each may be called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar

from places.divisions import whole
from places.spoken import beginning
from rag import body_names
from rag.places_named import Path, pinyin, short_names
from rag.records import Scope
from records import Identity

_Key = TypeVar("_Key", str, int)

SHORTEST, SHORTEST_END = 2, 3
"""Characters of a name, and of the end of one that stands for the whole."""
_GENERIC = re.compile(
    r"(?:管理|工作|事务|服务|监督|综合|建设|社会|公共|政府|委员会|发展|指挥|保障|研究|人民)*"
    r"(?:局|委员会|中心|办公室|办事处|政府|小组|公司|站|所|院|医院)"
)
STREETS_IN_ENGLISH = {
    "街道": "(?: (?:sub-?district|street))?",
    "镇": "(?: (?:town|township))?",
    "乡": "(?: (?:town|township))?",
}
"""What English may write behind a name of theirs in pinyin."""


@dataclass(frozen=True)
class Body:
    """A body of the shelf, or with `department` '' a place that has reports of its own.

    `district` is the place as its reports have it, `path` the whole path of it.
    """

    department: str
    district: str
    path: Path
    names: frozenset[str]

    @cached_property
    def kinds(self) -> frozenset[int]:
        """The numbers of its kinds of body; most have one or none."""
        return frozenset(k for n in self.names if (k := body_names.kind_of(n)) is not None)

    @property
    def place(self) -> str:
        """The innermost division it is of; ''."""
        return self.path[-1] if self.path else ""

    @property
    def label(self) -> str:
        """What it is called in full."""
        return self.department or self.district

    @property
    def scope(self) -> Scope:
        """What a question about it is held to."""
        if self.department:
            return Scope(departments=(self.department,))
        return Scope(places=(self.district,))

    def is_shortened(self, name: str) -> bool:
        """Whether a name is made of its name's characters: 文广旅局."""
        return any(body_names.shortens(name, own) for own in self.names)


@dataclass(frozen=True)
class Shelf:
    """The bodies and places of the reports that there are."""

    bodies: tuple[Body, ...]

    @cached_property
    def paths(self) -> frozenset[Path]:
        """The places of them all, as whole paths."""
        return frozenset(b.path for b in self.bodies if b.path)

    @cached_property
    def by_name(self) -> dict[str, tuple[Body, ...]]:
        """Their own names, short ones too → who goes by each."""
        return _by(self.bodies, lambda body: body.names)

    @cached_property
    def by_kind(self) -> dict[int, tuple[Body, ...]]:
        """Kinds of body → those of each."""
        return _by(self.bodies, lambda body: body.kinds)

    @cached_property
    def by_ends(self) -> dict[str, tuple[Body, ...]]:
        """Ends of names that say something → those whose names end so: 图书馆."""
        return _by(self.bodies, lambda body: frozenset(_ends(body)))

    @cached_property
    def by_first(self) -> dict[str, tuple[Body, ...]]:
        """First characters of names → whose they are."""
        return _by(self.bodies, lambda body: frozenset(name[0] for name in body.names))

    @cached_property
    def last_characters(self) -> frozenset[str]:
        """What names end in."""
        return frozenset(name[-1] for body in self.bodies for name in body.names) | {*"局厅委办所"}

    @cached_property
    def in_pinyin(self) -> dict[str, tuple[Body, ...]]:
        """Streets and towns as English writes them: wanli → who; after it may stand subdistrict."""
        return _by(self.bodies, lambda body: frozenset(_streets(body)))


def shelf_of(identities: Iterable[Identity]) -> Shelf:
    """Identities → the bodies and places there are, each once."""
    return _shelf(tuple(dict.fromkeys((i.department, i.place, i.short_names) for i in identities)))


@lru_cache(maxsize=8)
def _shelf(known: tuple[tuple[str, Path, tuple[str, ...]], ...]) -> Shelf:
    named: dict[tuple[str, str], tuple[Path, set[str]]] = {}
    for department, place, short in known:
        path, names = _names(department, place, short)
        _, all_names = named.setdefault((department, "".join(place)), (path, set()))
        all_names |= names
    return Shelf(
        tuple(
            Body(department, district, path, frozenset(names))
            for (department, district), (path, names) in named.items()
        )
    )


@lru_cache(maxsize=20_000)
def _names(department: str, place: Path, short: tuple[str, ...]) -> tuple[Path, frozenset[str]]:
    """What a body is called → its whole path, and its names without their places."""
    written, length = beginning(department)
    path, _ = whole(place or written)
    fronts = {"".join(path[i:]) for i in range(len(path))} | {*path, department[:length], ""}
    fronts |= {name for part in path for name in short_names(part)} | {p[-1] for p in path}
    names = set()
    for name in (department, *short):
        cut = max((f for f in fronts if name.startswith(f)), key=len)
        rest = name.removeprefix(cut).removeprefix("人民政府") or name
        rest = name if len(rest) < SHORTEST else rest
        names |= {rest, body_names.OFFICE.sub("", rest)}
    return path, frozenset(n for n in names if len(n) >= SHORTEST)


def _by(
    bodies: Sequence[Body], keys: Callable[[Body], Iterable[_Key]]
) -> dict[_Key, tuple[Body, ...]]:
    found: dict[_Key, list[Body]] = {}
    for body in bodies:
        for key in keys(body):
            found.setdefault(key, []).append(body)
    return {key: tuple(of) for key, of in found.items()}


def _ends(body: Body) -> Iterator[str]:
    for name in body.names:
        for length in range(SHORTEST_END, len(name)):
            if not _GENERIC.fullmatch(name[-length:]):
                yield name[-length:]


def _streets(body: Body) -> Iterator[str]:
    for name in body.names:
        for suffix in STREETS_IN_ENGLISH:
            if name.endswith(suffix) and len(name) > len(suffix) + 1:
                yield pinyin(name.removesuffix(suffix))
