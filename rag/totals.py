"""Figures of several years or departments → their total, where all of them are stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from figures.indicators import NAMES
from rag.figure_words import computed, label, shown
from rag.records import AnswerSentence, Understood
from rag.saying import listed, say
from rag.structured import Figure, Figures

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
        say(
            language,
            "no_total",
            label=label(name, language),
            missing=listed(language, [_who(place, language) for place in addends.lacking]),
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
            f"{_who(p, language)}{' ' if language == 'en' else ''}{shown(f, language)}"
            for p, f in addends.known
        ],
    )
    text = say(language, "total", addends=of, label=label(name, language), value=result)
    # The figure's name stands beside each, for the check of what it is said of.
    said = "；".join(f"{_who(p, language)}{NAMES[name].zh}{f.written}" for p, f in addends.known)
    terms = " + ".join(f"{value:,f}" for value in values)
    unit = NAMES[name].unit
    calculation = f"{terms} = {result.removesuffix(unit)} {unit}"
    return computed(text, said, used, result, calculation, language)


def _who(place: _Place, language: str) -> str:
    department, year = place
    if language == "en":
        return f"{department} {year}" if year else department
    return f"{department}{year}年" if year else department
