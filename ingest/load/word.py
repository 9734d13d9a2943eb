"""A Word file's parts → lines and raw tables, as they are seen when it is printed.

What is not seen is left out and told: hidden text, text that a tracked change deletes, pictures and
other objects. Automatic numbers, notes at the foot, formulas and ticked boxes are text as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from ingest.load.formula import equation_field, linear
from ingest.load.numbering import Numbering, read_numbering
from ingest.load.office_picture import PictureRead, read_office_picture
from ingest.load.package import RELATIONS, Element, Package, damaged, whole_number
from ingest.load.spans import Span, is_grid, spans_to_cells
from ingest.load.symbols import UNKNOWN, drawn, raised, symbol, ticked
from ingest.loaded import Block, Line, Loaded, Page, RawTable
from ingest.settings import IngestSettings
from records import HowRead, Notice, Unsure

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_BOX = f"{_W}txbxContent"
_DELETED = {f"{_W}del", f"{_W}moveFrom"}
_INSERTED = {f"{_W}ins", f"{_W}moveTo"}
_WRAPPERS = {
    f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
}
_PLAIN = {
    f"{_W}tab": " ", f"{_W}ptab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-",
}  # fmt: skip
_DRAWINGS = {f"{_W}drawing", f"{_W}pict", f"{_W}object"}
_NO_TEXT = {f"{_W}pPr", f"{_W}rPr", f"{_W}sdtPr"}
_NOTES = {f"{_W}footnoteReference": "footnotes", f"{_W}endnoteReference": "endnotes"}
_COMMENTS = "comments"
_OFF = ("0", "false", "off", "none")
_PLACE = 24
"""Characters of its line that say where in a Word file something stands: it has no pages."""


def read_word(package: Package, settings: IngestSettings) -> Loaded:
    """A Word file's parts → one page: the format knows no pages. Raises UnreadableFile."""
    root = package.xml(package.main)
    body = None if root is None else root.find(f"{_W}body")
    if body is None:
        raise damaged(package.path)
    reader = _Reader.of(package, settings)
    blocks = tuple(reader.blocks(body))
    notices = tuple(reader.notices)
    ocr = any(notice.why is Unsure.PICTURE_READ for notice in notices)
    page = Page(1, blocks, HowRead.MIXED if ocr else HowRead.TEXT)
    return Loaded("word", (page,), wrapped=False, notices=notices)


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style gives: heading level, list, whether it is a contents line, or hidden."""

    level: int
    list_id: str
    list_level: int
    contents: bool
    hidden: bool


@dataclass
class _Inline:
    """What stands in a paragraph: its text, the boxes, pictures and notes that hang on it, and what
    is told.

    `on_white` where nothing is known to lie behind the letters, so that white ones are not seen.
    `field` is the code of the field whose beginning was read last.
    """

    on_white: bool = False
    pieces: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    pictures: list[PictureRead] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    told: list[tuple[Unsure, str, int]] = field(default_factory=list)
    field: str = ""

    def tell(self, why: Unsure, text: str) -> None:
        """Something is told of this place; two runs of one hidden sentence are told as one."""
        at = len(self.pieces)
        if self.told and text and self.told[-1][0] == why and self.told[-1][2] == at:
            text = self.told.pop()[1] + text
        self.told.append((why, text, at))

    @property
    def text(self) -> str:
        """All of it that is seen."""
        return "".join(self.pieces)


@dataclass
class _Reader:
    """Walks a document's body in order, and keeps what there is to tell of it."""

    styles: Mapping[str, _Style]
    numbering: Numbering
    foot: Mapping[str, Mapping[str, Element]]
    picture: Callable[[str], PictureRead | None]
    """A picture by the id of its relation → what is read in it."""
    notices: list[Notice] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)
    """Notes of the table that is being read, to stand under it."""
    place: str = ""

    @classmethod
    def of(cls, package: Package, settings: IngestSettings) -> _Reader:
        styles = package.related(package.main, "styles")
        every = () if styles is None else styles.findall(f"{_W}style")
        found = {style.get(f"{_W}styleId", ""): style for style in every}
        return cls(
            {name: _style(style, found) for name, style in found.items()},
            read_numbering(package.related(package.main, "numbering")),
            {
                kind: _by_id(package.related(package.main, kind))
                for kind in (*_NOTES.values(), _COMMENTS)
            },
            _pictures(package, settings),
        )

    def blocks(self, parent: Element, framed: bool = False) -> Iterator[Block]:
        """What stands in a body, a cell or a text box (the last two are `framed`), in order.

        A note stands under the paragraph or the table that bears its mark.
        """
        for element in parent.iterchildren():
            if element.tag == f"{_W}p":
                yield from self._paragraph(element, framed)
            elif element.tag == f"{_W}tbl":
                yield from self._table(element)
            elif element.tag == f"{_MC}AlternateContent":
                for chosen in _chosen(element):
                    yield from self.blocks(chosen, framed)
            elif element.tag in _WRAPPERS and not _is_contents(element):
                yield from self.blocks(element, framed)
            elif element.tag in (f"{_W}altChunk", f"{_W}subDoc"):
                self._tell(Unsure.OTHER, "")
            if not framed:
                yield from self._notes()

    def _notes(self) -> list[Line]:
        notes, self.below = self.below, []
        return notes

    def _paragraph(self, paragraph: Element, framed: bool) -> Iterator[Block]:
        style, level, list_id, list_level = self._format(paragraph)
        inline = _Inline(on_white=not framed and paragraph.find(f"{_W}pPr/{_W}shd") is None)
        self._walk(paragraph, inline, style is not None and style.hidden)
        text = inline.text
        contents = style is not None and style.contents
        mark = ""
        if list_id not in ("", "0") and (text.strip() or not _is_gone(paragraph)):
            mark = self.numbering.next(list_id, list_level)
        lines = [] if contents else [line.strip() for line in text.split("\n")]
        if text.strip() and lines:
            lines[0] = mark + lines[0]
        whole = [line for line in lines if line]
        if whole:
            self.place = whole[0][:_PLACE]
        for why, what, _ in inline.told:
            self._tell(why, what)
        centred = _attribute(paragraph, "pPr/jc") == "center"
        yield from (Line(line, centred=centred, level=level) for line in whole)
        self.below += [Line(note) for note in inline.notes]
        if not framed:
            yield from self._notes()
        for box in inline.boxes:
            yield from self.blocks(box, framed=True)
        for picture in inline.pictures:
            yield from picture.blocks

    def _tell(self, why: Unsure, text: str) -> None:
        lines = (" ".join(line.split()) for line in text.split("\n"))
        self.notices.append(Notice(why, 1, self.place, "\n".join(filter(None, lines))))

    def _format(self, paragraph: Element) -> tuple[_Style | None, int, str, int]:
        name = _attribute(paragraph, "pPr/pStyle")
        style = self.styles.get(name)
        level = _attribute(paragraph, "pPr/outlineLvl")
        own_list = _attribute(paragraph, "pPr/numPr/numId")
        own_level = _attribute(paragraph, "pPr/numPr/ilvl")
        list_id = own_list or (style.list_id if style else "")
        bound = None if own_list else self.numbering.level_of_style(list_id, name)
        given = style.list_level if style else 0
        return (
            style,
            int(level) + 1 if level.isdecimal() and int(level) < 9 else style.level if style else 0,
            list_id,
            whole_number(own_level, given if bound is None else bound),
        )

    def _walk(self, element: Element, into: _Inline, hidden: bool = False) -> None:
        for child in element.iterchildren():
            self._inline(child, into, hidden)

    def _inline(self, child: Element, into: _Inline, hidden: bool) -> None:
        tag = child.tag
        if tag == f"{_W}r":
            self._run(child, into, hidden)
        elif tag in _DELETED:
            into.tell(Unsure.DELETED, _deleted(child))
        elif tag in _INSERTED:
            before = len(into.pieces)
            self._walk(child, into, hidden)
            if inserted := "".join(into.pieces[before:]).strip():
                into.tell(Unsure.CHANGES, inserted)
        elif tag == f"{_MC}AlternateContent":
            for chosen in _chosen(child):
                self._walk(chosen, into, hidden)
        elif tag in (f"{_M}oMath", f"{_M}oMathPara"):
            into.pieces.append(linear(child).strip())
        elif tag == f"{_W}sdt" and (box := child.find(f"{_W}sdtPr/{_W14}checkbox")) is not None:
            state = box.find(f"{_W14}checked")
            into.pieces.append(ticked(state is not None and state.get(f"{_W14}val") not in _OFF))
        elif tag not in _NO_TEXT:
            self._walk(child, into, hidden)

    def _run(self, run: Element, into: _Inline, hidden: bool) -> None:
        properties = run.find(f"{_W}rPr")
        style = self.styles.get(_attribute(run, "rPr/rStyle"))
        vanish = _switch(properties, "vanish")
        if ((style is not None and style.hidden) or hidden) if vanish is None else vanish:
            into.tell(Unsure.HIDDEN, _bare(run))
            return
        if _switch(properties, "strike") or _switch(properties, "dstrike"):
            into.tell(Unsure.DELETED, _bare(run))
            return
        if into.on_white and _is_white(properties):
            into.tell(Unsure.INVISIBLE, _bare(run))
            return
        font = _font(properties)
        above = _attribute(run, "rPr/vertAlign") == "superscript"
        for child in run.iterchildren():
            self._of_run(child, into, font, above)

    def _of_run(self, child: Element, into: _Inline, font: str, above: bool) -> None:
        tag = child.tag
        if tag == f"{_W}t":
            text = drawn(re.sub(r"[\r\n\t]+", " ", child.text or ""), font)
            into.pieces.append(raised(text) if above else text)
        elif tag in _PLAIN:
            into.pieces.append(_PLAIN[tag])
        elif tag == f"{_W}sym":
            code = child.get(f"{_W}char", "")
            known = re.fullmatch("[0-9A-Fa-f]{1,6}", code)
            own = child.get(f"{_W}font") or font
            into.pieces.append(symbol(own, int(code, 16)) if known else UNKNOWN)
        elif tag in _NOTES:
            self._note(_NOTES[tag], child.get(f"{_W}id", ""), into)
        elif tag == f"{_W}commentReference":
            comment = self.foot[_COMMENTS].get(child.get(f"{_W}id", ""))
            into.tell(Unsure.OTHER, "" if comment is None else _bare(comment))
        elif tag in _DRAWINGS:
            self._drawing(child, into)
        elif tag == f"{_W}instrText":
            into.field += child.text or ""
        elif tag == f"{_W}fldChar":
            self._field(child, into)
        elif tag == f"{_MC}AlternateContent":
            for chosen in _chosen(child):
                for one in chosen.iterchildren():
                    self._of_run(one, into, font, above)
        elif tag == f"{_W}ruby":
            for base in child.findall(f"{_W}rubyBase"):
                self._walk(base, into)
        if into.pieces[-1:] == [UNKNOWN]:
            into.tell(Unsure.FONT, UNKNOWN)

    def _field(self, mark: Element, into: _Inline) -> None:
        """A field's beginning, middle or end: of some, the code itself is what is shown."""
        box = mark.find(f"{_W}ffData/{_W}checkBox")
        if box is not None:
            state = box.find(f"{_W}checked")
            state = box.find(f"{_W}default") if state is None else state
            into.pieces.append(ticked(state is not None and state.get(f"{_W}val") not in _OFF))
        listed = mark.find(f"{_W}ffData/{_W}ddList")
        if listed is not None:
            entries = [entry.get(f"{_W}val", "") for entry in listed.findall(f"{_W}listEntry")]
            chosen = whole_number(_attribute(mark, "ffData/ddList/result"))
            into.pieces += entries[chosen : chosen + 1]
        if mark.get(f"{_W}fldCharType") in ("separate", "end"):
            equation = equation_field(into.field)
            if equation is not None:
                into.pieces.append(equation)
            into.field = ""

    def _note(self, kind: str, key: str, into: _Inline) -> None:
        """A note's text, for a line of its own; its mark is left out of the sentence."""
        note = self.foot[kind].get(key)
        if note is None:
            return
        own = _Inline()
        for paragraph in note.iter(f"{_W}p"):
            self._walk(paragraph, own)
            own.pieces.append(" ")
        text = " ".join(own.text.split())
        into.told += [(why, what, len(into.pieces)) for why, what, _ in own.told]
        if text:
            into.notes.append(text if re.match("注|备注", text) else f"注：{text}")

    def _drawing(self, drawing: Element, into: _Inline) -> None:
        """A drawing → the text boxes in it, and its pictures and objects to be told of."""
        for element in _shown(drawing):
            if element.tag == _BOX:
                into.boxes.append(element)
            elif element.tag == f"{_A}blip" or element.tag == f"{_V}imagedata":
                self._picture(element, into)
            elif element.tag == f"{_A}graphicData" and _is_foreign(element):
                into.tell(Unsure.OTHER, "")

    def _picture(self, element: Element, into: _Inline) -> None:
        """A picture → what is read in it, to stand under its paragraph; or it is told."""
        name = element.get(f"{RELATIONS}embed") or element.get(f"{RELATIONS}id") or ""
        read = self.picture(name)
        if read is None:
            into.tell(Unsure.PICTURE, "")
        elif read.blocks:
            into.pictures.append(read)
            into.told.append((Unsure.PICTURE_READ, read.text, len(into.pieces)))
            into.told += [(Unsure.FAINT, text, len(into.pieces)) for text in read.faint]

    def _table(self, table: Element) -> Iterator[Block]:
        grid: list[list[Span]] = []
        origin: dict[int, tuple[int, int]] = {}
        inside: list[Block] = []
        after: list[Block] = []
        holders: set[int] = set()
        for row in _unwrapped(table, f"{_W}tr"):
            if self._is_left_out(row):
                continue
            before = whole_number(_attribute(row, "trPr/gridBefore"))
            spans = [Span("")] * before
            column = before
            for cell in _unwrapped(row, f"{_W}tc"):
                across = max(1, whole_number(_attribute(cell, "tcPr/gridSpan"), 1))
                merge = cell.find(f"{_W}tcPr/{_W}vMerge")
                if merge is not None and merge.get(f"{_W}val") != "restart" and column in origin:
                    top, at = origin[column]
                    above = grid[top][at]
                    grid[top][at] = Span(above.text, above.rows + 1, above.columns)
                else:
                    origin[column] = (len(grid), len(spans))
                    blocks = list(self.blocks(cell, framed=True))
                    inside += blocks
                    text, nested = _parted(blocks)
                    after += _titled(nested, spans)
                    holders |= {len(grid)} if nested else set()
                    spans.append(Span(text, 1, across))
                column += across
            grid.append(spans)
        for r in holders:
            grid[r] = _without_title(grid[r])
        cells = spans_to_cells(grid)
        if is_grid(cells):
            yield RawTable(cells)
            yield from after
        else:
            yield from inside

    def _is_left_out(self, row: Element) -> bool:
        """Whether a row is deleted by a tracked change, or hidden; either is told."""
        deleted = row.find(f"{_W}trPr/{_W}del") is not None
        hidden = _switch(row.find(f"{_W}trPr"), "hidden") is True
        if deleted or hidden:
            cells = (_bare(cell) for cell in row.iter(f"{_W}tc"))
            self._tell(Unsure.DELETED if deleted else Unsure.HIDDEN, " ".join(cells))
        return deleted or hidden


