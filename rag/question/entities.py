"""The bodies and places of the shelf's reports, and everything that each may be called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TypeVar

from figures.quantities.words import in_order
from places.divisions import whole
from places.spoken import beginning
from rag.question.lexicon import name_lists
from rag.question.place_names import NO_NAME, Path, PlaceMention, Words, pinyin, short_names
from rag.records import Scope
from rag.text import Span, apart, longest
from records import Identity

_RANKS = ("委员会", "办公室", "分局", "局", "厅", "委", "办", "所")
_ENGLISH_RANK = (
    "bureaus?|departments?|commissions?|committee|offices?|administration|authority|agency"
)
_GOES_ON = {"所": "有需用得占属在示列述做谓", "办": "理法事公", "委": "托员派", "局": "面部势限"}
"""统计所有: what looks like a body's name and goes on as other words do."""
OFFICE = re.compile(r"(?:人民政府)?(?:办事处|办公室)?$")
"""What may be left out at the end of a street's or a town's name."""


@cache
def _kinds() -> dict[str, int]:
    """A name without its rank, or one that has none → its kind's number."""
    kinds: dict[str, int] = {}
    for kind, (stems, _english) in enumerate(_lines()):
        for stem in stems:
            kinds.setdefault(stem, kind)
    return kinds


@cache
def _lines() -> tuple[tuple[tuple[str, ...], str], ...]:
    """All kinds of body: what each is called, and a pattern of its English; ranked ones first."""
    bodies = name_lists().bodies
    lines = (*bodies.ranked.items(), *bodies.whole.items())
    return tuple((tuple(called.split()), english) for called, english in lines)


@cache
def kind_of(name: str) -> int | None:
    """A body's name without its place → the number of its kind; None where it is of none.

    环保局, 生态环境厅 and 环境保护委员会 are of one kind.
    """
    if name in _names_alone():
        return _kinds()[name]
    for rank in _RANKS:
        stem = name.removesuffix(rank)
        if stem != name and stem in _kinds() and stem not in _names_alone():
            short = len(stem) == 1 and rank != "委"
            return None if short or (rank == "所" and len(stem) != 2) else _kinds()[stem]
    return None


@cache
def _names_alone() -> frozenset[str]:
    return frozenset(name for called in name_lists().bodies.whole for name in called.split())


def ends_here(text: str, end: int) -> bool:
    """Whether a body's name that ends at `end` is not the beginning of other words (统计所有)."""
    goes_on = end < len(text) and text[end] in _GOES_ON.get(text[end - 1], "")
    return not goes_on or text.startswith("部门", end)


@cache
def bodies_in_english() -> re.Pattern[str]:
    """What finds the kinds of bodies in English; each of its groups is named k and the number."""
    parts = []
    for kind, (_names, field) in enumerate(_lines()):
        if field and kind < len(name_lists().bodies.ranked):
            parts.append(
                rf"(?P<k{kind}>(?:{field}) (?:{_ENGLISH_RANK})\b"
                rf"|(?:{_ENGLISH_RANK}) (?:of|for) (?:the )?(?:{field})\b)"
            )
        elif field:
            parts.append(rf"(?P<k{kind}>(?:{field})\b)")
    # The longer fields first: education and sports before sports.
    return re.compile(r"\b(?:" + "|".join(sorted(parts, key=len, reverse=True)) + ")", re.I)


@cache
def fields_in_english() -> re.Pattern[str]:
    """What finds what bodies are for, without the word for a body; groups as above."""
    parts = [
        rf"(?P<k{kind}>(?:{field}))"
        for kind, (_names, field) in enumerate(_lines()[: len(name_lists().bodies.ranked)])
    ]
    return re.compile(r"(?:" + "|".join(parts) + r")\b(?! (?:revenue|income))", re.I)


def abbreviates(short: str, name: str) -> bool:
    """Whether a name can stand for a longer one: 人社局 for 人力资源和社会保障局."""
    if len(short) >= len(name) or short[0] != name[0] or short[-1] not in name[-4:]:
        return False
    return in_order(short, name)


_Key = TypeVar("_Key", str, int)

