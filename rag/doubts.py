"""What does not add up in a report, or was not read surely, told beside an answer from there."""

from __future__ import annotations

from collections.abc import Sequence

from rag.basis import Basis
from rag.saying import listed, say
from rag.wording import evened
from records import Finding, Severity, uncertain_at
from vectorstore.snapshot import Snapshot

_MOST = 2
_LONGEST = 40
"""Characters that say which place is meant."""


def doubts(shelf: Snapshot, said: str, evidence: Sequence[Basis], language: str) -> tuple[str, ...]:
    """What an answer says and the places it rests on → what the audit holds against its figures.

    Only where the figure at fault is one that the answer gives, and only what is an error or may
    be one.
    """
    plain = evened(said).replace(",", "")
    reports = dict.fromkeys(basis.found.report.id for basis in evidence)
    findings = shelf.findings(reports)
    notes: dict[str, None] = {}
    for report_id in reports:
        places = [b.evidence for b in evidence if b.found.report.id == report_id]
        for kept in findings.get(report_id, ()):
            finding = kept.finding
            if finding.severity is Severity.NOTE or not _stands_in(finding, plain):
                continue
            if any(e.start < p.end and p.start < e.end for e in finding.evidence for p in places):
                words = finding.calculation_en if language == "en" else finding.calculation_zh
                notes[say(language, "doubt", calculation=words)] = None
    return tuple(notes)[:_MOST]


def unsure(evidence: Sequence[Basis], language: str) -> tuple[str, ...]:
    """The places an answer rests on → which of them were not read surely, and why."""
    notes: dict[str, None] = {}
    for basis in evidence:
        place, report = basis.evidence, basis.found.report
        notices = uncertain_at(report, place.start, place.end)
        why = listed(language, list(dict.fromkeys(say(language, n.why) for n in notices)))
        if why:
            text = " ".join(place.text.split())[:_LONGEST]
            notes[say(language, "read_unsurely", text=text, why=why)] = None
    return tuple(notes)[:_MOST]


def _stands_in(finding: Finding, plain: str) -> bool:
    stated = evened(finding.stated).replace(",", "")
    return bool(stated) and stated in plain
