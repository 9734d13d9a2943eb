"""What a check is: registered by `@check`, given a `Reading`, handing back what it examined.

A check is a function `(Reading) -> Iterable[Outcome]`: of each relation of figures it examines, it
says that it holds, or what is suspicious. It is decorated once for each id it finds under:

    @check("impossible-rate", zh="不可能的比率", en="a rate that cannot be")
    def rates_are_possible(reading: Reading) -> Iterator[Outcome]: ...

Its severity, its sentences in both languages and its names stand with it, so that adding a check
is one file in this folder (with its line on the map in `__init__.py`, and its cases under
tests/figures/checks); every file of the folder is loaded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import pairwise
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TypeVar

import figures.checks
from figures.checks.arithmetic import Relation
from figures.checks.prose import Change, Mention, changes, mentions
from figures.checks.tables import Panel, panels
from records import Evidence, Finding, Identity, ReportText, Severity

_LONG_LINE = 30
"""Characters that only a line as wide as the page has; a heading is shorter."""
_ENDS = ("。", "；", "：", "！", "？", ":", ";", "）")
_BEGINS = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|[一二三四五六七八九十]是|第[一二三四五六七八九十]+)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Prose up to a 。, never across a line, with the figures in it."""

    start: int
    end: int
    mentions: tuple[Mention, ...]

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.start, self.end


Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the checks are given.

    `paragraphs` are the lines outside of tables that are not blank; `changes` their statements
    of change; `panels` the tables.
    """

    report: ReportText
    identity: Identity
    panels: tuple[Panel, ...]
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Span, ...]
    changes: tuple[Change, ...]

    @property
    def text(self) -> str:
        """The report's whole text."""
        return self.report.text

    def sentence_at(self, offset: int) -> Span:
        """The sentence, outside of tables, that holds the character at `offset`."""
        return self.sentences[max(0, bisect_right(self.sentences, (offset, len(self.text))) - 1)]


def read(report: ReportText, identity: Identity) -> Reading:
    """A report's text and identity → what the checks are given."""
    paragraphs = tuple(
        tuple(Sentence(a, b, mentions(report.text, a, b)) for a, b in _sentences(report.text, line))
        for line in _joined(report, _lines(report))
    )
    return Reading(
        report,
        identity,
        tuple(p for t in report.tables for p in panels(t)),
        paragraphs,
        tuple(s.span for p in paragraphs for s in p),
        tuple(
            c for p in paragraphs for c in changes([(s.span, s.mentions) for s in p], identity.year)
        ),
    )


def _lines(report: ReportText) -> list[Span]:
    lines = [m.span() for m in re.finditer(r"[^\n]+", report.text)]
    inside = [(t.start, t.end) for t in report.tables]
    return [
        (start, end)
        for start, end in lines
        if report.text[start:end].strip()
        and "\t" not in report.text[start:end]
        and not any(a <= start < b for a, b in inside)
    ]