def _parted(blocks: Sequence[Block]) -> tuple[str, list[Block]]:
    """What stands in a cell → its text; and, where a table stands in it, all of it, to go below."""
    if any(isinstance(block, RawTable) for block in blocks):
        return "", list(blocks)
    return "\n".join(block.text for block in blocks if isinstance(block, Line)), []


def _titled(nested: Sequence[Block], before: Sequence[Span]) -> list[Block]:
    """A table from a cell → the same under the words that stand in front of it in its row."""
    label = next((span.text for span in reversed(before) if span.text), "")
    title = [Line(" ".join(label.split()))] if label and nested else []
    return [*title, *nested]


def _without_title(row: Sequence[Span]) -> list[Span]:
    """A row that held a table → the same without its only words, which are that table's title."""
    filled = [span for span in row if span.text]
    alone = len(filled) == 1 and filled[0].rows == 1
    return [Span("", span.rows, span.columns) if alone else span for span in row]


def _pictures(package: Package, settings: IngestSettings) -> Callable[[str], PictureRead | None]:
    """A Word file → its pictures, each read once, when it is asked for."""
    relations = package.relations(package.main)

    @cache
    def picture(name: str) -> PictureRead | None:
        relation = relations.get(name)
        data = package.data(relation.part) if relation and relation.part else None
        return read_office_picture(data, settings) if data else None

    return picture


