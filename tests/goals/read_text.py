"""A few lines → a report as it is read."""

from __future__ import annotations

from ingest.pipeline import read


def report_text(folder, *lines):
    path = folder / "report.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read(path, path.name).text