def _joined(report: ReportText, lines: list[Span]) -> list[Span]:
    """Lines → paragraphs: a long line that ends in mid-sentence goes on in the next one.

    Reading a PDF should have joined them; where it has not, half a sentence proves nothing. What
    goes on may stand on the next page, with blank lines between.
    """
    text = report.text
    found: list[Span] = []
    for start, end in lines:
        last = found[-1][1] if found else 0
        near = last + 1 == start or (
            not text[last:start].strip() and report.page_at(last) < report.page_at(start)
        )
        if found and near and not _BEGINS.match(text, start) and _goes_on(text[slice(*found[-1])]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _goes_on(line: str) -> bool:
    last = line.rstrip().rpartition("\n")[2]
    return len(last) > _LONG_LINE and not last.endswith(_ENDS)


def _sentences(text: str, paragraph: Span) -> list[Span]:
    start, end = paragraph
    ends = [m.end() for m in re.compile(r"[。！？]+[”’）)]*").finditer(text, start, end)]
    edges = [start, *ends, end]
    return [(a, b) for a, b in pairwise(edges) if text[a:b].strip()]


# What a check hands back: the pieces of a `Finding`, put together in one place


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Held:
    """A relation that was examined and holds."""

    relation: Relation


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What does not fit at first sight; the second look makes a finding of it, or explains it.

    `finding` is what it would be by itself; `relation` has the figures that do not fit, None where
    words and not figures are at fault. `named` is whether the report itself names what the figures
    are of, so that another amount that happens to fit is no explanation; `faint` whether it proves
    nothing by itself, but only beside another that the same correction mends.
    """

    finding: Finding
    relation: Relation | None
    named: bool = False
    faint: bool = False


Outcome = Held | Suspicion

Check = Callable[[Reading], Iterable[Outcome]]


@dataclass(frozen=True, slots=True)
class CheckName:
    """What findings under one id are called, in Chinese and English."""

    zh: str
    en: str


CheckOfTwo = Callable[[Reading, Reading], Iterable[Suspicion]]
"""A check of a report against the same body's of the year before, or its department's."""

_checks: dict[Check, None] = {}
_checks_of_two: dict[CheckOfTwo, None] = {}
_checks_within: dict[CheckOfTwo, None] = {}
_names: dict[str, CheckName] = {}


def check(name: str, zh: str = "", en: str = "") -> Callable[[Check], Check]:
    """An id, and what its findings are called → a decorator that registers the check.

    A check that finds under several ids is decorated once for each; an id that another check
    has is given there without names. Raises ValueError where an id is named twice.
    """
    return _keeping(_checks, name, zh, en)


def check_against_last_year(
    name: str, zh: str = "", en: str = ""
) -> Callable[[CheckOfTwo], CheckOfTwo]:
    """As `check`, for one that is given this year's report and last year's."""
    return _keeping(_checks_of_two, name, zh, en)


def check_within_department(
    name: str, zh: str = "", en: str = ""
) -> Callable[[CheckOfTwo], CheckOfTwo]:
    """As `check`, for one that is given a unit's report and its department's of the same year."""
    return _keeping(_checks_within, name, zh, en)


_Function = TypeVar("_Function")


def _keeping(
    kept: dict[_Function, None], name: str, zh: str, en: str
) -> Callable[[_Function], _Function]:
    _name(name, zh, en)

    def register(function: _Function) -> _Function:
        kept[function] = None
        return function

    return register


def _name(name: str, zh: str, en: str) -> None:
    if zh and name in _names:
        raise ValueError(f"the check {name!r} is named twice")
    if zh:
        _names[name] = CheckName(zh, en)


def checks() -> tuple[Check, ...]:
    """Every check of every file in this folder."""
    _load()
    return tuple(_checks)


def checks_against_last_year() -> tuple[CheckOfTwo, ...]:
    """Every check of two years' reports."""
    _load()
    return tuple(_checks_of_two)


def checks_within_department() -> tuple[CheckOfTwo, ...]:
    """Every check of a unit's report against its department's."""
    _load()
    return tuple(_checks_within)


def check_names() -> Mapping[str, CheckName]:
    """The ids that findings can have → what they are called."""
    _load()
    return MappingProxyType(_names)


@cache
def _load() -> None:
    for module in iter_modules(figures.checks.__path__):
        import_module(f"figures.checks.{module.name}")


def evidence(report: ReportText, span: Span) -> Evidence:
    """A span of the report's text → the evidence that quotes it, without white space around."""
    start, end = span
    text = report.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    return Evidence(start, start + len(text), report.page_at(start), text)


def suspicion(
    report: ReportText,
    check: str,
    severity: Severity,
    stated: str,
    recomputed: str,
    calculation: tuple[str, str],
    *spans: Span,
    relation: Relation | None = None,
    named: bool = False,
    faint: bool = False,
) -> Suspicion:
    """The parts of a finding → the suspicion; `calculation` is (Chinese, English).

    `spans` are the sentences or rows, first the one at fault; repeated ones are named once.
    """
    assert check in _names, f"the check {check!r} is not registered"
    quotes = tuple(evidence(report, span) for span in dict.fromkeys(spans))
    found = Finding(check, severity, stated, recomputed, *calculation, quotes)
    return Suspicion(found, relation, named, faint)
