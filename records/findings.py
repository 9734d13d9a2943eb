"""What code makes of a report's figures: indicators, and what does not add up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from languages import of_pair


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a report: `text == report_text[start:end]`, on `page` (from 1)."""

    start: int
    end: int
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure that a report states about itself.

    `name` is one of `figures.indicators.NAMES`; `value` is in `unit` (万元, %, 分, 个);
    `year` is the year the figure is about, which need not be the report's.
    """

    name: str
    year: int | None
    value: Decimal
    unit: str
    as_written: str
    evidence: Evidence


class Severity(StrEnum):
    """How sure a finding is: wrong, perhaps wrong, worth knowing."""

    ERROR = "error"
    DOUBTFUL = "doubtful"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a report that does not add up.

    `stated` is what the report says, `recomputed` what follows from its other figures;
    `calculation_zh`/`calculation_en` say in words how. `evidence` has the sentences, first the
    one at fault.
    """

    check: str
    severity: Severity
    stated: str
    recomputed: str
    calculation_zh: str
    calculation_en: str
    evidence: tuple[Evidence, ...]

    def calculation(self, language: str) -> str:
        """How `recomputed` follows, in words, as far as it was kept in `language`."""
        return of_pair(language, self.calculation_zh, self.calculation_en)
