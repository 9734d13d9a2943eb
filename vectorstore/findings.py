"""Findings as they are kept: each with an id that outlives a new reading of its report."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from records import Finding


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding of a report on the shelf."""

    id: str
    report_id: str
    finding: Finding


def kept_findings(report_id: str, findings: Sequence[Finding]) -> list[KeptFinding]:
    """A report's findings → the same with their ids.

    An id is made of what the finding says, not of where it stands: reading the report again,
    perhaps with a better parser, leaves a person's judgement of the finding in place.
    """
    seen: Counter[str] = Counter()
    kept = []
    for finding in findings:
        words = (
            report_id,
            finding.check,
            finding.stated,
            finding.recomputed,
            *(evidence.text for evidence in finding.evidence),
        )
        said = "\x1f".join(words)
        seen[said] += 1
        digest = hashlib.sha256(f"{said}\x1f{seen[said]}".encode()).hexdigest()
        kept.append(KeptFinding(digest[:32], report_id, finding))
    return kept
