"""The model's reply → which sentences it says answer the question, and its wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_CHOICE = re.compile(
    r"\s*[\[【(（]?(?:编号|资料|sources?)?[：: ]*((?:\d{1,2}[,，、 ]*)+)[\]】)）]?[。.]?\s*", re.I
)
_LONGEST_CHOICE = 40


@dataclass(slots=True)
class Reply:
    """A reply as it comes in: `chosen` are sentence numbers, () for "none answers".

    `chosen` stays None while the first line is not whole, and where the model wrote none.
    """

    chosen: tuple[int, ...] | None = None
    wording: str = ""
    _head: str = field(default="", repr=False)
    _past_head: bool = False

    def wording_of(self, pieces: Iterable[str], count: int) -> Iterator[str]:
        """Pieces of a reply about `count` sentences → pieces of its wording, as they come."""
        for piece in pieces:
            words = piece if self._past_head else self._feed(piece, count)
            if words:
                self.wording += words
                yield words
        if not self._past_head and (words := self._settle(self._head, "", count)):
            self.wording += words
            yield words

    def _feed(self, piece: str, count: int) -> str:
        self._head += piece
        line, newline, rest = self._head.lstrip().partition("\n")
        if newline:
            return self._settle(line, rest, count)
        if len(self._head) > _LONGEST_CHOICE:
            return self._settle(self._head, "", count)
        return ""

    def _settle(self, line: str, rest: str, count: int) -> str:
        self._past_head = True
        m = _CHOICE.fullmatch(line)
        if m is None:
            return line + ("\n" + rest if rest else "")
        numbers = dict.fromkeys(int(n) for n in re.findall(r"\d+", m[1]))
        self.chosen = tuple(n for n in numbers if 1 <= n <= count)
        return rest.lstrip("\n")
