"""Slips that show by themselves: years, units, digits and words that cannot be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.checks.prose import Mention
from figures.checks.registry import (
    Outcome,
    Reading,
    Span,
    Suspicion,
    check,
    suspicion,
)
from figures.quantities import QuantityKind
from records import Kind, Severity

_COMPARED = re.compile(
    r"(?:(?P<than>比|较)|与|同)\s*(?P<year>(?:19|20)\d\d)\s*年(?:度)?(?:（[^（）]*）)?"
    r"(?P<what>[^，。；\d]{0,14}?)"
    r"(?=增|减|上升|下降|提高|降低|持平|相比|一致|略|基本|有所|(?(than)[，。]|(?!)))"
)
_TITLE = re.compile(r"^\s*(?P<year>20\d\d)\s*年(?:度)?(?=[^\n]{0,40}表$)")
_DATED = re.compile(r"截[至止]\s*(?P<year>20\d\d)\s*年")
_ODD = re.compile(
    r"(?<!\d)(?:20\d|20\d{3}|2[1-9]\d\d|1[0-8]\d\d)\s*年度?(?:预算|决算|执行|部门|“三公”)"
)
_DATE = re.compile(
    r"(?<!\d)(?P<year>20\d\d)\s*年\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*日)?"
)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BEFORE_OUTCOME = re.compile(r"预算|计划|目标|年初|调整")


@check("impossible-year", zh="年份不可能", en="a year that cannot be")
def years_are_possible(reading: Reading) -> Iterator[Outcome]:
    """比2026年预算 in the budget of 2026, a table titled with another year, 2月30日."""
    for span in (*reading.sentences, *_titles(reading)):
        yield from _odd(reading, span)
    year = reading.identity.year
    if year is None:
        return
    for span in reading.sentences:
        for match in _COMPARED.finditer(reading.text, *span):
            yield from _compared(reading, match, year, span)
        for match in _DATED.finditer(reading.text, *span):
            limit = year if reading.identity.kind is Kind.BUDGET else year + 1
            if int(match["year"]) > limit:
                yield _wrong(
                    reading,
                    match,
                    str(year),
                    span,
                    Severity.DOUBTFUL,
                    f"这是{year}年的报告，不会有{match['year']}年的数据",
                    f"a report of {year} cannot have data of {match['year']}",
                )
    yield from _titled(reading, year)


def _titles(reading: Reading) -> list[Span]:
    tables = reading.report.tables
    return [(t.start, t.rows[0].start if t.rows else t.end) for t in tables]


def _is_written_later(reading: Reading, match: re.Match[str]) -> bool:
    """Whether the text tells of months of the year compared with, or of later years: an evaluation
    of a project of 2022 may be of 2024."""
    other = int(match["year"])
    return any(int(m["year"]) >= other for m in _DATE.finditer(reading.text)) or any(
        int(y) > other for y in re.findall(r"(20\d\d)\s*年", reading.text)
    )


def _compared(reading: Reading, match: re.Match[str], year: int, span: Span) -> Iterator[Outcome]:
    other = int(match["year"])
    kind = reading.identity.kind
    own_plan = kind is not Kind.BUDGET and _BEFORE_OUTCOME.search(match["what"])
    later = any(int(y) > year for y in re.findall(r"20\d\d", reading.text[slice(*span)]))
    if other == year and later:
        return
    if other > year and kind is not Kind.BUDGET and _is_written_later(reading, match):
        return
    if other > year or (
        other == year and not own_plan and kind in (Kind.BUDGET, Kind.FINAL_ACCOUNTS)
    ):
        words = re.sub(r"\s", "", match[0])
        yield _wrong(
            reading,
            match,
            str(year - 1),
            span,
            Severity.ERROR,
            f"这是{year}年的报告，“{words}”是与本年自己或将来相比",
            f"the report is of {year}: “{words}” compares it with itself or with the future",
        )
    elif other < year - 1 and _usual(reading) == year - 1:
        yield _wrong(
            reading,
            match,
            str(year - 1),
            span,
            Severity.DOUBTFUL,
            f"其他各处都与{year - 1}年相比，只有这里是{other}年",
            f"everywhere else the comparison is with {year - 1}, here with {other}",
        )


def _usual(reading: Reading) -> int | None:
    """The year that nearly all comparisons are with."""
    years = [int(m["year"]) for m in _COMPARED.finditer(reading.text)]
    best = max(set(years), key=years.count, default=None)
    return best if best and len(years) > 3 and years.count(best) >= len(years) - 2 else None


def _titled(reading: Reading, year: int) -> Iterator[Outcome]:
    word = "预算" if reading.identity.kind is Kind.BUDGET else "决算"
    titles = [
        (t, m)
        for t in reading.report.tables
        if (m := _TITLE.search(t.title)) and word in t.title and "执行" not in t.title
    ]
    if not any(int(m["year"]) == year for _, m in titles):
        return
    for table, match in titles:
        if int(match["year"]) != year:
            span = (table.start, table.rows[0].start if table.rows else table.end)
            yield _wrong(
                reading,
                match,
                str(year),
                span,
                Severity.DOUBTFUL,
                f"表题写的是{match['year']}年，这是{year}年的报告，其他表题也是{year}年",
                f"the table's title says {match['year']}; the report and its other "
                f"titles say {year}",
            )


def _odd(reading: Reading, span: Span) -> Iterator[Outcome]:
    for match in _ODD.finditer(reading.text, *span):
        yield _wrong(
            reading,
            match,
            "",
            span,
            Severity.DOUBTFUL,
            f"“{match[0]}”不像一个年份",
            f"“{match[0]}” does not look like a year",
        )
    for match in _DATE.finditer(reading.text, *span):
        month, day = int(match["month"]), int(match["day"] or 1)
        if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1]:
            yield _wrong(
                reading,
                match,
                "",
                span,
                Severity.ERROR,
                f"没有“{match[0]}”这一天",
                f"there is no such day as {match[0]}",
            )


def _wrong(
    reading: Reading,
    match: re.Match[str],
    better: str,
    span: Span,
    severity: Severity,
    zh: str,
    en: str,
) -> Suspicion:
    return suspicion(
        reading.report,
        "impossible-year",
        severity,
        re.sub(r"\s", "", match[0]),
        better,
        (f"{zh}。", f"{en[0].upper()}{en[1:]}."),
        span,
    )


# Numbers that have lost their unit or percent sign, or are in 元 where their like are in 万元


_NUMBER = r"(?P<number>\d[\d,，]*(?:\.\d+)?)"
_BARE = r"(?=\s*(?:[，。；、：（）()]|主要|其中|比|较|与|增|减|$))"
_MONEY_WORDS = re.compile(
    rf"(?:收入|支出|预算|决算|经费|安排|执行|收、支总计|费)(?:预算|决算|执行|总计|合计|总额)*(?:数|额)?(?:为|是|共|共计)?\s*"
    rf"{_NUMBER}{_BARE}"
)
_RATE_WORDS = re.compile(
    rf"(?:执行率|完成率|满意率|满意度|覆盖率|占比|比重|增幅|降幅|预算(?:数)?的|合计的|总额的|总计的|增长|下降)"
    rf"(?:为|达到|达|是)?\s*{_NUMBER}{_BARE}"
)
_CHANGE_WORDS = re.compile(
    rf"(?:比|较|与|同)[^，。；]{{2,20}}(?:增加|减少|增长|下降|提高|降低|上升)(?:了)?\s*{_NUMBER}{_BARE}"
)


@check("lost-unit", zh="数字缺单位", en="a number without its unit")
def units_are_there(reading: Reading) -> Iterator[Outcome]:
    """安排690.58，比… (万元 is missing); 完成年初预算的95.45。 (% is missing)."""
    for span in reading.sentences:
        told: set[int] = set()
        for pattern, zh, en in (
            (_CHANGE_WORDS, "单位或百分号", "its unit or percent sign"),
            (_RATE_WORDS, "百分号", "its percent sign"),
            (_MONEY_WORDS, "单位", "its unit"),
        ):
            for match in pattern.finditer(reading.text, *span):
                number = match["number"]
                if match.start("number") in told or _is_no_amount(reading, match):
                    continue
                told.add(match.start("number"))
                yield suspicion(
                    reading.report,
                    "lost-unit",
                    Severity.DOUBTFUL,
                    number,
                    "",
                    (f"“{number}”后面缺少{zh}。", f"“{number}” has lost {en}."),
                    span,
                )


def _is_no_amount(reading: Reading, match: re.Match[str]) -> bool:
    """Whether the number is 0, a year, a code or a list number."""
    number = match["number"]
    if not re.search(r"[1-9]", number):
        return True  # nothing is nothing in any unit
    if re.fullmatch(r"(?:19|20)\d\d|[1-5]\d\d(?:\d\d){0,2}", number):
        return True
    after = reading.text[match.end("number") : match.end("number") + 2]
    return len(number) < 3 and bool(re.match(r"\s*[、（(）)：]", after))


@check("unit-slip", zh="单位相差一万倍", en="a unit mistaken by ten thousand")
def yuan_for_wan(reading: Reading) -> Iterator[Outcome]:
    """25.77元 among amounts in 万元: a slip of ten thousand."""
    for paragraph in reading.paragraphs:
        money = [m for s in paragraph for m in s.mentions if m.kind is QuantityKind.MONEY]
        yuan = [m for m in money if m.figure.unit == "元"]
        wan = [m for m in money if m.figure.unit in ("万元", "亿元")]
        if len(wan) < 2 or len(yuan) > len(wan) / 2:
            continue
        for mention in yuan:
            each = reading.text[mention.end : mention.end + 1] in ("/", "每")
            if not each and _like_wan(mention, wan):
                yield _slip(reading, mention, wan)


def _like_wan(mention: Mention, wan: list[Mention]) -> bool:
    """Whether an amount in 元 looks like its neighbours in 万元: small, with two decimals."""
    figure = mention.figure
    sizes = sorted(m.figure.value / m.figure.factor for m in wan if m.figure.value)
    per = re.search(r"每|人均|标准|单价|元/", mention.lead[-12:])
    if figure.decimals == 0 or per or not sizes or figure.value == 0:
        return False
    return sizes[0] / 20 <= figure.value <= sizes[-1] * 20


def _slip(reading: Reading, mention: Mention, wan: list[Mention]) -> Suspicion:
    stated = mention.figure.as_written
    better = stated.replace("元", "万元")
    near = min(wan, key=lambda m: abs(m.start - mention.start))
    return suspicion(
        reading.report,
        "unit-slip",
        Severity.DOUBTFUL,
        stated,
        better,
        (
            f"同一段的其他金额以万元为单位（如{near.figure.as_written}），这里是{stated}，疑应为{better}。",
            f"The other amounts of the paragraph are in 万元 ({near.figure.as_written}); "
            f"here it is {stated}, which should perhaps read {better}.",
        ),
        reading.sentence_at(mention.start),
        reading.sentence_at(near.start),
    )


# Numbers whose thousands are not in threes: a digit dropped or put in


_GROUPED = re.compile(
    r"(?<![\d,，.])\d{1,3}(?:,\d+)+(?:\.\d+)?(?=\s*(?:[千万亿]?元|%|％|平方米|人次|人|户|个|项|件|辆|口|座|处|亩|吨|公里|\t|$))"
)
_WELL = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")


@check("digit-grouping", zh="数字多位或少位", en="a digit too many or too few")
def thousands_are_in_threes(reading: Reading) -> Iterator[Outcome]:
    """1,8220.50万元: 1,822.50 or 18,220.50?"""
    rows = [(r.start, r.end) for t in reading.report.tables for r in t.rows]
    for span in (*reading.sentences, *rows):
        for match in _GROUPED.finditer(reading.text, *span):
            if _WELL.fullmatch(match[0]):
                continue
            yield suspicion(
                reading.report,
                "digit-grouping",
                Severity.DOUBTFUL,
                match[0],
                "",
                (
                    f"“{match[0]}”的千分位不是三位一组，可能多写或少写了一位数字。",
                    f"The thousands of “{match[0]}” are not in threes: a digit may be missing "
                    f"or have been put in.",
                ),
                span,
            )


# Words that the form's author meant to be replaced, or that cancel each other


_UP_DOWN = r"(?:增加|增长|上升|提高|增)\s*[（(/／]\s*(?:减少|下降|降低|减)\s*[）)]?"
_DOWN_UP = r"(?:减少|下降|降低|减)\s*[（(/／]\s*(?:增加|增长|上升|提高|增)\s*[）)]?"

LEFTOVERS: tuple[tuple[str, str, str], ...] = (
    (
        rf"{_UP_DOWN}|{_DOWN_UP}|大于\s*[（(/／]\s*(?:小于|等于)\s*[）)]?",
        "模板中的两个选项都留着，应只留一个",
        "both choices of the template are still there",
    ),
    (
        r"大小于|小大于|减增加|增减少|增加减少|减少增加|增长下降|下降增长|上升下降|持平(?:增加|减少)",
        "两个相反的词连在一起",
        "two words that contradict each other stand together",
    ),
    (
        r"(?<![A-Za-zＸ×\d])(?:[XxＸ]{2,}|[×✕]{2,}|[○〇]{2,}|[*＊]{2,}(?=年|月|日|万元|元|个|项|%|局)|[＿_]{2,})(?![A-Za-z\d])"
        r"|(?<![A-Za-zＸ×\d\-])[XＸ×](?=年|万元|个|项|%|月|日)",
        "模板中的空格没有填写",
        "a blank of the template was not filled in",
    ),
    (
        r"(?:原因|理由)(?:是|为|[：:])[：:]?\s*[。；;]",
        "说了“原因是”，却没有写原因",
        "a reason is announced and not given",
    ),
    (
        r"(?:万元|亿元){2,}|%\s*%|％\s*％|(?:20\d\d年){2,}|比比|增加增加|减少减少|较较",
        "词语重复",
        "a word stands twice",
    ),
)
"""(pattern, what is wrong in Chinese, in English). To add one: a row here and a case."""

_COMPILED = [(re.compile(pattern), zh, en) for pattern, zh, en in LEFTOVERS]


@check("template-words", zh="模板文字未删", en="left-over template words")
def template_words(reading: Reading) -> Iterator[Outcome]:
    """增加（减少）, 大小于, XX万元, 原因是。: words left over from the form."""
    for start, end in reading.sentences:
        for pattern, zh, en in _COMPILED:
            for match in pattern.finditer(reading.text, start, end):
                yield suspicion(
                    reading.report,
                    "template-words",
                    Severity.DOUBTFUL,
                    match[0],
                    "",
                    (f"“{match[0]}”：{zh}。", f"“{match[0]}”: {en}."),
                    (start, end),
                )
