"""How long the stages of something took, one after the other."""

from __future__ import annotations

import time


class Stopwatch:
    """Runs from when it is made; `seconds` has every stage's time so far."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """What went by since the last lap was this stage's, in addition to what it had."""
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now


def time_fields(seconds: dict[str, float]) -> dict[str, float]:
    """Seconds by stage → fields of an event: read_s, embed_s …, and their sum, total_s."""
    told = {f"{stage}_s": round(taken, 3) for stage, taken in seconds.items()}
    return {**told, "total_s": round(sum(seconds.values()), 3)}
