"""One score in several places: a section's and its paragraphs', the prose's and the table's.

（三）产出（分值35分，得分30.78分） with 1．…（8分）。…得7.6分 below it; 自评得分92.3分 above the
table whose 合计 is 92.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from figures.checks.arithmetic import Figure, Relation, Sort, show
from figures.checks.prose import Mention
from figures.checks.registry import Held, Outcome, Paragraph, Reading, check, suspicion
from figures.checks.score_tables import ScoredRow, scored_rows
from figures.checks.scored import Item, headed, scored_in
from figures.checks.scores import FULL_MARKS, scores_sum
from records import Severity

_ENOUGH = 2
"""Paragraphs under a section from which they can be all of it."""
_NEAR = 3
"""Paragraphs above a table, and below it, that speak of it."""
_TOTAL = re.compile(
    r"(?:自评|绩效|综合|评价|最终|总)+(?:得分|评分|分)(?:为|是|：|:)*$|自评(?:为|是)?$"
)
_IS_GOT = re.compile(r"得|评")
_SUM_ROW = re.compile(r"^(?:合计|总计|总分)$")


@check("score")
def sections_are_their_paragraphs(reading: Reading) -> Iterator[Outcome]:
    """A section's marks are those of the paragraphs below it, whose full marks make up its own."""
    whole: Item | None = None
    parts: list[Item] = []
    for paragraph in (*reading.paragraphs, ()):
        item = headed(reading, paragraph) if paragraph else None
        if item and item.full and whole and _fits_in(whole, parts, item):
            parts.append(item)
            continue
        if not item and paragraph and not _begins_anew(reading, paragraph):
            continue
        if whole and len(parts) >= _ENOUGH:
            yield from _section(reading, whole, parts)
        whole, parts = (item if item and item.got else None), []


def _begins_anew(reading: Reading, paragraph: Paragraph) -> bool:
    """Whether a paragraph opens a section: 四、, （二）."""
    text = reading.text[paragraph[0].start : paragraph[-1].end]
    return (
        re.match(r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])", text)
        is not None
    )


def _fits_in(whole: Item, parts: Sequence[Item], item: Item) -> bool:
    fulls = [p.full.figure.value for p in (*parts, item) if p.full]
    return whole.full is not None and sum(fulls) <= whole.full.figure.value


def _section(reading: Reading, whole: Item, parts: Sequence[Item]) -> Iterator[Outcome]:
    got = [p.got for p in parts if p.got]
    fulls = [p.full.figure.value for p in parts if p.full]
    if not whole.got or not whole.full or len(got) < len(parts):
        return
    if sum(fulls) != whole.full.figure.value:
        return
    real = show(sum((m.figure.value for m in got), Decimal(0)), whole.got.figure)
    terms = " + ".join(m.figure.as_written for m in got)
    stated = whole.got.figure.as_written
    text = (
        f"“{whole.name}”各项得分相加：{terms} = {real}，而报告写的得分是{stated}。",
        f"The scores under “{whole.name}” add up to {terms} = {real}, but the report states "
        f"{stated}.",
    )
    relation = scores_sum(whole.got.figure, [m.figure for m in got])
    if relation.holds:
        yield Held(relation)
        return
    spans = [reading.sentence_at(m.start) for m in (whole.got, *got)]
    yield suspicion(
        reading.report, "score", Severity.ERROR, stated, real, text, *spans, relation=relation
    )


# Prose against tables of scores


@dataclass(frozen=True, slots=True)
class _Told:
    """What a table of scores has of one thing: its full marks, those got, those lost."""

    row: ScoredRow
    name: str
    is_own: bool
    """Whether the body scored itself, by the table's title or head."""

    def of(self, item: Item) -> Iterator[tuple[Mention, Figure]]:
        """The scores of an item in prose with those of the row."""
        if item.got and (item.full or _IS_GOT.search(item.got.label)):
            yield item.got, self.row.got
        if item.lost and not item.got:
            yield item.lost, self.row.missing


