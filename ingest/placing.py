"""Notices of a file → the same, with where in the report's text they are; pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from records import Notice, ReportText, Unsure

_READ = {
    Unsure.PICTURE_READ,
    Unsure.NO_VALUE,
    Unsure.COMPUTED,
    Unsure.FONT,
    Unsure.STAMP,
    Unsure.FAINT,
    Unsure.REPLACED,
    Unsure.CHANGES,
}
"""Why a place is uncertain whose text was read; of the others it was left out, or is sure."""

_SHORT = 4
"""Characters under which a text is looked for as a cell or a word of its own first."""


def placed(notices: Sequence[Notice], report: ReportText) -> tuple[Notice, ...]:
    """Notices in the file's order → the same with their spans in the report's text.

    Lines are joined and tables laid out anew on the way from the file to the text, so each line
    of a notice is looked for in turn, on its page, after the notice before. A page that was read by
    OCR is one span.
    """
    search = _Search.of(report)
    return tuple(_placed(notice, report, search) for notice in notices)


def _placed(notice: Notice, report: ReportText, search: _Search) -> Notice:
    if notice.why not in _READ:
        return notice
    if not notice.text:
        whole = notice.why is Unsure.PICTURE_READ and not notice.place
        span = report.page_span(notice.page) if whole else None
    else:
        span = search.find(notice)
    return replace(notice, start=span[0], end=span[1]) if span else notice


@dataclass
class _Search:
    """A report's text without blanks, where each sign of it stands, and what was found last."""

    report: ReportText
    bare: str
    offsets: tuple[int, ...]
    last: dict[tuple[Unsure, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, report: ReportText) -> _Search:
        signs = [(n, sign) for n, sign in enumerate(report.text) if not sign.isspace()]
        return cls(report, "".join(sign for _, sign in signs), tuple(n for n, _ in signs))

    def find(self, notice: Notice) -> tuple[int, int] | None:
        """Where a notice's text stands on its page: from its first line found to its last."""
        first, end = (bisect_left(self.offsets, at) for at in self.report.page_span(notice.page))
        lines = [re.sub(r"\s+", "", line) for line in notice.text.rstrip("…").split("\n")]
        at = max(first, self.last.get((notice.why, notice.page), first))
        if (near := self.bare.find(re.sub(r"\s+", "", notice.place), at, end)) > at:
            at = near
        found = list(self._in_turn(lines, at, end)) or list(self._in_turn(lines, first, end))
        if not found:
            return None
        self.last[notice.why, notice.page] = found[-1][1]
        return self.offsets[found[0][0]], self.offsets[found[-1][1] - 1] + 1

    def _in_turn(self, lines: Sequence[str], at: int, end: int) -> Iterator[tuple[int, int]]:
        for line in filter(None, lines):
            if (found := self._next(line, at, end)) >= 0:
                at = found + len(line)
                yield found, at

    def _next(self, line: str, at: int, end: int) -> int:
        first = found = self.bare.find(line, at, end)
        while len(line) < _SHORT and found >= 0:
            if self._stands_alone(found, found + len(line)):
                return found
            found = self.bare.find(line, found + 1, end)
        return first

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether blanks, or a cell's borders, are around a stretch."""
        around = ((start - 1, start), (end - 1, end))
        return all(
            a < 0 or b >= len(self.offsets) or self.offsets[b] - self.offsets[a] > 1
            for a, b in around
        )
