"""Questions about figures → the figures that the reports state, one row a department and year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rag.evidence.basis import Basis, bases
from rag.evidence.years import year_over
from rag.messages import of_what, whose
from rag.question.intents import asks_for_share, pairs_asked
from rag.records import Citation, EvidenceSentence, Found, Intent, Understood, of_whom
from records import Coverage, Indicator, Passage, Report
from vectorstore.snapshot import Snapshot

_MOST_ROWS = 60
_STAND_FOR_BUDGET = ("budget", "adjusted_budget")
_OTHER_SIDE = {"_budget": "_executed", "_executed": "_budget"}


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
        return tuple({b.place: b for b in every}.values())


@dataclass(frozen=True, slots=True)
class _Stated:
    report: Report
    of: str
    indicator: Indicator
    year: int | None


def figures_for(shelf: Snapshot, understood: Understood, found: Sequence[Found]) -> Figures | None:
    """A question → the figures it asks for, None where it asks for none that the reports state.

    None too where it asks for a comparison and there is only one to compare.

    A year's figure is taken from the report of that year, or where there is none, from another
    year's report that states it. `found` are the passages that retrieval found.
    """
    if not understood.indicators or understood.nobody:
        return None
    stated = _stated(shelf, understood)
    names = tuple(n for n in understood.indicators if any(s.indicator.name == n for s in stated))
    places = dict.fromkeys((s.of, s.year) for s in stated)
    pairs = pairs_asked(understood)
    compared = understood.intent is Intent.COMPARISON and not pairs
    if asks_for_share(understood.standalone) and not any({*pair} <= {*names} for pair in pairs):
        return None
    if not names or not 1 + compared <= len(places) <= _MOST_ROWS:
        return None
    told = {
        (department, year, name): _told_apart(stated, department, year, name)
        for department, year in sorted(places, key=lambda p: (p[0], p[1] or 0))
        for name in names
    }
    placed, everything = _placed(shelf, [s for group in told.values() for s in group], found)
    rows = tuple(
        FigureRow(
            department,
            year,
            tuple(tuple(placed[id(s)] for s in told[department, year, name]) for name in names),
        )
        for department, year in dict.fromkeys((d, y) for d, y, _name in told)
    )
    return Figures(names, rows, everything)


def states_only_the_other_side(shelf: Snapshot, understood: Understood) -> bool:
    """Whether the reports state what was spent where the budget is asked for, or the reverse.

    Then the figure asked for is not there, however near the other one is; so too where the
    department's score is asked for, and all that is stated are those of others.
    """
    if _stated(shelf, understood):
        return False
    if understood.indicators == ("score",):
        return True
    others = tuple(
        f"{name.removesuffix(side)}{_OTHER_SIDE[side]}"
        for name in understood.indicators
        for side in _OTHER_SIDE
        if name.endswith(side)
    )
    wanted = replace(understood, indicators=others)
    return len(others) == len(understood.indicators) > 0 and bool(_stated(shelf, wanted))


def _stated(shelf: Snapshot, understood: Understood) -> list[_Stated]:
    """Every statement of a figure asked for, of the years and departments asked about."""
    scope = understood.scope
    years = {*scope.years, *understood.absent_years}
    anytime = of_whom(shelf.reports(), scope)
    of = _told_apart_by(anytime)
    names = {*understood.indicators, *_STAND_FOR_BUDGET}
    by_report = shelf.indicators([r.id for r in anytime], names, years or None)
    headings = {r.id: shelf.text(r.id) for r in anytime if _holds_several(r, by_report)}

    def year_of(report: Report, indicator: Indicator) -> int | None:
        if indicator.year is not None or report.id not in headings:
            return indicator.year or report.identity.year
        over = headings[report.id].headings_at(indicator.evidence.start)
        return year_over(over, report.identity.year)

    every = [
        _Stated(report, of[report.id], indicator, year_of(report, indicator))
        for report in anytime
        for indicator in _whole_year_budget(by_report.get(report.id, ()))
        if indicator.name in understood.indicators
    ]
    # A project's budget is not its body's, unless the project is asked about, or all there is.
    named = [s for s in every if _names_project(understood, s.report)]
    every = named or [s for s in every if not s.report.identity.project] or every
    if years:
        return [s for s in every if s.year in years]
    own = [s for s in every if s.year == s.report.identity.year]
    return own or [s for s in every if s.year in s.report.identity.figure_years]


def _names_project(understood: Understood, report: Report) -> bool:
    project = report.identity.project.removesuffix("项目")
    return bool(project) and project in understood.standalone


def _holds_several(report: Report, stated: Mapping[str, Sequence[Indicator]]) -> bool:
    """Whether a report has figures of several years, and some that do not say of which."""
    undated = any(i.year is None for i in stated.get(report.id, ()))
    return undated and len(report.identity.figure_years) > 1


def _told_apart_by(reports: Sequence[Report]) -> dict[str, str]:
    """Reports → whose figures each states: a unit's are told from its department's if both are."""
    whole = {
        (whose(r.identity), r.identity.year)
        for r in reports
        if of_what(r.identity) == whose(r.identity)
    }
    return {
        r.id: of_what(r.identity)
        if r.identity.coverage is Coverage.PROJECT or (whose(r.identity), r.identity.year) in whole
        else whose(r.identity)
        for r in reports
    }


def _whole_year_budget(indicators: Sequence[Indicator]) -> list[Indicator]:
    """A report that only states the budget as adjusted states the whole year's so."""
    known = {(i.name, i.year) for i in indicators}
    return [
        *indicators,
        *(
            replace(i, name="budget")
            for i in indicators
            if i.name == "adjusted_budget" and ("budget", i.year) not in known
        ),
    ]


def _told_apart(
    stated: Sequence[_Stated], department: str, year: int | None, name: str
) -> list[_Stated]:
    """Of all statements of one figure, one of each value; those of the year's own report first.

    A sentence says whose figure it is and how it is rounded in public; a table's exact figure
    that rounds to it is the same, and stands behind it.
    """
    here = [s for s in stated if (s.of, s.year, s.indicator.name) == (department, year, name)]
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


def _placed(
    shelf: Snapshot, stated: Sequence[_Stated], found: Sequence[Found]
) -> tuple[dict[int, Figure], tuple[Found, ...]]:
    """Statements → figures by the statements' ids, and all passages, those not found yet added."""
    items = {item.passage.id: item for item in found}
    passages: dict[str, list[Passage]] = {}
    sentences = []
    for s in stated:
        if s.report.id not in passages:
            passages[s.report.id] = shelf.passages_of(s.report.id)
        evidence = s.indicator.evidence
        passage = next(p for p in passages[s.report.id] if p.start <= evidence.start < p.end)
        if passage.id not in items:
            n = max((f.n for f in items.values()), default=0) + 1
            items[passage.id] = Found(n, passage, s.report, 1.0)
        end = min(evidence.end, passage.end)
        text = passage.text[evidence.start - passage.start : end - passage.start]
        sentences.append(EvidenceSentence(items[passage.id].n, evidence.start, end, text, 1.0))
    everything = tuple(sorted(items.values(), key=lambda f: f.n))
    places = bases(shelf, sentences, everything)
    figures = {id(s): Figure(s.indicator, basis) for s, basis in zip(stated, places, strict=True)}
    return figures, everything
