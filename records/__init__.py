"""What is kept about a report, and what the rooms hand one another: frozen, and nothing but data.

text        the cleaned text with its sections and tables, and the passages cut from it
identity    whose report it is, of when and of what kind, with what speaks for each side
report      one report on the shelf, and what of its file was not read, or not surely
findings    the figures it states about itself, and what of them does not add up
"""

from records.findings import Evidence, Finding, Indicator, Severity
from records.identity import (
    ASKED_ABOUT,
    SIDES,
    Candidate,
    Coverage,
    Identity,
    Kind,
    Trait,
    Witness,
    undecided,
)
from records.report import HowRead, Notice, Provenance, Report, Unsure, uncertain_at
from records.text import Passage, ReportText, Row, Section, Table

__all__ = [
    "ASKED_ABOUT",
    "SIDES",
    "Candidate",
    "Coverage",
    "Evidence",
    "Finding",
    "HowRead",
    "Identity",
    "Indicator",
    "Kind",
    "Notice",
    "Passage",
    "Provenance",
    "Report",
    "ReportText",
    "Row",
    "Section",
    "Severity",
    "Table",
    "Trait",
    "Unsure",
    "Witness",
    "uncertain_at",
    "undecided",
]