SHORTEST, SHORTEST_END = 2, 3
"""Characters of a name, and of the end of one that stands for the whole."""
_GENERIC = re.compile(
    r"(?:管理|工作|事务|服务|监督|综合|建设|社会|公共|政府|委员会|发展|指挥|保障|研究|人民)*"
    r"(?:局|委员会|中心|办公室|办事处|政府|小组|公司|站|所|院|医院)"
)
_LONGEST = 24
_POINTED_AT = re.compile(r"(?P<surely>[那这]边|[那这](?:一?块|儿|头))|部门|系统|条线")
_STREET = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:街道办事处|街道|镇政府|镇人民政府|乡政府)(?!里)")
_WEAK = re.compile(
    r"[\u4e00-\u9fff]{2,12}?"
    r"(?:局|委员会|委|办公室|中心|医院|学校|中学|小学|大学|学院|院|馆|站|所|总队|支队|大队|公司)"
)
# These words are in many names of projects and places: only with figures of its own is one a body.
_OWN_FIGURES = re.compile(
    r"\s*的?\s*(?:20\d\d年?度?)?\s*的?\s*(?:部门|单位)?(?:整体|全年|总)?"
    r"(?:预算|决算|收入|支出|“?\"?三公|经费|执行率|绩效|自评|得分|职能|职责|机构|资产|人员)"
)
STREETS_IN_ENGLISH = {
    "街道": "(?: (?:sub-?district|street))?",
    "镇": "(?: (?:town|township))?",
    "乡": "(?: (?:town|township))?",
}
"""What English may write behind a name of theirs in pinyin."""


@dataclass(frozen=True)
class Entity:
    """Whom questions may be about: a body of the shelf, or a place that has reports of its own.

    `department` is the body's name as its reports have it, '' of a place.

    `district` is the place as its reports have it, `path` the whole path of it.
    """

    department: str
    district: str
    path: Path
    names: frozenset[str]

    @cached_property
    def kinds(self) -> frozenset[int]:
        """The numbers of its kinds of body; most have one or none."""
        return frozenset(k for n in self.names if (k := kind_of(n)) is not None)

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
        return any(abbreviates(name, own) for own in self.names)


@dataclass(frozen=True)
class Shelf:
    """Whom the reports that there are are of."""

    entities: tuple[Entity, ...]

    @cached_property
    def paths(self) -> frozenset[Path]:
        """The places of them all, as whole paths."""
        return frozenset(b.path for b in self.entities if b.path)

    @cached_property
    def by_name(self) -> dict[str, tuple[Entity, ...]]:
        """Their own names, short ones too → who goes by each."""
        return _by(self.entities, lambda entity: entity.names)

    @cached_property
    def by_kind(self) -> dict[int, tuple[Entity, ...]]:
        """Kinds of body → those of each."""
        return _by(self.entities, lambda entity: entity.kinds)

    @cached_property
    def by_ends(self) -> dict[str, tuple[Entity, ...]]:
        """Ends of names that say something → those whose names end so: 图书馆."""
        return _by(self.entities, lambda entity: frozenset(_ends(entity)))

    @cached_property
    def by_first(self) -> dict[str, tuple[Entity, ...]]:
        """First characters of names → whose they are."""
        return _by(self.entities, lambda entity: frozenset(name[0] for name in entity.names))

    @cached_property
    def last_characters(self) -> frozenset[str]:
        """What names end in."""
        return frozenset(name[-1] for entity in self.entities for name in entity.names) | {
            *"局厅委办所"
        }

    @cached_property
    def in_pinyin(self) -> dict[str, tuple[Entity, ...]]:
        """Streets and towns as English writes them: wanli → who; after it may stand subdistrict."""
        return _by(self.entities, lambda entity: frozenset(_streets(entity)))


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
            Entity(department, district, path, frozenset(names))
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
        names |= {rest, OFFICE.sub("", rest)}
    return path, frozenset(n for n in names if len(n) >= SHORTEST)


def _by(
    entities: Sequence[Entity], keys: Callable[[Entity], Iterable[_Key]]
) -> dict[_Key, tuple[Entity, ...]]:
    found: dict[_Key, list[Entity]] = {}
    for entity in entities:
        for key in keys(entity):
            found.setdefault(key, []).append(entity)
    return {key: tuple(of) for key, of in found.items()}


def _ends(entity: Entity) -> Iterator[str]:
    for name in entity.names:
        for length in range(SHORTEST_END, len(name)):
            if not _GENERIC.fullmatch(name[-length:]):
                yield name[-length:]


def _streets(entity: Entity) -> Iterator[str]:
    for name in entity.names:
        for suffix in STREETS_IN_ENGLISH:
            if name.endswith(suffix) and len(name) > len(suffix) + 1:
                yield pinyin(name.removesuffix(suffix))


