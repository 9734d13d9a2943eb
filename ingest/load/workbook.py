"""A workbook's parts (SpreadsheetML, ECMA-376 part 1, chapter 18) → its sheets' cells as kept.

Only cells that are there are kept: a formatted empty cell in the last row of a sheet costs nothing.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from math import isfinite

from lxml import etree

from ingest.load.package import RELATIONS, Element, Package, damaged, whole_number
from ingest.load.symbols import raised

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_D = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAY = 86400
_LOWEST, _NARROWEST = 2.0, 0.3
"""Points that a row, and characters that a column, is at least large for its text to be seen."""

Place = tuple[int, int]
"""A cell's row and column, from 1."""

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0",
    49: "@",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ',
    27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日", 32: "h时mm分",
    33: "h时mm分ss秒", 34: "上午/下午h时mm分", 35: "上午/下午h时mm分ss秒", 36: "yyyy年m月",
    50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日",
    55: "上午/下午h时mm分",
    56: "上午/下午h时mm分ss秒", 57: "yyyy年m月", 58: "m月d日",
    5: "¥#,##0;¥-#,##0", 6: "¥#,##0;[Red]¥-#,##0", 7: "¥#,##0.00;¥-#,##0.00",
    8: "¥#,##0.00;[Red]¥-#,##0.00", 23: "General", 24: "General", 25: "General", 26: "General",
}  # fmt: skip
"""Formats that have a number and no text in the file (18.8.30), as Chinese Excel shows them."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What Excel shows where a formula has no result: #DIV/0!, #REF! …"""

    text: str


Value = Decimal | str | bool | Mistake | None