def _by_id(notes: Element | None) -> dict[str, Element]:
    """A part of notes → each by its id, without the lines that part them from the text."""
    if notes is None:
        return {}
    return {n.get(f"{_W}id", ""): n for n in notes.iterchildren() if n.get(f"{_W}type") is None}


def _style(style: Element, found: Mapping[str, Element]) -> _Style:
    """A style and those it is based on → what they give together."""
    chain = [style]
    while (base := _attribute(chain[-1], "basedOn")) in found and len(chain) < 12:
        chain.append(found[base])
    name = _attribute(style, "name").lower()
    levels = [v for s in chain if (v := _attribute(s, "pPr/outlineLvl")).isdecimal()]
    lists = [v for s in chain if (v := _attribute(s, "pPr/numPr/numId"))]
    list_levels = [v for s in chain if (v := _attribute(s, "pPr/numPr/ilvl"))]
    switches = [_switch(s.find(f"{_W}rPr"), "vanish") for s in chain]
    digit = name.removeprefix("heading ").removeprefix("标题 ")
    named = int(digit) if digit != name and digit.isdecimal() else 0
    return _Style(
        level=int(levels[0]) + 1 if levels and int(levels[0]) < 9 else named,
        list_id=lists[0] if lists else "",
        list_level=whole_number(list_levels[0]) if list_levels else 0,
        contents=name.startswith(("toc ", "目录 ", "table of figures")),
        hidden=next((on for on in switches if on is not None), False),
    )


