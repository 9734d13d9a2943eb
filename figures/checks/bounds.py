"""Rates that by their nature cannot be above a hundred."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.checks.findings import finding
from figures.checks.mentions import Role
from figures.checks.reading import Reading
from figures.quantities import QuantityKind
from records import Finding, Severity

_BOUNDED = re.compile(
    r"(?:满意率|满意度|覆盖率|合格率|普及率|知晓率|达标率|优良率|办结率|及时率|准确率)"
)
_RISES = re.compile(r"增|提高|提升|上升|翻")


def rates_are_possible(reading: Reading) -> Iterator[Finding]:
    """群众满意率达到999.9%."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            for mention in sentence.mentions:
                if mention.kind is not QuantityKind.RATE or mention.role is Role.GROWTH:
                    continue
                if mention.figure.value <= 100 or _RISES.search(mention.label):
                    continue
                if _BOUNDED.search(mention.label):
                    yield finding(
                        reading.report,
                        "impossible-rate",
                        Severity.ERROR,
                        mention.figure.as_written,
                        "",
                        (
                            f"“{mention.label}{mention.figure.as_written}”：这样的比率不会超过100%。",
                            f"“{mention.label}{mention.figure.as_written}”: such a rate cannot be "
                            f"above 100 %.",
                        ),
                        sentence.span,
                    )
