"""Fifty people at work: each asks, reads, and asks again, for minutes on end.

Starts the app as `bench.sessions` does, without a chat model, on the shelf of JIWEN_HOME. Each
person's page is a WebSocket; between the answer and the next question they read for half a minute,
more or less (exponentially distributed). Told are how long they waited for the quotation, what
failed, the server's memory over time, and the processor time that a question took it, pages kept
fresh in it: what the clock says depends on what else the machine does.

    python -m bench.users [--users 50] [--minutes 10] [--reading 30]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import threading
import time
from pathlib import Path

import numpy as np

from bench.sessions import QUESTIONS, Visitor, serving

_TICKS = os.sysconf("SC_CLK_TCK")
_EVERY = 15.0


class Watched:
    """The server's process: its memory in MB, and the processor time it has had in seconds."""

    def __init__(self, process: int) -> None:
        self._folder = Path(f"/proc/{process}")

    def memory(self) -> int:
        pages = int((self._folder / "statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") // 2**20

    def processor(self) -> float:
        after_name = (self._folder / "stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / _TICKS


def person(
    number: int,
    visitor: Visitor,
    until: float,
    reading: float,
    waited: list[float],
    failed: list[str],
) -> None:
    """Ask and read until the time is over; seconds waited, and what failed, are told."""
    dice = random.Random(number)
    visitor.read(dice.random() * reading)
    while time.monotonic() < until:
        try:
            waited.append(visitor.ask(dice.choice(QUESTIONS)))
        except (SystemExit, OSError) as error:
            failed.append(str(error))
            return
        visitor.read(min(dice.expovariate(1 / reading), max(0.0, until - time.monotonic())))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--reading", type=float, default=30, help="seconds, on average")
    options = parser.parse_args()
    waited: list[float] = []
    failed: list[str] = []
    with serving() as (address, process):
        server = Watched(process)
        visitors = [Visitor(address) for _ in range(options.users)]
        for visitor in visitors:
            visitor.open()
        visitors[0].ask(QUESTIONS[0])  # loads the search model as well
        began, busy = time.monotonic(), server.processor()
        until = began + options.minutes * 60
        people = [
            threading.Thread(
                target=person, args=(i, visitor, until, options.reading, waited, failed)
            )
            for i, visitor in enumerate(visitors)
        ]
        for each in people:
            each.start()
        memory = [server.memory()]
        while time.monotonic() < until:
            time.sleep(_EVERY)
            memory.append(server.memory())
        for each in people:
            each.join()
        busy = server.processor() - busy
        for visitor in visitors:
            visitor.close()
    minutes = (time.monotonic() - began) / 60
    result = {
        "users": options.users,
        "minutes": round(minutes, 1),
        "asked": len(waited),
        "failed": failed,
        "median_s": round(float(np.median(waited)), 2),
        "p95_s": round(float(np.percentile(waited, 95)), 2),
        "longest_s": round(max(waited), 2),
        "memory_mb": memory,
        "processor_s_a_question": round(busy / len(waited), 3),
        "share_of_a_core": round(busy / minutes / 60, 2),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
