"""A report → what does not add up in it; two reports of one body → where they disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from figures.checks.arithmetic import Sort
from figures.checks.registry import (
    Held,
    Outcome,
    Reading,
    Suspicion,
    checks,
    checks_against_last_year,
    checks_within_department,
    read,
)
from figures.checks.second_look import second_look
from records import Finding, Identity, ReportText, Severity

_ORDER = (Severity.ERROR, Severity.DOUBTFUL, Severity.NOTE)


SORT_NAMES: Mapping[Sort, tuple[str, str]] = MappingProxyType(
    {
        Sort.SUM: ("合计", "sums"),
        Sort.RATE: ("比率", "rates"),
        Sort.CHANGE: ("增减", "changes"),
        Sort.MATCH: ("前后一致", "repetitions"),
        Sort.SCORE: ("评分", "scores"),
    }
)
"""What the sorts of relations are called, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What an audit of one report found, and what it looked at.

    `held` counts, for each sort, the relations that were examined and hold. `examined` of the
    report's `figures` (in prose and in tables) stood in some relation; of the others nothing in
    the report says what they should agree with.
    """

    findings: tuple[Finding, ...]
    held: Mapping[Sort, int]
    examined: int
    figures: int

    def in_words(self, language: str) -> str:
        """What was examined and held, in Chinese (zh) or English (en): so that none found tells."""
        zh = language == "zh"
        share = f"{self.examined / self.figures:.0%}" if self.figures else "–"
        counts = [f"{SORT_NAMES[s][not zh]} {n}" for s in Sort if (n := self.held.get(s, 0))]
        if zh:
            held = "、".join(counts) or "无"
            return (
                f"核对相符：{held}。全文{self.figures}个数中，"
                f"有{self.examined}个（{share}）可与别处核对。"
            )
        held = ", ".join(counts) or "none"
        return (
            f"Examined and held: {held}. Of the report's {self.figures} figures "
            f"{self.examined} ({share}) can be held against others."
        )


def audit(report_text: ReportText, identity: Identity) -> tuple[Finding, ...]:
    """A report → its findings, the surest first, then in the order of the text."""
    return examine(report_text, identity).findings


def examine(report_text: ReportText, identity: Identity) -> Examination:
    """A report → its findings, and how much of it was examined and holds."""
    reading = read(report_text, identity)
    outcomes = [outcome for check in checks() for outcome in check(reading)]
    suspicions = [o for o in outcomes if isinstance(o, Suspicion)]
    relations = {o.relation for o in outcomes if isinstance(o, Held)}
    return Examination(
        findings=_in_order(second_look(reading, suspicions, relations)),
        held=MappingProxyType(Counter(relation.sort for relation in relations)),
        examined=len(_figures_of(outcomes) & (every := _all_figures(reading))),
        figures=len(every),
    )


def audit_across(
    report_text: ReportText,
    identity: Identity,
    last_text: ReportText,
    last_identity: Identity,
) -> tuple[Finding, ...]:
    """A report and the same department's report of the year before → where they disagree.

    The evidence is in the later report; the calculation names the earlier one's page.
    """
    if identity.year is None or last_identity.year != identity.year - 1:
        return ()
    this, last = read(report_text, identity), read(last_text, last_identity)
    return _in_order(s.finding for check in checks_against_last_year() for s in check(this, last))


def audit_within(
    report_text: ReportText,
    identity: Identity,
    whole_text: ReportText,
    whole_identity: Identity,
) -> tuple[Finding, ...]:
    """A unit's report and its department's of the same year → where the part exceeds the whole.

    The evidence is in the unit's report; the calculation names the department's page.
    """
    unit, whole = read(report_text, identity), read(whole_text, whole_identity)
    return _in_order(s.finding for check in checks_within_department() for s in check(unit, whole))


def _figures_of(outcomes: Iterable[Outcome]) -> set[int]:
    return {f.start for o in outcomes if o.relation for f in o.relation.figures}


def _all_figures(reading: Reading) -> set[int]:
    """Where each figure of the report begins, those of its prose and of its tables' cells."""
    prose = {m.start for p in reading.paragraphs for s in p for m in s.mentions}
    cells = (f for p in reading.panels for ln in p.lines for f in ln.cells if f is not None)
    return prose | {f.start for f in cells}


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    once = dict.fromkeys(findings)
    return tuple(
        sorted(once, key=lambda f: (_ORDER.index(f.severity), f.evidence[0].start, f.check))
    )
