"""`python -m places WHEEL`: makes the list again from the wheel of jionlp (make divisions)."""

from __future__ import annotations

import argparse
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

LIST = Path(__file__).with_name("divisions.tsv")

_NO_DIVISION = re.compile(r"直辖.*行政区划$")
"""省直辖县级行政区划 and the like stand in the table for a level that is not there."""

Path_ = tuple[str, ...]


def main() -> None:
    """Read the wheel's tables, write the list, say how much of them is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path, help="jionlp-….whl, as pip download brings it")
    with zipfile.ZipFile(parser.parse_args().wheel) as wheel:
        packed = io.BytesIO(wheel.read("jionlp/dictionary/china_location.zip"))
        with zipfile.ZipFile(packed) as inner:
            table = inner.read(inner.namelist()[0]).decode()
        changes = wheel.read("jionlp/dictionary/china_location_change.txt").decode()
    places = dict(divisions_of(table))
    former: dict[Path_, list[Path_]] = defaultdict(list)
    left_out = 0
    for old, new in renamings_of(changes):
        if new in places and old not in places and old not in former[new]:
            former[new].append(old)
        elif new not in places:
            left_out += 1
    lines = [
        "\t".join((code, "/".join(path), short, " ".join("/".join(old) for old in former[path])))
        for path, (code, short) in sorted(places.items(), key=lambda item: (item[1][0], item[0]))
    ]
    LIST.write_text("\n".join(lines) + "\n", encoding="utf-8")
    renamed = sum(map(len, former.values()))
    print(f"{len(lines)} divisions, {renamed} former names; {left_out} renamings lead nowhere")


def divisions_of(table: str) -> Iterator[tuple[Path_, tuple[str, str]]]:
    """The indented table → each division's path, with its code and its short name.

    The towns and villages below are left out, and what has no code of its own.
    """
    above: list[str] = []
    for line in table.splitlines():
        depth = len(line) - len(line.lstrip("\t"))
        if depth > 2 or not line.strip():
            continue
        name, *coded = line.split("\t")[depth:]
        del above[depth:]
        above.append("" if _NO_DIVISION.search(name) else name)
        path = tuple(dict.fromkeys(filter(None, above)))  # 上海市 is its own only city
        own = coded and (depth < 2) == coded[0].endswith("00") and above[depth]
        if own and len(path) > (depth > 0) and not path[-1].endswith(("香港", "澳门")):
            yield path, (coded[0], "" if coded[1] == name else coded[1])


def renamings_of(changes: str) -> Iterator[tuple[Path_, Path_]]:
    """The table of changes → paths as they were, and as they are."""
    for line in changes.splitlines():
        old, arrow, new = line.partition("=>")
        if arrow:
            _date, _by, *names = old.split("\t")
            yield tuple(names[::2]), tuple(new.strip().split("\t"))


if __name__ == "__main__":
    main()
