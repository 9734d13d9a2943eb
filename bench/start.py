"""`make bench-start`: how long a question from the command line takes, and what is imported for it.

The chat model is off; the shelf has the reports of `corpus/`. Trust the ratio to an earlier
commit's, measured beside it, more than the seconds.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter

_QUESTION = "2022年预算执行率是多少？"
_TIMES = 5
_IMPORT = re.compile(r"import time: +(\d+) \| +\d+ \| +(\w+)", re.A)


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "JIWEN_HOME": home, "LLM": "off"}
        run(env, "-m", "ingest", "add", "corpus")
        ask = ("-m", "rag", _QUESTION)
        run(env, *ask)  # once for Python's own cache
        took = [measured(env, *ask) for _ in range(_TIMES)]
        imported = run(env, "-X", "importtime", *ask)
    wall, cpu = (statistics.median(side) for side in zip(*took, strict=True))
    print(f"a question: {wall:.2f} s, {cpu:.2f} s of a core (medians of {_TIMES})")
    packages = Counter[str]()
    for microseconds, package in _IMPORT.findall(imported):
        packages[package] += int(microseconds)
    for package, microseconds in packages.most_common(10):
        print(f"{microseconds / 1e6:8.2f} s  {package}")


def measured(env: dict[str, str], *arguments: str) -> tuple[float, float]:
    began, used = time.perf_counter(), os.times()
    run(env, *arguments)
    now = os.times()
    cpu = now.children_user + now.children_system - used.children_user - used.children_system
    return time.perf_counter() - began, cpu


def run(env: dict[str, str], *arguments: str) -> str:
    """A command → what it wrote on its error stream."""
    done = subprocess.run(
        [sys.executable, *arguments], env=env, capture_output=True, text=True, check=True
    )
    return done.stderr


if __name__ == "__main__":
    main()
