"""What stands over and under a table against the table: notes that it is empty, whose it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from figures.checks.arithmetic import Figure
from figures.checks.registry import Outcome, Reading, Span, Suspicion, check, suspicion
from figures.quantities.words import in_order
from records import Severity, Table

_NOTE = re.compile(
    r"[^\n。]*(?:(?:本|此|该|上|故)表(?:为|是)?空表?(?!格)|空表列示|空表公开"
    r"|(?:本|此|该)表(?:没有|无)(?:相关)?(?:数据|内容))[^\n。]*"
)
_NEAR = 200
"""Characters between a table and a note that is still its own."""


@check("empty-table", zh="说明与表格不符", en="note against its table")
def empty_tables(reading: Reading) -> Iterator[Outcome]:
    """本表为空表 under a table with figures; a table without figures and without the note."""
    noted: set[int] = set()
    for match in _NOTE.finditer(reading.text):
        table = _owner(reading.report.tables, match.start())
        if table is None:
            continue
        noted.add(table.start)
        yield from _of_another_fund(reading, table, match)
        filled = _figures(reading, table)
        if filled:
            yield _filled(reading, table, match, filled)
    yield from _unnoted(reading, noted)


_FUNDS = ("政府性基金", "国有资本", "三公", "一般公共")


def _of_another_fund(reading: Reading, table: Table, note: re.Match[str]) -> Iterator[Outcome]:
    """A note on 政府性基金 under the table of 国有资本经营: copied from its neighbour."""
    titled = [fund for fund in _FUNDS if fund in table.title]
    named = [fund for fund in _FUNDS if fund in note[0]]
    if titled and named and not set(titled) & set(named):
        yield suspicion(
            reading.report,
            "empty-table",
            Severity.DOUBTFUL,
            note[0].strip(),
            table.title,
            (
                f"《{table.title}》下面的注释说的是“{named[0]}”，与表名不符。",
                f"The note under “{table.title}” speaks of “{named[0]}”, which is not its table.",
            ),
            note.span(),
        )


_NAMED = 5
"""Figures that a finding names; of more it says that there are others."""


def _owner(tables: tuple[Table, ...], note: int) -> Table | None:
    before = [t for t in tables if t.start <= note and note - t.end < _NEAR]
    return max(before, key=lambda t: t.start, default=None)


def _figures(reading: Reading, table: Table) -> list[Figure]:
    lines = [ln for p in reading.panels if p.table == table for ln in p.lines]
    return [f for ln in lines for f in ln.cells if f is not None and f.value != 0]


def _filled(
    reading: Reading, table: Table, note: re.Match[str], figures: list[Figure]
) -> Suspicion:
    some = "、".join(f.as_written for f in figures[:_NAMED])
    more = len(figures) > _NAMED
    return suspicion(
        reading.report,
        "empty-table",
        Severity.ERROR,
        note[0].strip(),
        some,
        (
            f"注释说《{table.title}》是空表，但表中有{len(figures)}个不为零的数：{some}"
            f"{'等' if more else ''}。",
            f"The note says that “{table.title}” is empty, but it has {len(figures)} figures "
            f"other than zero: {some}{' and others' if more else ''}.",
        ),
        note.span(),
        *((r.start, r.end) for r in table.rows if any(r.start <= f.start < r.end for f in figures)),
    )


def _unnoted(reading: Reading, noted: set[int]) -> Iterator[Outcome]:
    for table in reading.report.tables:
        if table.start in noted or not table.rows or _figures(reading, table):
            continue
        if not any(p.table == table and p.columns for p in reading.panels):
            continue
        if not noted and not _unexplained(reading, table):
            continue
        yield suspicion(
            reading.report,
            "empty-table",
            Severity.NOTE,
            table.title,
            "",
            (
                f"《{table.title}》没有任何数，表下和文中都没有说明这是空表。",
                f"“{table.title}” has no figures, and nothing says that it is meant to be empty.",
            ),
            (table.start, table.end),
        )


def _unexplained(reading: Reading, table: Table) -> bool:
    """Whether a table of a fund is empty, and no sentence says that there is none of the fund."""
    fund = next((fund for fund in _FUNDS if fund in table.title), "")
    no = "没有|无|未|不涉及"
    none = rf"(?:{no})[^。\n]{{0,20}}{fund}|{fund}[^。\n]*?(?:{no}|(?<!\d)0(?:\.0+)?万?元)"
    return bool(fund) and not any(
        re.search(none, reading.text[slice(*span)]) for span in reading.sentences
    )


# The department named in a table's head against the report's own


_HEAD = re.compile(
    r"(?:编制|填报|公开|预算|决算|报送)?(?:部门|单位)(?:名称)?(?:（(?:公章|盖章)）)?[：:]"
    r"[ \t\u3000]*(?P<name>[^\s：:，。；、]{4,40})"
)
_OVER_IT = re.compile(r"(?:项目)?主管部门(?:及代码|名称)?|(?:填报|编制)(?:部门|单位)(?:名称)?")
_NAMES_ONE = re.compile(r"\s*[一-鿿（()）]{4,40}\s*")
_ABOVE = 80
"""Characters above a table in which its head may stand."""
_UNITS = re.compile(r"(?:人民币)?[千百十万亿]*[元%％]|个|人|辆|台|平方米")
_FORM = re.compile(r"（.*?）|\(.*?\)|[“”\"本级机关（）()]")


@check("department-in-head", zh="表头部门不符", en="another department in a table's head")
def departments_in_heads(reading: Reading) -> Iterator[Outcome]:
    """编制部门：… in the head of a table must name the department whose report it is."""
    own = reading.identity.department
    heads = [head for head in _heads(reading) if not _UNITS.match(head.name)]
    names = Counter(head.name for head in heads)
    if not any(_same(own, name) for name in names):
        if len(names) < 2 or names.most_common(1)[0][1] < len(heads) - 1:
            return  # who the report is of was read from elsewhere: no head can be blamed
        own = names.most_common(1)[0][0]
    known = (own, *reading.identity.short_names)
    for head in heads:
        if not any(_same(name, head.name) for name in known if name):
            yield suspicion(
                reading.report,
                "department-in-head",
                Severity.ERROR if names[head.name] * 2 < len(heads) else Severity.DOUBTFUL,
                head.name,
                own,
                (
                    f"表头写的是“{head.name}”，而这份报告是“{own}”的。",
                    f"The head of the table names “{head.name}”, "
                    f"but the report is that of “{own}”.",
                ),
                head.span,
            )


@dataclass(frozen=True, slots=True)
class Head:
    """A department that a table's head names, and where."""

    name: str
    span: Span


