"""Figures that reports state → sentences and a table; growth, totals, shares in Decimal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from figures.indicators import NAMES
from languages import N_, of_pair, translate
from rag.check.verification import verdicts_on
from rag.figures_stated import Figure, FigureRow, Figures
from rag.messages import listed
from rag.question.intents import asks_for_share, pairs_asked
from rag.records import AnswerSentence, Cell, FigureTable, Standing, Understood, Verdict

_TEN_THOUSAND = Decimal(10_000)


def shown(figure: Figure, language: str) -> str:
    """A figure as it is written in an answer; in English, money in yuan beside it."""
    indicator = figure.indicator
    if language != "en":
        return figure.written
    if indicator.unit == "万元":
        return f"{_plain(indicator.value * _TEN_THOUSAND)} yuan ({indicator.value:,f}万元)"
    return f"{indicator.value:,f}" + {"分": " points", "个": ""}.get(indicator.unit, indicator.unit)


def _title(name: str, language: str) -> str:
    """An indicator's name → what it is called at the head of a column."""
    return of_pair(language, NAMES[name].zh, NAMES[name].en)


def label(name: str, language: str) -> str:
    """An indicator's name → what it is called inside a sentence."""
    if language != "en":
        return NAMES[name].zh
    subject, _, role = NAMES[name].en.partition(": ")
    subject = subject[0].lower() + subject[1:]
    subject = subject.removeprefix("the ")
    return f"the {subject} ({role})" if role else f"the {subject}"


def sentence(text: str, used: Sequence[Figure], language: str) -> AnswerSentence:
    """A composed sentence and the figures in it → the sentence with its verdicts."""
    evidence = list({f.basis.place: f.basis for f in used}.values())
    verdicts = verdicts_on(text, evidence, language)
    supported = all(v.standing is not Standing.MISSING for v in verdicts)
    return AnswerSentence(text, tuple(b.citation for b in evidence), supported, verdicts)


def computed(
    text: str, addends: str, used: Sequence[Figure], result: str, calculation: str, language: str
) -> AnswerSentence:
    """A sentence with a number that code worked out, `result`, and the words of it that are not.

    Those, `addends`, are checked against the places that the figures stand in.
    """
    stated = sentence(addends, used, language)
    derived = Verdict("number", result, Standing.DERIVED, stated.citations[0], calculation)
    return AnswerSentence(text, stated.citations, stated.supported, (derived, *stated.verdicts))


def _plain(value: Decimal) -> str:
    whole = value.to_integral_value()
    return f"{whole:,f}" if whole == value else f"{value.normalize():,f}"


_TOTAL = re.compile(
    r"合计|总计|一共|总共|总和|加起来|累计|altogether|in total|combined|sum of", re.I
)
_EVERY = re.compile(r"所有|全部|各部门|各单位|各年|历年|\ball\b|\bevery\b", re.I)
_EVERY_DEPARTMENT = re.compile(r"(?:所有|全部|各)(?!年)|\ball\b|\bevery (?!year)", re.I)

_Place = tuple[str, int | None]
"""A department and a year."""


@dataclass(frozen=True, slots=True)
class _Addends:
    """What is to be added up: the figure of each place, and the places that have not just one."""

    known: tuple[tuple[_Place, Figure], ...]
    lacking: tuple[_Place, ...]


def totals(figures: Figures, name: str, understood: Understood) -> Iterator[AnswerSentence]:
    """The totals asked for of one figure, with what they are the total of.

    One over everything where the departments are named, all are meant, or there is one; else one
    for each department. None where a figure is missing or stated in different ways.
    """
    for addends in _groups(figures, name, understood):
        if len(addends.known) > 1 and not addends.lacking:
            yield _total(name, addends, understood.language)


def total_notes(figures: Figures, understood: Understood) -> tuple[str, ...]:
    """What each total that is not given lacks."""
    language = understood.language
    return tuple(
        translate(
            language,
            "No total of {label} is given: there is no single figure for {missing}.",
            label=label(name, language),
            missing=listed(language, [_whose_year(place, language) for place in addends.lacking]),
        )
        for name in figures.names
        for addends in _groups(figures, name, understood)
        if addends.lacking
    )


def _groups(figures: Figures, name: str, understood: Understood) -> Iterator[_Addends]:
    scope, text = understood.scope, understood.standalone
    years = tuple(sorted({*scope.years, *understood.absent_years}))
    several = len(years) > 1 or len(scope.departments) > 1
    wanted = _TOTAL.search(text) and (several or _EVERY.search(text))
    if not wanted or NAMES[name].unit not in ("万元", "个"):
        return
    i = figures.names.index(name)
    stated = {(row.department, row.year): row.figures[i] for row in figures.rows}
    departments = scope.departments or tuple(dict.fromkeys(d for d, _year in stated))
    together = bool(scope.departments) or _EVERY_DEPARTMENT.search(text) is not None
    for group in (departments,) if together else tuple((d,) for d in departments):
        places = (
            [(department, year) for department in group for year in years]
            if years
            else [place for place in stated if place[0] in group]
        )
        yield _Addends(
            tuple((p, stated[p][0]) for p in places if len(stated.get(p, ())) == 1),
            tuple(p for p in places if len(stated.get(p, ())) != 1),
        )


