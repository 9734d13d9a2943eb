"""Whose reports a question asks about: what it names is looked up on the shelf, never guessed.

A body is a place and a kind of body, or a name that the shelf knows; nothing else is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.question.entities import (
    STREETS_IN_ENGLISH,
    Entity,
    Shelf,
    bodies_in_english,
    bodies_named,
    fields_in_english,
    kind_of,
    shelf_of,
)
from rag.question.place_names import (
    PlaceMention,
    Words,
    letters,
    may_name_a_place,
    place_mentions,
    place_mentions_in_english,
    words_of,
)
from rag.records import Scope
from rag.text import Span, language_of, longest
from records import Identity

MOST_ANSWERED = 3
"""Bodies that may be meant, up to which each is answered for; of more it is asked which."""

_LEVEL = re.compile(r"(?:自治)?([省市区县旗镇乡州盟])(?:[里上]?的?|人民政府)$")
_THAT_ONE = re.compile(r"(?:底下|下面|里头?)?那个([省市区县州旗盟])的?")
_EVERY = re.compile(
    r"(?:[一二两三四五六七八九十几\d]+个|各个?|所有的?|这些|哪个|哪家|谁的?)[省市区县州旗镇]?的?$"
)
_TOGETHER = re.compile(r"的?\s*(?:[、和与跟及同]|以及|还是|\band|\bor|,)\s*")
_ONE_CLAUSE = re.compile(r"[^，。；？！,;?!]*")
_OURS = re.compile(
    r"(?:咱们?|我们?|本|贵|该|这个?|那个?)(?P<rank>局|委|厅|街道|中心|医院|学校|馆|镇|乡)(?!面|部|里)"
    r"|\b(?:our|this|the same) (?P<en>bureau|commission|sub-?district|department|office)\b",
    re.I,
)
_ENGLISH_RANKS = {
    "bureau": "局",
    "commission": "委",
    "subdistrict": "街道",
    "department": "",
    "office": "",
}
_THERE = re.compile(
    r"(?:咱们?|我们?)?(?P<level>[省市区县旗镇乡州])[里上](?:边|头)?(?![上学交报游])"
    r"|(?:咱们?|我们?|本)(?P<own>[省市区县旗])(?![委政里])"
)
_FIRM = re.compile(r"[\u4e00-\u9fff（）()]{1,14}?(?<![的和与在])(?:公司|集团|银行|大学|合作社)")
"""What makes a place the beginning of a firm's name: 云南春禾药材公司."""
_ENGLISH_LEVEL = re.compile(
    r"\b(?:the )?(?P<level>county|city|municipal|district|provincial|town(?:ship)?)(?:'s|’s)? $",
    re.I,
)
_RANK_IN_ENGLISH = re.compile(
    r" (?:people's |provincial |municipal |county |district |city )*$", re.I
)
_LEVELS_IN_ENGLISH = {
    "county": "县",
    "city": "市",
    "municipal": "市",
    "district": "区",
    "provincial": "省",
    "town": "镇",
    "township": "镇",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """`text[span]` names somebody, and `entities` are those of the shelf who may be meant.

    None of them where who is named is not on the shelf; `inside` are those who lie in a place that
    has nothing of its own. `every` says that all of the entities are asked about, `surely` that the
    words leave no other meaning on this shelf: a place with a body, or a name that only one has.
    """

    span: Span
    entities: tuple[Entity, ...]
    surely: bool = False
    is_place: bool = False
    inside: tuple[Entity, ...] = ()
    every: bool = False


@dataclass(frozen=True, slots=True)
class LinkedEntities:
    """What a text says of whose reports are asked about."""

    text: str
    mentions: tuple[Mention, ...]

    @property
    def spans(self) -> list[Span]:
        """Where it is said."""
        return [mention.span for mention in self.mentions]

    @property
    def departments(self) -> tuple[str, ...]:
        """The bodies that are held to, by their full names on the shelf."""
        return tuple(dict.fromkeys(b.department for b in self._held if b.department))

    @property
    def places(self) -> tuple[str, ...]:
        """The places whose own reports are held to, as the shelf has them."""
        return tuple(dict.fromkeys(b.district for b in self._held if not b.department))

    @property
    def absent(self) -> tuple[str, ...]:
        """What is named and is not on the shelf, in the text's own words."""
        named = any(m.entities and not m.is_place for m in self.mentions)
        missing = (m for m in self.mentions if not m.entities and not (m.is_place and named))
        return tuple(dict.fromkeys(self._said(m) for m in missing))

    @property
    def choices(self) -> tuple[Entity, ...]:
        """Who may be meant, where these are too many to answer for."""
        unclear = (m for m in self.mentions if len(m.entities) > MOST_ANSWERED and not m.every)
        return tuple(b for m in unclear for b in m.entities)

    @property
    def inside(self) -> tuple[Entity, ...]:
        """Who there is in places that are asked about and have nothing of their own."""
        return tuple(dict.fromkeys(b for m in self.mentions for b in m.inside))

    @property
    def only_places(self) -> bool:
        """Whether places are named, and no body."""
        return bool(self.mentions) and all(m.is_place for m in self.mentions)

    def like(
        self, before: LinkedEntities, scope: Scope, identities: Iterable[Identity]
    ) -> LinkedEntities:
        """The same with each place's bodies of the kinds that those spoken of are of, if any are.

        Where a place has none of these kinds, it is not on the shelf for this question.
        """
        spoken_of = _spoken_of(shelf_of(identities), scope) or [*before._held]
        kinds = {k for b in spoken_of for k in b.kinds}
        if not kinds:
            return self
        return LinkedEntities(
            self.text,
            tuple(
                replace(m, entities=tuple(b for b in m.entities if kinds & b.kinds))
                if m.is_place
                else m
                for m in self.mentions
            ),
        )

    @property
    def surely(self) -> bool:
        """Whether the words name somebody, and each of them just one."""
        return bool(self.mentions) and all(m.surely for m in self.mentions)

    @property
    def _held(self) -> Iterator[Entity]:
        return (b for m in self.mentions for b in m.entities)

    def _said(self, mention: Mention) -> str:
        said = self.text[slice(*mention.span)].strip()
        return re.sub(r"^the |['’]s$", "", said, flags=re.I)


def link(
    text: str, identities: Iterable[Identity], spoken_of: Scope | None = None
) -> LinkedEntities:
    """An evened text and the shelf → whom it names.

    What several may be called is held to those of the place that the conversation spoke of, if
    any is: after 增城区政数局, 教育局 is that of 增城区.
    """
    shelf = shelf_of(identities)
    before = _spoken_of(shelf, spoken_of)
    places = [_that_one(text, place, shelf) for place in place_mentions(text, shelf.paths)]
    if language_of(text) != "en":
        found = list(_in_chinese(text, shelf, places, before))
    else:
        places = [*places, *place_mentions_in_english(text, shelf.paths)]
        found = [*_in_english(text, shelf, places), *_in_chinese(text, shelf, places, before)]
    spans = {*longest(m.span for m in found)}
    chosen = {m.span: m for m in reversed(found) if m.span in spans}
    return LinkedEntities(
        text, tuple(_made_clear(text, [chosen[s] for s in sorted(chosen)], before))
    )


def _that_one(text: str, place: PlaceMention, shelf: Shelf) -> PlaceMention:
    """西藏那个区: a place that is told by the one it lies in and its level."""
    match = _THAT_ONE.match(text, place.span[1])
    inner = tuple(p for p in shelf.paths if match and place.has(p) and p[-1].endswith(match[1]))
    return PlaceMention((place.span[0], match.end()), inner) if match and inner else place


def _spoken_of(shelf: Shelf, scope: Scope | None) -> tuple[Entity, ...]:
    if scope is None:
        return ()
    return tuple(
        b for b in shelf.entities if b.department in scope.departments or b.district in scope.places
    )


def _made_clear(
    text: str, mentions: Sequence[Mention], before: Sequence[Entity]
) -> Iterator[Mention]:
    """Mentions → the same, those that may mean several held to the place of the one they are with.

    白沙县民政局、交通局 are both of 白沙县. What stands apart from one that is clear, and is not
    clear itself, says where somebody comes from, not whose report is asked for.
    """
    clear = [m for m in mentions if m.entities and m.surely and not m.is_place]
    for n, mention in enumerate(mentions):
        beside = [m for m in clear if _ONE_CLAUSE.fullmatch(_between(text, m, mention))]
        behind = mentions[n + 1] if n + 1 < len(mentions) else None
        if mention.is_place:
            if not any(_lies_in(m, mention) for m in clear):
                together = behind and _TOGETHER.fullmatch(_between(text, mention, behind))
                yield mention if behind is None or not together else _of_kinds(mention, behind)
            continue
        held = _held_to(mention, [b for m in beside for b in m.entities] or before)
        if len(held.entities) < 2 or held.every or not clear:
            yield held


def _between(text: str, one: Mention, other: Mention) -> str:
    first, second = sorted((one.span, other.span))
    return text[first[1] : second[0]]


def _lies_in(mention: Mention, place: Mention) -> bool:
    """Whether those who are meant are of a place, or of one in it."""
    return all(b in (*place.entities, *place.inside) for b in mention.entities)


def _of_kinds(place: Mention, like: Mention) -> Mention:
    """A place → its bodies of the kinds of others: 中卫和白沙县民政局."""
    kinds = {k for b in like.entities for k in b.kinds}
    entities = tuple(b for b in place.entities if kinds & b.kinds)
    return replace(place, entities=entities, surely=len(entities) == 1) if entities else place


def _held_to(mention: Mention, before: Sequence[Entity]) -> Mention:
    """Who may be meant → of these, those of the place spoken of before; once each."""
    entities = tuple(dict.fromkeys(mention.entities))
    if len(entities) > 1 and not mention.surely and not mention.every:
        own = tuple(b for b in entities if b in before)
        near = own or tuple(b for b in entities if any(_in_one_place(b, s) for s in before))
        entities = near or entities
    return replace(mention, entities=entities)


def _in_one_place(one: Entity, other: Entity) -> bool:
    return bool(one.path) and one.path == other.path


def _in_chinese(
    text: str, shelf: Shelf, places: Sequence[PlaceMention], before: Sequence[Entity]
) -> Iterator[Mention]:
    by_end = {p.span[1]: p for p in places}
    words = words_of(text)
    covered: list[Span] = []
    for span, entities in bodies_named(text, shelf, words, by_end):
        mention = _with_its_place(text, span, entities, by_end, words)
        covered.append(mention.span)
        yield mention
    for place in places:
        if _FIRM.match(text, place.span[1]):
            continue
        if not any(a <= place.span[0] and place.span[1] <= b for a, b in covered):
            yield _of_place(place, shelf)
    yield from _of_themselves(text, shelf, before)


def _with_its_place(
    text: str,
    span: Span,
    entities: tuple[Entity, ...],
    by_end: Mapping[int, PlaceMention],
    words: Words,
) -> Mention:
    """A body's name, with the place or level that stands before it → who may be meant."""
    start, end = span
    at = len(re.sub(r"(?:自治[州县旗区])?(?:人民政府|政府)?的?\s*$", "", text[:start]))
    place = by_end.get(start) or by_end.get(at)
    if place is not None:
        return _in_place((place.span[0], end), entities, place, kind_of(text[start:end]))
    level = _LEVEL.search(text[:start])
    if level is not None:
        named = words.name_before(level.start())
        if not named and level.start() == level.start(1):
            named = words.place_ending(level.end(1))
        if named:
            return Mention((level.start() - named, end), ())
        held = tuple(b for b in entities if not b.path or b.place[-1] == level[1])
        several = _EVERY.search(text[: level.end()]) is not None
        return Mention((level.start(), end), held, len(held) == 1 == len(entities), every=several)
    if every := _EVERY.search(text[:start]):
        return Mention((every.start(), end), entities, every=True)
    if named := words.name_before(start):
        return Mention((start - named, end), ())
    return Mention(span, entities, surely=len(entities) == 1)


def _in_place(
    span: Span, entities: Sequence[Entity], place: PlaceMention, kind: int | None
) -> Mention:
    """A place and a body's name → the place's own body.

    Of a kind that every place has one of, no other is meant (广州市教育局 is not 增城区's); else
    it may be one in a county of it.
    """
    inside = tuple(b for b in entities if place.has(b.path))
    own = tuple(b for b in inside if place.is_place(b.path))
    if own or kind is None:
        return Mention(span, own or inside, surely=len(own) == 1)
    return Mention(span, (), inside=inside)


def _of_place(place: PlaceMention, shelf: Shelf) -> Mention:
    """A place by itself: its own reports and its bodies'; not those of a county in it."""
    entities = tuple(b for b in shelf.entities if place.is_place(b.path))
    own = tuple(b for b in entities if not b.department)
    # Where the place has reports of its own, it is held to all of its reports together.
    held = own or entities
    inside = () if held else tuple(b for b in shelf.entities if place.has(b.path))
    surely = len(held) == 1 == len(place.paths)
    return Mention(place.span, held, surely, is_place=True, inside=inside)


def _of_themselves(text: str, shelf: Shelf, before: Sequence[Entity]) -> Iterator[Mention]:
    """咱们局, 区里: who was spoken of before, else those of the shelf that it fits."""
    for match in _OURS.finditer(text):
        rank = match["rank"] or _ENGLISH_RANKS[match["en"].lower().replace("-", "")]
        fitting = [b for b in shelf.entities if b.department and _has_rank(b, rank)]
        yield from _narrowed(match.span(), fitting, shelf, before)
    for match in _THERE.finditer(text):
        level = match["level"] or match["own"]
        fitting = [b for b in shelf.entities if b.place.endswith(level)]
        for mention in _narrowed(match.span(), fitting, shelf, before):
            yield replace(mention, is_place=True)


def _has_rank(entity: Entity, rank: str) -> bool:
    names = (entity.department, *entity.names)
    return any(n.endswith(rank) or (rank == "委" and n.endswith("委员会")) for n in names)


def _narrowed(
    span: Span, fitting: Sequence[Entity], shelf: Shelf, before: Sequence[Entity]
) -> Iterator[Mention]:
    """Nobody is named where it fits who was spoken of, or everyone: that is as good as nobody."""
    spoken_of = [b for b in fitting if b in before]
    entities = [b for b in shelf.entities if b.department] or shelf.entities
    if fitting and not spoken_of and not {*entities} <= {*fitting}:
        yield Mention(span, tuple(fitting))


def _in_english(text: str, shelf: Shelf, places: Sequence[PlaceMention]) -> Iterator[Mention]:
    covered: list[Span] = []
    fields = (m for m in fields_in_english().finditer(text) if _follows(m, places))
    for match in (*bodies_in_english().finditer(text), *fields):
        mention = _english_body(text, match, shelf, places)
        covered.append(mention.span)
        yield mention
    for word, entities in shelf.in_pinyin.items():
        suffixes = "|".join(dict.fromkeys(STREETS_IN_ENGLISH.values()))
        for match in re.finditer(rf"\b{word}\b(?:{suffixes})", text, re.I):
            covered.append(match.span())
            yield Mention(match.span(), entities, surely=len(entities) == 1)
    for place in places:
        if not any(a < place.span[1] and place.span[0] < b for a, b in covered):
            yield _of_place(place, shelf)


def _follows(match: re.Match[str], places: Sequence[PlaceMention]) -> bool:
    """Whether it stands right behind a place: Zhongwei civil affairs."""
    return any(place.span[1] == match.start() - 1 for place in places)


def _english_body(
    text: str, match: re.Match[str], shelf: Shelf, places: Sequence[PlaceMention]
) -> Mention:
    """Zengcheng Education Bureau, Department of Ecology of Fujian, the county's bureau of …"""
    kind = int((match.lastgroup or "k0")[1:])
    entities = shelf.by_kind.get(kind, ())
    start, end = match.span()
    front = _RANK_IN_ENGLISH.sub(" ", text[:start])
    for place in places:
        before = place.span[1] in (len(front.rstrip()), start - 1)
        behind = re.fullmatch(r" (?:of|in|at|for) (?:the )?|, ", text[end : place.span[0]])
        if before or (behind and place.span[0] >= end):
            span = min(place.span[0], start), max(place.span[1], end)
            return _in_place(span, entities, place, kind)
    strange = re.search(r"\b([A-Z][a-z]+(?:['’][a-z]+)?) $", front)
    if strange and may_name_a_place(letters(strange[1])):
        return Mention((strange.start(), end), ())
    if level := _ENGLISH_LEVEL.search(text[:start]):
        written = _LEVELS_IN_ENGLISH[level["level"].lower()]
        held = tuple(b for b in entities if not b.path or b.place[-1] == written)
        return Mention((level.start(), end), held, surely=len(held) == 1 == len(entities))
    return Mention((start, end), entities, surely=len(entities) == 1)
