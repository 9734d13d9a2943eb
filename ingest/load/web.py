"""An HTML file's bytes → lines and raw tables of its main text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString

from ingest.load.spans import Span, spans_to_cells, table_blocks
from ingest.loaded import Block, Line, Loaded, Page, UnreadableFile

_LEFT_OUT = ["script", "style", "noscript", "nav", "footer", "aside", "iframe", "button", "select"]
_MAIN = (
    "article, main, #zoom, #UCAP-CONTENT, .TRS_Editor, .article-content, .article_content, "
    ".pages_content, .news_content, #content, .content, #article, .article"
)
_BLOCKS = re.compile(
    "p|div|section|article|main|header|h[1-6]|li|ul|ol|dl|dt|dd|blockquote|pre|center|figure"
    "|figcaption|form|fieldset|address|hr|table|caption|thead|tbody|tr|th|td"
)
_WAY_HERE = re.compile(
    r"(?:您?(?:现在|当前|所在)?的?位置\s*[:：]\s*)?首页(?:\s*(?:>>?|›|»|/)\s*[^>›»/。；]{2,20})+"
)
"""Where on the site the page is: 首页 > 政务公开 > 绩效公开."""
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)", re.I | re.S
)


def is_html(data: bytes) -> bool:
    """Whether a file's bytes begin as a web page does."""
    return _HTML.match(data[:4096].removeprefix(b"\xef\xbb\xbf")) is not None


def read_html(path: Path, data: bytes) -> Loaded:
    """An HTML file's bytes, in the encoding it declares → one page. Raises UnreadableFile."""
    soup = BeautifulSoup(data, "lxml")
    for tag in soup.find_all(_LEFT_OUT):
        tag.decompose()
    root = _main(soup)
    blocks = [
        block
        for block in _blocks(root)
        if not isinstance(block, Line) or (block.text and not _WAY_HERE.fullmatch(block.text))
    ]
    title = " ".join(soup.title.get_text().split()) if soup.title else ""
    if not blocks:
        raise UnreadableFile(path, "这个网页里没有正文。", "there is no text in this web page.")
    if title and not any(isinstance(b, Line) and b.level == 1 for b in blocks):
        texts = "".join(b.text for b in blocks[:8] if isinstance(b, Line))
        bare = re.split(r"\s*[-_|—]+\s*", title)[0]
        if re.sub(r"\s", "", bare) not in re.sub(r"\s", "", texts):
            blocks.insert(0, Line(bare, centred=True))
    return Loaded("beautifulsoup4", (Page(1, tuple(blocks)),), wrapped=False)


def _main(soup: BeautifulSoup) -> Tag:
    """The part with most of the text that is marked as the main one, else the whole body."""
    body = soup.body or soup
    whole = len(body.get_text(strip=True))
    marked = max(soup.select(_MAIN), key=lambda t: len(t.get_text(strip=True)), default=None)
    if marked is not None and len(marked.get_text(strip=True)) > 0.5 * whole:
        return marked
    return body


def _blocks(root: Tag) -> Iterator[Block]:
    pieces: list[str] = []
    for node in root.children:
        yield from _node(node, pieces, root)
    yield from _flush(pieces, root)


def _node(node: object, pieces: list[str], around: Tag) -> Iterator[Block]:
    if isinstance(node, Comment):
        return
    if isinstance(node, NavigableString):
        pieces.append(re.sub(r"\s+", " ", str(node)))
        return
    if not isinstance(node, Tag):
        return
    if node.name == "br":
        yield from _flush(pieces, around)
    elif node.name == "table" and not _is_layout(node):
        yield from _flush(pieces, around)
        yield from _table(node)
    elif _BLOCKS.fullmatch(node.name):
        yield from _flush(pieces, around)
        yield from _blocks(node)
    else:
        for child in node.children:
            yield from _node(child, pieces, around)


def _flush(pieces: list[str], around: Tag) -> Iterator[Line]:
    text = "".join(pieces).replace("\xa0", " ")
    pieces.clear()
    if text.strip():
        spaces = len(text) - len(text.lstrip(" \u3000"))
        style = f"{around.get('align', '')} {around.get('style', '')}"
        yield Line(
            text.strip(),
            indent=float(spaces),
            centred=around.name == "center" or "center" in style,
            level=int(around.name[1]) if re.fullmatch("h[1-6]", around.name or "") else 0,
        )


def _is_layout(table: Tag) -> bool:
    """A table that holds tables, or one column of paragraphs, only arranges the page."""
    if table.find("table") is not None:
        return True
    rows = table.find_all("tr")
    return all(len(row.find_all(["td", "th"])) < 2 for row in rows)


def _table(table: Tag) -> Iterator[Block]:
    if table.caption:
        yield Line(" ".join(table.caption.get_text().split()), centred=True)
    rows = [
        [
            Span(_cell_text(cell), _count(cell, "rowspan"), _count(cell, "colspan"))
            for cell in row.find_all(["td", "th"], recursive=False)
        ]
        for row in table.find_all("tr")
    ]
    yield from table_blocks(spans_to_cells(rows))


def _cell_text(cell: Tag) -> str:
    return "\n".join(b.text for b in _blocks(cell) if isinstance(b, Line))


def _count(cell: Tag, name: str) -> int:
    written = str(cell.get(name, "1"))
    return int(written) if written.isdigit() else 1