def bodies_named(
    text: str, shelf: Shelf, words: Words, by_end: Mapping[int, PlaceMention]
) -> Iterator[tuple[Span, tuple[Entity, ...]]]:
    """Where a text has names of bodies without their places; who is called so, if anyone."""
    found: dict[Span, tuple[Entity, ...]] = {}
    for end in range(SHORTEST, len(text) + 1):
        if text[end - 1] not in shelf.last_characters or not ends_here(text, end):
            continue
        for start in range(max(0, end - _LONGEST), end - 1):
            entities = _called(text, start, end, shelf, words)
            # 水利办 is in 修水利办学校, and is no body there.
            if entities or (entities is not None and words.begins(start)):
                found[start, end] = entities
                break
    for match in _fields_pointed_at(text, shelf):
        found.setdefault(*match)
    for span, entities in _fields_of_places(text, shelf, by_end, words):
        found.setdefault(span, entities)
    known = [*found]
    for span in apart(_unknown(text, by_end, words), known):
        found[span] = ()
    for span in longest(found):
        yield span, found[span]


def _unknown(text: str, by_end: Mapping[int, PlaceMention], words: Words) -> Iterator[Span]:
    """Where a text names streets and towns, and what has figures of its own, known here or not."""
    for match in _STREET.finditer(text):
        start = match.start()
        while start < match.end() and not words.names(start):
            start += 1
        if match.end() - start > SHORTEST and not NO_NAME.search(text[start : match.end()]):
            yield start, match.end()
    levels = (m.end() for m in re.finditer(r"[区县市](?=[\u4e00-\u9fff])", text))
    for at in {*by_end, *levels}:
        weak = _WEAK.match(text, at)
        if weak and _OWN_FIGURES.match(text, weak.end()) and not NO_NAME.search(weak[0]):
            yield weak.span()


def _called(
    text: str, start: int, end: int, shelf: Shelf, words: Words
) -> tuple[Entity, ...] | None:
    """Who of the shelf is called so; () for a kind of body that it has none of, else None."""
    name = text[start:end]
    if entities := shelf.by_name.get(name):
        kind = kind_of(name)
        of_kind = shelf.by_kind.get(kind, ()) if kind is not None else ()
        return tuple(dict.fromkeys((*entities, *of_kind)))
    if (kind := kind_of(name)) is not None:
        shortened = tuple(
            b
            for b in shelf.by_first.get(name[0], ())
            if b.is_shortened(name) and b not in shelf.by_kind.get(kind, ())
        )
        return shelf.by_kind.get(kind, ()) or shortened
    if len(name) >= SHORTEST_END and name[-1] in "局委办厅院会馆站所队":
        entities = tuple(b for b in shelf.by_first.get(name[0], ()) if b.is_shortened(name))
        if entities:
            return entities
    ending = shelf.by_ends.get(name, ())
    begins = words.begins(start) and not words.noun_ends(start)
    return ending[:1] if begins and len({b.department for b in ending}) == 1 else None


def _fields_pointed_at(text: str, shelf: Shelf) -> Iterator[tuple[Span, tuple[Entity, ...]]]:
    """民政那边, 财政部门: a body by what it is for. The latter may be anybody's."""
    for match in _POINTED_AT.finditer(text):
        for length in range(8, 1, -1):
            start = match.start() - length
            kind = kind_of(text[max(0, start) : match.start()] + "局")
            if start >= 0 and kind is not None:
                entities = shelf.by_kind.get(kind, ())
                if entities or match["surely"]:
                    yield (start, match.end()), entities
                break


def _fields_of_places(
    text: str, shelf: Shelf, by_end: Mapping[int, PlaceMention], words: Words
) -> Iterator[tuple[Span, tuple[Entity, ...]]]:
    """中卫民政, 县里财政: right behind a place or a level what a body is for says which it is.

    Not where a noun follows: 中卫财政收入 is what the place takes in.
    """
    levels = {m.end() for m in re.finditer(r"[省市区县州旗][里上]?(?=[\u4e00-\u9fff])", text)}
    for at in sorted({*by_end, *levels}):
        for end in range(min(len(text), at + 8), at + 1, -1):
            kind = kind_of(text[at:end] + "局")
            if kind is not None and kind in shelf.by_kind and not words.goes_on(end):
                yield (at, end), shelf.by_kind[kind]
                break