def _attribute(element: Element, path: str) -> str:
    child = element.find("/".join(_W + part for part in path.split("/")))
    return str(child.get(f"{_W}val") or "") if child is not None else ""


def _switch(properties: Element | None, name: str) -> bool | None:
    """Whether properties turn something on or off; None where they say nothing of it."""
    child = None if properties is None else properties.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val") not in _OFF


def _font(properties: Element | None) -> str:
    fonts = None if properties is None else properties.find(f"{_W}rFonts")
    return "" if fonts is None else fonts.get(f"{_W}ascii") or fonts.get(f"{_W}hAnsi") or ""


def _is_white(properties: Element | None) -> bool:
    """Whether a run is white, with nothing behind it that would show it."""
    if properties is None:
        return False
    colour = properties.find(f"{_W}color")
    behind = (properties.find(f"{_W}{name}") for name in ("shd", "highlight"))
    white = colour is not None and colour.get(f"{_W}val", "").upper() == "FFFFFF"
    return white and all(element is None for element in behind)


def _is_gone(paragraph: Element) -> bool:
    """Whether a paragraph's own end is hidden, or deleted by a tracked change."""
    properties = paragraph.find(f"{_W}pPr/{_W}rPr")
    if properties is None:
        return False
    deleted = properties.find(f"{_W}del") is not None
    return deleted or _switch(properties, "vanish") is True


