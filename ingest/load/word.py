"""A Word file's parts → lines and raw tables, as they are seen when it is printed.

What is not seen is left out and told: hidden text, text that a tracked change deletes, pictures and
other objects. Automatic numbers, notes at the foot, formulas and ticked boxes are text as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby

from ingest.load.formula import equation_field, linear
from ingest.load.numbering import Numbering, read_numbering
from ingest.load.office_picture import PictureRead, read_office_picture
from ingest.load.package import RELATIONS, Element, Package, damaged, whole_number
from ingest.load.spans import Span, is_grid, parted, spans_to_cells, titled, without_title
from ingest.load.symbols import UNKNOWN, drawn, raised, symbol, ticked
from ingest.load.text_tables import pasted_tables
from ingest.load.word_elements import (
    BOX,
    MC,
    OFF,
    WRAPPERS,
    Style,
    W,
    attribute,
    bare,
    branch_taken,
    by_id,
    deleted_text,
    font_of,
    is_contents,
    is_foreign,
    is_gone,
    is_tiny,
    is_white,
    parts_shown,
    style_of,
    switch,
    unwrapped,
)
from ingest.loaded import Block, Line, Loaded, Page, RawTable
from ingest.settings import IngestSettings
from records import HowRead, Notice, Unsure

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_DELETED = {f"{W}del", f"{W}moveFrom"}
_INSERTED = {f"{W}ins", f"{W}moveTo"}
_PLAIN = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
}  # fmt: skip
_DRAWINGS = {f"{W}drawing", f"{W}pict", f"{W}object"}
_NO_TEXT = {f"{W}pPr", f"{W}rPr", f"{W}sdtPr"}
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_COMMENTS = "comments"
_PLACE = 24
"""Characters of its line that say where in a Word file something stands: it has no pages."""


def read_word(package: Package, settings: IngestSettings) -> Loaded:
    """A Word file's parts → one page: the format knows no pages. Raises UnreadableFile."""
    root = package.xml(package.main)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise damaged(package.path)
    reader = _Reader.of(package, settings)
    blocks = tuple(map(_untabbed, _with_pasted(list(reader.blocks(body)))))
    notices = (*reader.notices, *_margins(package, blocks))
    ocr = any(notice.why is Unsure.PICTURE_READ for notice in notices)
    page = Page(1, blocks, HowRead.MIXED if ocr else HowRead.TEXT)
    return Loaded("word", (page,), wrapped=False, notices=notices)


