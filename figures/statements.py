"""Text → what it states in numbers: each quantity with its years, its direction, and its scope.

Used on both sides of a verification: the sentence of an answer, and the sources it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from figures.quantities import Quantity, QuantityKind, cell_quantity, quantities
from figures.quantities.numbers import unit_named
from figures.sentences import Span, sentence_spans

_COMPARED = re.compile(
    r"(?:比|较|同比|对比|相比|与|低于|高于|超过|than|from|against|over|with)\s*$", re.I
)
_LIST = re.compile(r"\s*年?度?\s*(?:[、，,/]|和|及|与|and|,\s*and)\s*$", re.I)
_RISE = re.compile(
    r"(?:增加|增长|上升|提高|提升|上涨|增幅|多|ncreas\w+|rose|grew|up|higher)[^，。；,;]{0,6}$"
)
_FALL = re.compile(
    r"(?:减少|下降|降低|缩减|压减|减幅|降幅|少|ecreas\w+|fell|dropp?\w*|down|lower)[^，。；,;]{0,6}$"
)
_TIED = re.compile(r"[\s（(]*(?:in|for|during|of|于|在)?(?: the)?(?: year)?\s*", re.I)
_SAYS_MORE = re.compile(r"[，,；：:]|相比|比较|达|为|至|到|翻|持平|节约|超支|低于|高于|超过")
_CLAUSE = 40
"""Characters in which a clause that compares comes to its 相比."""
_SEGMENT = re.compile(r"[。；！？\n]|[.;] ")


@dataclass(frozen=True, slots=True)
class Statement:
    """One quantity as its text means it.

    `sentence` is its span. `year` is the one it is about as far as can be told, `years` all that
    it may be about, `compared` the years it is measured against (比2022年…). `rises` is True or
    False where the words before say so. `own` are the words between the number before and this
    one, `inherited` those of the sentence part before them.
    """

    quantity: Quantity
    sentence: Span
    year: int | None
    years: frozenset[int]
    compared: frozenset[int]
    rises: bool | None
    own: str
    inherited: str


def statements(
    text: str, year: int | None = None, unit: str = "", context: str = ""
) -> tuple[Statement, ...]:
    """Text → its statements in order, dates left out.

    `year` is what the text is about where it names no year itself; `unit` is that of a table's
    bare cells, `context` the words that stand over the text (table title, columns).
    """
    found = quantities(text)
    result: list[Statement] = []
    first = 0
    for start, end in sentence_spans(text):
        if "\t" in text[start:end]:
            result += _row_statements(text, start, end, year, unit, context)
            continue
        while first < len(found) and found[first].start < start:
            first += 1
        last = first
        while last < len(found) and found[last].start < end:
            last += 1
        earlier = _years_of_paragraph(text, found[:first], start)
        known = [*([year] if year else []), *earlier]
        result += _sentence_statements(text, (start, end), found[first:last], known, unit)
        first = last
    return tuple(result)


def _years_of_paragraph(text: str, before: Sequence[Quantity], start: int) -> list[int]:
    paragraph = text.rfind("\n", 0, start) + 1
    dates = [q for q in before if q.start >= paragraph and q.year]
    return [q.year for q in _main(text, dates) if q.year]


def _sentence_statements(
    text: str, sentence: Span, found: Sequence[Quantity], known: Sequence[int], unit: str
) -> Iterator[Statement]:
    """`known` are the years to go by where the sentence has none, the likeliest last."""
    start = floor = sentence[0]
    numbers_since_year = 0
    dates: list[Quantity] = []
    for i, q in enumerate(found):
        if q.kind is QuantityKind.DATE:
            if q.year:
                dates = [*dates, q] if not numbers_since_year else [*_main(text, dates)[-1:], q]
                numbers_since_year = 0
            continue
        segment = max((m.end() for m in _SEGMENT.finditer(text, start, q.start)), default=start)
        main, compared = _years(text, dates, numbers_since_year, found[i:])
        if not dates:
            main = _year_behind(text, found[i : i + 2])
        own = text[floor : q.start]
        rises = _direction(own)
        if rises is None and not main and (year := _year_in_front(text, dates, floor, q)):
            main, compared = frozenset([year]), compared - {year}
        yield Statement(
            quantity=_in_unit(q, unit),
            sentence=sentence,
            year=max(main) if main else known[-1] if known else None,
            years=main or frozenset(known),
            compared=compared,
            rises=rises,
            own=own,
            inherited=text[segment:floor],
        )
        floor = q.end
        numbers_since_year += 1


def _main(text: str, dates: Sequence[Quantity]) -> list[Quantity]:
    return [d for d in dates if not _COMPARED.search(text[max(0, d.start - 8) : d.start])]


def _years(
    text: str, dates: Sequence[Quantity], passed: int, rest: Sequence[Quantity]
) -> tuple[frozenset[int], frozenset[int]]:
    """The years meant and those compared with; 2023、2024年分别为A、B gives each its own."""
    main = _main(text, dates)
    compared = [d for d in dates if d not in main]
    listed = main[-1:]
    for d in reversed(main[:-1]):
        if not _LIST.fullmatch(text[d.end : listed[0].start]):
            break
        listed = [d, *listed]
    run = passed + sum(1 for _ in _until_date(rest))
    if 1 < len(listed) <= run and passed < len(listed):
        listed = listed[passed : passed + 1]
    return (
        frozenset(d.year for d in listed if d.year),
        frozenset(d.year for d in compared if d.year),
    )


def _year_in_front(
    text: str, dates: Sequence[Quantity], floor: int, quantity: Quantity
) -> int | None:
    """与2022年支出2,731.20万元相比: the year that the figure compared with is of."""
    if not dates or dates[-1].start < floor:
        return None
    between = text[dates[-1].end : quantity.start]
    behind = re.split(r"[，,；。]", text[quantity.end : quantity.end + _CLAUSE])[0]
    if _SAYS_MORE.search(between):
        return None
    told = re.search(r"相比|相较|比较", behind) or re.match(r"\s*的", between)
    return dates[-1].year if told else None


def _year_behind(text: str, found: Sequence[Quantity]) -> frozenset[int]:
    """8,318.83万元（2022年）, 8,318.83 in 2022: the year directly behind the number."""
    if len(found) < 2 or not found[1].year:
        return frozenset()
    tied = _TIED.fullmatch(text[found[0].end : found[1].start])
    return frozenset([found[1].year]) if tied else frozenset()


def _until_date(found: Sequence[Quantity]) -> Iterator[Quantity]:
    for q in found:
        if q.kind is QuantityKind.DATE:
            return
        yield q


def _direction(own: str) -> bool | None:
    if _FALL.search(own):
        return False
    return True if _RISE.search(own) else None


def _row_statements(
    text: str, start: int, end: int, year: int | None, unit: str, context: str
) -> Iterator[Statement]:
    row = text[start:end]
    words = " ".join(c for c in row.split("\t") if any(x.isalpha() for x in c))
    named = frozenset(q.year for q in quantities(context) if q.year)
    years = named | ({year} if year else frozenset())
    at = start
    for cell in row.split("\t"):
        q = cell_quantity(cell, unit)
        inside = [replace(q, subject=words)] if q else quantities(cell)
        for found in inside:
            if found.kind is QuantityKind.DATE:
                continue
            placed = replace(found, start=at + found.start, end=at + found.end)
            about = max(years, default=None)
            yield Statement(placed, (start, end), about, years, frozenset(), None, words, context)
        at += len(cell) + 1


def _in_unit(q: Quantity, unit: str) -> Quantity:
    """A bare number of a line that belongs to a table takes the table's unit."""
    if q.kind is not QuantityKind.NUMBER or not unit:
        return q
    named = unit_named(unit)
    return replace(
        q,
        unit=named.name,
        kind=named.kind,
        base=q.base * named.factor,
        half_step=q.half_step * named.factor,
    )
