"""A web page → lines and raw tables of its main text, as far as a browser shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from ingest.load.encoding import told
from ingest.load.spans import Span, spans_to_cells, table_blocks
from ingest.load.symbols import raised, ticked
from ingest.loaded import Block, Line, Loaded, Page, UnreadableFile
from languages import N_
from records import Notice, Unsure

_LEFT_OUT = (
    "script, style, noscript, template, iframe, button, select, textarea, object, rt, rp, "
    "nav, footer, aside, [role=navigation], [role=banner], [role=contentinfo], [role=search]"
)
"""What is no text of the page, or is the site's and not the page's."""
_OF_THE_SITE = re.compile(
    r"(?:^|[-_])(?:nav|navbar|menu|breadcrumbs?|crumbs?|footer|sidebar|topbar|copyright)"
    r"(?:$|[-_])",
    re.IGNORECASE,
)
"""Names of classes that all designs give to what leads around a site."""
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
_FOR_THE_SERVER = r"<%.*?%>|<\?(?:php|=).*?\?>"
"""What a server does before it sends a page: a page saved from the server's side still has it."""
_HTML = re.compile(
    rf"(?:\s|\ufeff|<!--.*?-->|<\?xml[^>]*>|{_FOR_THE_SERVER})*"
    r"<(?:!doctype\s+html|(?:html|head|body|meta|title|div|p|table|h[1-6]|center|font|span|section"
    r"|article|style|script)[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$|!)"
    r"|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$|!)",
    re.IGNORECASE,
)
_GONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"\s*[a-z0-9]*(?:[.#][\w-]+)+(?:\s+[a-z0-9]*(?:[.#][\w-]+)*)*\s*", re.I)
_SMALL = 50
"""Pixels a side below which a picture is an ornament."""


def is_html(text: str) -> bool:
    """Whether a text begins as a web page does, perhaps with what is meant for its server."""
    return _HTML.match(text[:20_000]) is not None


def read_html(path: Path, text: str) -> Loaded:
    """A web page → one page. Raises UnreadableFile."""
    soup = BeautifulSoup(re.sub(_FOR_THE_SERVER, "", text, flags=re.DOTALL), "lxml")
    notices = [*told(text)]
    if re.search(r"<html[\s>]", text, re.IGNORECASE) and not re.search("</html", text, re.I):
        notices.append(Notice(Unsure.OTHER, 1, "</html>", ""))
    title = " ".join(soup.title.get_text().split()) if soup.title else ""
    notices += _without_unseen(soup)
    _without_site(soup)
    root = _main(soup)
    notices += _pictures(root)
    blocks = [
        block
        for block in _blocks(root)
        if not isinstance(block, Line) or (block.text and not _WAY_HERE.fullmatch(block.text))
    ]
    if not blocks:
        raise UnreadableFile(path, N_("there is no text in this web page."))
    if title and not any(isinstance(b, Line) and b.level == 1 for b in blocks):
        texts = "".join(b.text for b in blocks[:8] if isinstance(b, Line))
        bare = re.split(r"\s*[-_|—]+\s*", title)[0]
        if re.sub(r"\s", "", bare) not in re.sub(r"\s", "", texts):
            blocks.insert(0, Line(bare, centred=True))
    return Loaded(
        "beautifulsoup4", (Page(1, tuple(blocks)),), wrapped=False, notices=tuple(notices)
    )


def _without_unseen(soup: BeautifulSoup) -> list[Notice]:
    """Takes out of a page what a browser does not show, and what is struck out; tells of it."""
    notices = []
    for selector in _unseen_by_style(soup):
        for tag in soup.select(selector):
            notices += _taken_out(tag, Unsure.HIDDEN)
    for tag in soup.select(_LEFT_OUT):
        tag.decompose()
    for tag in soup.find_all(True):
        if tag.decomposed or tag.name in ("html", "body"):
            continue
        if tag.has_attr("hidden") or _UNSEEN.search(str(tag.get("style", ""))):
            notices += _taken_out(tag, Unsure.HIDDEN)
        elif tag.name in ("del", "s", "strike"):
            notices += _taken_out(tag, Unsure.DELETED)
    return notices


def _unseen_by_style(soup: BeautifulSoup) -> Iterator[str]:
    """The selectors that a page's own style sheet hides on every screen."""
    for sheet in soup.find_all("style"):
        css = re.sub(r"/\*.*?\*/", "", sheet.get_text(), flags=re.DOTALL)
        css = re.sub(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)
        for selectors, look in _RULE.findall(css):
            if _UNSEEN.search(look):
                yield from (s.strip() for s in selectors.split(",") if _SELECTOR.fullmatch(s))


def _taken_out(tag: Tag, why: Unsure) -> list[Notice]:
    if tag.decomposed:
        return []
    text = " ".join(tag.get_text(" ").split())
    _removed(tag)
    return [Notice(why, 1, "", text)] if text else []


def _without_site(soup: BeautifulSoup) -> None:
    """Takes out of a page what leads around its site: by its name, or for being all links."""
    whole = _weight(soup)
    for tag in soup.find_all(["div", "ul", "ol", "table", "td", "header", "p", "dl"]):
        if tag.decomposed:
            continue
        classes = [str(name) for name in tag.get_attribute_list("class") if name]
        names = [*classes, str(tag.get("id") or "")]
        named = any(_OF_THE_SITE.search(name) for name in names)
        if (named and _weight(tag) < 0.3 * whole) or _is_all_links(tag):
            _removed(tag)


def _removed(tag: Tag) -> None:
    """Takes a tag out; a cell of a table is only emptied, so that those beside it stay put."""
    if tag.name in ("td", "th") and not _GONE.search(str(tag.get("style", ""))):
        tag.clear()
    else:
        tag.decompose()


def _weight(tag: Tag) -> int:
    return len(tag.get_text(strip=True))


def _is_all_links(tag: Tag) -> bool:
    """Three links or more, in short words, with next to nothing beside them."""
    links = [link for link in tag.find_all("a") if link.get_text(strip=True)]
    words = sum(_weight(link) for link in links)
    return len(links) >= 3 and words >= 0.8 * _weight(tag) and words <= 12 * len(links)


def _pictures(root: Tag) -> list[Notice]:
    """The pictures in a page's text; they are files of their own, and not in it."""
    return [
        Notice(Unsure.PICTURE, 1, str(picture.get("alt") or picture.get("src") or "")[:80], "")
        for picture in root.find_all("img")
        if not any(0 < _pixels(picture, side) <= _SMALL for side in ("width", "height"))
    ]


def _pixels(picture: Tag, side: str) -> int:
    found = re.match(r"\d{1,5}", str(picture.get(side, "")))
    return int(found[0]) if found else 0


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
    if isinstance(node, PreformattedString):  # comments, declarations, and the like
        return
    if isinstance(node, NavigableString):
        pieces.append(re.sub(r"\s+", " ", str(node)))
        return
    if not isinstance(node, Tag):
        return
    if node.name == "br":
        yield from _flush(pieces, around)
    elif node.name == "sup":
        pieces.append(raised(" ".join(node.get_text().split())))
    elif node.name == "input":
        if str(node.get("type", "")).lower() in ("checkbox", "radio"):
            pieces.append(ticked(node.has_attr("checked")))
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
