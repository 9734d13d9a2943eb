"""What may be done to the shelf, and by whom: every one of these asks for the role itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from ingest import pipeline
from ingest.pipeline import OnProgress, Outcome
from ingest.reading import Reading
from ingest.settings import USUAL, IngestSettings
from records import Identity, Report
from ui.access import Role, User, require
from ui.intake import Choice
from ui.language import _
from ui.services import Services
from vectorstore.rules import versions
from vectorstore.sides import Said

_MISSING = "missing.txt"


def read(
    user: User,
    path: Path,
    name: str,
    on_progress: OnProgress,
    settings: IngestSettings = USUAL,
) -> Reading:
    """A file that was brought → what it is understood to be. Raises AccessDenied …"""
    require(user, Role.CURATOR)
    return pipeline.read(path, name, on_progress, settings)


def put(
    services: Services, user: User, reading: Reading, choice: Choice, on_progress: OnProgress
) -> Outcome:
    """Put what was read on the shelf, as chosen. Raises AccessDenied …"""
    require(user, Role.CURATOR)
    return pipeline.put(
        services.library,
        services.corpus,
        reading,
        by=user.id,
        said=choice.said,
        replacing=choice.replacing,
        on_progress=on_progress,
    )


def correct(services: Services, user: User, report_id: str, said: Said) -> Report:
    """Set or confirm sides of what a report is. Raises AccessDenied …"""
    require(user, Role.CURATOR)
    return pipeline.correct(services.library, report_id, said, user.id)


def remove(services: Services, user: User, report_id: str) -> None:
    """Take a report off the shelf. Raises AccessDenied …"""
    require(user, Role.CURATOR)
    pipeline.remove(services.library, services.corpus, report_id)


def forget_failures(services: Services, user: User) -> None:
    """Take the files that workers could not read off the list. Raises AccessDenied …"""
    require(user, Role.CURATOR)
    services.library.jobs.forget_failures()


def original(services: Services, user: User, report: Report) -> Path:
    """A report → the file it was read from. Raises AccessDenied."""
    require(user, Role.READER)
    return services.corpus.path(report.source)


def originals(services: Services, user: User, reports: Sequence[Report]) -> bytes:
    """Reports → a ZIP of the files they were read from; a text in it names those not there.

    Raises AccessDenied.
    """
    packed = io.BytesIO()
    missing = []
    # A ZIP cannot date a file before 1980: such a one is dated then.
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for report in reports:
            path = original(services, user, report)
            if path.is_file():
                archive.write(path, report.source)
            else:
                missing.append(f"{report.identity.title} ({report.source})")
        if missing:
            heading = _("The files of these reports are not in the corpus folder any more:")
            archive.writestr(_MISSING, "\n".join([heading, *missing, ""]))
    return packed.getvalue()


def version_of(services: Services, identity: Identity) -> Report | None:
    """The report on the shelf that this would be a version of, if there is one."""
    reports = services.library.reports()
    return next((report for report in reports if versions(report.identity, identity)), None)
