"""Who may speak to the chat model next: fair over users, first come first served within one."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator

from operations.logs import event
from rag.chat import Stop

_LOG = logging.getLogger("jiwen.rag")

_LOOK_AROUND = 0.2
"""Seconds between looks at whether someone asked to stop."""


class Turn:
    """One question's place in a queue: go through `wait`, speak to the model, then `leave`."""

    def __init__(self, queue: Queue, user: str) -> None:
        self._queue = queue
        self.user = user

    def wait(self, stop: Stop) -> Iterator[int]:
        """The place in the queue (1: next), whenever it changes; ends when the turn has come.

        Ends at once when `stop` is set.
        """
        shown = None
        furthest, began = 0, time.monotonic()
        while not stop.is_set() and (place := self._queue.place(self)):
            if place != shown:
                yield place
                shown = place
            furthest = max(furthest, place)
            self._queue.wait_for_change(_LOOK_AROUND)
        if furthest:
            seconds = round(time.monotonic() - began, 3)
            event(_LOG, "queue.waited", place=furthest, seconds=seconds)

    def __enter__(self) -> Turn:
        return self

    def __exit__(self, *_: object) -> None:
        self._queue.leave(self)


class Queue:
    """Lets `parallel` questions speak to the model at a time; between users it takes turns."""

    def __init__(self, parallel: int) -> None:
        self._parallel = parallel
        self._speaking: list[Turn] = []
        self._waiting: list[Turn] = []
        self._changed = threading.Condition()
        self._spoke_last: dict[str, int] = {}
        self._clock = 0

    def enter(self, user: str) -> Turn:
        """Take a place at the end of the queue; use it as a context, so that it is given back."""
        turn = Turn(self, user)
        with self._changed:
            self._waiting.append(turn)
            self._let_in()
        return turn

    def leave(self, turn: Turn) -> None:
        """Give the place back, whether its turn had come or not."""
        with self._changed:
            for places in (self._speaking, self._waiting):
                if turn in places:
                    places.remove(turn)
            self._let_in()
            self._changed.notify_all()

    @property
    def waiting(self) -> int:
        """How many questions wait now."""
        return len(self._waiting)

    def place(self, turn: Turn) -> int:
        """0 where the turn has come, else how many turns from now it comes."""
        with self._changed:
            return 0 if turn in self._speaking else self._order().index(turn) + 1

    def wait_for_change(self, seconds: float) -> None:
        """Sleep until somebody leaves, at most `seconds`."""
        with self._changed:
            self._changed.wait(seconds)

    def _let_in(self) -> None:
        while self._waiting and len(self._speaking) < self._parallel:
            turn = self._order()[0]
            self._waiting.remove(turn)
            self._speaking.append(turn)
            self._clock += 1
            self._spoke_last[turn.user] = self._clock

    def _order(self) -> list[Turn]:
        """Round after round: everybody's first question, then everybody's second, and so on.

        Within a round the user who has not spoken for longest comes first; those who never spoke
        come as they arrived.
        """
        rounds: dict[str, int] = {}
        for speaking in self._speaking:
            rounds[speaking.user] = rounds.get(speaking.user, 0) + 1
        ranked = []
        for arrival, turn in enumerate(self._waiting):
            rank = rounds.get(turn.user, 0)
            rounds[turn.user] = rank + 1
            ranked.append((rank, self._spoke_last.get(turn.user, 0), arrival, turn))
        return [turn for *_key, turn in sorted(ranked, key=lambda r: r[:3])]
