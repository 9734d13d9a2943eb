"""年初预算 + 追加 = 调整后预算."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.checks.comparisons import term
from figures.checks.figure import show
from figures.checks.findings import finding
from figures.checks.mending import mended
from figures.checks.mentions import Mention, Role
from figures.checks.reading import Reading, Sentence
from figures.quantities import QuantityKind
from records import Finding, Severity

_ADJUSTS = re.compile(r"追加|调增|调减|核减|追减|调整(?:增加|减少)")


def adjustments_add_up(reading: Reading) -> Iterator[Finding]:
    """年初预算数2,345.67万元，年中追加123.45万元，调整后预算数2,469.12万元."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            start, steps, end = _figures(reading, sentence)
            if start and end and len(steps) == 1 and start.end <= steps[0].start < end.start:
                yield from _one(reading, sentence, start, steps[0], end)


def _figures(
    reading: Reading, sentence: Sentence
) -> tuple[Mention | None, list[Mention], Mention | None]:
    money = [m for m in sentence.mentions if m.kind is QuantityKind.MONEY and m.is_exact]
    stages = [(m, term(m.label, reading.identity.year).measure) for m in money]
    start = next((m for m, s in stages if s == "年初" and m.role is Role.AMOUNT), None)
    end = next((m for m, s in stages if s == "调整" and m.role is Role.AMOUNT), None)
    return start, [m for m in money if m.role is Role.CHANGE and _ADJUSTS.search(m.label)], end


def _one(
    reading: Reading, sentence: Sentence, start: Mention, step: Mention, end: Mention
) -> Iterator[Finding]:
    a, d, z = start.figure, step.figure, end.figure
    sign = -1 if re.search(r"减", step.label) else 1

    moved = d.range if sign > 0 else -d.range
    if (a.range + moved).meets(z.range):
        return
    real = show(a.value + sign * d.value, z)
    hint = mended(
        [a, d, z],
        lambda a, d, z: (a.range + (d.range if sign > 0 else -d.range)).meets(z.range),
    )
    terms = f"{a.as_written} {'+' if sign > 0 else '−'} {d.as_written} = {real}"
    yield finding(
        reading.report,
        "adjusted-budget",
        Severity.ERROR,
        z.as_written,
        real,
        (
            f"{terms}，而报告写的调整后预算是{z.as_written}。{hint[0]}",
            f"{terms}, but the report states an adjusted budget of {z.as_written}.{hint[1]}",
        ),
        sentence.span,
    )