def _total(name: str, addends: _Addends, language: str) -> AnswerSentence:
    used = [figure for _place, figure in addends.known]
    values = [figure.indicator.value for figure in used]
    result = f"{sum(values, Decimal(0)):,f}{NAMES[name].unit}"
    of = listed(
        language,
        [
            translate(
                language,
                "{whose} {value}",
                whose=_whose_year(p, language),
                value=shown(f, language),
            )
            for p, f in addends.known
        ],
    )
    text = translate(
        language,
        "Together, {label} comes to {value} ({addends}).",
        addends=of,
        label=label(name, language),
        value=result,
    )
    # The figure's name stands beside each, for the check of what it is said of.
    said = "；".join(
        f"{_whose_year(p, language)}{NAMES[name].zh}{f.written}" for p, f in addends.known
    )
    terms = " + ".join(f"{value:,f}" for value in values)
    unit = NAMES[name].unit
    calculation = f"{terms} = {result.removesuffix(unit)} {unit}"
    return computed(text, said, used, result, calculation, language)


def _whose_year(place: _Place, language: str) -> str:
    department, year = place
    if not year:
        return department
    return translate(language, "{department} {year}", department=department, year=year)


def relations(figures: Figures, understood: Understood) -> Iterator[AnswerSentence]:
    """The differences or shares asked for, where both figures are stated exactly once."""
    shared = asks_for_share(understood.standalone)
    for row in figures.rows:
        for first, second in pairs_asked(understood):
            a, b = _only(figures, row, first), _only(figures, row, second)
            if a and b and not (shared and b.indicator.value == 0):
                yield _relation(row, a, b, shared, understood.language)


def _only(figures: Figures, row: FigureRow, name: str) -> Figure | None:
    group = row.figures[figures.names.index(name)] if name in figures.names else ()
    return group[0] if len(group) == 1 else None


_SHARE = N_("{who}{first} was {value} of {second}.")
_EQUAL = N_("{who}{first} equals {second}: {value}.")
_MORE = N_("{who}{first} was {value} more than {second}.")
_LESS = N_("{who}{first} was {value} less than {second}.")


def _relation(row: FigureRow, a: Figure, b: Figure, shared: bool, language: str) -> AnswerSentence:
    x, y, unit = a.indicator.value, b.indicator.value, a.indicator.unit
    if shared:
        value = f"{round(x / y * 100, 2):f}%"
        message, calculation = _SHARE, f"{x:,f} ÷ {y:,f} = {value}"
    else:
        more, less = max(x, y), min(x, y)
        points = translate(language, " percentage points") if unit == "%" else unit
        value = f"{more - less:,f}{points}"
        message = _EQUAL if x == y else _MORE if x > y else _LESS
        value = f"{x:,f}{unit}" if x == y else value
        calculation = f"{more:,f} − {less:,f} = {value}"
    first, second = (label(figure.indicator.name, language) for figure in (a, b))
    year = translate(language, "{year} ", year=row.year).strip() if row.year else ""
    who = f"{row.department}{year}" if language == "zh" else f"{row.department} {year}: "
    text = translate(language, message, who=who, first=first, second=second, value=value)
    stated = "；".join(f"{NAMES[f.indicator.name].zh}{f.written}" for f in (a, b))
    return computed(text, stated, (a, b), value, calculation, language)


_HIGHEST = re.compile(r"最高|最多|最大|最好|highest|largest|most|biggest|best", re.I)
_LOWEST = re.compile(r"最低|最少|最小|最差|lowest|smallest|least|fewest|worst", re.I)
_MOST_TOLD = 8
"""Rows that are told one by one; more are left to the table, and their extremes are told."""


def figure_sentences(figures: Figures, understood: Understood) -> tuple[AnswerSentence, ...]:
    """Figures → the answer's sentences: extremes and totals asked for first, then every row.

    None at all where one of them is not borne out by the sentences it cites: the quotation has
    to be the answer then.
    """
    sentences = tuple(_all_sentences(figures, understood))
    return sentences if all(s.supported for s in sentences) else ()


def _all_sentences(figures: Figures, understood: Understood) -> Iterator[AnswerSentence]:
    many = len(figures.rows) > _MOST_TOLD
    for i, name in enumerate(figures.names):
        known = [(row, row.figures[i][0]) for row in figures.rows if row.figures[i]]
        if len(known) > 1:
            yield from _extremes(name, known, understood, always=many)
        yield from totals(figures, name, understood)
    yield from relations(figures, understood)
    for row in () if many else figures.rows:
        yield _row_sentence(figures.names, row, understood.language)


_ROW = N_("In {year}, {figures} ({department}).")
_ROW_UNDATED = N_("{figures} ({department}).")


