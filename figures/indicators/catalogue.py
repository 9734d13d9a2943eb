"""The one catalogue of indicators, read from catalogue.toml and checked once, when it is loaded."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple

Wordings = tuple[tuple[str, re.Pattern[str]], ...]
"""Ids, each with how it is named, in the order in which they are to be tried."""


class Label(NamedTuple):
    """An indicator's name for people, and its unit: 万元, %, 分 or 个."""

    zh: str
    en: str
    unit: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every indicator, with the wordings it is known by.

    `names` has all, in the order in which they are shown. An amount goes by its id in
    `amounts_in_prose`, `amounts_in_rows` and `amounts_in_questions`, and by its id with _budget,
    _executed or _rate in `names`; a stage of the whole budget by its id in `stages_in_prose`, by
    its role beside an amount (year_start, rate …) in `roles_in_questions`, and `of_role` has the
    id again. `score` is how the total score is named in prose, `rate` how an execution rate is.
    """

    names: Mapping[str, Label]
    stages_in_prose: Wordings
    amounts_in_prose: Wordings
    scores_in_prose: Wordings
    projects_in_prose: Wordings
    amounts_in_rows: Wordings
    amounts_in_questions: Wordings
    scores_in_questions: Wordings
    roles_in_questions: Wordings
    of_role: Mapping[str, str]
    rate: re.Pattern[str]
    score: re.Pattern[str]


def catalogue_from(toml: str) -> Catalogue:
    """The text of catalogue.toml → the catalogue.

    Raises ValueError, naming the entry, where an id stands twice, a wording is no regular
    expression, or [tried] does not name every amount and role exactly once.
    """
    read = tomllib.loads(toml)
    whole, amounts = read["whole"], read["amount"]
    scores, projects = read["score"], read["projects"]
    names = list(_names(whole, amounts, scores, projects))
    _each_once("names", [name for name, _ in names], None)
    tried = read["tried"]
    ids = [amount["id"] for amount in amounts]
    _each_once("tried.prose", tried["prose"], ids)
    _each_once("tried.questions", tried["questions"], ids)
    _each_once("tried.roles", tried["roles"], [entry["role"] for entry in whole])
    total, *parts = scores
    rate = next(entry for entry in whole if entry["role"] == "rate")
    of_role = {entry["role"]: entry for entry in whole}
    by_id = {amount["id"]: amount for amount in amounts}
    return Catalogue(
        names=MappingProxyType(dict(names)),
        stages_in_prose=_wordings([e for e in whole if e is not rate], "prose"),
        amounts_in_prose=_wordings([by_id[name] for name in tried["prose"]], "prose"),
        scores_in_prose=_wordings(parts, "prose"),
        projects_in_prose=_wordings(projects, "prose"),
        amounts_in_rows=_wordings([a for a in amounts if "row" in a], "row"),
        amounts_in_questions=_wordings([by_id[name] for name in tried["questions"]], "question"),
        scores_in_questions=_wordings([*parts, total], "question"),
        roles_in_questions=_wordings([of_role[r] for r in tried["roles"]], "question", "role"),
        of_role=MappingProxyType({role: entry["id"] for role, entry in of_role.items()}),
        rate=_pattern(rate, "prose"),
        score=_pattern(total, "prose"),
    )


_Entry = Mapping[str, Any]


def _names(
    whole: Sequence[_Entry],
    amounts: Sequence[_Entry],
    scores: Sequence[_Entry],
    projects: Sequence[_Entry],
) -> Iterator[tuple[str, Label]]:
    for e in whole:
        yield e["id"], Label(e["zh"], e["en"], e["unit"])
    for e in amounts:
        yield f"{e['id']}_budget", Label(f"{e['zh']}预算数", f"{e['en']}: budget", "万元")
        yield f"{e['id']}_executed", Label(f"{e['zh']}执行数", f"{e['en']}: executed", "万元")
    for e in amounts:
        if e.get("rated"):
            yield f"{e['id']}_rate", Label(f"{e['zh']}执行率", f"{e['en']}: execution rate", "%")
    for e in scores:
        yield e["id"], Label(e["zh"], e["en"], "分")
    for e in projects:
        yield f"{e['id']}_projects", Label(f"{e['zh']}数", f"Projects {e['en']}", "个")
        yield f"{e['id']}_amount", Label(f"{e['zh']}金额", f"Funds {e['en']}", "万元")


def _wordings(entries: Sequence[_Entry], field: str, name: str = "id") -> Wordings:
    return tuple((entry[name], _pattern(entry, field)) for entry in entries)


def _pattern(entry: _Entry, field: str) -> re.Pattern[str]:
    try:
        return re.compile(entry[field], re.I if field == "question" else 0)
    except (KeyError, re.error) as error:
        raise ValueError(f"catalogue.toml, {entry['id']}: {field} is not right: {error}") from error


def _each_once(where: str, given: Sequence[str], wanted: Sequence[str] | None) -> None:
    twice = {name for name in given if given.count(name) > 1}
    wrong = twice | (set(given) ^ set(wanted) if wanted is not None else set())
    if wrong:
        raise ValueError(f"catalogue.toml, {where}: each must stand there once: {sorted(wrong)}")


CATALOGUE = catalogue_from((files("figures.indicators") / "catalogue.toml").read_text("utf-8"))
NAMES = CATALOGUE.names
"""Every indicator there is, in the order in which they are shown."""
