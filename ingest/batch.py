"""Many files → the shelf, one after the other; what became of each is kept."""

from __future__ import annotations

import getpass
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.corpus import Corpus
from ingest.loaded import UnreadableFile
from ingest.pipeline import Outcome, Status, on_shelf, put, read
from ingest.progress import Bars
from ingest.settings import USUAL, IngestSettings
from languages import Message
from operations.errors import is_outside
from operations.incidents import number_of, unexpected
from operations.logs import error_fields, event
from records import Report
from vectorstore.errors import StoreError
from vectorstore.library import Library
from vectorstore.sides import Said

_LOG = logging.getLogger("jiwen.ingest")


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that is not on the shelf now, and why, in whole sentences."""

    name: str
    why: Message


@dataclass(slots=True)
class Summary:
    """What became of every file that was named."""

    outcomes: list[Outcome] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    removed: list[Report] = field(default_factory=list)


def put_files(
    library: Library,
    corpus: Corpus,
    files: Sequence[Path],
    summary: Summary,
    said: Said,
    *,
    replacing: bool,
    settings: IngestSettings = USUAL,
) -> None:
    """Put every file on the shelf and into the summary; one that fails stops no other.

    `said` are the sides of the identity that a person gives for the file.
    """
    with Bars() as bars:
        for path in bars.files(files):
            try:
                if there := on_shelf(library, path):
                    summary.outcomes.append(Outcome(path.name, Status.UNCHANGED, there))
                    continue
                reading = read(path, path.name, bars.on_progress, settings)
                outcome = put(
                    library,
                    corpus,
                    reading,
                    by=getpass.getuser(),
                    said=said,
                    replacing=replacing,
                    on_progress=bars.on_progress,
                )
                summary.outcomes.append(outcome)
            except Exception as error:
                summary.failures.append(failure(str(path), error))


def failure(path: str, error: Exception) -> Failure:
    """What kept a file off the shelf, or from being read again → it in words, and in the log."""
    event(_LOG, "report.refused", file=Path(path).name, **error_fields(error))
    return Failure(path, _told(error))


def _told(error: Exception) -> Message:
    """What stopped a file → what to tell about it."""
    if isinstance(error, UnreadableFile | StoreError):
        return error.message
    if is_outside(error):
        return Message(
            "Writing failed: {error}. Check disk space and permissions, then add it again; the "
            "shelf is as it was.",
            {"error": error},
        )
    return unexpected(number_of(_LOG, error))
