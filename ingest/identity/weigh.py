"""Candidates for one side of an identity → what they agree on, and whether they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from records import Candidate, Trait

ENOUGH = 0.5
"""What must speak for a value: a title, or a label, or two of the lesser witnesses."""

_CLEARLY = 2.0
"""How many times as much must speak for it as for the next."""


def weigh(
    name: str,
    candidates: Sequence[Candidate],
    same: Callable[[str, str], bool] = str.__eq__,
    fuller: Callable[[str], int] = lambda value: 0,
) -> tuple[str, Trait]:
    """What a side may be → what it is taken to be ('' without candidates), and its trait.

    Values that are the `same` count together; a source counts once, however often it says so. Of
    those taken together the `fuller` is taken, else the one that weighs most.
    """
    groups: list[list[Candidate]] = []
    for candidate in sorted(candidates, key=lambda c: -c.weight):
        for group in groups:
            if all(same(candidate.value, other.value) for other in group):
                group.append(candidate)
                break
        else:
            groups.append([candidate])
    groups.sort(key=lambda group: -_weight(group))
    if not groups:
        return "", Trait(name, (), agreed=False)
    first, *others = groups
    value = max(first, key=lambda c: (fuller(c.value), c.weight)).value
    most, next_most = _weight(first), max(map(_weight, others), default=0.0)
    agreed = most >= ENOUGH and most >= _CLEARLY * next_most
    return value, Trait(name, tuple(c for group in groups for c in group), agreed)


def _weight(group: Sequence[Candidate]) -> float:
    by_source: dict[str, float] = {}
    for candidate in group:
        by_source[candidate.source] = max(candidate.weight, by_source.get(candidate.source, 0.0))
    return sum(by_source.values())
