"""How many files a second one worker reads, and two: python -m bench.queue [--files 8].

The report of `corpus/`, of as many years as there are files, is handed over on a PostgreSQL of its
own, then read by `python -m ingest work`, each worker with one core. The pace is that of the queue:
from the first file's beginning to the last one's end, so that loading the model is not in it. The
processor time of the workers, which is in it, tells how much of the machine they had.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.servers import postgres

ROOT = Path(__file__).parents[1]


def _aged(text: str, years: int) -> str:
    return re.sub(r"20\d\d(?=年)", lambda m: str(int(m[0]) - years), text)


def made(folder: Path, files: int) -> Path:
    """So many reports, each of another year, in a folder."""
    (source,) = (ROOT / "corpus").glob("*.txt")
    text = source.read_text("utf-8")
    folder.mkdir()
    for earlier in range(files):
        aged = _aged(text, earlier)
        (folder / f"{2022 - earlier}.txt").write_text(aged, encoding="utf-8")
    return folder


def measure(workers: int, files: int) -> None:
    """Have the files read by so many workers, and print how it went."""
    with postgres() as server, tempfile.TemporaryDirectory() as folder:
        place = {"JIWEN_HOME": f"{folder}/home", "DATABASE_URL": server.url()}
        environ = {**os.environ, **place, "OMP_NUM_THREADS": "1"}

        def ingest(*arguments: str) -> str:
            command = [sys.executable, "-m", "ingest", *arguments]
            done = subprocess.run(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
            return done.stdout

        ingest("add", "--queue", str(made(Path(folder) / "new", files)))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        ingest("work", "--workers", str(workers))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        pace = json.loads(ingest("queue", "--json"))
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{workers} workers: {pace['done']} files done, {pace['failed']} failed, "
        f"{pace['files_a_second']:.3f} files/s, {busy / files:.1f} s of a core a file, "
        "the workers' start in it",
        flush=True,
    )


def main() -> None:
    """Measure one worker and two."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=8)
    files = parser.parse_args().files
    for workers in (1, 2):
        measure(workers, files)


if __name__ == "__main__":
    main()
