"""A sentence or table row that may answer → the same with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from figures.claims import SourceText
from rag.records import Citation, EvidenceSentence, Found
from rag.text import one_line
from records import Row, Table
from vectorstore.snapshot import Snapshot

_MOST_CELLS = 12
# Other brackets say something else of a column: （A）, （B/A）, （权重）.
_UNITS = (
    "元|千元|万元|亿元|%|％|个|项|人|名|人次|万人次|万人|公里|千米|米|平方米|立方米|平方公里|亩|万亩|公顷|吨|万吨|公斤"
    "|件|家|户|万户|次|场|座|台|辆|套|分|天|日|年|个月|小时|所|处|张|床|宗|起|条|批|篇|份|期|棵|株"
)
_UNIT_OF_COLUMN = re.compile(rf"\s*[（(](?:单位[:：]\s*)?({_UNITS})[)）]$")
_LEAD = re.compile(r"[^：:。；，,\n]{1,16}[：:]")
_MARKS = re.compile(r"(?:得分|分值|评分|自评分|满分)$")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Basis:
    """A piece of evidence with where it stands: its passage, and its table's row if it is one."""

    evidence: EvidenceSentence
    found: Found
    table: Table | None
    row: Row | None

    @property
    def text(self) -> str:
        """The sentence, or the row with its table's labels, as one reads it."""
        if self.table is None or self.row is None:
            return one_line(self.evidence.text)
        unit = f"（单位：{self.table.unit}）" if self.table.unit else ""
        cells = [
            _labelled(label.replace("›", " "), cell)
            for label, cell in zip(self.table.columns, self.row.cells, strict=False)
            if cell.strip()
        ]
        return f"{self.table.title}{unit}：" + "；".join(cells[:_MOST_CELLS])

    @property
    def context(self) -> str:
        """What stands over it: report, department, year, headings."""
        identity = self.found.report.identity
        year = f"{identity.year}年" if identity.year else ""
        names = " ".join((identity.title, year, identity.department, *identity.short_names))
        return "\n".join((names, *self.found.passage.headings))

    @property
    def before(self) -> str:
        """The sentence before it in its paragraph, which often says what it is about; or ''."""
        passage = self.found.passage
        earlier = [(a, b) for a, b in passage.sentences if b <= self.evidence.start]
        if self.row is not None or not earlier:
            return ""
        start = earlier[-1][0] - passage.start
        text = passage.text[start : self.evidence.start - passage.start]
        return "" if "\n" in text else text

    @property
    def lead(self) -> str:
        """What its paragraph is said to be at its beginning: 年度总体目标：, 完成情况：; or ''."""
        passage = self.found.passage
        before = passage.text[: self.evidence.start - passage.start]
        paragraph = passage.text[before.rfind("\n") + 1 :]
        lead = _LEAD.match(paragraph)
        return lead[0] if lead else ""

    @property
    def place(self) -> tuple[int, int]:
        """Where it begins: the passage's number, and the offset in the report's text."""
        return self.evidence.n, self.evidence.start

    @property
    def citation(self) -> Citation:
        """The place, to be cited."""
        return Citation(self.evidence.n, self.evidence.start, self.evidence.end)

    def sources(self) -> tuple[SourceText, ...]:
        """What its numbers are checked against: the sentence, or each cell under its column."""
        identity = self.found.report.identity
        about = (identity.department, identity.short_names)
        headings = "\n".join(self.found.passage.headings)
        if self.table is None or self.row is None or len(self.row.cells) < 2:
            unit = self.table.unit if self.table else ""
            text = self.evidence.text
            return (SourceText(text, identity.year, *about, unit=unit, context=headings),)
        label, *cells = self.row.cells
        return tuple(
            SourceText(
                f"{label}\t{cell}",
                _column_year(column, identity.year),
                *about,
                unit=_unit_of(column) or self.table.unit,
                context=f"{headings}\n{self.table.title}\n{column}",
            )
            for column, cell in zip(self.table.columns[1:], cells, strict=False)
            if cell.strip()
        )


def _labelled(label: str, cell: str) -> str:
    """A column's label and its cell → both as one reads them: 投资（万元）, 403 → 投资 403万元."""
    unit = _UNIT_OF_COLUMN.search(label)
    if unit and _NUMBER.fullmatch(cell.strip()):
        return f"{label[: unit.start()]} {cell.strip()}{unit[1]}"
    return f"{label} {cell}" if label else cell


def _unit_of(column: str) -> str:
    """The unit that a column itself says its cells are in: 整治长度（公里）, 得分; '' for none."""
    unit = _UNIT_OF_COLUMN.search(column)
    if unit:
        return unit[1]
    return "分" if _MARKS.search(column) else ""


def _column_year(column: str, year: int | None) -> int | None:
    """The year that a column is about, in a report of `year`."""
    if named := re.search(r"(?:19|20)\d\d", column):
        return int(named[0])
    if year and re.search(r"上年|上一年|去年", column):
        return year - 1
    return year


def bases(
    shelf: Snapshot, evidence: Sequence[EvidenceSentence], found: Sequence[Found]
) -> tuple[Basis, ...]:
    """Evidence → the same with what stands around it; tables are read from the shelf."""
    passages = {item.n: item for item in found}
    tables: dict[str, tuple[Table, ...]] = {}
    result = []
    for sentence in evidence:
        item = passages[sentence.n]
        table = None
        if item.passage.table is not None:
            if item.report.id not in tables:
                tables[item.report.id] = shelf.text(item.report.id).tables
            table = tables[item.report.id][item.passage.table]
        result.append(Basis(sentence, item, table, _row_at(table, sentence)))
    return tuple(result)


def _row_at(table: Table | None, sentence: EvidenceSentence) -> Row | None:
    rows = table.rows if table else ()
    return next((r for r in rows if r.start < sentence.end and sentence.start < r.end), None)
