"""What a report states, as short as tests compare it."""

from figures.indicators import indicators
from records import Indicator, ReportText


def found(text: ReportText, year: int | None = 2022) -> dict[str, list[str]]:
    result: dict[str, list[str]] = {}
    for i in indicators(text, year):
        result.setdefault(i.name, []).append(f"{i.value.normalize():f}{i.unit}")
    return result


def of(text: ReportText, name: str, year: int | None = 2022) -> list[Indicator]:
    return [i for i in indicators(text, year) if i.name == name]
