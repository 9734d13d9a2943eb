"""Numbers that have lost their unit or percent sign, or are in 元 where their like are in 万元."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.checks.findings import finding
from figures.checks.mentions import Mention
from figures.checks.reading import Paragraph, Reading
from figures.quantities import QuantityKind
from records import Finding, Severity

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


def units_are_there(reading: Reading) -> Iterator[Finding]:
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
                yield finding(
                    reading.report,
                    "lost-unit",
                    Severity.DOUBTFUL,
                    number,
                    "",
                    (f"“{number}”后面缺少{zh}。", f"“{number}” has lost {en}."),
                    span,
                )


def _is_no_amount(reading: Reading, match: re.Match[str]) -> bool:
    """Whether the number is a year, a code or a list number."""
    number = match["number"]
    if re.fullmatch(r"(?:19|20)\d\d|[1-5]\d\d(?:\d\d){0,2}", number):
        return True
    after = reading.text[match.end("number") : match.end("number") + 2]
    return len(number) < 3 and bool(re.match(r"\s*[、（(）)：]", after))


def yuan_for_wan(reading: Reading) -> Iterator[Finding]:
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
                yield _slip(reading, paragraph, mention, wan)


def _like_wan(mention: Mention, wan: list[Mention]) -> bool:
    """Whether an amount in 元 looks like its neighbours in 万元: small, with two decimals."""
    figure = mention.figure
    sizes = sorted(m.figure.value / m.figure.factor for m in wan if m.figure.value)
    per = re.search(r"每|人均|标准|单价|元/", mention.lead[-12:])
    if figure.decimals == 0 or per or not sizes or figure.value == 0:
        return False
    return sizes[0] / 20 <= figure.value <= sizes[-1] * 20


def _slip(reading: Reading, paragraph: Paragraph, mention: Mention, wan: list[Mention]) -> Finding:
    stated = mention.figure.as_written
    better = stated.replace("元", "万元")
    near = min(wan, key=lambda m: abs(m.start - mention.start))
    return finding(
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
