"""One figure of a report written wrongly: the slips of the pen that an audit must find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.figures.checks.audit_reports import Form

_FIGURE = re.compile(
    r"(?<![\d.,．（(第])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\d.,第])\d+\.\d+|(?<![\d.,第])\d+(?=[辆分平])"
)


@dataclass(frozen=True)
class Slip:
    """`written` stands where `meant` stood; `pieces` are the report so changed."""

    meant: str
    written: str
    where: str
    pieces: tuple[str | Form, ...]


def slips(pieces: tuple[str | Form, ...], untied: tuple[str, ...]) -> Iterator[Slip]:
    """A report → the same report with one figure changed, in all ways and places in turn.

    `untied` are the figures, with a word of what follows, that no other figure depends on.
    """
    for at, piece in enumerate(pieces):
        text = piece if isinstance(piece, str) else piece.rows
        for match in _FIGURE.finditer(text):
            tail = text[match.start() : match.end() + 12]
            head = text[max(0, match.start() - 8) : match.start()]
            if any(tail.startswith(u) for u in untied):
                continue
            for written in _misspelt(match[0]):
                changed = text[: match.start()] + written + text[match.end() :]
                new = changed if isinstance(piece, str) else replace(piece, rows=changed)
                yield Slip(match[0], written, head + tail, (*pieces[:at], new, *pieces[at + 1 :]))


def _misspelt(figure: str) -> Iterator[str]:
    """A figure → the same with a digit replaced, dropped, doubled, or swapped with another."""
    if not float(figure.replace(",", "")):
        yield figure.replace("0", "4", 1)
        return
    digits = [i for i, c in enumerate(figure) if c.isdigit()]
    significant = digits[: max(2, len(digits) - 1)]
    ways = []
    first, middle = significant[0], significant[len(significant) // 2]
    for i in {first, middle}:
        ways.append(figure[:i] + str((int(figure[i]) + 3) % 9 + 1) + figure[i + 1 :])
    ways.append(figure[:middle] + figure[middle] + figure[middle:])
    if len(digits) > 2:
        ways.append(figure[:middle] + figure[middle + 1 :])
    a, b = significant[0], significant[-1]
    if figure[a] != figure[b]:
        ways.append(figure[:a] + figure[b] + figure[a + 1 : b] + figure[a] + figure[b + 1 :])
    value = figure.replace(",", "")
    yield from dict.fromkeys(
        w for w in ways if float(w.replace(",", "")) != float(value) and not re.match(r"0\d", w)
    )
