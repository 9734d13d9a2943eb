"""`make bench-audit`: slips found in documents that were right, and findings raised on the right.

`bench/golden/audit` has documents of many kinds, NAME.txt, each written so that all of it agrees,
and NAME.slips.json: [{"right": what stands in it once, "wrong": what is written instead, "why"}].
Each slip is planted by itself.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from figures.audit import audit
from ingest.pipeline import read
from records import Finding

DOCUMENTS = Path(__file__).parent / "golden" / "audit"


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands in a document once, what is written instead, and what shows that it is wrong."""

    right: str
    wrong: str
    why: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document in which all agrees, and the slips to be planted in it."""

    name: str
    text: str
    slips: tuple[Slip, ...]


def documents(folder: Path = DOCUMENTS) -> tuple[Document, ...]:
    """A folder → its documents, by name."""
    return tuple(
        Document(
            path.stem,
            path.read_text("utf-8"),
            tuple(Slip(**slip) for slip in _slips(path.with_suffix(".slips.json"))),
        )
        for path in sorted(folder.glob("*.txt"))
    )


def _slips(path: Path) -> list[dict[str, str]]:
    slips: list[dict[str, str]] = json.loads(path.read_text("utf-8"))
    return slips


@cache
def findings(text: str) -> tuple[Finding, ...]:
    """A text → what the audit finds in it, read as a file of it would be."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "document.txt"
        path.write_text(text, "utf-8")
        report = read(path, path.name)
        return audit(report.text, report.identity)


def is_found(document: Document, slip: Slip) -> bool:
    """Whether a planted slip raises what the right document does not."""
    before = {finding.calculation_zh for finding in findings(document.text)}
    planted = findings(document.text.replace(slip.right, slip.wrong))
    return any(finding.calculation_zh not in before for finding in planted)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.audit", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=DOCUMENTS)
    parser.add_argument("--misses", action="store_true", help="say which slips were not found")
    options = parser.parse_args(arguments)
    raised = found = planted = 0
    for document in documents(options.folder):
        for finding in findings(document.text):
            raised += 1
            print(f"{document.name}: raised on the right one: {finding.calculation_zh}")
        missed = [slip for slip in document.slips if not is_found(document, slip)]
        found += len(document.slips) - len(missed)
        planted += len(document.slips)
        print(f"{document.name}: {len(document.slips) - len(missed)} of {len(document.slips)}")
        for slip in missed if options.misses else ():
            print(f"    {slip.right} → {slip.wrong}: {slip.why}")
    print(f"all: {found} of {planted} slips found, {raised} findings on the right documents")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
