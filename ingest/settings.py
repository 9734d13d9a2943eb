"""Where the reports themselves are kept, and what of a file is read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator
from pydantic_settings import SettingsConfigDict

from operations.environment import RoomSettings, absolute, setting
from vectorstore.errors import StoreError

MIB = 2**20


def _beside(given: dict[str, Any]) -> Path:
    home = given["home"]
    return home / "corpus" if home else Path("corpus")


class IngestSettings(RoomSettings):
    """The folder that holds every report on the shelf, as it was brought; limits of reading.

    Without JIWEN_CORPUS it is `corpus` for the usual shelf, and a folder beside the shelf for
    another JIWEN_HOME, so that two shelves never share their files.
    """

    model_config = SettingsConfigDict(env_prefix="JIWEN_INGEST_")
    error = StoreError

    home: Path | None = setting(
        variable="JIWEN_HOME",
        place=True,
        usually=("`data`", "`data`"),
        en="see above",
        zh="见上",
    )
    folder: Annotated[Path, AfterValidator(absolute)] = setting(
        default_factory=_beside,
        variable="JIWEN_CORPUS",
        place=True,
        usually=(
            "`corpus`; `corpus` under `JIWEN_HOME` where that is set",
            "`corpus`；设了 `JIWEN_HOME` 时为其下的 `corpus`",
        ),
        en="the folder of the reports themselves",
        zh="报告原件的文件夹",
    )

    passage_limit: int = setting(
        600,
        ge=100,
        le=4000,
        unit="characters",
        en="the longest passage; with another one every report is read again at the next start",
        zh="段落最长多少字；更改后，下次启动时自动重新读取所有报告",
        source="measured at 400, 500 and 600 (bench/README.md); longer finds no more",
    )
    most_bytes: int = setting(
        200 * MIB,
        ge=MIB,
        le=4096 * MIB,
        unit="bytes",
        en="the largest file; the pages take Streamlit's server.maxUploadSize besides",
        zh="文件大小上限（网页上传另受 Streamlit 的 server.maxUploadSize 限制）",
        source="a scan of 300 pages takes some 100 MB",
    )
    most_text_bytes: int = setting(
        5 * MIB,
        ge=1024,
        le=1024 * MIB,
        unit="bytes",
        en="the largest file without pictures (text or HTML)",
        zh="纯文本或 HTML 文件的大小上限",
        source="some 1,500 pages",
    )
    most_unpacked_bytes: int = setting(
        300 * MIB,
        ge=MIB,
        le=16_384 * MIB,
        unit="bytes",
        en="what a DOCX or XLSX file may have in it once unpacked",
        zh="DOCX、XLSX 解压后的大小上限",
        source="no report comes near it",
    )
    most_part_bytes: int = setting(
        64 * MIB,
        ge=MIB,
        le=4096 * MIB,
        unit="bytes",
        en="the largest text part of a DOCX or XLSX file",
        zh="DOCX、XLSX 中单个文本部件的大小上限",
        source="parsed, it takes some ten times as much memory",
    )
    most_pages: int = setting(
        1500,
        ge=1,
        le=100_000,
        unit="pages",
        en="the longest PDF",
        zh="PDF 的页数上限",
        source="more than any yearly report has: a longer file is a collection to be split",
    )
    most_cells: int = setting(
        2_000_000,
        ge=1000,
        le=100_000_000,
        unit="cells",
        en="the largest sheet of a workbook",
        zh="工作表的单元格上限",
        source="empty cells are counted too; chosen, not measured",
    )
    scan_characters: int = setting(
        60,
        ge=0,
        le=10_000,
        unit="characters",
        en="a page with a picture and no more text than this is read as a scan",
        zh="有图且文字不超过此数的页面按扫描件识别",
        source="a scan may bear a page number, a stamp or a running head as text",
    )
    ocr_scale: float = setting(
        2.0,
        gt=0,
        le=10,
        unit="× 72 dpi",
        en="how large a page is drawn to be read as a picture",
        zh="识别扫描页时的放大倍数",
        source="chosen, not measured",
    )
    ocr_side: int = setting(
        1280,
        ge=320,
        le=10_000,
        unit="pixels",
        en="the longer side of the picture in which lines of text are looked for",
        zh="查找文字行时图像长边的像素数",
        source="2.8 s a page on two cores with it",
    )


USUAL = IngestSettings()
"""The settings where none are given."""