def _is_contents(element: Element) -> bool:
    gallery = element.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and gallery.get(f"{_W}val") == "Table of Contents"


def _unwrapped(parent: Element, tag: str) -> Iterator[Element]:
    for element in parent.iterchildren():
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _unwrapped(element, tag)


def _chosen(alternate: Element) -> list[Element]:
    """Of two ways to draw one thing, the newer; the older is there for older programs."""
    choices = alternate.findall(f"{_MC}Choice") or alternate.findall(f"{_MC}Fallback")
    return list(choices[:1])


def _shown(drawing: Element) -> Iterator[Element]:
    """The elements of a drawing, each once, without what is inside a text box."""
    for element in drawing.iterchildren():
        if element.tag == f"{_MC}AlternateContent":
            for chosen in _chosen(element):
                yield from _shown(chosen)
        elif isinstance(element.tag, str):
            yield element
            if element.tag != _BOX:
                yield from _shown(element)


def _is_foreign(graphic: Element) -> bool:
    """Whether a drawing is a chart, a diagram or another thing that is no text and no picture."""
    kind = graphic.get("uri", "").rsplit("/", 1)[-1]
    return kind in ("chart", "chartex", "diagram", "ole", "lockedCanvas")


def _bare(element: Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{_W}t"))


def _deleted(element: Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{_W}delText", f"{_W}t"))
