"""A year that has no report on the shelf → what the reports of other years state of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from figures.quantities import quantities
from figures.statements import statements
from rag.records import EvidenceSentence, Found, Intent, Understood

_TAKES_STOCK = re.compile(r"截[至止]到?\s*(20\d\d)\s*年(?P<another>.*(?<!\d)20\d\d\s*年)?", re.S)


def about_absent_years(
    asked: Understood, found: Sequence[Found], evidence: Sequence[EvidenceSentence]
) -> tuple[EvidenceSentence, ...]:
    """Evidence → what of it states something of a year that has no report.

    The year has to stand in the sentence, or over the columns of its table, with a number of that
    year where one is asked for. Another year's figure is no answer.
    """
    by_number = {f.n: f for f in found}
    return tuple(s for s in evidence if _states_of(asked, by_number[s.n], s))


def _states_of(asked: Understood, found: Found, sentence: EvidenceSentence) -> bool:
    years = {*asked.absent_years}
    if _as_of(found, sentence) in years:
        return True
    over = "" if found.passage.table is None else f"{found.passage.context}\n"
    dated = any(q.year in years for q in quantities(over + sentence.text))
    if asked.intent is not Intent.FIGURE or found.passage.table is not None:
        return dated
    return dated and any(
        s.year in years for s in statements(sentence.text, found.report.identity.year)
    )


def _as_of(found: Found, sentence: EvidenceSentence) -> int | None:
    """截止2022年12月31日，流动资产…。固定资产…: the year at whose end a paragraph takes stock."""
    before = found.passage.text[: sentence.start - found.passage.start]
    taken = list(_TAKES_STOCK.finditer(before.rpartition("\n")[2]))
    return int(taken[-1][1]) if taken and not taken[-1]["another"] else None