def _heads(reading: Reading) -> list[Head]:
    """The departments named above a table's first row, in a line with 单位：元, or as 主管部门."""
    found: dict[int, Head] = {}
    for table in reading.report.tables:
        stop = table.rows[0].start if table.rows else table.end
        for match in _HEAD.finditer(reading.text, max(0, table.start - _ABOVE), stop):
            found[match.start()] = Head(match["name"], match.span())
        for row in table.rows:
            for label, name in pairwise(row.cells):
                if _OVER_IT.fullmatch(re.sub(r"\s", "", label)) and _NAMES_ONE.fullmatch(name):
                    found[row.start] = Head(name.strip(), (row.start, row.end))
    for line in re.finditer(r"[^\n]*单位[：:]\s*(?:人民币)?[千万亿]*元[^\n]*", reading.text):
        for match in _HEAD.finditer(reading.text, *line.span()):
            found[match.start()] = Head(match["name"], match.span())
    return [found[start] for start in sorted(found)]


def _same(a: str, b: str) -> bool:
    """Whether two names can be one department's: equal, or one within the other."""
    a, b = _FORM.sub("", a), _FORM.sub("", b)
    return bool(a and b) and (a in b or b in a or _abbreviates(a, b) or _abbreviates(b, a))


def _abbreviates(short: str, long: str) -> bool:
    """Whether the short name's characters all stand, in order, in the long one."""
    return len(short) >= 4 and in_order(short, long)