def _row_sentence(names: tuple[str, ...], row: FigureRow, language: str) -> AnswerSentence:
    """What one department's report says of one year, on one line."""
    parts: list[str] = []
    used: list[Figure] = []
    for name, group in zip(names, row.figures, strict=True):
        if group:
            used += group
            parts.append(
                translate(
                    language,
                    "{label} was {value}",
                    label=label(name, language),
                    value=_both(group, language),
                )
            )
    text = translate(
        language,
        _ROW if row.year else _ROW_UNDATED,
        year=row.year,
        department=row.department,
        figures=translate(language, ", and ").join(parts),
    )
    return sentence(text, used, language)


def _both(group: tuple[Figure, ...], language: str) -> str:
    """One value, or the different ones that a report states."""
    values = [shown(figure, language) for figure in group]
    if len(values) == 1:
        return values[0]
    return translate(language, "{values} (stated differently)", values=listed(language, values))


_IS_HIGHEST = N_("{who} had the highest figure for {label}: {value}.")
_IS_LOWEST = N_("{who} had the lowest figure for {label}: {value}.")


def _extremes(
    name: str, known: list[tuple[FigureRow, Figure]], understood: Understood, always: bool
) -> Iterator[AnswerSentence]:
    language = understood.language
    for asked, message, pick in ((_HIGHEST, _IS_HIGHEST, max), (_LOWEST, _IS_LOWEST, min)):
        if always or asked.search(understood.standalone):
            best = pick(figure.indicator.value for _row, figure in known)
            at = [(row, f) for row, f in known if f.indicator.value == best]
            text = translate(
                language,
                message,
                who=listed(language, [_who(row, known, language) for row, _figure in at]),
                label=label(name, language),
                value=shown(at[0][1], language),
            )
            # What makes it the highest is all that it was compared with.
            first = sentence(text, [f for _row, f in at], language)
            every = tuple(dict.fromkeys((*first.citations, *(f.citation for _row, f in known))))
            yield AnswerSentence(first.text, every, first.supported, first.verdicts)


def _who(row: FigureRow, known: list[tuple[FigureRow, Figure]], language: str) -> str:
    """A row → its year, its department, or both: what tells it from the others."""
    years = len({r.year for r, _figure in known}) > 1
    departments = len({r.department for r, _figure in known}) > 1
    year = translate(language, "{year} ", year=row.year) if years and row.year else ""
    return f"{year}{row.department}" if departments or not year else year.strip()


def figure_table(figures: Figures, understood: Understood) -> FigureTable | None:
    """Figures of several years or departments → a table with growth; None for a single row."""
    if len(figures.rows) < 2:
        return None
    language = understood.language
    growing = _several_years(figures)
    columns = [translate(language, "Department"), translate(language, "Year")]
    for name in figures.names:
        columns.append(_title(name, language))
        if growing:
            columns.append(translate(language, "Change from the row above"))
    return FigureTable(tuple(columns), tuple(_table_rows(figures, language, growing)))


def _several_years(figures: Figures) -> bool:
    departments = [row.department for row in figures.rows]
    return len(set(departments)) < len(departments)


def _table_rows(figures: Figures, language: str, growing: bool) -> Iterator[tuple[Cell, ...]]:
    before: dict[tuple[str, int], tuple[int | None, Figure]] = {}
    for row in figures.rows:
        cells = [Cell(row.department), Cell(str(row.year or ""))]
        for i, group in enumerate(row.figures):
            cells.append(_figure_cell(group, language))
            if growing:
                cells.append(_change(before.get((row.department, i)), group, language))
            if group:
                before[(row.department, i)] = (row.year, group[0])
        yield tuple(cells)


def _figure_cell(group: tuple[Figure, ...], language: str) -> Cell:
    if not group:
        return Cell("–")
    return Cell(" / ".join(shown(figure, language) for figure in group), group[0].citation)


def _change(
    before: tuple[int | None, Figure] | None, group: tuple[Figure, ...], language: str
) -> Cell:
    """The change from the row before, by how much and in per cent, with its calculation."""
    if before is None or not group:
        return Cell("–")
    year, old = before
    a, b, unit = old.indicator.value, group[0].indicator.value, group[0].indicator.unit
    unit = translate(language, " percentage points") if unit == "%" else unit
    difference = f"{b - a:+,f}{unit}"
    calculation = f"{b:,f} − {a:,f} = {b - a:,f}"
    if a and unit not in ("分", translate(language, " percentage points")):
        percent = round((b - a) / a * 100, 2)
        difference += f" ({percent:+f}%)"
        calculation += f"；({b:,f} − {a:,f}) ÷ {a:,f} = {percent:f}%"
    return Cell(
        translate(language, "{difference} from {year}", year=year or "", difference=difference),
        None,
        calculation,
    )


def conflict_notes(figures: Figures, language: str) -> tuple[str, ...]:
    """What has to be said where one figure is stated in different ways."""
    return tuple(
        translate(
            language,
            "{report} states “{label}” differently in different places: {values}.",
            report=f"{row.year or ''} {row.department}".strip(),
            label=_title(name, language),
            values=listed(language, [shown(figure, language) for figure in group]),
        )
        for row in figures.rows
        for name, group in zip(figures.names, row.figures, strict=True)
        if len(group) > 1
    )
