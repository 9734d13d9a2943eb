"""What is said of a goal's line in more than one place: its outcome, its deviation, its reason."""

from __future__ import annotations

from goals.records import Attainment, MatrixLine
from languages import N_, translate

_NAMES = {
    Attainment.MET: N_("met"),
    Attainment.EXCEEDED: N_("exceeded"),
    Attainment.SHORT: N_("short"),
    Attainment.TOLD: N_("told, not in comparable figures"),
    Attainment.NOT_TOLD: N_("not told in the report"),
}


def outcome_name(outcome: Attainment, language: str) -> str:
    """An outcome → its name."""
    return translate(language, _NAMES[outcome])


def reason_lead(line: MatrixLine, language: str) -> str:
    """A line with a reason → what stands before it, which says how sure it is."""
    if line.reason_sure:
        return translate(language, "The report explains: ")
    return translate(language, "Perhaps this explains it (to be confirmed): ")


def deviation_written(line: MatrixLine) -> str:
    """A line → its deviation in percent, with its sign; '' where there is none."""
    return "" if line.deviation is None else f"{line.deviation:+.2f}%"
