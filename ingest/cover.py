"""Paragraphs and tables → how many of the first are the report's cover: title, author, date."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from ingest.furniture import entry_title
from ingest.markers import numbered
from ingest.paragraphs import Paragraph
from ingest.tables import Item

_REPORT_END = re.compile(r"(?:报告|预算|决算|总结|自评表)(?:[（(].{1,12}[)）])?$")
_BELOW_TITLE = re.compile(
    r"[局委办院校处府司馆所站队会室部]$|中心$|[:：]|\d\s*[年月日]|[年月日]$|^[（(].*[)）]$|报告$"
)
"""What stands under a title on a cover: who, when, for which year."""
_REPORT = re.compile(r"报告|预算|决算|总结|自评|绩效|公开|年度?")


def title_block(items: Sequence[Item], contents: Set[str] = frozenset()) -> int:
    """How many items at the beginning are the report's own title, its author and its date."""
    lead: list[str] = []
    for item in items[:8]:
        if not isinstance(item, Paragraph) or item.page > 1 or numbered(item.text):
            break
        if len(item.text) > 90 or re.search(r"[。；！？]|：$", item.text):
            break
        if entry_title(item.text) in contents or (item.line.level and lead):
            break
        if lead and _REPORT_END.search(lead[-1]) and not _BELOW_TITLE.search(item.text):
            break
        lead.append(item.text)
    return len(lead) if any(_REPORT.search(text) for text in lead) else 0
