"""The years a question asks about, in the many ways they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from figures.quantities.numbers import read_chinese
from rag.text import half_width

# A number that counts something, a document number (〔2022〕2号) or a name (粤盾-2022) is no year.
_YEAR = (
    r"(?<![\d.,])(?<![\u4e00-\u9fffA-Za-z]-)(?<![〔\[])"
    r"(20\d\d|199\d(?=\s*年(?!建|开|成立|以)))(?![\d.,]?\d)(?![〕\]])"
)
_NO_UNIT = r"(?!\s*(?:万|亿|千|百|元|项|个|人|名|件|宗|次|户|家|台|套|%|平方|公里|米|场|号))"
_FULL = re.compile(_YEAR + _NO_UNIT)
_TO = r"\s*(?:年度?)?\s*(?:-|—{1,2}|–|~|～|至|到|to|until|through)\s*"
_RANGE = re.compile(rf"(20\d\d){_TO}(20\d\d)(?!\d)", re.I)
_SHORT = re.compile(
    r"(?<![\d.近满达第每逾超约过整这])(?<!过去)(?<!最近)([12]\d)年(?!(?<!比\d\d年)多)(?!来|以|内|前|后|间|期|限|的?时间)"
)
_SHORT_LIST = re.compile(r"(?<![\d.])([12]\d)\s*[、和与,，]\s*([12]\d)(?=[两二]?年)")
_SHORT_RANGE = re.compile(r"(?<![\d.])([12]\d)\s*(?:年)?\s*(?:-|—|~|至|到)\s*([12]\d)年")
_LAST_N = re.compile(
    r"(?:(?:最近|近|过去|这)的?|(?<!\d)(?=(?:[二两三四五六七八九十]|\d{1,2})个?年(?:以?来|间)))"
    r"([一二两三四五六七八九十]|\d{1,2})个?(?:年度?|财年)"
    r"|(?:last|past|recent)\s+(two|three|four|five|\d)\s+years",
    re.I,
)
_YEARS_BEFORE = re.compile(r"前([二两三四五六七八九]|\d)年(?![级度])")
_FIVE_YEAR_PLAN = re.compile(
    r"[“\"]?十([一二三四五])五[”\"]?(?:时期|期间)?(?!规划|纲要|目标|末)"
    r"|(1[1-5])th five-year(?: plan)? period",
    re.I,
)
"""十四五 is from 2021 to 2025; 十四五规划 is a paper."""
_FIRST_PLAN = 1951
_COMPARED_WITH = re.compile(
    r"(?:(?<![相对可占])比|较)(20\d\d)年"
    r"|\bthan (?:\w+ ){0,4}?(?:in|at the end of) (20\d\d)\b",
    re.I,
)
_MOST_YEARS = 10
_ENGLISH_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}
_FROM_TODAY = {
    -3: re.compile(r"大前年"),
    -2: re.compile(r"(?<!大)前年(?!度)|(?:the )?year before last|two years ago", re.I),
    -1: re.compile(r"去年|last (?:fiscal )?year", re.I),
    0: re.compile(r"今年|本年度|当年度|this year", re.I),
    1: re.compile(r"明年|next year", re.I),
}
"""Words that count from the day they are said."""
_FROM_THE_OTHER = {
    -1: re.compile(
        r"上一?年度?(?!级)|前一年度?|(?:previous|prior|preceding) (?:fiscal )?year"
        r"|year (?:before|earlier)\b(?! last)",
        re.I,
    ),
    1: re.compile(r"下一年度?|次年|following year", re.I),
}
"""Words that count from the year that was just spoken of."""
_RELATIVE = (*_FROM_TODAY.items(), *_FROM_THE_OTHER.items())
_EVERY = re.compile(
    r"历年|各年|每一?年(?!度?平均)|逐年|哪一?年|这几年|近几年|近年|多年|几年来"
    r"|which year|every year|each year|over the years|by year|year by year|recent years",
    re.I,
)


@dataclass(frozen=True, slots=True)
class YearsAsked:
    """`named` years were asked for; `implied` ones (上年 as a base to compare with) come along
    where the shelf has them. `every` says that all years are asked about (历年, 哪一年). `period`
    are those of a stretch (十四五, 前三年): what there is of them is asked for.

    `read_as` has the words that are years only as they were read here, with these years.
    """

    named: tuple[int, ...]
    implied: tuple[int, ...]
    every: bool
    period: tuple[int, ...] = ()
    read_as: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @property
    def counted(self) -> frozenset[int]:
        """The years that are named only by words that count from today or another year."""
        return frozenset(year for _, years in self.read_as for year in years)


def years_asked(
    question: str, today: int, newest: int | None = None, spoken_of: int | None = None
) -> YearsAsked:
    """A question → the years it asks about.

    Beside a year that is named 去年 counts from that, else from the year that it is `today`; 上年
    from the one `spoken_of` in the conversation, if any; 近三年 from the `newest` report's.
    """
    text = half_width(question)
    named = set(_named(text))
    base = {int(match[1] or match[2]) for match in _COMPARED_WITH.finditer(text)}
    # 比2022年末提高几个百分点: what is asked about is another year, which is not said.
    implied = base if named == base else set()
    named -= implied
    read_as: list[tuple[str, tuple[int, ...]]] = []
    reference = max(named) if named else spoken_of if spoken_of is not None else today
    relative = [
        (match[0], (max(named) if named else base) + back)
        for base, patterns in ((today, _FROM_TODAY), (reference, _FROM_THE_OTHER))
        for back, pattern in patterns.items()
        if (match := pattern.search(text))
    ]
    (implied if named else named).update(year for _, year in relative)
    # "比上年增加多少": what is asked about is the year after, whichever that is.
    if _is_compared(text) and len(named) == 1 and named == {year for _, year in relative}:
        named, implied = set(), set() if spoken_of is None else named
    elif not implied:
        read_as += [(word, (year,)) for word, year in relative]
    every = _EVERY.search(text) is not None
    if newest is not None and (last := _LAST_N.search(text)):
        count = max(1, _count(last[1] or last[2]))
        every |= count > _MOST_YEARS
        lately = tuple(range(newest - count + 1, newest + 1)) if count <= _MOST_YEARS else ()
        named |= {*lately}
        read_as += [(last[0], lately)] if lately else []
    period = set()
    for word, years in _periods(text, reference):
        period |= {*years}
        read_as.append((word, years))
    every = every and not named
    return YearsAsked(
        tuple(sorted(named)),
        tuple(sorted(implied - named)),
        every,
        tuple(sorted(period - named)),
        tuple(read_as),
    )


def _periods(text: str, reference: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """前三年, 十四五 → their years."""
    if before := _YEARS_BEFORE.search(text):
        yield before[0], tuple(range(reference - _count(before[1]), reference))
    if plan := _FIVE_YEAR_PLAN.search(text):
        number = int(plan[2]) if plan[2] else 10 + _count(plan[1])
        first = _FIRST_PLAN + 5 * number
        yield plan[0], tuple(range(first, first + 5))


def year_spans(text: str) -> list[tuple[int, int]]:
    """Evened text → the spans of its years as written, 年 or 年度 included."""
    return [
        (m.start(), m.end())
        for m in re.finditer(rf"(?:{_YEAR}{_NO_UNIT})(?:{_TO}20\d\d)?\s*(?:年度?)?", text, re.I)
    ]


def year_words(text: str) -> list[tuple[int, int]]:
    """Evened text → the spans of all that says which years are meant, 去年 and its like too."""
    relative = [m.span() for _, pattern in _RELATIVE for m in pattern.finditer(text)]
    others = (_SHORT_LIST, _SHORT_RANGE, _SHORT, _LAST_N, _YEARS_BEFORE, _FIVE_YEAR_PLAN)
    short = [m.span() for p in others for m in p.finditer(text)]
    return sorted([*year_spans(text), *relative, *short])


def _named(text: str) -> Iterator[int]:
    for match in _FULL.finditer(text):
        yield int(match[1])
    for match in _RANGE.finditer(text):
        first, last = int(match[1]), int(match[2])
        if first < last <= first + 20:
            yield from range(first, last + 1)
    for match in _SHORT.finditer(text):
        yield 2000 + int(match[1])
    for match in _SHORT_LIST.finditer(text):
        yield from (2000 + int(match[1]), 2000 + int(match[2]))
    for match in _SHORT_RANGE.finditer(text):
        first, last = 2000 + int(match[1]), 2000 + int(match[2])
        if first < last:
            yield from range(first, last + 1)


def _is_compared(text: str) -> bool:
    return (
        re.search(
            r"(?:比|较|与|同|和|跟|于)(?:上一?年|去年|前一年)"
            r"|(?:than|with|to|from|over) (?:the )?(?:last|previous|prior|preceding)",
            text,
            re.I,
        )
        is not None
    )


def _count(written: str) -> int:
    """三, 3, three → 3."""
    if written.isdigit():
        return int(written)
    numeral = read_chinese(written)
    return int(numeral.value) if numeral else _ENGLISH_COUNTS[written.lower()]
