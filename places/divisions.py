"""The kept list of China's divisions, and which of them a name or a path means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Division:
    """A province, city or county: 440118, (广东省, 广州市, 增城区).

    `code` is its six digits (GB/T 2260, and the statistics office's for development zones).
    `short` has what it is called for short (增城; 克州 and 克孜勒苏), `former` the paths that it
    had before it was renamed or came to another city.
    """

    code: str
    path: tuple[str, ...]
    short: tuple[str, ...] = ()
    former: tuple[tuple[str, ...], ...] = ()

    @property
    def name(self) -> str:
        """Its own full name, without those above it."""
        return self.path[-1]

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is and was called: full, short, former."""
        return (self.name, *self.short, *(path[-1] for path in self.former))

    @property
    def level(self) -> int:
        """0 for a province, 1 for a city or prefecture, 2 for a county or district."""
        return 0 if self.code.endswith("0000") else 1 if self.code.endswith("00") else 2


def divisions() -> tuple[Division, ...]:
    """Every division of the list, in order of their codes."""
    return _kept().all


def named(name: str) -> tuple[Division, ...]:
    """A name → the divisions that are called so, as few as it can mean, outermost first.

    A full name is never taken for another's short name, nor a present one for a former: 海南省 is
    one, 鼓楼区 four, 吉林 a province and a city. () where nothing is called so.
    """
    return next((called[name] for called in _kept().called if name in called), ())


def resolve(path: Sequence[str]) -> Division | None:
    """A path, whole or with gaps (广州市, 增城区) → the one division it means.

    The names may be full, short or former. Of several, a province is meant where nothing stands
    above (吉林); else None, as where there is none (鼓楼区).
    """
    if not path:
        return None
    *above, inner = path
    for called in _kept().called:
        found = [d for d in called.get(inner, ()) if lies_in(d, above)]
        if found:
            return found[0] if len(found) == 1 or found[0].level == 0 else None
    return None


def whole(path: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """A path as it is written → with all that the list has above it, and the division's code.

    A name that the list does not have stays as it is, with code ''; what stands above it is made
    whole all the same (广州市, 新塘新区 → 广东省, 广州市, 新塘新区).
    """
    for known in range(len(path), 0, -1):
        if division := resolve(path[:known]):
            return (*division.path, *path[known:]), division.code if known == len(path) else ""
    return tuple(path), ""


def lies_in(division: Division, above: Sequence[str]) -> bool:
    """Whether each of the names, outermost first, is that of a division that it lies or lay in."""
    return any(_leads(path[:-1], above) for path in (division.path, *division.former))


def _leads(path: Sequence[str], above: Sequence[str]) -> bool:
    """Whether the names stand in the path, in its order."""
    depth = 0
    for name in above:
        while depth < len(path) and name not in _names_of(tuple(path[: depth + 1])):
            depth += 1
        depth += 1
    return depth <= len(path)


def _names_of(path: tuple[str, ...]) -> tuple[str, ...]:
    division = _kept().by_path.get(path)
    return division.names if division else (path[-1],)


@dataclass(frozen=True, slots=True)
class _Kept:
    """`called` has the divisions by their full names, their short ones, their former ones."""

    all: tuple[Division, ...]
    by_path: Mapping[tuple[str, ...], Division]
    called: tuple[Mapping[str, tuple[Division, ...]], ...]


@cache
def _kept() -> _Kept:
    lines = resources.files("places").joinpath("divisions.tsv").read_text("utf-8").splitlines()
    every = tuple(_division(line) for line in lines)
    called: list[dict[str, tuple[Division, ...]]] = [{}, {}, {}]
    for division in sorted(every, key=lambda d: d.level):
        former = tuple(path[-1] for path in division.former)
        for names, of in zip(((division.name,), division.short, former), called, strict=True):
            for name in dict.fromkeys(names):
                of[name] = (*of.get(name, ()), division)
    return _Kept(every, {d.path: d for d in every}, tuple(called))


def _division(line: str) -> Division:
    code, written, short, former = line.split("\t")
    path, called = tuple(written.split("/")), tuple(filter(None, short.split("/")))
    if path[-1].endswith(("自治州", "自治县")):  # 黔西南州
        kind = path[-1][-1]
        called += tuple(s + kind for s in called if not s.endswith(kind))
    return Division(code, path, called, tuple(tuple(old.split("/")) for old in former.split()))
