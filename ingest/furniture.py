"""Pages → the same without what is not body: running heads, page numbers, tables of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ingest.loaded import Block, Line, Page
from ingest.markers import numbered

_EDGE = 0.1
"""Share of the page's height, above and below, where running heads and page numbers stand."""

_PAGE_NUMBER = re.compile(
    r"[-—–－─_·~\s]*(?:第\s*)?(?:\d{1,4}|[ivxlcIVXLC]{1,6}|[一二三四五六七八九十]{1,3})\s*页?"
    r"(?:\s*[/／,，]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?[-—–－─_·~\s]*"
)
_DECORATED = re.compile(
    r"[-—–－─]+\s*\d{1,4}\s*[-—–－─]+|第\s*\d{1,4}\s*页(?:\s*[/／,，]?\s*共\s*\d{1,4}\s*页)?"
)
_LEADER = re.compile(
    r"(?:[.．·•‥…⋯。_]\s*){3,}\s*[-—]?\s*\d{1,4}\s*[-—]?\s*$|(?:[.．·•‥…⋯_]\s*){6,}$"
)
_TRAILING_NUMBER = re.compile(r"(?:\t|\s{2,}|\s)[-—]?\s*\d{1,3}\s*[-—]?\s*$")
_CONTENTS = re.compile(r"(?:附?[图表]+格?|插图|附[件录])?\s*目\s*[录次]\s*[:：]?")
_ENDS_IN_PAGE = re.compile(r"(?<![\d.])(\d{1,3})$")
_FEWEST_ENTRIES = 4


@dataclass(frozen=True, slots=True)
class OnPage:
    """A line or a table and the page it stands on."""

    page: int
    block: Block


def body(pages: Sequence[Page]) -> tuple[list[OnPage], frozenset[str]]:
    """Pages → their body in reading order, and the titles that a table of contents named."""
    heads = _running_heads(pages)
    placed = [
        OnPage(page.number, block)
        for page in pages
        for n, block in enumerate(page.blocks)
        if not _is_furniture(page, n, block, heads)
    ]
    return _without_contents(placed)


def _at_edge(page: Page, n: int, line: Line) -> bool:
    if line.top is None:
        return len(page.blocks) > 2 and n in (0, len(page.blocks) - 1)
    return not _EDGE < line.top < 1 - _EDGE


def _pattern(text: str) -> str:
    return re.sub(r"\d+|\s+", "#", text)


def _running_heads(pages: Sequence[Page]) -> frozenset[str]:
    """What stands at the edge of a third of the pages, three at least, but for its numbers.

    Of two pages it must stand on both.
    """
    seen = Counter(
        pattern
        for page in pages
        for pattern in {
            _pattern(block.text)
            for n, block in enumerate(page.blocks)
            if isinstance(block, Line) and _at_edge(page, n, block)
        }
    )
    least = max(2, min(3, len(pages)), len(pages) / 3)
    return frozenset(pattern for pattern, count in seen.items() if count >= least)


def _is_furniture(page: Page, n: int, block: Block, heads: frozenset[str]) -> bool:
    if not isinstance(block, Line):
        return False
    if _at_edge(page, n, block):
        number = _PAGE_NUMBER.fullmatch(block.text) and n in (0, 1, *_last_two(page))
        return bool(number) or _pattern(block.text) in heads
    return _DECORATED.fullmatch(block.text) is not None


def _last_two(page: Page) -> tuple[int, int]:
    return len(page.blocks) - 2, len(page.blocks) - 1


def _without_contents(placed: list[OnPage]) -> tuple[list[OnPage], frozenset[str]]:
    kept: list[OnPage] = []
    titles: set[str] = set()
    entries = iter(_contents_entries(placed))
    skip = dict(entries)
    for n, item in enumerate(placed):
        if n in skip:
            titles.add(skip[n])
        else:
            kept.append(item)
    return kept, frozenset(titles - {""})


def _contents_entries(placed: Sequence[OnPage]) -> Iterator[tuple[int, str]]:
    """Positions of the lines of tables of contents, with the titles they name."""
    n = 0
    while n < len(placed):
        text = _text(placed[n])
        if _CONTENTS.fullmatch(text):
            length = _contents_length(placed, n)
            yield n, ""
            for k in range(n + 1, n + 1 + length):
                yield k, entry_title(_text(placed[k]))
            n += 1 + length
        elif _LEADER.search(text):
            yield n, entry_title(text)
            n += 1
        elif length := _unnamed_length(placed, n):
            yield from ((k, _paged_title(_text(placed[k]))) for k in range(n, n + length))
            n += length
        else:
            n += 1


def _unnamed_length(placed: Sequence[OnPage], start: int) -> int:
    """How many lines from here are a table of contents that is not called one and has no dots:
    page numbers that do not fall, behind titles most of which come again. 0 where it is none.
    """
    pages: list[int] = []
    for item in islice(placed, start, None):
        found = _ENDS_IN_PAGE.search(_text(item))
        if not found or not _is_entry(_text(item)) or int(found[1]) < (pages or [1])[-1]:
            break
        pages.append(int(found[1]))
    if len(pages) < _FEWEST_ENTRIES:
        return 0
    end = start + len(pages)
    titles = [_paged_title(_text(item)) for item in placed[start:end]]
    wanted = {title for title in titles if len(title) > 1}
    again = {entry_title(_text(item)) for item in placed[end:]} & wanted
    return len(pages) if 2 * len(again) > len(titles) else 0


def _paged_title(text: str) -> str:
    return entry_title(_ENDS_IN_PAGE.sub("", text))


def _contents_length(placed: Sequence[OnPage], start: int) -> int:
    """How many lines after 目录 belong to it: until the body begins with its first entry again."""
    seen: set[str] = set()
    length = led = 0
    for item in placed[start + 1 :]:
        text = _text(item)
        leads = bool(_LEADER.search(text) or _TRAILING_NUMBER.search(text))
        title = entry_title(text)
        turned = item.page > placed[start].page
        if not leads and (title in seen or turned or not _is_entry(text)):
            break
        seen.add(title)
        length += 1
        led = length if leads else led
    else:
        return led
    ended = placed[start + 1 + length]
    if ended.page > placed[start].page:
        return length
    if led > length / 2 or entry_title(_text(ended)) not in seen:
        return led
    while length and _is_bare_number(_text(placed[start + length])):
        length -= 1
    return length


def _is_bare_number(text: str) -> bool:
    """第一部分 on a line of its own: the title below it has come again, so this is body too."""
    number = numbered(text)
    return number is not None and not number.words


def _is_entry(text: str) -> bool:
    return bool(text) and len(text) <= 60 and not re.search("[。；！？]", text)


def entry_title(text: str) -> str:
    """A line of a table of contents → the title it names, without number, dots and page."""
    text = _TRAILING_NUMBER.sub("", _LEADER.sub("", text)).strip(" \t.．·…⋯")
    number = numbered(text)
    return re.sub(r"\s+", "", number.words if number and number.words else text)


def _text(item: OnPage) -> str:
    return item.block.text if isinstance(item.block, Line) else ""
