"""Office files are zip packages: which kind one is, whether it is safe to unpack, and its parts.

The parts are read here and not by a library for each format: those refuse a whole document for one
relation that points to nothing, for being a template, or for its strict namespaces (ISO/IEC 29500).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from lxml import etree

from ingest.loaded import UnreadableFile
from ingest.settings import IngestSettings
from languages import N_

Element = Any
"""An lxml element; lxml comes without types."""

Kind = Literal["docx", "xlsx"]

RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
"""The namespaces of strict documents, which else are those of the others."""
_KINDS: Mapping[str, Kind] = {"document": "docx", "workbook": "xlsx"}
_USUAL = ("word/document.xml", "xl/workbook.xml")
_TORN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What zipfile raises for a part that is not whole, packed in an unknown way, or locked."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: which kind of thing, and the part; '' where there is none such."""

    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class Package:
    """An opened office file. `names` has each part's name in small letters, and as it is kept."""

    path: Path
    archive: zipfile.ZipFile
    names: Mapping[str, str]
    kind: Kind
    main: str

    def data(self, part: str) -> bytes | None:
        """A part's bytes, in transitional namespaces; None where there is no such part.

        Raises UnreadableFile where it is torn.
        """
        return _data(self.path, self.archive, self.names, part)

    def xml(self, part: str) -> Element | None:
        """A part's root; None where there is no such part. Raises UnreadableFile."""
        data = self.data(part)
        return None if data is None else _parsed(self.path, data)

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part refers to, by the relation's id; raises UnreadableFile."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {} if root is None else dict(_relations(root, folder))
        return {
            key: Relation(r.kind, r.part if r.part.lower() in self.names else "")
            for key, r in found.items()
        }

    def related(self, part: str, kind: str) -> Element | None:
        """The root of the first part of a kind that a part refers to; None without."""
        parts = (r.part for r in self.relations(part).values() if r.kind == kind and r.part)
        name = next(parts, None)
        return None if name is None else self.xml(name)


def open_package(path: Path, data: bytes, settings: IngestSettings) -> Package:
    """A zip file's bytes → its parts; raises UnreadableFile for bombs and for anything else.

    The declared sizes can be trusted: zipfile stops reading a part where its declared size ends.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _TORN as error:
        raise damaged(path) from error
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    largest = max((p.file_size for p in parts if p.filename.endswith((".xml", ".rels"))), default=0)
    if unpacked > settings.most_unpacked_bytes or largest > settings.most_part_bytes:
        raise UnreadableFile(
            path,
            N_(
                "unpacked, this file takes {unpacked} MB; no ordinary document does. It "
                "was not opened."
            ),
            unpacked=unpacked // 2**20,
        )
    names = {part.filename.replace("\\", "/").lower(): part.filename for part in parts}
    main = _main_part(path, archive, names)
    if archive.getinfo(names[main.lower()]).flag_bits & 1:
        raise locked(path)
    return Package(path, archive, names, _kind(path, archive, names, main), main)


def _main_part(path: Path, archive: zipfile.ZipFile, names: Mapping[str, str]) -> str:
    """The part that is the document itself, wherever the package's relations say it is."""
    data = _data(path, archive, names, "_rels/.rels")
    found = [] if data is None else [r for _, r in _relations(_parsed(path, data), "")]
    told = [r.part for r in found if r.kind == "officeDocument"]
    for part in (*told, *_USUAL):
        if part.lower() in names:
            return part
    raise _another_format(path)


def _kind(path: Path, archive: zipfile.ZipFile, names: Mapping[str, str], main: str) -> Kind:
    if main.lower().endswith(".bin"):
        raise UnreadableFile(
            path,
            N_(
                "this is a binary workbook (.xlsb). Open it in Excel or WPS, save it as "
                "XLSX and add that."
            ),
        )
    data = _data(path, archive, names, main) or b""
    try:
        _, root = next(etree.iterparse(io.BytesIO(data), events=("start",), **_SAFE))
    except (etree.XMLSyntaxError, StopIteration) as error:
        raise damaged(path) from error
    kind = _KINDS.get(re.split("[}:]", root.tag)[-1])
    if kind is None:
        raise _another_format(path)
    return kind


_SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False}


def _parsed(path: Path, data: bytes) -> Element:
    try:
        return etree.fromstring(data, etree.XMLParser(**_SAFE))
    except etree.XMLSyntaxError as error:
        raise damaged(path) from error


def _data(
    path: Path, archive: zipfile.ZipFile, names: Mapping[str, str], part: str
) -> bytes | None:
    name = names.get(part.lower())
    if name is None:
        return None
    if archive.getinfo(name).flag_bits & 1:
        raise locked(path)
    try:
        data = archive.read(name)
    except _TORN as error:
        raise damaged(path) from error
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data)


def _relations(root: Element, folder: str) -> Iterator[tuple[str, Relation]]:
    for relation in root.iter(f"{_PACKAGE}Relationship"):
        kind = relation.get("Type", "").rsplit("/", 1)[-1]
        target = relation.get("Target", "").replace("\\", "/")
        inside = relation.get("TargetMode") != "External"
        whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        yield relation.get("Id", ""), Relation(kind, posixpath.normpath(whole) if inside else "")


def whole_number(written: str | None, default: int = 0) -> int:
    """A number as an attribute has it → the number; `default` where it is none."""
    return int(written) if written and re.fullmatch(r"-?\d{1,9}", written) else default


def _another_format(path: Path) -> UnreadableFile:
    return UnreadableFile(
        path,
        N_("this is an archive or a document of another format. Add PDF, DOCX, XLSX, HTML or TXT."),
    )


def damaged(path: Path) -> UnreadableFile:
    """The error for an office file whose inside cannot be read."""
    return UnreadableFile(
        path,
        N_(
            "this file is damaged and cannot be opened. Open it in Word, Excel or "
            "WPS, save it again and add that."
        ),
    )


def locked(path: Path) -> UnreadableFile:
    """The error for an office file that asks for a password."""
    return UnreadableFile(
        path,
        N_("this file is locked with a password. Remove the password and add it again."),
    )
