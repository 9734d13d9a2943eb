"""`make bench-pages`: of pages marked by hand, how many cells and headings are read right.

Each folder named (or `bench/pages`) holds PDFs and, beside each, its marks: `name.txt`, written in
the form that `marks` reads. The same pages are read again as a scanner gives them: askew with
noise, and pale.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from ingest.load import load
from ingest.structure import structure
from records import ReportText

_FOLDER = Path("bench/pages")
_DOTS = 200
_TITLE = re.compile(r"(.*?)(?:\s*\[(.*)\])?$")

Rows = list[list[str]]


@dataclass
class MarkedTable:
    """A table on a page. `header` says whether its first row names the columns; a form has none."""

    title: str = ""
    unit: str = ""
    rows: Rows = field(default_factory=list)
    header: bool = False


@dataclass
class Marked:
    """What a page holds: headings, each with its depth, and tables, both from top to bottom."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    tables: list[MarkedTable] = field(default_factory=list)


def marks(text: str) -> dict[int, Marked]:
    """Marks as they are written → what each page holds.

        @ 3                         the page
        ## （一）主要职能            a heading, as deep as it has signs
        ^ 收支总表 [万元]            the title of the table that follows, and its unit
        | 项目 | 执行数›小计 |       its rows; a head of several rows is joined by ›
        | --- |                     what is above is the head; a form has no such line, and what
                                    goes on from the page before begins with it
        | 合计 | 1,250.00 |

    A label merged over rows is written in each, a figure in the first; cells merged over columns
    are written once, and then blank. A head that is printed again on a later page is not marked.
    """
    pages: dict[int, Marked] = {}
    page, table = Marked(), MarkedTable()
    for line in text.splitlines():
        if line.startswith("@"):
            page = pages[int(line[1:])] = Marked()
        elif found := re.match(r"(#+) (.*)", line):
            page.headings.append((len(found[1]), found[2]))
        elif not line.startswith("|"):
            table = MarkedTable()
            if line.startswith("^") and (titled := _TITLE.match(line[1:].strip())):
                table = MarkedTable(titled[1], titled[2] or "")
        elif re.fullmatch(r"\| -+ \|", line):
            table.header = True
        else:
            if not table.rows:
                page.tables.append(table)
            table.rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
    return pages


