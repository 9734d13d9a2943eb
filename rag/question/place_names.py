"""Where a question names places: those of the kept list, and those that only the shelf has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import rjieba

from places.divisions import Division, divisions
from places.spoken import Mention, mentions
from rag.question.lexicon import name_lists
from rag.question.years import year_words
from rag.text import Span, longest

Path = tuple[str, ...]

_OF_PLACES = re.compile(
    r"的?(?:[12]\d{3}|[12]\d年|去年|今年|前年|上年|市|县|区|省|政府|人民政府|GDP|地区生产总值|生产总值"
    r"|一般公共预算|财政(?:收|总)|常住人口|人口|统计公报|政府工作报告)"
)
"""What is said of places and of nothing else."""
_ROAD = re.compile(r"[东西南北中一二三四]?(?:路|大道|大街|街(?!道)|大学|学院|银行|公园|饭店|宾馆)")
_GOES_ON = re.compile(r"(?<=市)(?:[场容]|民(?!政|族|宗))|(?<=区)[域间块段位]|(?<=县)级")
"""东方市场: what looks like a place's name and goes on."""
_LEVELS = "省市区县旗州盟镇乡"
_SHORTEST = 2
_WORD = re.compile(r"\b(?:inner mongolia|hong kong|[a-z]+(?:['’][a-z]{2,})?)(?=\b|['’]s)", re.I)
_IN_TWO_WORDS = re.compile(r"([A-Z][a-z]+) ([A-Z][a-z]+)\b")
_LEVEL_WORD = re.compile(
    r" (?:city|county|district|province|municipality|prefecture|autonomous region)\b(?:['’]s)?",
    re.I,
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_WORD = re.compile(r"[\u4e00-\u9fff]{2,5}")
_LEVEL_WORDS = re.compile(r"[省市区县镇乡街]+")
_ASKING = re.compile(r"[问查看说请讲找让给叫]")
NO_NAME = re.compile(
    r"各|哪|几|多少|个|所有|本|该|这|那|下辖|乡镇|镇街|^.?街道|[全问]市|[全问]县|[全问]区"
)
"""What stands before a kind of body and is no place's name: 各, 哪个, 下辖."""
_PROPER = frozenset(("ns", "nr", "nrt", "nrfg", "nz"))
"""Names, by the marks of the ICTCLAS set. A word that the dictionary lacks may be one too."""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """`text[span]` names a place: each of `paths` that it may be, from the outermost division."""

    span: Span
    paths: tuple[Path, ...]

    def has(self, path: Path) -> bool:
        """Whether a place lies in it, or is it."""
        return any(path[: len(own)] == own for own in self.paths)

    def is_place(self, path: Path) -> bool:
        """Whether it is just this place."""
        return path in self.paths


def place_mentions(text: str, shelf: frozenset[Path]) -> list[PlaceMention]:
    """A text and the shelf's places, as whole paths → the places that it names, in order.

    A short name that is an everyday word too (公安, 新建) is one only where what is said of it is
    said of places. Places that stand in front of those that lie in them are one with them.
    """
    words = words_of(text)
    listed = [
        PlaceMention((m.start, m.end), tuple(d.path for d in m.divisions))
        for m in _plausible(text, 0, words, shelf)
    ]
    own = list(_of_the_shelf(text, shelf))
    paths: dict[Span, tuple[Path, ...]] = {}
    for named in (*listed, *own):
        # 河东区 is one of Tianjin and, on this shelf, one of a city that the list does not have.
        paths[named.span] = tuple(dict.fromkeys((*paths.get(named.span, ()), *named.paths)))
    return _joined(PlaceMention(span, paths[span]) for span in longest(paths))


def _plausible(text: str, start: int, words: Words, shelf: frozenset[Path]) -> Iterator[Mention]:
    at = start
    while at < len(text):
        found = next(iter(mentions(text[at:])), None)
        if found is None:
            return
        a, b = found.start + at, found.end + at
        if _GOES_ON.match(text, b):
            # 中卫市民 are people of 中卫, and 东方市场 is a market.
            b -= 1
            found = replace(found, full=False)
        if _is_place(text, (a, b), found, words, shelf):
            yield Mention(a, b, found.divisions, found.full)
            at = b
        else:
            at = a + 1


def _is_place(text: str, span: Span, found: Mention, words: Words, shelf: frozenset[Path]) -> bool:
    """Whether what looks like a place's name is one here."""
    start, end = span
    name = text[start:end]
    if _ROAD.match(text, end) and not found.full:
        return False
    several = not any(name in division.names for division in found.divisions)
    if several or (found.full and len(name) > _SHORTEST):
        return True
    if not words.begins(start) or not (words.begins(end) or end >= len(text)):
        return False
    kind = words.kind(start)
    if name in name_lists().places.words.split():
        return _OF_PLACES.match(text, end) is not None and not _GOES_ON.match(text, end + 1)
    on_shelf = any(_lies_in(path, d) for path in shelf for d in found.divisions)
    if on_shelf or all(d.code.endswith("00") for d in found.divisions):
        return True
    return kind[:1] == "n" or kind == "x" or _OF_PLACES.match(text, end) is not None


def _lies_in(path: Path, division: Division) -> bool:
    return path[: len(division.path)] == division.path


def _of_the_shelf(text: str, shelf: frozenset[Path]) -> Iterator[PlaceMention]:
    """Where a text names places that the list does not have, in full or without 市, 区 …"""
    for name, paths in _unlisted(shelf).items():
        for match in re.finditer(re.escape(name), text):
            if not _GOES_ON.match(text, match.end()):
                yield PlaceMention(match.span(), paths)


@lru_cache(maxsize=8)
def _unlisted(shelf: frozenset[Path]) -> dict[str, tuple[Path, ...]]:
    listed = {d.path for d in divisions()}
    names: dict[str, list[Path]] = {}
    for path in sorted(shelf):
        for depth in range(1, len(path) + 1):
            if path[:depth] not in listed:
                for name in short_names(path[depth - 1]):
                    names.setdefault(name, []).append(path[:depth])
    return {name: tuple(dict.fromkeys(paths)) for name, paths in names.items()}


def short_names(name: str) -> tuple[str, ...]:
    """锦屿市 → 锦屿市, 锦屿: what a place that is not in the list goes by."""
    stem = re.sub(r"(?:自治)?[省市区县旗州盟镇乡]$|(?:自治|特别行政)区$|地区$|街道$", "", name)
    return (name, stem) if len(stem) >= _SHORTEST else (name,)


def _joined(found: Iterable[PlaceMention]) -> list[PlaceMention]:
    """Places, one right behind the other: the inner one alone where it lies in the outer."""
    joined: list[PlaceMention] = []
    for named in found:
        if joined and joined[-1].span[1] == named.span[0]:
            inner = tuple(path for path in named.paths if joined[-1].has(path))
            if inner:
                joined[-1] = PlaceMention((joined[-1].span[0], named.span[1]), inner)
                continue
        joined.append(named)
    return joined


def place_mentions_in_english(text: str, shelf: frozenset[Path]) -> list[PlaceMention]:
    """An English text → the places it names, in pinyin: Qianxinan, Zengcheng's, Xi'an."""
    own = _in_pinyin_of_shelf(shelf)
    found: list[PlaceMention] = []
    for match in _WORD.finditer(text):
        if found and match.start() < found[-1].span[1]:
            continue
        word, end = letters(match[0]), match.end()
        paths = own.get(word)
        apart = _IN_TWO_WORDS.match(text, match.start())  # Bai Sha
        if paths is None and apart and (paths := own.get(letters(apart[1] + apart[2]))):
            end = apart.end()
        if paths is None and match[0][0].isupper() and not _is_english(word):
            paths = _in_pinyin().get(word)
        if paths:
            level = _LEVEL_WORD.match(text, end)
            end = level.end() if level else end
            if text[end : end + 2] in ("'s", "’s"):
                end += 2
            found.append(PlaceMention((match.start(), end), paths))
    return _nested(text, found)


def _nested(text: str, found: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Zengcheng, Guangzhou; Guangzhou's Zengcheng: the inner one alone, over both."""
    joined: list[PlaceMention] = []
    for named in found:
        between = text[joined[-1].span[1] : named.span[0]] if joined else "-"
        if re.fullmatch(r",? |, | of | in ", between):
            before = joined[-1]
            span = (before.span[0], named.span[1])
            if inner := tuple(p for p in named.paths if before.has(p)):
                joined[-1] = PlaceMention(span, inner)
                continue
            if inner := tuple(p for p in before.paths if named.has(p)):
                joined[-1] = PlaceMention(span, inner)
                continue
        joined.append(named)
    return joined


def letters(word: str) -> str:
    """Xi'an, Guangzhou's → xian, guangzhou."""
    return re.sub(r"['’]s?$|['’]", "", word.lower())


def _is_english(word: str) -> bool:
    return word in name_lists().places.english.split()


def may_name_a_place(word: str) -> bool:
    """Whether a capitalised word before a body's English name is a place's: Putuo, not Social."""
    return not _is_english(word.lower())


@cache
def _in_pinyin() -> dict[str, tuple[Path, ...]]:
    """How English writes the places of the list → those that are written so."""
    spelt: dict[str, list[Path]] = {}
    for division in divisions():
        for name in {*division.short, *short_names(division.name)}:
            if len(name) >= _SHORTEST and name[-1] not in _LEVELS:
                spelt.setdefault(pinyin(name), []).append(division.path)
    for word, name in name_lists().places.spelt.items():
        spelt.setdefault(word, [d.path for d in divisions() if name in (d.name, *d.short)])
    return {word: tuple(dict.fromkeys(paths)) for word, paths in spelt.items()}


@lru_cache(maxsize=8)
def _in_pinyin_of_shelf(shelf: frozenset[Path]) -> dict[str, tuple[Path, ...]]:
    spelt: dict[str, list[Path]] = {}
    by_path = {d.path: d for d in divisions()}
    for path in sorted(shelf):
        for depth in range(1, len(path) + 1):
            own = path[:depth]
            listed = by_path[own].short if own in by_path else ()
            for name in {*listed, short_names(own[-1])[-1]}:
                spelt.setdefault(pinyin(name), []).append(own)
                for word in (w for w, zh in name_lists().places.spelt.items() if zh == name):
                    spelt.setdefault(word, []).append(own)
    return {word: tuple(dict.fromkeys(paths)) for word, paths in spelt.items()}


@cache
def pinyin(name: str) -> str:
    """万里 → wanli."""
    # Imported here: its dictionary takes a third of a second, and only English needs it.
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name))


