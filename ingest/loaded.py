"""What a file held, before anything was understood: pages of lines and raw tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from operations.errors import Foreseen
from records import HowRead, Notice


class UnreadableFile(Foreseen):
    """A file that cannot become a report: which one, what is the matter, what to do.

    Its words are whole sentences for the person who brought the file; they quote nothing of what
    is in it.
    """

    without_content: ClassVar[bool] = True

    def __init__(self, path: Path, message: str, /, **values: object) -> None:
        super().__init__(message, **values)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path.name}: {super().__str__()}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands on the page, stripped.

    `indent` is in full-width characters from the text's left margin, `top` in page heights from
    the page's upper edge (None where the format has no pages), `size` in points (0 where it has
    none). `level` is the heading level that the file itself gives (1 is outermost), 0 for none.
    """

    text: str
    indent: float = 0.0
    top: float | None = None
    size: float = 0.0
    centred: bool = False
    level: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text and the part of the grid it covers; rows and columns count from 0."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as drawn. `edges` are its column borders in page widths, () where unknown."""

    cells: tuple[Cell, ...]
    edges: tuple[float, ...] = ()


Block = Line | RawTable


@dataclass(frozen=True, slots=True)
class Page:
    """One page's lines and tables in reading order; `number` counts from 1."""

    number: int
    blocks: tuple[Block, ...]
    read: HowRead = HowRead.TEXT


@dataclass(frozen=True, slots=True)
class Loaded:
    """A whole file, and the name of the parser that read it.

    `wrapped` says whether a line may end in the middle of a sentence because the page ended.
    `notices` are the places that were not read, or not surely, in the file's order.
    """

    parser: str
    pages: tuple[Page, ...]
    wrapped: bool = True
    notices: tuple[Notice, ...] = ()

    @property
    def page_count(self) -> int:
        """How many pages there are; formats without pages count as one."""
        return len(self.pages)