@dataclass(frozen=True, slots=True)
class KeptCell:
    """A cell as the file keeps it: its value, the formula that made it ('' for none), its style.

    `white` where its letters are white on nothing, and cannot be seen.
    """

    value: Value
    formula: str
    form: str
    white: bool


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, its corners included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """A worksheet. `hidden_columns` are ranges, for a file may hide all columns to the last.

    `boxes` are the lines in text boxes over it, `pictures` and `drawings` the cells under
    pictures and charts, `remarks` the comments on cells.
    """

    name: str
    shown: bool
    cells: dict[Place, KeptCell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    pictures: list[Place] = field(default_factory=list)
    drawings: list[Place] = field(default_factory=list)
    remarks: dict[Place, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets in order, hidden ones too; of those that only hold a chart, `charts`, the names.

    `fresh` where programs are to compute it anew when
    they open it: values of formulas may then be fillers. `old_dates` count from 1904.
    """

    sheets: tuple[Sheet, ...]
    fresh: bool
    old_dates: bool
    charts: tuple[str, ...] = ()


def read_workbook(package: Package) -> Workbook:
    """A workbook's parts → its sheets; raises UnreadableFile."""
    root = package.xml(package.main)
    if root is None:
        raise damaged(package.path)
    relations = package.relations(package.main)
    styles = _styles(package.related(package.main, "styles"))
    texts = _shared(package.related(package.main, "sharedStrings"))
    sheets, charts = [], []
    for entry in root.iter(f"{_S}sheet"):
        relation = relations.get(entry.get(f"{RELATIONS}id", ""))
        if relation is not None and relation.kind == "chartsheet":
            charts.append(entry.get("name", ""))
        if relation is None or not relation.part or relation.kind != "worksheet":
            continue
        sheet = Sheet(entry.get("name", ""), entry.get("state", "visible") == "visible")
        _fill(package, relation.part, sheet, styles, texts)
        sheets.append(sheet)
    if not sheets:
        raise damaged(package.path)
    calculation, book = root.find(f"{_S}calcPr"), root.find(f"{_S}workbookPr")
    return Workbook(
        tuple(sheets),
        fresh=_is_on(calculation, "fullCalcOnLoad"),
        old_dates=_is_on(book, "date1904"),
        charts=tuple(charts),
    )


def _is_on(element: Element | None, name: str) -> bool:
    return element is not None and element.get(name, "0") in ("1", "true", "on")


def place(written: str) -> Place | None:
    """B3 → (3, 2); None for anything else."""
    found = _PLACE.fullmatch(written)
    return (int(found[2]), column_number(found[1])) if found else None


def column_number(letters: str) -> int:
    """AB → 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def written(at: Place) -> str:
    """(3, 2) → B3."""
    return f"{column_letters(at[1])}{at[0]}"


def column_letters(number: int) -> str:
    """28 → AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class _Look:
    form: str
    white: bool


def _styles(root: Element | None) -> list[_Look]:
    """The styles part → for each style of cells its number format, and whether it is unseen."""
    if root is None:
        return []
    own = {
        whole_number(f.get("numFmtId")): f.get("formatCode", "General")
        for f in root.iter(f"{_S}numFmt")
    }
    white = [_is_white(f.find(f"{_S}color")) for f in root.findall(f"{_S}fonts/{_S}font")]
    bare = [
        f.find(f"{_S}patternFill") is not None
        and f.find(f"{_S}patternFill").get("patternType", "none") == "none"
        for f in root.findall(f"{_S}fills/{_S}fill")
    ]
    looks = []
    for style in root.findall(f"{_S}cellXfs/{_S}xf"):
        number = whole_number(style.get("numFmtId"))
        font, fill = whole_number(style.get("fontId")), whole_number(style.get("fillId"))
        unseen = white[font : font + 1] == [True] and bare[fill : fill + 1] == [True]
        looks.append(_Look(own.get(number, _BUILT_IN.get(number, "General")), unseen))
    return looks


def _is_white(colour: Element | None) -> bool:
    """Whether a colour is white, as a number or as the first of the theme's, which is paper's."""
    if colour is None:
        return False
    theme = colour.get("theme") == "0" and colour.get("tint", "0") == "0"
    return theme or colour.get("rgb", "").upper() in ("FFFFFFFF", "00FFFFFF")


def _shared(root: Element | None) -> list[str]:
    return [] if root is None else [_rich(item) for item in root.iterchildren(f"{_S}si")]


def _rich(item: Element) -> str:
    """A text in parts of different looks → the whole, without how its signs are pronounced."""
    pieces = []
    for child in item.iterchildren():
        if child.tag == f"{_S}t":
            pieces.append(child.text or "")
        elif child.tag == f"{_S}r":
            text = "".join(t.text or "" for t in child.iterchildren(f"{_S}t"))
            align = child.find(f"{_S}rPr/{_S}vertAlign")
            above = align is not None and align.get("val") == "superscript"
            pieces.append(raised(text) if above else text)
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _fill(package: Package, part: str, sheet: Sheet, styles: list[_Look], texts: list[str]) -> None:
    data = package.data(part)
    if data is None:
        raise damaged(package.path)
    tags = tuple(f"{_S}{name}" for name in ("row", "col", "mergeCell", "sheetFormatPr"))
    none_shown = False
    row = 0
    shared: dict[str, tuple[Place, str]] = {}
    try:
        for _, element in etree.iterparse(
            io.BytesIO(data), tag=tags, resolve_entities=False, no_network=True
        ):
            if element.tag == f"{_S}row":
                row = whole_number(element.get("r"), row + 1)
                flat = _is_below(element.get("ht"), _LOWEST)
                unseen = _is_on(element, "hidden") or (none_shown and not element.get("hidden"))
                if unseen or flat:
                    sheet.hidden_rows.add(row)
                _read_row(element, row, sheet, styles, texts, shared)
            elif element.tag == f"{_S}col":
                if _is_on(element, "hidden") or _is_below(element.get("width"), _NARROWEST):
                    first, last = element.get("min"), element.get("max")
                    sheet.hidden_columns.append((whole_number(first), whole_number(last)))
            elif element.tag == f"{_S}sheetFormatPr":
                none_shown = _is_on(element, "zeroHeight")
            elif merge := _merge(element.get("ref", "")):
                sheet.merges.append(merge)
            element.clear()
    except etree.XMLSyntaxError as error:
        raise damaged(package.path) from error
    _hung(package, part, sheet)


def _is_below(written: str | None, least: float) -> bool:
    """Whether a size is given, and too small."""
    given = number(written) if written else None
    return isinstance(given, Decimal) and float(given) < least


def _merge(written: str) -> Merge | None:
    first, _, last = written.partition(":")
    start, end = place(first), place(last)
    return Merge(*start, *end) if start and end else None


def _read_row(
    element: Element,
    row: int,
    sheet: Sheet,
    styles: list[_Look],
    texts: list[str],
    shared: dict[str, tuple[Place, str]],
) -> None:
    column = 0
    for cell in element.iterchildren(f"{_S}c"):
        column += 1
        at = place(cell.get("r", "")) or (row, column)
        column = at[1]
        value = _value(cell, texts)
        formula = _formula(cell.find(f"{_S}f"), at, shared)
        if value is None and not formula:
            continue
        style = whole_number(cell.get("s"))
        look = styles[style] if style < len(styles) else _Look("General", False)
        sheet.cells[at] = KeptCell(value, formula, look.form, look.white)


def _formula(element: Element | None, at: Place, shared: dict[str, tuple[Place, str]]) -> str:
    """A cell's formula; that of a cell which shares another's is moved to where it stands."""
    if element is None:
        return ""
    text, group = element.text or "", element.get("si", "")
    if element.get("t") != "shared":
        return text or "?"
    if text:
        shared[group] = (at, text)
        return text
    if group not in shared:
        return "?"
    first, formula = shared[group]
    return _moved(formula, at[0] - first[0], at[1] - first[1])


_REFERENCE = re.compile(
    r"(\"[^\"]*\"|'[^']*'!)|(?<![\w.])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(.])"
)


def _moved(formula: str, down: int, right: int) -> str:
    """A formula → the same for a cell so much further down and to the right."""

    def move(found: re.Match[str]) -> str:
        if found[1]:
            return found[0]
        column = column_number(found[3]) + (0 if found[2] else right)
        row = int(found[5]) + (0 if found[4] else down)
        return f"{found[2]}{column_letters(column)}{found[4]}{row}"

    return _REFERENCE.sub(move, formula)


def _value(cell: Element, texts: list[str]) -> Value:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{_S}is")
        return None if inline is None else _rich(inline) or None
    kept = cell.find(f"{_S}v")
    text = "" if kept is None else kept.text or ""
    if not text:
        return "" if kept is not None and kind == "str" else None
    if kind == "s":
        at = whole_number(text, -1)
        return texts[at] if 0 <= at < len(texts) else None
    if kind == "b":
        return text in ("1", "true")
    if kind == "e":
        return Mistake(text)
    if kind == "d":
        return _serial(text)
    if kind == "str":
        return _unescaped(text)
    return number(text)


def number(text: str) -> Decimal | str:
    """A number as kept → with the fifteen digits that Excel counts: 0.94999999999999996 is 0.95."""
    try:
        kept = float(text)
    except ValueError:
        return text
    return Decimal(f"{kept:.15g}") if isfinite(kept) else text


def _serial(text: str) -> Decimal | str:
    """2022-11-01T00:00:00 → the days since the last of 1899, by which Excel counts dates."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    since = moment.replace(tzinfo=None) - datetime(1899, 12, 30)
    return Decimal(since.days) + Decimal(since.seconds) / _DAY


def _hung(package: Package, part: str, sheet: Sheet) -> None:
    """What lies over a sheet: text boxes, pictures, comments."""
    drawing = package.related(part, "drawing")
    for anchor in () if drawing is None else drawing.iterchildren():
        for shape in anchor.iter(f"{_D}sp"):
            sheet.boxes += [text for p in shape.iter(f"{_A}p") if (text := _box_text(p))]
        if next(anchor.iter(f"{_D}pic"), None) is not None:
            sheet.pictures.append(_anchored(anchor))
        if next(anchor.iter(f"{_D}graphicFrame"), None) is not None:
            sheet.drawings.append(_anchored(anchor))
    comments = package.related(part, "comments")
    for comment in () if comments is None else comments.iter(f"{_S}comment"):
        at, text = place(comment.get("ref", "")), comment.find(f"{_S}text")
        if at and text is not None:
            sheet.remarks[at] = " ".join(_rich(text).split())


def _box_text(paragraph: Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter(f"{_A}t")).strip()


def _anchored(anchor: Element) -> Place:
    row = anchor.find(f"{_D}from/{_D}row")
    column = anchor.find(f"{_D}from/{_D}col")
    return (
        whole_number(None if row is None else row.text) + 1,
        whole_number(None if column is None else column.text) + 1,
    )
