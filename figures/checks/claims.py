"""Sums that a table claims → the findings where its like hold and some do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from figures.checks.findings import finding
from figures.checks.grid import Line, Panel
from figures.checks.mending import mendings
from figures.checks.reading import Reading
from figures.checks.relation import Sum
from records import Finding, Severity

_LAW = 0.7
"""Share of a table's sums from which their pattern is taken to be meant."""
_KNOWN_LAW = 0.5
"""The same where the codes or the heads say so too; below it, the table was read wrongly."""
_EXACT_WITNESSES = 6
"""Sums of three or more terms, all exact, from which a table is taken not to be rounded."""

_MANY = 4
_NEARLY = Decimal("0.1")
"""Terms that do not add up to a total by chance; how far off a total is that was to be one."""

_FEW = 12
"""Lines up to which every choice of them is tried."""

Claim = tuple[Sum, tuple[Line, ...]]
"""A sum with its lines, the whole's first."""


def broken(
    reading: Reading, panel: Panel, claims: Sequence[Claim], check: str, known: bool
) -> Iterator[Finding]:
    """The claims that fail in a table where their like hold.

    `known`: the table's codes, numbers or heads say themselves what adds up to what; else two
    sums that hold must show it, or one of many terms for another that is nearly right, or the
    table's only number column must end in its total.
    """
    telling = [s for s, _ in claims if s.whole.value or s.value]
    failing = [s for s in telling if not s.is_possible]
    holding = sum(len(s.parts) > 1 for s in telling if s.is_possible)
    alone = len(panel.columns) == 1 and len(failing) == 1 and _is_one_slip_away(failing[0])
    beside = len(failing) == 1 and _is_near(failing[0]) and any(map(_is_telling, telling))
    if len(failing) > max(2, 2 * holding) or not (known or holding > 1 or alone or beside):
        return
    if len(telling) - len(failing) < (_LAW, _KNOWN_LAW)[known] * len(telling) - 1:
        return
    exact = _is_exact(panel, telling)
    for claim, lines in claims:
        if claim.is_possible and (claim.is_exact or not exact):
            continue
        sure = (known or holding > 1) and not claim.is_possible
        yield finding(
            reading.report,
            check,
            Severity.ERROR if sure else Severity.DOUBTFUL,
            claim.whole.as_written,
            claim.recomputed,
            claim.in_words(),
            *(line.span for line in lines[:13]),
        )


def _is_telling(claim: Sum) -> bool:
    """Whether that it adds up can be no chance."""
    return claim.is_exact and len(claim.parts) >= _MANY


def _is_near(claim: Sum) -> bool:
    return abs(claim.off_by) < _NEARLY * abs(claim.whole.value)


def _is_one_slip_away(claim: Sum) -> bool:
    """Whether one digit would make all lines add up, and no choice of lines does as it is."""
    figures = claim.figures
    if len(figures) > _FEW or any(
        sum((f.value for f in some), Decimal(0)) == claim.whole.value
        for n in range(1, len(figures))
        for some in combinations(figures, n)
    ):
        return False
    return bool(
        mendings((claim.whole, *figures), lambda w, *ps: w.value == sum(p.value for p in ps))
    )


def _is_exact(panel: Panel, sums: Sequence[Sum]) -> bool:
    """Whether the table is not rounded: it is in 元, or its many sums fit to the last digit."""
    long = [s for s in sums if sum(1 for _, f in s.parts if f.value) > 2]
    fitting = sum(s.is_exact for s in long)
    if panel.table.unit == "元":
        return sum(s.is_exact for s in sums) > 2 * sum(not s.is_exact for s in sums)
    return fitting >= _EXACT_WITNESSES and len(long) - fitting <= 2


def last_head(column: str) -> str:
    """The innermost heading of a column."""
    return column.rpartition("›")[2]


def is_rate(column: str) -> bool:
    """Whether a column has rates, which do not add up."""
    return any(word in column for word in ("率", "%", "比重", "占比", "％"))
