"""占本年支出合计的71.65%: a part's share against the part and its whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from figures.checks.figure import Figure, show
from figures.checks.findings import finding
from figures.checks.interval import exactly
from figures.checks.mending import mended
from figures.checks.mentions import Mention, Role
from figures.checks.reading import Paragraph, Reading
from records import Finding, Severity

HUNDRED = Decimal(100)
_NAMED = re.compile(r"占(?P<whole>[^，。；]*?)(?:的|比例|比重|比)*(?:为|约|达|是|：|:)*$")
_INTRODUCES = re.compile(r"其中|包括|以下方面|构成|如下|[：:]")


def shares_hold(reading: Reading) -> Iterator[Finding]:
    """基本支出1,800.12万元，占71.65%: of the whole named, or of the one listed before."""
    for paragraph in reading.paragraphs:
        earlier: list[Mention] = []
        for sentence in paragraph:
            part: Mention | None = None
            for mention in sentence.mentions:
                if mention.role is Role.SHARE and part:
                    yield from _one(reading, paragraph, mention, part, earlier)
                if mention.role is Role.AMOUNT and mention.is_exact:
                    part = mention
                    earlier.append(mention)


def _one(
    reading: Reading,
    paragraph: Paragraph,
    share: Mention,
    part: Mention,
    earlier: Sequence[Mention],
) -> Iterator[Finding]:
    match = _NAMED.search(share.label)
    name = match["whole"] if match else ""
    whose = share.label[: match.start()] if match else ""
    if whose and whose not in part.lead:
        return  # the share of something else, whose amount is not given
    wholes = [m for m in earlier if m.like(part) and m is not part]
    if name:
        named = [m for p in reading.paragraphs for s in p for m in s.mentions if _is(m, name)]
        others = [m for m in named if m.like(part) and m is not part]
        sure = [m for m in others if paragraph[0].start <= m.start < paragraph[-1].end]
        wholes += others
        if len({m.figure.value for m in others}) == 1:
            sure = sure or others
    else:
        sure = _listed(reading, part, wholes)
    if not sure or any(_fits(part.figure, w.figure, share.figure) for w in (*sure, *wholes)):
        return
    whole = sure[-1]
    if whole.figure.value == 0:
        return
    p, w, s = part.figure, whole.figure, share.figure
    real = show(p.value / w.value * HUNDRED, s)
    hint = mended([p, w, s], _fits)
    yield finding(
        reading.report,
        "share",
        Severity.ERROR,
        s.as_written,
        real,
        (
            f"{p.as_written} ÷ {w.as_written} = {real}，而报告写的是{s.as_written}。{hint[0]}",
            f"{p.as_written} ÷ {w.as_written} = {real}, "
            f"but the report states {s.as_written}.{hint[1]}",
        ),
        *(reading.sentence_at(m.start) for m in (share, part, whole)),
    )


def _is(mention: Mention, name: str) -> bool:
    return mention.role is Role.AMOUNT and len(name) > 2 and name in mention.label


def _listed(reading: Reading, part: Mention, wholes: Sequence[Mention]) -> list[Mention]:
    """The whole of the list that the part stands in: the last amount before its 其中 or ：."""
    for whole in reversed(wholes):
        if _INTRODUCES.search(reading.text, whole.end, part.start):
            return [whole]
    return []


def _fits(part: Figure, whole: Figure, share: Figure) -> bool:
    if whole.range.can_be(Decimal(0)):
        return True
    return (part.range / whole.range * exactly(HUNDRED)).meets(share.range)