def _margins(package: Package, blocks: Sequence[Block]) -> Iterator[Notice]:
    """What stands in heads and feet of pages alone, a unit or a note: it belongs to no line."""
    said = "".join(
        block.text if isinstance(block, Line) else "".join(cell.text for cell in block.cells)
        for block in blocks
    )
    told = {re.sub(r"\s", "", said)}
    for relation in package.relations(package.main).values():
        root = package.xml(relation.part) if relation.kind in ("header", "footer") else None
        for paragraph in () if root is None else root.iter(f"{W}p"):
            text = " ".join(bare(paragraph).split())
            core = re.sub(r"\s", "", text)
            if sum(c.isalpha() for c in core) > 2 and not any(core in one for one in told):
                told.add(core)
                yield Notice(Unsure.OTHER, 1, "", text)


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

    styles: Mapping[str, Style]
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
        every = () if styles is None else styles.findall(f"{W}style")
        found = {style.get(f"{W}styleId", ""): style for style in every}
        return cls(
            {name: style_of(style, found) for name, style in found.items()},
            read_numbering(package.related(package.main, "numbering")),
            {
                kind: by_id(package.related(package.main, kind))
                for kind in (*_NOTES.values(), _COMMENTS)
            },
            _pictures(package, settings),
        )

    def blocks(self, parent: Element, framed: bool = False) -> Iterator[Block]:
        """What stands in a body, a cell or a text box (the last two are `framed`), in order.

        A note stands under the paragraph or the table that bears its mark.
        """
        for element in parent.iterchildren():
            if element.tag == f"{W}p":
                yield from self._paragraph(element, framed)
            elif element.tag == f"{W}tbl":
                yield from self._table(element)
            elif element.tag == f"{MC}AlternateContent":
                for chosen in branch_taken(element):
                    yield from self.blocks(chosen, framed)
            elif element.tag in WRAPPERS and not is_contents(element):
                yield from self.blocks(element, framed)
            elif element.tag in (f"{W}altChunk", f"{W}subDoc"):
                self._tell(Unsure.OTHER, "")
            if not framed:
                yield from self._notes()

    def _notes(self) -> list[Line]:
        notes, self.below = self.below, []
        return notes

    def _paragraph(self, paragraph: Element, framed: bool) -> Iterator[Block]:
        style, level, list_id, list_level = self._format(paragraph)
        inline = _Inline(on_white=not framed and paragraph.find(f"{W}pPr/{W}shd") is None)
        self._walk(paragraph, inline, style is not None and style.hidden)
        text = inline.text
        contents = style is not None and style.contents
        mark = ""
        if list_id not in ("", "0") and (text.strip() or not is_gone(paragraph)):
            mark = self.numbering.next(list_id, list_level)
        lines = [] if contents else [line.strip() for line in text.split("\n")]
        if text.strip() and lines:
            lines[0] = _numbered(mark, lines[0])
        whole = [line for line in lines if line]
        if whole:
            self.place = whole[0][:_PLACE]
        for why, what, _ in inline.told:
            self._tell(why, what)
        centred = attribute(paragraph, "pPr/jc") == "center"
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

    def _format(self, paragraph: Element) -> tuple[Style | None, int, str, int]:
        name = attribute(paragraph, "pPr/pStyle")
        style = self.styles.get(name)
        level = attribute(paragraph, "pPr/outlineLvl")
        own_list = attribute(paragraph, "pPr/numPr/numId")
        own_level = attribute(paragraph, "pPr/numPr/ilvl")
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
        if tag == f"{W}r":
            self._run(child, into, hidden)
        elif tag in _DELETED:
            into.tell(Unsure.DELETED, deleted_text(child))
        elif tag in _INSERTED:
            before = len(into.pieces)
            self._walk(child, into, hidden)
            if inserted := "".join(into.pieces[before:]).strip():
                into.tell(Unsure.CHANGES, inserted)
        elif tag == f"{MC}AlternateContent":
            for chosen in branch_taken(child):
                self._walk(chosen, into, hidden)
        elif tag in (f"{_M}oMath", f"{_M}oMathPara"):
            into.pieces.append(linear(child).strip())
        elif tag == f"{W}sdt" and (box := child.find(f"{W}sdtPr/{_W14}checkbox")) is not None:
            state = box.find(f"{_W14}checked")
            into.pieces.append(ticked(state is not None and state.get(f"{_W14}val") not in OFF))
        elif tag not in _NO_TEXT:
            self._walk(child, into, hidden)

    def _run(self, run: Element, into: _Inline, hidden: bool) -> None:
        properties = run.find(f"{W}rPr")
        style = self.styles.get(attribute(run, "rPr/rStyle"))
        vanish = switch(properties, "vanish")
        if ((style is not None and style.hidden) or hidden) if vanish is None else vanish:
            into.tell(Unsure.HIDDEN, bare(run))
            return
        if switch(properties, "strike") or switch(properties, "dstrike"):
            into.tell(Unsure.DELETED, bare(run))
            return
        if is_tiny(properties) or (into.on_white and is_white(properties)):
            into.tell(Unsure.INVISIBLE, bare(run))
            return
        font = font_of(properties)
        above = attribute(run, "rPr/vertAlign") == "superscript"
        for child in run.iterchildren():
            self._of_run(child, into, font, above)

    def _of_run(self, child: Element, into: _Inline, font: str, above: bool) -> None:
        tag = child.tag
        if tag == f"{W}t":
            text = drawn(re.sub(r"[\r\n\t]+", " ", child.text or ""), font)
            into.pieces.append(raised(text) if above else text)
        elif tag in _PLAIN:
            into.pieces.append(_PLAIN[tag])
        elif tag == f"{W}sym":
            code = child.get(f"{W}char", "")
            known = re.fullmatch("[0-9A-Fa-f]{1,6}", code)
            own = child.get(f"{W}font") or font
            into.pieces.append(symbol(own, int(code, 16)) if known else UNKNOWN)
        elif tag in _NOTES:
            self._note(_NOTES[tag], child.get(f"{W}id", ""), into)
        elif tag == f"{W}commentReference":
            comment = self.foot[_COMMENTS].get(child.get(f"{W}id", ""))
            into.tell(Unsure.OTHER, "" if comment is None else bare(comment))
        elif tag in _DRAWINGS:
            self._drawing(child, into)
        elif tag == f"{W}instrText":
            into.field += child.text or ""
        elif tag == f"{W}fldChar":
            self._field(child, into)
        elif tag == f"{MC}AlternateContent":
            for chosen in branch_taken(child):
                for one in chosen.iterchildren():
                    self._of_run(one, into, font, above)
        elif tag == f"{W}ruby":
            for base in child.findall(f"{W}rubyBase"):
                self._walk(base, into)
        if into.pieces[-1:] == [UNKNOWN]:
            into.tell(Unsure.FONT, UNKNOWN)

    def _field(self, mark: Element, into: _Inline) -> None:
        """A field's beginning, middle or end: of some, the code itself is what is shown."""
        box = mark.find(f"{W}ffData/{W}checkBox")
        if box is not None:
            state = box.find(f"{W}checked")
            state = box.find(f"{W}default") if state is None else state
            into.pieces.append(ticked(state is not None and state.get(f"{W}val") not in OFF))
        listed = mark.find(f"{W}ffData/{W}ddList")
        if listed is not None:
            entries = [entry.get(f"{W}val", "") for entry in listed.findall(f"{W}listEntry")]
            chosen = whole_number(attribute(mark, "ffData/ddList/result"))
            into.pieces += entries[chosen : chosen + 1]
        if mark.get(f"{W}fldCharType") in ("separate", "end"):
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
        for paragraph in note.iter(f"{W}p"):
            self._walk(paragraph, own)
            own.pieces.append(" ")
        text = " ".join(own.text.split())
        into.told += [(why, what, len(into.pieces)) for why, what, _ in own.told]
        if text:
            into.notes.append(text if re.match("注|备注", text) else f"注：{text}")

    def _drawing(self, drawing: Element, into: _Inline) -> None:
        """A drawing → the text boxes in it, and its pictures and objects to be told of."""
        for element in parts_shown(drawing):
            if element.tag == BOX:
                into.boxes.append(element)
            elif element.tag == f"{_A}blip" or element.tag == f"{_V}imagedata":
                self._picture(element, into)
            elif element.tag == f"{_A}graphicData" and is_foreign(element):
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
        for row in unwrapped(table, f"{W}tr"):
            if self._is_left_out(row):
                continue
            before = whole_number(attribute(row, "trPr/gridBefore"))
            spans = [Span("")] * before
            column = before
            for cell in unwrapped(row, f"{W}tc"):
                across = max(1, whole_number(attribute(cell, "tcPr/gridSpan"), 1))
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(f"{W}val") != "restart" and column in origin:
                    top, at = origin[column]
                    above = grid[top][at]
                    grid[top][at] = Span(above.text, above.rows + 1, above.columns)
                else:
                    origin[column] = (len(grid), len(spans))
                    blocks = list(map(_untabbed, self.blocks(cell, framed=True)))
                    inside += blocks
                    text, nested = parted(blocks)
                    after += titled(nested, spans)
                    holders |= {len(grid)} if nested else set()
                    spans.append(Span(text, 1, across))
                column += across
            grid.append(spans)
        for r in holders:
            grid[r] = without_title(grid[r])
        cells = spans_to_cells(grid)
        if is_grid(cells):
            yield RawTable(cells)
            yield from after
        else:
            yield from inside

    def _is_left_out(self, row: Element) -> bool:
        """Whether a row is deleted by a tracked change, or hidden; either is told."""
        deleted = row.find(f"{W}trPr/{W}del") is not None
        hidden = switch(row.find(f"{W}trPr"), "hidden") is True
        if deleted or hidden:
            cells = (bare(cell) for cell in row.iter(f"{W}tc"))
            self._tell(Unsure.DELETED if deleted else Unsure.HIDDEN, " ".join(cells))
        return deleted or hidden


