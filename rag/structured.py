"""Questions about figures → the figures that the reports state, one row a department and year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rag.basis import Basis, bases
from rag.records import Citation, EvidenceSentence, Found, Understood
from rag.retrieve import in_scope
from vectorstore.library import Library
from vectorstore.records import Indicator, Report

_MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that a report states, and the place where it does."""

    indicator: Indicator
    basis: Basis

    @property
    def citation(self) -> Citation:
        """The place, to be cited."""
        return self.basis.citation

    @property
    def written(self) -> str:
        """As the report has it, white space aside; with its unit where a table's head has that."""
        written = "".join(self.indicator.as_written.split())
        if written[-1:].isdigit():
            return f"{self.indicator.value:,f}{self.indicator.unit}"
        return written


@dataclass(frozen=True, slots=True)
class FigureRow:
    """What is stated of one department in one year.

    `figures[i]` has the figures for the i-th name asked for: none, one, or several where reports
    state it differently.
    """

    department: str
    year: int | None
    figures: tuple[tuple[Figure, ...], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures a question asks for. `found` has the passages that they are cited from."""

    names: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    found: tuple[Found, ...]

    @property
    def stated(self) -> tuple[Basis, ...]:
        """The places they stand in, in order, each once."""
        every = (f.basis for row in self.rows for group in row.figures for f in group)
        return tuple({(b.evidence.n, b.evidence.start): b for b in every}.values())


@dataclass(frozen=True, slots=True)
class _Stated:
    report: Report
    indicator: Indicator
    year: int | None


def figures_for(library: Library, understood: Understood, found: Sequence[Found]) -> Figures | None:
    """A question → the figures it asks for, None where it asks for none that the reports state.

    A year's figure is taken from the report of that year, or where there is none, from another
    year's report that states it. `found` are the passages that retrieval found.
    """
    scope = understood.scope
    if not understood.indicators or (understood.absent_departments and not scope.departments):
        return None
    stated = _stated(library, understood)
    names = tuple(n for n in understood.indicators if any(s.indicator.name == n for s in stated))
    places = dict.fromkeys((s.report.identity.department, s.year) for s in stated)
    if not names or not places or len(places) > _MOST_ROWS:
        return None
    ordered = sorted(places, key=lambda p: (p[0], p[1] or 0))
    placed = _Placed(library, found)
    rows = tuple(
        FigureRow(
            department,
            year,
            tuple(
                tuple(placed.figure(s) for s in _told_apart(stated, department, year, name))
                for name in names
            ),
        )
        for department, year in ordered
    )
    return Figures(names, rows, placed.found)


def _stated(library: Library, understood: Understood) -> list[_Stated]:
    """Every statement of a figure asked for, of the years and departments asked about."""
    scope = understood.scope
    years = {*scope.years, *understood.absent_years}
    anytime = in_scope(library.reports(), type(scope)((), scope.departments, scope.kinds))
    by_report = library.indicators([r.id for r in anytime])
    every = [
        _Stated(report, indicator, indicator.year or report.identity.year)
        for report in anytime
        for indicator in by_report.get(report.id, ())
        if indicator.name in understood.indicators
    ]
    if years:
        return [s for s in every if s.year in years]
    return [s for s in every if s.year == s.report.identity.year]


def _told_apart(
    stated: Sequence[_Stated], department: str, year: int | None, name: str
) -> list[_Stated]:
    """Of all statements of one figure, one of each value; those of the year's own report first.

    A sentence says whose figure it is and how it is rounded in public; a table's exact figure
    that rounds to it is the same, and stands behind it.
    """
    here = [
        s
        for s in stated
        if (s.report.identity.department, s.year, s.indicator.name) == (department, year, name)
    ]
    own = [s for s in here if s.report.identity.year == s.year] or here
    exact = sorted(own, key=lambda s: -_places(s.indicator.value))
    values = dict.fromkeys(
        next(e.indicator.value for e in exact if _rounds_to(e.indicator.value, s.indicator.value))
        for s in own
    )
    return [_plainest([s for s in own if _rounds_to(v, s.indicator.value)]) for v in values]


def _plainest(stated: Sequence[_Stated]) -> _Stated:
    """Of statements of one value, the first that says its unit itself: prose before tables."""
    return next((s for s in stated if not s.indicator.as_written[-1:].isdigit()), stated[0])


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _rounds_to(exact: Decimal, rounded: Decimal) -> bool:
    return round(exact, max(0, _places(rounded))) == rounded


class _Placed:
    """Indicators put into the passages they stand in; passages not found yet get new numbers."""

    def __init__(self, library: Library, found: Iterable[Found]) -> None:
        self._library = library
        self._found = {item.passage.id: item for item in found}

    @property
    def found(self) -> tuple[Found, ...]:
        """All passages, by number."""
        return tuple(sorted(self._found.values(), key=lambda f: f.n))

    def figure(self, stated: _Stated) -> Figure:
        """A statement → the figure with its place."""
        evidence = stated.indicator.evidence
        item = self._passage(stated.report, evidence.start)
        end = min(evidence.end, item.passage.end)
        text = item.passage.text[evidence.start - item.passage.start : end - item.passage.start]
        sentence = EvidenceSentence(item.n, evidence.start, end, text, 1.0)
        return Figure(stated.indicator, bases(self._library, [sentence], [item])[0])

    def _passage(self, report: Report, offset: int) -> Found:
        passage = next(p for p in self._library.passages_of(report.id) if p.start <= offset < p.end)
        if passage.id not in self._found:
            n = max((f.n for f in self._found.values()), default=0) + 1
            self._found[passage.id] = Found(n, passage, report, 1.0)
        return self._found[passage.id]
