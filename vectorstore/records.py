"""What is kept about a report: the records that every room speaks in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What sort of report it is, by the word it goes by in Chinese."""

    SELF_EVALUATION = "绩效自评"
    FISCAL_EVALUATION = "财政评价"
    PROJECT_EVALUATION = "项目评价"
    BUDGET = "预算"
    BUDGET_EXECUTION = "预算执行"
    FINAL_ACCOUNTS = "决算"
    WORK_REPORT = "政府工作报告"
    STATISTICS = "统计公报"
    AUDIT = "审计报告"
    OTHER = "其他"


class Coverage(StrEnum):
    """Whose money and doings a report's figures are of, by the word it goes by in Chinese."""

    DEPARTMENT = "部门"
    """A department with the units below it."""
    UNIT = "单位本级"
    """One unit, or a department's own offices without the units below it."""
    PROJECT = "项目"
    GOVERNMENT = "本级"
    """A government's own level (市本级), without the counties below it."""
    AREA = "全域"
    """A whole city or county (全市, 全县)."""
    UNKNOWN = "未定"


@dataclass(frozen=True, slots=True)
class Section:
    """One stretch of body text under one heading path, heading line included.

    `headings` runs from the outermost to the innermost, as written, without trailing 。
    Sections follow each other without gap and cover the whole text.
    """

    headings: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One body row of a table: `text[start:end]` is its cells joined by tabs."""

    cells: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """One table, joined over its pages.

    `columns` has one label a column, nested headers joined by ›
    (公务用车购置及运行费›小计). `unit` is 元, 万元 … as the table states it, or ''.
    `start`/`end` span the title, the header lines and the rows.
    """

    title: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReportText:
    """A report's cleaned text and what was understood of its structure.

    The text is body only: tables of contents, running heads and page numbers are gone,
    sentences broken by lines and pages are joined. Paragraphs, headings and table rows end in
    a newline. `page_starts[i]` is the offset at which page i+1 begins.
    """

    text: str
    page_starts: tuple[int, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]

    def page_at(self, offset: int) -> int:
        """The number, from 1, of the page that holds the character at `offset`."""
        return max(1, bisect_right(self.page_starts, offset))

    def headings_at(self, offset: int) -> tuple[str, ...]:
        """The heading path over the character at `offset`; () where there is none."""
        i = bisect_right(self.sections, offset, key=lambda s: s.start) - 1
        return self.sections[i].headings if i >= 0 else ()


@dataclass(frozen=True, slots=True)
class Identity:
    """Which report this is, as read from the report itself or as a person corrected it.

    `place` is the path of divisions from the outermost that is known (广东省, 广州市, 增城区), and
    `place_code` the six digits of the innermost (GB/T 2260), '' where it is not in the list.
    `department` is the body's full name, its place included; '' where the report is of a place
    and names no body. `higher` is the body above it, `project` the name of the project that is
    evaluated; '' without. `year` is the year it was issued for, `figure_years` are those that its
    figures are of, in order.
    """

    title: str
    year: int | None
    figure_years: tuple[int, ...]
    place: tuple[str, ...]
    place_code: str
    department: str
    higher: str
    short_names: tuple[str, ...]
    coverage: Coverage
    project: str
    kind: Kind

    @property
    def district(self) -> str:
        """The place in one word: 广东省广州市增城区."""
        return "".join(self.place)


class Source(StrEnum):
    """Where in or about a file something about its identity was read."""

    TITLE = "title"
    LABEL = "label"
    """What a cover, a table's head or a site names: 编制部门：, 发布机构：, 标题：."""
    BYLINE = "byline"
    """Who speaks or signs, under the title or at the end, and when."""
    DEFINED = "definition"
    """What the text says itself: 以下简称, 某某局是……, 主管全市……."""
    HEADINGS = "headings"
    """Headings, and the heads of tables and of their columns."""
    TEXT = "text"
    """What the text says most often."""
    FILE = "file name"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that a side of an identity may be, and what speaks for it.

    `words` is where it was read, as written there; `weight` (0 to 1) is how much that counts.
    """

    value: str
    source: Source
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Trait:
    """One side of an identity (`name` is its field), what it may be, and whether that agrees.

    `candidates` stand in order of their weight, those that speak for what was taken first. Where
    they do not agree, what was taken is a guess, and a person is asked.
    """

    name: str
    candidates: tuple[Candidate, ...]
    agreed: bool


SIDES = (
    "title",
    "year",
    "figure_years",
    "place",
    "department",
    "higher",
    "coverage",
    "project",
    "kind",
)
"""The sides of an identity that are read, or said by a person; the others follow from these."""

ASKED_ABOUT = ("place", "department", "year", "kind")
"""The sides without which nobody knows whose report it is, and of when."""


def undecided(traits: Iterable[Trait], confirmed: Collection[str]) -> tuple[Trait, ...]:
    """Traits, and the sides that a person confirmed → those that neither code nor a person did."""
    return tuple(t for t in traits if not t.agreed and t.name not in confirmed)


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a report was read, so that it is read again where it would be read otherwise now.

    `reading` is the number of the reading (`ingest.version`); 0 before readings had numbers.
    """

    parser: str
    passage_limit: int
    embedding_model: str
    reading: int = 0


