"""What a search finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, of which report, and how well it matches (more is better)."""

    passage_id: str
    report_id: str
    score: float
