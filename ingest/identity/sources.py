"""A report's text and where its file lay → the places in them that say which report it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from ingest.identity.titles import Title, bare, find_title
from ingest.loaded import Line, Loaded
from ingest.markers import numbered
from ingest.width import tighten
from records import ReportText

_LEAD = 40
"""Paragraphs in which a cover, a site's navigation and the title end."""
_LABEL = re.compile(
    r"(?P<label>(?:预算|上级|业务)?主管(?:部门|单位)|预算(?:部门|单位)|(?:编制|填报|编报|公开|实施|项目)"
    r"(?:部门|单位)|(?:部门|单位|项目)(?:[（(](?:单位|部门|盖章|公章|公开)[)）])?(?:名称)?|发布(?:机构|单位)"
    r"|发文(?:机关|单位)|信息来源|来源|年度|标题|名称)"
    r"(?:[（(](?:盖章|公章|签章)[)）])?\s*(?:[:：]|\t)\s*(?P<value>[^\t:：；;。]{2,50})"
)
_JOINT = re.compile(
    r"(?=——20)|(?<=[\u4e00-\u9fff\s])(?=(?:(?:预算)?主管(?:部门|单位)|预算(?:部门|单位)"
    r"|(?:编制|填报|评价)(?:部门|单位|机构)|(?:发布|公开)(?:机构|日期|时间)|来源)\s*[:：])"
)
"""Where a line of a cover begins, be it that a narrow page set two on one."""
_NEXT_LABEL = re.compile(
    r"\s+(?:[\u4e00-\u9fff（()）]{2,8}[:：]|单位\s*[:：]).*$|[（(](?:盖章|公章)[)）].*$"
)
_SESSION = re.compile(
    r"(20\d\d)\s*年\s*\d+\s*月\s*\d+\s*日在?([\u4e00-\u9fff]{2,30}?)(?:第[一二三四五六七八九十百\d]+(?:届|次)|人民代表大会)"
)
_DEFINED = re.compile(
    r"([\u4e00-\u9fff、]{4,40})[（(]\s*以?下?简?[简统]称\s*[:：为]?\s*[“\"「]?([\u4e00-\u9fff]{2,14})"
)


@dataclass(frozen=True, slots=True)
class Label:
    """`编制部门：某某局` as a cover or a table's head has it; `words` is the whole of it."""

    name: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a report says which it is.

    `name` is the file's name without ending, `folder` the folder it lay in. `bylines` are the
    lines under the title and at the end that may say who speaks, signs and when; `sessions` the
    years and the places of assemblies that they name; `defined` the names that the text gives a
    short name for, with it. `heads` are headings, and titles and columns of tables.
    """

    name: str
    folder: str
    title: Title
    labels: tuple[Label, ...]
    bylines: tuple[str, ...]
    sessions: tuple[tuple[int, str, str], ...]
    defined: tuple[tuple[str, str, str], ...]
    heads: tuple[str, ...]
    text: str


def lines_of(loaded: Loaded) -> tuple[str, ...]:
    """What a file held → its first lines as they stand on the page, a table's row as one."""
    lines: list[str] = []
    for page in loaded.pages[:3]:
        for block in page.blocks:
            if isinstance(block, Line):
                lines.append(block.text)
            else:
                rows: dict[int, list[str]] = {}
                for cell in block.cells:
                    rows.setdefault(cell.row, []).append(" ".join(cell.text.split()))
                lines += ["\t".join(filter(None, row)) for row in rows.values()]
            if len(lines) > 2 * _LEAD:
                return tuple(lines)
    return tuple(lines)


def sources_of(report: ReportText, path: str, lines: Sequence[str] = ()) -> Sources:
    """A report's text and its file's path (or name) → where it says which report it is.

    `lines` are its first lines as they stand on the page (`lines_of`); without them, its
    paragraphs are taken, in which a narrow page's lines may be joined.
    """
    where = PurePath(path.replace("\\", "/"))
    name = tighten(re.sub(r"[_＿+]+", " ", where.stem))
    lead = _lead(lines or report.text[:6000].split("\n"))
    title = find_title(lead, name)
    below = [line for line in _below(lead, title) if len(line) < 90]
    return Sources(
        name=name,
        folder=tighten(where.parent.name),
        title=title,
        labels=tuple(_labels([*lead, *_table_heads(report)])),
        bylines=tuple(_pieces([*below[:8], *_ending(report)])),
        sessions=tuple(
            (int(found[1]), found[2], found[0])
            for line in below
            if (found := _SESSION.search(line))
        ),
        defined=tuple((m[1], m[2], m[0]) for m in _DEFINED.finditer(report.text[:20_000])),
        heads=tuple(
            [s.headings[-1] for s in report.sections if s.headings]
            + [t.title for t in report.tables]
            + [column for t in report.tables for column in t.columns]
        ),
        text=report.text,
    )


def _lead(lines: Sequence[str]) -> list[str]:
    parts = (part.strip() for line in lines for part in _JOINT.split(line[:300]))
    return [part for part in parts if part][:_LEAD]


def _below(lead: list[str], title: Title) -> list[str]:
    """The lines after the title; all where it is none of them."""
    if title.from_name:
        return lead
    last = max((n for n, line in enumerate(lead) if bare(line) in title.words), default=-1)
    return lead[last + 1 :]


def _table_heads(report: ReportText) -> Iterator[str]:
    for table in report.tables[:12]:
        yield from report.text[table.start : table.start + 300].split("\n")[:5]


def _ending(report: ReportText) -> list[str]:
    lines = [line.strip() for line in report.text[-600:].split("\n") if line.strip()]
    return [line for line in lines[-5:] if len(line) < 40 and not numbered(line)]


def _labels(lines: list[str]) -> Iterator[Label]:
    for line in dict.fromkeys(lines):
        for found in _LABEL.finditer(line):
            value = tighten(_NEXT_LABEL.sub("", found["value"])).strip(" 　.,，、")
            if value:
                yield Label(found["label"], value, tighten(found[0]))


def _pieces(lines: list[str]) -> Iterator[str]:
    for line in lines:
        pieces = re.split(r"[\s　，,—]+", line)
        yield from (piece for piece in pieces if len(piece) > 2 and piece[-1] not in ":：")
