"""Lines → paragraphs: sentences that the ends of lines and pages had broken are joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.furniture import OnPage
from ingest.loaded import Line, RawTable
from ingest.markers import numbered
from ingest.width import join, width

_ENDED = re.compile(r"[。！？；：;:!?…][”’」』）)】]*$")
_OPEN = re.compile(r"[，、（(“‘《〈【—,]$")
_CLOSING = re.compile(r"[，。、；：！？）》〉】”’％%]")
_TOKEN = re.compile(r"[A-Za-z0-9.,%％+\-/]+|.[，。、；：！？）》”]?")
_NEW = re.compile(
    r"[注附]\s*[:：]|备注\s*[:：]|附件\s*\d*\s*[:：]|(?:金额)?单位\s*[:：]|[一二三四五六七八九十]是"
)


_LONGEST = 20_000
"""Characters after which a paragraph is no paragraph but text without any layout."""

_ENOUGH = 8
"""Lines that a page must have before its own right edge is trusted: landscape pages have one."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Joined text; `pages` has, for each page it stands on, the offset where that begins.

    `line` is its first line, `lines` how many it had.
    """

    text: str
    pages: tuple[tuple[int, int], ...]
    line: Line
    lines: int = 1

    @property
    def page(self) -> int:
        """The page on which the paragraph begins."""
        return self.pages[0][1]


@dataclass(frozen=True, slots=True)
class TableOnPage:
    """A raw table and its page."""

    page: int
    raw: RawTable


@dataclass(frozen=True, slots=True)
class Layout:
    """How a page is set: where its full lines end (None: lines are paragraphs), whether
    paragraphs are indented, and where its lines begin, as far in from the report's margin.
    """

    edge: float | None
    indented: bool
    left: float = 0.0


def lines_to_paragraphs(
    placed: Sequence[OnPage], wrapped: bool = True
) -> list[Paragraph | TableOnPage]:
    """Body lines in reading order → paragraphs, tables left where they stand.

    `wrapped` is False where a line ends only where a paragraph does.
    """
    layouts = _layouts(placed, wrapped)
    flow: list[Paragraph | TableOnPage] = []
    last: Line | None = None
    for item in placed:
        block = item.block
        if isinstance(block, RawTable):
            flow.append(TableOnPage(item.page, block))
            last = None
            continue
        before = flow[-1] if flow else None
        if (
            last is not None
            and isinstance(before, Paragraph)
            and continues(before, last, block, layouts[item.page], item.page)
        ):
            flow[-1] = _joined(before, block, item.page)
        else:
            flow.append(Paragraph(block.text, ((0, item.page),), block))
        last = block
    return flow


def _joined(before: Paragraph, line: Line, page: int) -> Paragraph:
    text = join(before.text, line.text)
    pages = before.pages
    if page != pages[-1][1]:
        pages = (*pages, (len(text) - len(line.text), page))
    return Paragraph(text, pages, before.line, before.lines + 1)


def continues(before: Paragraph, last: Line, line: Line, layout: Layout, page: int) -> bool:
    """Whether `line` goes on with the sentence or paragraph that `last` was the end of."""
    if last.level or line.level or _sizes_differ(last, line) or len(before.text) > _LONGEST:
        return False
    if _CLOSING.match(line.text):
        return True
    full = layout.edge is not None and _is_full(last, line, layout.edge)
    indent = line.indent - layout.left
    flush = layout.indented and indent < 0.8
    ended = _ENDED.search(last.text) is not None
    opens = _NEW.match(line.text) and not _OPEN.search(last.text)
    if numbered(line.text) or opens:
        return full and flush and not ended and before.line.indent - layout.left > 1.2
    if ended:
        return full and flush
    if _OPEN.search(last.text):
        return True
    if layout.edge is None:
        return _is_prose(before.text)
    indented = layout.indented and indent > 1.2
    crosses = page != before.pages[-1][1] and _is_prose(before.text) and last.size == 0
    # No paragraph begins at the margin here; what stands alone there follows a line that is short.
    long = layout.edge is not None and _reach(last) > 0.8 * layout.edge
    goes_on = flush and long and _is_prose(before.text)
    return goes_on or (full and not indented) or (crosses and not indented)


def _sizes_differ(last: Line, line: Line) -> bool:
    return bool(last.size and line.size) and abs(last.size - line.size) > 0.12 * last.size


def _is_prose(text: str) -> bool:
    """A sentence has commas or full stops inside; titles and cells of loose tables have not."""
    number = numbered(text)
    return len(text) >= 25 and re.search("[，。；]", number.words if number else text) is not None


def _reach(line: Line) -> float:
    return (line.indent + width(line.text)) * (line.size or 1.0)


def _is_full(last: Line, line: Line, edge: float) -> bool:
    """Whether the next line's first word would not have fitted behind this line."""
    token = _TOKEN.match(line.text)
    size = last.size or 1.0
    latin = sum(1 for c in last.text if c.isascii() and c.isalpha())
    slack = 2.0 + 0.1 * latin
    return _reach(last) + (width(token[0]) if token else 1.0) * size > edge - slack * size


def _layouts(placed: Sequence[OnPage], wrapped: bool) -> dict[int, Layout]:
    by_page: dict[int, list[Line]] = {item.page: [] for item in placed}
    for item in placed:
        if isinstance(item.block, Line):
            by_page[item.page].append(item.block)
    if not wrapped:
        return dict.fromkeys(by_page, Layout(None, False))
    every = [line for lines in by_page.values() for line in lines]
    whole = _edge(every)
    longer = [line for line in every if width(line.text) >= 12]
    indented = sum(1 for line in longer if 1.2 < line.indent < 5) >= max(1, 0.03 * len(longer))
    flush = any(line.indent < 0.8 for line in longer)
    return {
        page: Layout(
            (_edge(lines) if len(lines) >= _ENOUGH else None) or whole,
            indented and flush,
            _left(lines),
        )
        for page, lines in by_page.items()
    }


def _edge(lines: Iterable[Line]) -> float | None:
    """The right edge that at least three lines come near; None where lines are not wrapped."""
    reaches = sorted((_reach(line) for line in lines if width(line.text) >= 12), reverse=True)
    near = [r for r in reaches if reaches and r > 0.94 * reaches[min(2, len(reaches) - 1)]]
    if len(near) < 3 or len(near) < 0.2 * len(reaches):
        return None
    return near[0] if near[0] < 1.1 * near[2] else near[2]


def _left(lines: Sequence[Line]) -> float:
    """Where the lines of a page begin that is set further in than others; 0 where that is unsure.

    Only a page that shows both, lines that go on and beginnings further in, tells which is which.
    """
    indents = [line.indent for line in lines if width(line.text) >= 12]
    left = min(indents, default=0.0)
    going_on = sum(1 for indent in indents if indent - left < 0.4)
    beginning = sum(1 for indent in indents if 1.2 < indent - left < 4)
    return left if going_on >= 2 and beginning >= 2 else 0.0