@dataclass
class Score:
    """How many cells and headings are marked, how many of them read right, how many not there."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, marked: int, right: int, extra: int) -> None:
        """Count what was found of one kind on a page."""
        self.counts += Counter(
            {f"{kind} marked": marked, f"{kind} right": right, f"{kind} extra": extra}
        )

    def told(self, kind: str) -> str:
        """What is right of what is marked and of what is read beside it."""
        marked, right, extra = (self.counts[f"{kind} {what}"] for what in _WHAT)
        return f"{right}/{marked}+{extra} = {right / max(1, marked + extra):.3f}"


_WHAT = ("marked", "right", "extra")
_KINDS = ("cells", "headings", "titles", "units")


def compared(
    report: ReportText, pages: dict[int, Marked], told: Callable[[str], None], score: Score
) -> None:
    """Count what of the marked pages was read right; `told` hears of everything that was not."""
    for number, page in pages.items():
        _headings(report, number, page, told, score)
        _tables(report, number, page, told, score)


def _bare(text: str) -> str:
    """Text without what makes no difference; a dash at the beginning of a heading stands for 一."""
    bare = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).rstrip("。:.;")
    return re.sub("^[—―─-]、", "一、", bare)


def _headings(
    report: ReportText, number: int, page: Marked, told: Callable[[str], None], score: Score
) -> None:
    wanted = [(text, _parent(page.headings, n)) for n, (_, text) in enumerate(page.headings)]
    titles = {_bare(t.title) for t in (*page.tables, *report.tables) if t.title}
    read = [
        tuple(_bare(heading) for heading in section.headings)
        for section in report.sections
        if section.headings
        and report.page_at(section.start) == number
        and report.text[section.start :].startswith(section.headings[-1][:1])
        and _bare(report.text[section.start : section.end]).startswith(_bare(section.headings[-1]))
    ]
    left = list(read)
    right = 0
    for text, parent in wanted:
        found = next((path for path in left if path[-1] == _bare(text)), None)
        if found is not None:
            left.remove(found)
        if found and (not parent or _bare(parent) in found[:-1]):
            right += 1
        else:
            told(f"  p.{number} heading {text!r}: {'under ' + str(found) if found else 'not read'}")
    extra = [path for path in left if path[-1] not in titles]
    for path in extra:
        told(f"  p.{number} no heading: {path[-1]!r}")
    score.add("headings", len(wanted), right, len(extra))


def _parent(headings: Sequence[tuple[int, str]], n: int) -> str:
    over = (text for depth, text in reversed(headings[:n]) if depth < headings[n][0])
    return next(over, "")


def _tables(
    report: ReportText, number: int, page: Marked, told: Callable[[str], None], score: Score
) -> None:
    read = list(_read_tables(report, number))
    for table in page.tables:
        sizes = [(_rough(table.rows, rows), n) for n, (_, _, rows) in enumerate(read)]
        best = max(sizes, default=(0, -1))
        title, unit, rows = read.pop(best[1]) if best[0] else ("", "", [])
        wanted = sum(1 for row in table.rows for cell in row if _bare(cell))
        pairs = _paired(table.rows, rows)
        right = 0
        columns = _columns(pairs) if table.header else None
        for mine, theirs in pairs:
            got = _right_in_row(mine, theirs, columns)
            right += got
            if got < sum(1 for cell in mine if _bare(cell)):
                told(f"  p.{number} row {' | '.join(mine)}\n      read {' | '.join(theirs)}")
        have = sum(1 for row in rows for cell in row if _bare(cell))
        score.add("cells", wanted, right, max(0, have - wanted))
        if have > wanted:
            told(f"  p.{number} {table.title}: {have - wanted} cells too many")
        if table.title:
            same = _bare(title) == _bare(table.title)
            score.add("titles", 1, same, 0)
            if not same:
                told(f"  p.{number} title {table.title!r}: {title!r}")
        if table.unit:
            score.add("units", 1, unit == table.unit, 0)
            if unit != table.unit:
                told(f"  p.{number} unit {table.unit!r}: {unit!r}")
    for _, _, rows in read:
        extra = sum(1 for row in rows for cell in row if _bare(cell))
        score.add("cells", 0, 0, extra)
        told(f"  p.{number} no table: {rows[:2]}")


def _read_tables(report: ReportText, number: int) -> Iterator[tuple[str, str, Rows]]:
    """The parts of all tables that stand on a page: title, unit and rows, the head first."""
    for table in report.tables:
        rows = [list(row.cells) for row in table.rows if report.page_at(row.start) == number]
        begins = report.page_at(table.start) == number
        if begins and any(table.columns):
            rows.insert(0, list(table.columns))
        if rows:
            yield table.title, table.unit, rows


def _cells(rows: Rows) -> Counter[str]:
    return Counter(_bare(cell) for row in rows for cell in row if _bare(cell))


def _rough(one: Rows, other: Rows) -> int:
    return (_cells(one) & _cells(other)).total()


def _paired(marked: Rows, read: Rows) -> list[tuple[list[str], list[str]]]:
    """Marked rows, each with the read row that it is, in order; [] where there is none."""
    like = [[(_cells([a]) & _cells([b])).total() for b in read] for a in marked]
    best = np.zeros((len(marked) + 1, len(read) + 1), dtype=int)
    for a in range(len(marked) - 1, -1, -1):
        for b in range(len(read) - 1, -1, -1):
            best[a, b] = max(best[a + 1, b], best[a, b + 1], best[a + 1, b + 1] + like[a][b])
    pairs, b = [], 0
    for a, row in enumerate(marked):
        while b < len(read) and best[a, b] == best[a, b + 1] and best[a, b] > 0:
            b += 1
        taken = b < len(read) and best[a, b] > best[a + 1, b]
        pairs.append((row, read[b] if taken else []))
        b += taken
    return pairs


def _columns(pairs: Sequence[tuple[list[str], list[str]]]) -> list[int]:
    """Marked columns → the read ones that hold the most of their cells, in order."""
    breadth = max((len(mine) for mine, _ in pairs), default=0)
    far = max((len(theirs) for _, theirs in pairs), default=0)
    like = np.zeros((breadth, far), dtype=int)
    for mine, theirs in pairs:
        for a, text in enumerate(mine):
            for b, other in enumerate(theirs):
                like[a, b] += bool(_bare(text)) and _bare(text) == _bare(other)
    best = np.zeros((breadth + 1, far + 1), dtype=int)
    for a in range(breadth - 1, -1, -1):
        for b in range(far - 1, -1, -1):
            best[a, b] = max(best[a + 1, b], best[a, b + 1], best[a + 1, b + 1] + like[a, b])
    chosen, b = [], 0
    for a in range(breadth):
        while b < far and best[a, b] == best[a, b + 1] and best[a, b] > 0:
            b += 1
        taken = b < far and best[a, b] > best[a + 1, b]
        chosen.append(b if taken else -1)
        b += taken
    return chosen


def _right_in_row(mine: list[str], theirs: list[str], columns: list[int] | None) -> int:
    """How many cells of a row are read right: in their column, or in a form in their order."""
    if columns is not None:
        return sum(
            1
            for text, column in zip(mine, columns, strict=False)
            if _bare(text) and 0 <= column < len(theirs) and _bare(theirs[column]) == _bare(text)
        )
    left = [_bare(cell) for cell in theirs if _bare(cell)]
    right = 0
    for text in filter(None, map(_bare, mine)):
        if text in left:
            del left[: left.index(text) + 1]
            right += 1
    return right


def _as_is(page: Image.Image, _: int) -> Image.Image:
    return page


def _askew(page: Image.Image, number: int) -> Image.Image:
    """A page as a scanner with a crooked feed and a worn lamp gives it."""
    angle = (1.0, -1.4, 1.8, -2.0)[number % 4]
    turned = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    return _noisy(turned, 235 / 255, 10, 9.0, number)


def _pale(page: Image.Image, number: int) -> Image.Image:
    """A page printed with hardly any toner."""
    return _noisy(page, 95 / 255, 135, 4.0, number)


def _noisy(
    page: Image.Image, contrast: float, darkest: int, noise: float, seed: int
) -> Image.Image:
    grey = np.asarray(page, dtype=np.float64) * contrast + darkest
    grey += np.random.default_rng(seed).normal(0, noise, grey.shape)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


_WAYS: dict[str, Callable[[Image.Image, int], Image.Image] | None] = {
    "as it is": None,
    "scanned askew": _askew,
    "scanned pale": _pale,
}


def scanned(path: Path, to: Path, spoilt: Callable[[Image.Image, int], Image.Image]) -> Path:
    """A PDF → the same as pictures of its pages."""
    with pdfium.PdfDocument(path) as document:
        pictures = [
            spoilt(page.render(scale=_DOTS / 72, grayscale=True).to_pil(), number)
            for number, page in enumerate(document, start=1)
        ]
    first, *others = pictures
    first.save(to, save_all=True, append_images=others, resolution=_DOTS, quality=75)
    return to


def main(folders: Sequence[Path], ways: Sequence[str], quiet: bool) -> None:
    """Print, for each way in which the pages come, what was read right."""
    paths = [path for folder in folders for path in sorted(folder.glob("*.txt"))]
    for way in ways:
        score = Score()
        spoilt = _WAYS[way]
        with tempfile.TemporaryDirectory() as home:
            for path in paths:
                file = path.with_suffix(".pdf")
                if spoilt:
                    file = scanned(file, Path(home) / file.name, spoilt)
                lines: list[str] = []
                one = Score()
                compared(structure(load(file)), marks(path.read_text("utf-8")), lines.append, one)
                score.counts += one.counts
                print(f"{way}: {path.stem}: cells {one.told('cells')}, ", end="")
                print(f"headings {one.told('headings')}")
                print(*([] if quiet else lines), sep="\n", end="" if quiet else "\n")
        print(f"\n{way}: " + ", ".join(f"{kind} {score.told(kind)}" for kind in _KINDS) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Read marked pages, and say what is right.")
    parser.add_argument("folders", nargs="*", type=Path, default=[_FOLDER])
    parser.add_argument("--way", choices=_WAYS, action="append", help="default: all of them")
    parser.add_argument("--quiet", action="store_true", help="only numbers")
    options = parser.parse_args()
    main(options.folders, options.way or list(_WAYS), options.quiet)