def _numbered(mark: str, line: str) -> str:
    """A line behind its automatic number: 1. and 5亿元 are not 1.5亿元."""
    runs_on = re.search(r"[\d.．]$", mark) and line[:1].isdigit()
    return f"{mark} {line}" if runs_on else mark + line


def _with_pasted(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks → the same, with the tables that tabs and blanks set in columns of lines."""
    for plain, group in groupby(blocks, lambda b: isinstance(b, Line) and not b.level):
        lines = list(group)
        texts = [block.text if plain and isinstance(block, Line) else "" for block in lines]
        if not plain:
            yield from lines
            continue
        for found in pasted_tables(texts):
            yield lines[found] if isinstance(found, int) else found


def _untabbed(block: Block) -> Block:
    """What is set in no columns has blanks for tabs."""
    return replace(block, text=block.text.replace("\t", " ")) if isinstance(block, Line) else block


def _pictures(package: Package, settings: IngestSettings) -> Callable[[str], PictureRead | None]:
    """A Word file → its pictures, each read once, when it is asked for."""
    relations = package.relations(package.main)

    @cache
    def picture(name: str) -> PictureRead | None:
        relation = relations.get(name)
        data = package.data(relation.part) if relation and relation.part else None
        return read_office_picture(data, settings) if data else None

    return picture
