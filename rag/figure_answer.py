"""Figures that reports state → sentences and a table, growth and extremes computed in Decimal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.indicators import NAMES
from rag.figure_words import label, sentence, shown
from rag.records import AnswerSentence, Cell, FigureTable, Understood
from rag.relations import relations
from rag.saying import listed, say
from rag.structured import Figure, FigureRow, Figures
from rag.totals import totals

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


def _row_sentence(names: tuple[str, ...], row: FigureRow, language: str) -> AnswerSentence:
    """What one department's report says of one year, on one line."""
    parts: list[str] = []
    used: list[Figure] = []
    for name, group in zip(names, row.figures, strict=True):
        if group:
            used += group
            parts.append(
                say(language, "figure", label=label(name, language), value=_both(group, language))
            )
    text = say(
        language,
        "figure_row" if row.year else "figure_row_undated",
        year=row.year,
        department=row.department,
        figures=say(language, "and_so").join(parts),
    )
    return sentence(text, used, language)


def _both(group: tuple[Figure, ...], language: str) -> str:
    """One value, or the different ones that a report states."""
    values = [shown(figure, language) for figure in group]
    if len(values) == 1:
        return values[0]
    return say(language, "stated_differently", values=listed(language, values))


def _extremes(
    name: str, known: list[tuple[FigureRow, Figure]], understood: Understood, always: bool
) -> Iterator[AnswerSentence]:
    language = understood.language
    for asked, key, pick in ((_HIGHEST, "highest", max), (_LOWEST, "lowest", min)):
        if always or asked.search(understood.standalone):
            best = pick(figure.indicator.value for _row, figure in known)
            at = [(row, f) for row, f in known if f.indicator.value == best]
            text = say(
                language,
                key,
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
    year = say(language, "year", year=row.year) if years and row.year else ""
    return f"{year}{row.department}" if departments or not year else year.strip()


def figure_table(figures: Figures, understood: Understood) -> FigureTable | None:
    """Figures of several years or departments → a table with growth; None for a single row."""
    if len(figures.rows) < 2:
        return None
    language = understood.language
    growing = _several_years(figures)
    columns = [say(language, "column_department"), say(language, "column_year")]
    for name in figures.names:
        columns.append(NAMES[name].en if language == "en" else NAMES[name].zh)
        if growing:
            columns.append(say(language, "column_change"))
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
    unit = say(language, "points") if unit == "%" else unit
    difference = f"{b - a:+,f}{unit}"
    calculation = f"{b:,f} − {a:,f} = {b - a:,f}"
    if a and unit not in ("分", say(language, "points")):
        percent = round((b - a) / a * 100, 2)
        difference += f" ({percent:+f}%)"
        calculation += f"；({b:,f} − {a:,f}) ÷ {a:,f} = {percent:f}%"
    return Cell(say(language, "change", year=year or "", difference=difference), None, calculation)


def conflict_notes(figures: Figures, language: str) -> tuple[str, ...]:
    """What has to be said where one figure is stated in different ways."""
    return tuple(
        say(
            language,
            "conflict",
            report=f"{row.year or ''} {row.department}".strip(),
            label=NAMES[name].en if language == "en" else NAMES[name].zh,
            values=listed(language, [shown(figure, language) for figure in group]),
        )
        for row in figures.rows
        for name, group in zip(figures.names, row.figures, strict=True)
        if len(group) > 1
    )
