"""Office files are zip packages: which kind one is, and whether it is safe to unpack."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Literal

from ingest.loaded import UnreadableFile
from ingest.settings import IngestSettings

_MAIN_PART: dict[str, Literal["docx", "xlsx"]] = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
}


def package_kind(path: Path, data: bytes, settings: IngestSettings) -> Literal["docx", "xlsx"]:
    """A zip file's bytes → what it is; raises UnreadableFile for bombs and for anything else.

    The declared sizes can be trusted: zipfile stops reading a part where its declared size ends.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise damaged(path) from error
    unpacked = sum(part.file_size for part in parts)
    largest = max((p.file_size for p in parts if p.filename.endswith(".xml")), default=0)
    if unpacked > settings.most_unpacked_bytes or largest > settings.most_part_bytes:
        raise UnreadableFile(
            path,
            f"这个文件解压后有 {unpacked // 2**20} MB，不是正常的文档，已拒绝打开。",
            f"unpacked, this file takes {unpacked // 2**20} MB; no ordinary document does. "
            "It was not opened.",
        )
    for part in parts:
        if part.filename in _MAIN_PART:
            if part.flag_bits & 1:
                raise locked(path)
            return _MAIN_PART[part.filename]
    raise UnreadableFile(
        path,
        "这是压缩包或不支持的文档格式。请添加 PDF、DOCX、XLSX、HTML 或 TXT 文件。",
        "this is an archive or a document of another format. Add PDF, DOCX, XLSX, HTML or TXT.",
    )


def damaged(path: Path) -> UnreadableFile:
    """The error for an office file whose inside cannot be read."""
    return UnreadableFile(
        path,
        "这个文件已损坏，打不开。请用 Word、Excel 或 WPS 打开后重新保存，再添加。",
        "this file is damaged and cannot be opened. Open it in Word, Excel or WPS, save it again "
        "and add that.",
    )


def locked(path: Path) -> UnreadableFile:
    """The error for an office file that asks for a password."""
    return UnreadableFile(
        path,
        "这个文件有密码。请先解除密码，再重新添加。",
        "this file is locked with a password. Remove the password and add it again.",
    )
