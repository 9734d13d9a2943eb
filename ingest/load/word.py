"""A DOCX file's bytes → lines and raw tables, automatic numbers and heading styles kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from ingest.load.numbering import Numbering, read_numbering
from ingest.load.package import damaged
from ingest.load.spans import Span, spans_to_cells, table_blocks
from ingest.loaded import Block, Cell, Line, Loaded, Page
from ingest.settings import IngestSettings

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX = f"{_W}txbxContent"
_NOT_PRINTED = {f"{_W}del", f"{_W}moveFrom", _FALLBACK}
_WRAPPERS = {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml"}


def read_word(path: Path, data: bytes, _settings: IngestSettings) -> Loaded:
    """A DOCX file's bytes → one page: the format knows no pages. Raises UnreadableFile."""
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
    except (
        PackageNotFoundError, SyntaxError, zipfile.BadZipFile, KeyError, ValueError,
        AttributeError, EOFError,
    ) as error:  # fmt: skip
        raise damaged(path) from error
    if body is None:
        raise damaged(path)
    try:
        blocks = tuple(_Reader.of(document).blocks(body))
    except ValueError as error:  # a number in the file that is none
        raise damaged(path) from error
    return Loaded("python-docx", (Page(1, blocks),), wrapped=False)


@dataclass(frozen=True)
class _Style:
    """What a paragraph style gives: heading level, list, whether it is a contents line."""

    level: int
    list_id: str
    list_level: int
    contents: bool


@dataclass(frozen=True)
class _Reader:
    """Walks a document's body in order."""

    styles: dict[str, _Style]
    numbering: Numbering

    @classmethod
    def of(cls, document: Document) -> _Reader:
        root: BaseOxmlElement = document.styles.element
        found = {s.get(qn("w:styleId"), ""): s for s in root.findall(qn("w:style"))}
        styles = {name: _style(style, found) for name, style in found.items()}
        return cls(styles, read_numbering(document))

    def blocks(self, parent: BaseOxmlElement) -> Iterator[Block]:
        for element in parent.iterchildren():
            if element.tag == f"{_W}p":
                yield from self._lines(element)
            elif element.tag == f"{_W}tbl":
                yield from table_blocks(self._cells(element))
            elif element.tag in _WRAPPERS and not _is_contents(element):
                yield from self.blocks(element)

    def _lines(self, paragraph: BaseOxmlElement) -> Iterator[Line]:
        style, level, list_id, list_level = self._format(paragraph)
        text = "".join(_texts(paragraph))
        if text.strip() and not (style and style.contents):
            mark = self.numbering.next(list_id, list_level) if list_id not in ("", "0") else ""
            centred = _attribute(paragraph, "w:pPr/w:jc") == "center"
            for n, line in enumerate(text.split("\n")):
                whole = (mark if n == 0 else "") + line.strip()
                if whole:
                    yield Line(whole, centred=centred, level=level)
        for box in paragraph.iter(_BOX):
            if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                yield from (b for b in self.blocks(box) if isinstance(b, Line))

    def _format(self, paragraph: BaseOxmlElement) -> tuple[_Style | None, int, str, int]:
        style = self.styles.get(_attribute(paragraph, "w:pPr/w:pStyle"))
        level = _attribute(paragraph, "w:pPr/w:outlineLvl")
        own_list = _attribute(paragraph, "w:pPr/w:numPr/w:numId")
        own_level = _attribute(paragraph, "w:pPr/w:numPr/w:ilvl")
        return (
            style,
            int(level) + 1 if level.isdigit() and int(level) < 9 else style.level if style else 0,
            own_list or (style.list_id if style else ""),
            int(own_level) if own_level else style.list_level if style else 0,
        )

    def _cells(self, table: BaseOxmlElement) -> tuple[Cell, ...]:
        grid: list[list[Span]] = []
        origin: dict[int, tuple[int, int]] = {}
        for r, row in enumerate(_unwrapped(table, f"{_W}tr")):
            before = _attribute(row, "w:trPr/w:gridBefore")
            spans = [Span("")] * int(before or 0)
            column = len(spans)
            for cell in _unwrapped(row, f"{_W}tc"):
                across = int(_attribute(cell, "w:tcPr/w:gridSpan") or 1)
                merge = cell.find(f"{_W}tcPr/{_W}vMerge")
                if merge is not None and merge.get(qn("w:val")) != "restart" and column in origin:
                    top, place = origin[column]
                    above = grid[top][place]
                    grid[top][place] = Span(above.text, above.rows + 1, above.columns)
                else:
                    origin[column] = (r, len(spans))
                    spans.append(Span(self._cell_text(cell), 1, across))
                column += across
            grid.append(spans)
        return spans_to_cells(grid)

    def _cell_text(self, cell: BaseOxmlElement) -> str:
        return "\n".join(line.text for p in cell.iter(f"{_W}p") for line in self._lines(p))


def _style(style: BaseOxmlElement, found: dict[str, BaseOxmlElement]) -> _Style:
    """A style and those it is based on → what they give together."""
    chain = [style]
    while (base := _attribute(chain[-1], "w:basedOn")) in found and len(chain) < 12:
        chain.append(found[base])
    name = _attribute(style, "w:name").lower()
    levels = [v for s in chain if (v := _attribute(s, "w:pPr/w:outlineLvl")).isdigit()]
    lists = [v for s in chain if (v := _attribute(s, "w:pPr/w:numPr/w:numId"))]
    list_levels = [v for s in chain if (v := _attribute(s, "w:pPr/w:numPr/w:ilvl"))]
    digit = name.removeprefix("heading ").removeprefix("标题 ")
    named = int(digit) if digit != name and digit.isdigit() else 0
    return _Style(
        level=int(levels[0]) + 1 if levels and int(levels[0]) < 9 else named,
        list_id=lists[0] if lists else "",
        list_level=int(list_levels[0]) if list_levels else 0,
        contents=name.startswith(("toc ", "目录 ", "table of figures")),
    )


def _attribute(element: BaseOxmlElement, path: str) -> str:
    child = element.find("/".join(qn(part) for part in path.split("/")))
    return str(child.get(qn("w:val")) or "") if child is not None else ""


def _is_contents(element: BaseOxmlElement) -> bool:
    gallery = element.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and gallery.get(qn("w:val")) == "Table of Contents"


def _unwrapped(parent: BaseOxmlElement, tag: str) -> Iterator[BaseOxmlElement]:
    for element in parent.iterchildren():
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _unwrapped(element, tag)


def _texts(element: BaseOxmlElement) -> Iterator[str]:
    """The printed text of a paragraph; that of text boxes, which stand beside it, is left out."""
    for child in element.iterchildren():
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield " "
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag not in _NOT_PRINTED and child.tag not in (_BOX, f"{_W}pPr"):
            yield from _texts(child)