@check("score")
def prose_has_the_scores_of_the_table(reading: Reading) -> Iterator[Outcome]:
    """自评得分92.3分, 产出（35分）得30.78分, 过程类扣3.2分 against the rows so named."""
    tables = [(t, list(scored_rows(t))) for t in reading.report.tables]
    scored = [(t, rows) for t, rows in tables if len(rows) > 2]
    if len(scored) != 1:
        return  # of several tables each may be of another thing
    table, rows = scored[0]
    own = "自评" in table.title + "".join(table.columns)
    told = _told(rows, own=own)
    near = _around(reading, table.start, table.end)
    said: dict[str, list[tuple[Item, _Told]]] = {}
    for paragraph in reading.paragraphs:
        items = [i for i in scored_in(reading, paragraph) if i.full or i.lost or paragraph in near]
        head = headed(reading, paragraph)
        for item in [*items, *([head] if head and head.got else [])]:
            row = _row_of(told, item, near=paragraph in near)
            if row:
                said.setdefault(row.name, []).append((item, row))
    outcomes = {name: list(_compared(reading, places)) for name, places in said.items()}
    known = sum(isinstance(o, Held) for found in outcomes.values() for o in found)
    for name, found in outcomes.items():
        of_lost = all(item.lost and not item.got for item, _ in said[name])
        if not of_lost or known >= _ENOUGH:  # else only some of what was lost may be told
            yield from found


def _told(rows: Sequence[ScoredRow], *, own: bool) -> dict[str, _Told]:
    """The rows by their names: 过程 for its 小计, 合计 for the last; none of two so named."""
    found: dict[str, list[_Told]] = {}
    for row in rows:
        name = _bare(row.group if row.name == "小计" else row.name)
        if name:
            found.setdefault(name, []).append(_Told(row, name, own))
    return {name: same[0] for name, same in found.items() if len(same) == 1}


def _bare(name: str) -> str:
    plain = re.sub(r"[（(].*?[)）]|[“”\s]|^\d+[.．、]", "", name)
    return re.sub(r"(?:指标|类|部分|情况)+$", "", plain)


def _around(reading: Reading, start: int, end: int) -> list[Paragraph]:
    above = [p for p in reading.paragraphs if p[-1].end <= start]
    below = [p for p in reading.paragraphs if p[0].start >= end]
    return [*above[-_NEAR:], *below[:1]]


def _row_of(told: dict[str, _Told], item: Item, *, near: bool) -> _Told | None:
    """The row that an item of the prose is of: by its name and full marks, or the total."""
    row = told.get(_bare(item.name))
    if row and (item.full is None or item.full.figure.value == row.row.full.value):
        return row
    total = next((t for n, t in told.items() if _SUM_ROW.match(n)), None)
    if not total or not near or total.row.full.value != FULL_MARKS:
        return None
    said = item.got and _TOTAL.search(item.got.label) and "“" not in item.got.lead
    if item.got and "评价" in item.got.label and total.is_own:
        return None
    return total if said and (not item.full or item.full.figure.value == FULL_MARKS) else None


def _compared(reading: Reading, places: Sequence[tuple[Item, _Told]]) -> Iterator[Outcome]:
    """What the prose says of one row: it holds where one of the places has the table's figure."""
    pairs = [(mention, figure, told) for item, told in places for mention, figure in told.of(item)]
    relations = [(_same(m.figure, f), m, told) for m, f, told in pairs]
    held = [relation for relation, _, _ in relations if relation.holds]
    for relation in held:
        yield Held(relation)
    for relation, mention, told in relations if not held else []:
        one, other = (f.as_written for f in relation.figures)
        yield suspicion(
            reading.report,
            "score",
            Severity.DOUBTFUL,
            one,
            other,
            (
                f"“{told.name}”文中写的是{one}，而得分表中是{other}分。",
                f"The text gives “{told.name}” {one}, the table of scores {other}.",
            ),
            reading.sentence_at(mention.start),
            (told.row.row.start, told.row.row.end),
            relation=relation,
        )


def _same(one: Figure, other: Figure) -> Relation:
    return Relation(Sort.MATCH, (one, other), lambda a, b: a.value == b.value)
