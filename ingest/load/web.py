"""A web page → lines and raw tables of its main text, as far as a browser shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from ingest.load.encoding import told
from ingest.load.spans import Span, parted, spans_to_cells, table_blocks, titled, without_title
from ingest.load.symbols import raised, ticked
from ingest.load.text_columns import is_value
from ingest.load.text_tables import pasted_tables
from ingest.loaded import Block, Line, Loaded, Page, UnreadableFile
from languages import N_
from records import Notice, Unsure

_LEFT_OUT = (
    "script, style, noscript, template, iframe, button, object, rt, rp, datalist, "
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
_FOR_THE_SERVER = r"<%.*?%>|<\?(?:php|=).*?\?>|</?[a-z]+:[a-z.]+(?:\s[^<>]*)?>"
"""What a server does before it sends a page: a page saved from the server's side still has it."""
_HTML = re.compile(
    rf"(?:\s|\ufeff|<!--.*?-->|<\?xml[^>]*>|{_FOR_THE_SERVER})*"
    r"<(?:!doctype\s+html|(?:html|head|body|meta|title|div|p|table|h[1-6]|center|font|span|section"
    r"|article|style|script)[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$|!)"
    r"|font-size\s*:\s*(?:0(?:px|pt|em|%)?|1p[xt])\s*(?:;|$|!)|clip\s*:\s*rect\(\s*0"
    r"|(?:left|right|top|text-indent|margin-left)\s*:\s*-\d{3,}(?:\.\d+)?p[xt]"
    r"|(?:height|width)\s*:\s*0(?:p[xt])?\s*;(?=[^{}]*overflow\s*:\s*hidden)",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?:^|[;{\s])color\s*:\s*(?:#fff(?:fff)?\b|white\b|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))",
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
    for tag in _white_on_white(soup):
        notices += _taken_out(tag, Unsure.INVISIBLE)
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
    yield from (selector for selector, look in _own_style(soup) if _UNSEEN.search(look))


def _own_style(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """The selectors of a page's own style sheet, each with how it makes what it selects look."""
    for sheet in soup.find_all("style"):
        css = re.sub(r"/\*.*?\*/", "", sheet.get_text(), flags=re.DOTALL)
        css = re.sub(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)
        for selectors, look in _RULE.findall(css):
            named = (s.strip() for s in selectors.split(",") if _SELECTOR.fullmatch(s))
            yield from ((selector, look) for selector in named)


def _white_on_white(soup: BeautifulSoup) -> list[Tag]:
    """What is white with nothing behind it; with a style sheet elsewhere that is not known."""
    if soup.select_one("link[rel~=stylesheet]") is not None:
        return []
    looks = [(tag, look) for selector, look in _own_style(soup) for tag in soup.select(selector)]
    looks += ((tag, str(tag["style"])) for tag in soup.select("[style]"))
    backed = {id(tag) for tag, look in looks if "background" in look.lower()}
    backed |= {id(tag) for tag in soup.select("[bgcolor], [background]")}
    return [
        tag
        for tag, look in looks
        if _WHITE.search(look)
        and tag.name not in ("html", "body")
        and not any(id(around) in backed for around in (tag, *tag.parents))
        and not any("color" in str(inner.get("style", "")) for inner in tag.find_all(True))
    ]


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
    elif node.name in ("input", "select"):
        pieces.append(_filled_in(node))
    elif node.name in ("pre", "textarea"):
        yield from _flush(pieces, around)
        yield from _as_typed(node.get_text())
    elif node.name == "table" and not _is_layout(node):
        yield from _flush(pieces, around)
        yield from _table(node)
    elif _BLOCKS.fullmatch(node.name):
        yield from _flush(pieces, around)
        yield from _blocks(node)
    else:
        for child in node.children:
            yield from _node(child, pieces, around)


def _filled_in(control: Tag) -> str:
    """What a browser shows in a field of a form."""
    if control.name == "select":
        options = control.find_all("option")
        chosen = [option for option in options if option.has_attr("selected")] or options[:1]
        return " ".join(" ".join(option.get_text().split()) for option in chosen)
    kind = str(control.get("type", "text")).lower()
    if kind in ("checkbox", "radio"):
        return ticked(control.has_attr("checked"))
    unseen = ("hidden", "password", "file", "image", "submit", "reset", "button")
    return "" if kind in unseen else str(control.get("value", ""))


def _as_typed(text: str) -> Iterator[Block]:
    """Text whose lines and blanks a browser keeps → its lines, and tables set in columns."""
    lines = text.split("\n")
    for found in pasted_tables(lines):
        yield Line(lines[found].strip()) if isinstance(found, int) else found


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
    """A table that only arranges the page: one column of paragraphs, or one that holds tables and
    has not itself rows of words and figures.
    """
    if table.find("table") is not None:
        own = (
            [cell.get_text(strip=True) for cell in _own_cells(row) if not cell.find("table")]
            for row in _own_rows(table)
        )
        return not any(any(map(is_value, texts[1:])) for texts in own)
    rows = table.find_all("tr")
    return all(len(row.find_all(["td", "th"])) < 2 for row in rows)


def _own_rows(table: Tag) -> list[Tag]:
    return [row for row in table.find_all("tr") if row.find_parent("table") is table]


def _own_cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)


def _table(table: Tag) -> Iterator[Block]:
    if table.caption:
        yield Line(" ".join(table.caption.get_text().split()), centred=True)
    grid: list[list[Span]] = []
    after: list[Block] = []
    for row in _own_rows(table):
        spans: list[Span] = []
        holds = False
        for cell in _own_cells(row):
            text, nested = parted(list(_blocks(cell)))
            after += titled(nested, spans)
            holds = holds or bool(nested)
            spans.append(Span(text, _count(cell, "rowspan"), _count(cell, "colspan")))
        grid.append(without_title(spans) if holds else spans)
    yield from table_blocks(spans_to_cells(grid))
    yield from after


def _count(cell: Tag, name: str) -> int:
    written = str(cell.get(name, "1"))
    return int(written) if written.isdigit() else 1
