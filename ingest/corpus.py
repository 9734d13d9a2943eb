"""The folder of the reports themselves, kept in step with the shelf.

A file is staged under a hidden name before the catalogue is written, and takes its place after.
Killed in between, `settle` puts every file right by what the catalogue says: nothing is lost
that is on the shelf, nothing stays that is not.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

_INCOMING = ".jiwen-incoming-"
_REMOVED = ".jiwen-removed-"
_LONGEST_NAME = 180
_BAD_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


def file_id(path: Path) -> str:
    """A file → the sha256 of its bytes, in hex. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def safe_name(name: str) -> str:
    """A file name from anywhere → one that is a name and nothing else, on any system."""
    name = _BAD_IN_A_NAME.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if 0 < len(ending) <= 8 and stem else (name, "")
    while len((stem + ending).encode()) > _LONGEST_NAME:
        stem = stem[:-1]
    return stem.strip(" .") + ending if stem.strip(" .") else "report" + ending


@dataclass(frozen=True, slots=True)
class Corpus:
    """The folder; a report's `source` is its path inside it, with forward slashes."""

    folder: Path

    def path(self, source: str) -> Path:
        """A report's source → where its file lies. Raises ValueError for one outside."""
        path = (self.folder / source).resolve()
        if not path.is_relative_to(self.folder.resolve()):
            raise ValueError(f"{source!r} is not inside {self.folder}")
        return path

    def source_of(self, path: Path) -> str | None:
        """A file → its path inside the folder, None where it lies elsewhere."""
        resolved, folder = path.resolve(), self.folder.resolve()
        return resolved.relative_to(folder).as_posix() if resolved.is_relative_to(folder) else None

    def free_source(self, name: str, report_id: str) -> str:
        """A file name from anywhere → a source that no other file has."""
        source = safe_name(name)
        if not (self.folder / source).exists():
            return source
        path = Path(source)
        return f"{path.stem[:60]}-{report_id[:8]}{path.suffix}"

    def is_named(self, source: str, name: str) -> bool:
        """Whether a file on the shelf goes by this name, wherever it came from."""
        return Path(source).name == safe_name(name)

    @contextmanager
    def locked(self, *, wait: bool = True) -> Iterator[None]:
        """Hold the right to change the folder, waiting for another process that has it.

        Raises filelock.Timeout at once where another has it and `wait` is False, OSError where
        the folder cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / ".corpus.lock", timeout=-1 if wait else 0):
            yield

    def stage(self, path: Path, report_id: str) -> None:
        """Copy a file in under a hidden name. Raises OSError where there is no room or right."""
        self.folder.mkdir(parents=True, exist_ok=True)
        hidden = self.folder / (_INCOMING + report_id)
        try:
            shutil.copyfile(path, hidden)
            with hidden.open("rb") as file:
                os.fsync(file.fileno())
        except OSError:
            hidden.unlink(missing_ok=True)
            raise

    def withdraw(self, source: str, report_id: str) -> None:
        """Hide a file that is about to leave the shelf."""
        path = self.path(source)
        if path.exists():
            path.replace(self.folder / (_REMOVED + report_id))

    def settle(self, sources: Mapping[str, str]) -> None:
        """Put every hidden file right: `sources` has the source of each report on the shelf."""
        for hidden in self.folder.glob(".jiwen-*"):
            report_id = hidden.name.removeprefix(_INCOMING).removeprefix(_REMOVED)
            if report_id in sources:
                path = self.path(sources[report_id])
                path.parent.mkdir(parents=True, exist_ok=True)
                hidden.replace(path)
            else:
                hidden.unlink()

    def files(self) -> list[Path]:
        """Every file that may be a report, in order of their names."""
        return files_in(self.folder)


def files_in(folder: Path) -> list[Path]:
    """A folder → the files in it and below, in order, without hidden ones."""
    found = (p for p in folder.rglob("*") if p.is_file())
    return sorted(
        p for p in found if not any(s.startswith(".") for s in p.relative_to(folder).parts)
    )