class Unsure(StrEnum):
    """Why a place of a file was not read, or may be read wrongly."""

    PICTURE = "picture"
    """A picture that may hold text, and was not read."""
    PICTURE_READ = "picture read"
    """A picture's text, read by OCR."""
    NO_VALUE = "no value"
    """A formula that the file keeps no value of, and that was not computed."""
    COMPUTED = "computed"
    """A formula that the file keeps no value of; its value was computed here."""
    HIDDEN = "hidden"
    """What the file hides (text, rows, columns, sheets): left out."""
    INVISIBLE = "invisible"
    """Text that is there and cannot be seen: left out."""
    FONT = "font"
    """A font whose characters the file does not say: the page was read by OCR, or not."""
    STAMP = "stamp"
    """A stamp or watermark that lies over lines."""
    TURNED = "turned"
    """A page or block that is not upright: turned before it was read."""
    FAINT = "faint"
    """OCR was not sure of what stands here."""
    REPLACED = "replaced"
    """Bytes that are no characters: each stands as U+FFFD."""
    CHANGES = "changes"
    """Tracked changes: the deleted text is left out, the inserted text is read."""
    OTHER = "other"
    """Something the file holds that is not read here."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A place of a file that was not read, or not surely.

    `page` counts from 1. `place` says where in the file's own terms (Sheet1!C7), '' where the page
    is all there is to say. `text` is what was read there, or was left out; '' where nothing was.
    """

    why: Unsure
    page: int
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """One report on the shelf; `id` is the sha256 of the file's bytes, in hex.

    `as_read` is what code read it to be, and `traits` why. `identity` is that, but for the sides
    that a person set or `confirmed` (of `SIDES`), and what follows from them. `notices` are the
    places of its file that were not read, or not surely; none in reports read before they were
    told.
    """

    id: str
    identity: Identity
    as_read: Identity
    traits: tuple[Trait, ...]
    confirmed: tuple[str, ...]
    source: str
    page_count: int
    ingested_at: datetime
    ingested_by: str
    provenance: Provenance
    notices: tuple[Notice, ...] = ()

    @property
    def corrected(self) -> bool:
        """Whether a person said it is something else than was read."""
        return self.identity != self.as_read

    @property
    def asked_about(self) -> tuple[Trait, ...]:
        """The sides for which a person is needed: who, where, when and what it is."""
        return tuple(t for t in undecided(self.traits, self.confirmed) if t.name in ASKED_ABOUT)


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a report that is found, shown and cited as one.

    `text == report_text[start:end]`. `context` stands in front of the text when it is embedded
    and indexed (table title, unit and columns), never in what is cited. `sentences` are spans
    into the report's text (rows, for a table). `table` is the index of its table, None in prose.
    """

    id: str
    report_id: str
    ordinal: int
    headings: tuple[str, ...]
    context: str
    first_page: int
    last_page: int
    start: int
    end: int
    text: str
    sentences: tuple[tuple[int, int], ...]
    table: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a report: `text == report_text[start:end]`, on `page` (from 1)."""

    start: int
    end: int
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure that a report states about itself.

    `name` is one of `figures.indicators.NAMES`; `value` is in `unit` (万元, %, 分, 个);
    `year` is the year the figure is about, which need not be the report's.
    """

    name: str
    year: int | None
    value: Decimal
    unit: str
    as_written: str
    evidence: Evidence


class Severity(StrEnum):
    """How sure a finding is: wrong, perhaps wrong, worth knowing."""

    ERROR = "error"
    DOUBTFUL = "doubtful"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a report that does not add up.

    `stated` is what the report says, `recomputed` what follows from its other figures;
    `calculation_zh`/`calculation_en` say in words how. `evidence` has the sentences, first the
    one at fault.
    """

    check: str
    severity: Severity
    stated: str
    recomputed: str
    calculation_zh: str
    calculation_en: str
    evidence: tuple[Evidence, ...]