class Words:
    """A text's words with their kinds (ICTCLAS marks), by where they begin and end."""

    def __init__(self, text: str) -> None:
        self._ending: dict[int, tuple[str, str]] = {}
        self._starts: dict[int, tuple[str, str]] = {}
        self._years = {start for start, _ in year_words(text)}
        self._length = len(text)
        at = 0
        for word, kind in rjieba.tag(text):
            at = text.index(word, at)
            self._starts[at] = word, kind
            at += len(word)
            self._ending[at] = (word, kind)

    def begins(self, at: int) -> bool:
        """Whether a word begins here."""
        return at in self._starts

    def kind(self, at: int) -> str:
        """The kind of the word that begins here."""
        return self._starts[at][1]

    def names(self, at: int) -> bool:
        """Whether a word begins here that may be part of a name."""
        return self._starts.get(at, ("", "v"))[1][:1] not in {*"vpcurdmtf"}

    def name_before(self, at: int) -> int:
        """How long the word is that stands right before and may be a place's name; 0 for none."""
        word, kind = self._ending.get(at, ("", ""))
        if NO_NAME.search(word) or _LEVEL_WORDS.fullmatch(word) or _ASKING.search(word):
            return 0
        if len(word) == 1 and _HAN.match(word):
            # A name that the dictionary lacks falls apart: 桑, 株, 孜.
            more = self.name_before(at - 1) if at > 1 else 0
            return 1 + more if kind[:1] in ("n", "g", "x") or kind in ("zg", "ng", "ag") else 0
        if not _HAN_WORD.fullmatch(word):
            return 0
        unknown = kind[:1] != "v" and len(rjieba.cut(word, hmm=False)) > 1
        return len(word) if kind in _PROPER or unknown else 0

    def goes_on(self, at: int) -> bool:
        """Whether a noun or a verb follows, or the word is not at its end."""
        if at == self._length:
            return False
        word, kind = self._starts.get(at, ("", "n"))
        if at in self._years or (len(word) == 1 and kind[:1] == "v"):
            return False
        return kind[:1] in ("n", "v", "j", "a", "b", "i", "l")

    def noun_ends(self, at: int) -> bool:
        """Whether a noun stands right before, of which what follows may be the rest."""
        word, kind = self._ending.get(at, ("", ""))
        return kind[:1] in ("n", "j") and not _LEVEL_WORDS.fullmatch(word)

    def place_ending(self, at: int) -> int:
        """How long the name is of a place that is one word with its 县 or 市, without that."""
        word, kind = self._ending.get(at, ("", ""))
        return len(word) - 1 if kind in _PROPER and len(word) > _SHORTEST else 0


@lru_cache(maxsize=64)
def words_of(text: str) -> Words:
    """A text → its words, cut once."""
    return Words(text)
