"""Two figures of one report → by how much they differ, or which part one is of the other."""

from __future__ import annotations

from collections.abc import Iterator

from figures.indicators import NAMES
from rag.figure_words import computed, label
from rag.indicators import asks_for_share
from rag.pairs import pairs_asked
from rag.records import AnswerSentence, Understood
from rag.saying import say
from rag.structured import Figure, FigureRow, Figures


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


def _relation(row: FigureRow, a: Figure, b: Figure, shared: bool, language: str) -> AnswerSentence:
    x, y, unit = a.indicator.value, b.indicator.value, a.indicator.unit
    if shared:
        value = f"{round(x / y * 100, 2):f}%"
        key, calculation = "share", f"{x:,f} ÷ {y:,f} = {value}"
    else:
        more, less = max(x, y), min(x, y)
        points = say(language, "points") if unit == "%" else unit
        value = f"{more - less:,f}{points}"
        key = "equal" if x == y else "more" if x > y else "less"
        value = f"{x:,f}{unit}" if x == y else value
        calculation = f"{more:,f} − {less:,f} = {value}"
    first, second = (label(figure.indicator.name, language) for figure in (a, b))
    year = say(language, "year", year=row.year).strip() if row.year else ""
    who = f"{row.department}{year}" if language == "zh" else f"{row.department} {year}: "
    text = say(language, key, who=who, first=first, second=second, value=value)
    stated = "；".join(f"{NAMES[f.indicator.name].zh}{f.written}" for f in (a, b))
    return computed(text, stated, (a, b), value, calculation, language)
