"""What code says about goals, in Chinese and in English."""

from __future__ import annotations

from goals.records import Line, Outcome

_MESSAGES: dict[str, tuple[str, str]] = {
    "met": ("完成", "met"),
    "exceeded": ("超额完成", "exceeded"),
    "short": ("未达到", "short"),
    "told": ("有说明，无法计算", "told, not in comparable figures"),
    "not told": ("报告未说明", "not told in the report"),
    "not_told": ("报告未说明", "The report does not say."),
    "no_reason": ("报告未说明原因", "The report gives no reason."),
    "reason": ("报告的解释：", "The report explains: "),
    "perhaps": ("可能的解释（待确认）：", "Perhaps this explains it (to be confirmed): "),
    "counts": (
        "{report}共有{goals}项目标：完成{met}项，超额完成{exceeded}项，未达到{short}项，"
        "有说明但无法计算{told}项，报告未说明{untold}项。",
        "{report} sets {goals} goals: {met} met, {exceeded} exceeded, {short} missed, "
        "{told} told without comparable figures, {untold} not told.",
    ),
    "no_goals": (
        "{report}没有写明绩效目标，无法对照。",
        "{report} sets no goals that could be followed.",
    ),
    "none_missed": (
        "能对照目标值的{n}项都达到了目标。",
        "All {n} goals whose figures can be compared were met.",
    ),
    "none_compared": (
        "没有一项目标写明了可以对照的数值。",
        "No goal has figures that can be compared.",
    ),
    "short_by": (
        "目标{target}，实际{actual}，偏差{deviation}。",
        "target {target}, actual {actual}, off by {deviation}.",
    ),
    "promises": (
        "{earlier}提出的{n}项改进措施和计划，在{report}中找到说明的有{told}项，未说明的有{untold}项。",
        "Of {n} measures and plans in {earlier}, {report} tells of {told}, and not of {untold}.",
    ),
    "no_earlier": (
        "报告库中没有{report}上一年的报告，无法对照。",
        "The report of the year before {report} is not on the shelf.",
    ),
    "again": ("再次出现的问题：", "A problem that comes again: "),
}


def say(language: str, key: str, **fields: object) -> str:
    """A message in Chinese (zh) or English (en), its fields filled in."""
    return _MESSAGES[key][language == "en"].format(**fields)


def outcome_name(outcome: Outcome, language: str) -> str:
    """An outcome → its name."""
    return say(language, outcome.value)


def deviation_written(line: Line) -> str:
    """A line → its deviation in percent, with its sign; '' where there is none."""
    return "" if line.deviation is None else f"{line.deviation:+.2f}%"
