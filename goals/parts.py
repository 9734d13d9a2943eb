"""A report's headings → what each of its parts is about, and its statements under them.

Headings are formal: what a part is about is in a few words of the field's vocabulary.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from figures.sentences import sentence_spans
from goals.records import Part, Statement
from records import Evidence, ReportText

_ABOUT = re.compile(
    r"职责|职能|机构|人员|概况|概述|背景|依据|组织实施|评价工作|工作开展|绩效管理|目标管理"
    r"|合理性|明确性"
    r"|监控|自评结论|结论|得分|结果应用|公开|名词解释|联系方式|采购|资产"
)
_AHEAD = re.compile(
    r"工作安排|工作计划|工作打算|预算草案|预期目标|发展目标|明年|下一?年度?(?:工作|目标|任务)"
)
_PLANS = re.compile(r"改进|下一步|整改措施|措施|建议|打算|今后|下阶段")
_PROBLEMS = re.compile(r"问题|不足|未完成|偏差|原因")
_DONE = re.compile(
    r"完成|成效|成果|实现|落实|产出|效益|效果|满意度|履职|亮点|做法|荣誉|成绩|进展|指标分析|绩效情况|绩效分析"
    r"|数量指标|质量指标|时效指标|成本指标"
)
_GOALS = re.compile(r"目标|任务|重点工作|工作要点|指标")
_MONEY = re.compile(r"预算|决算|收支|收入|支出|资金|经费|投入")

_JOINED = re.compile(r"目标\S{0,2}[、和及与]|[、和及与]\S{0,10}目标$")
_TWO_OF_A_KIND = re.compile(
    r"(?:目标|任务|指标)\S{0,2}[、和及与]\S{0,6}(?:目标|任务|指标|重点工作|工作举措)"
)

NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十壹贰叁肆伍陆柒捌玖\d.．]+[)）、.．\s]\s*")

_RUN_IN = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:\.\d{1,2})*[.．、 ]"
    r"|[一二三四五六七八九十]{1,3}、)\s*"
    r"(?P<head>(?:[^。：:；;，,、\n\t|\d]|(?<=[A-Za-z])\d|\d(?=[A-Za-z])){2,18})[。：:]"
)
"""（三）年度任务。2024年市政府下达…: a heading that its text follows on the same line."""
ORDINAL = re.compile(r"^[一二三四五六七八九十]{1,3}是")
_LEAD = re.compile(rf"(?P<lead>{ORDINAL.pattern}[^；;\n\t]{{4,60}})。")
"""三是推进区“一网统管”平台建设。制定…: what a list's first sentence names, the next ones tell."""
_WHOLE_LINE = re.compile(rf"{NUMBER.pattern}(?P<head>[^。：:；;，,\n\t|]{{2,22}})$")
_BRACKETED = re.compile(r"\s*【(?P<head>[^】\n]{2,20})】\s*")


def part_of(path: Sequence[str]) -> Part:
    """A heading path → what stands under it is about: its innermost heading that says so.

    A problem with goals is a problem, and a task (not a 目标) among results is one that was done:
    there the heading over it counts.
    """
    said = [(part, heading) for heading in path if (part := _of_heading(heading)) is not None]
    if not said:
        return Part.OTHER
    inner, words = said[-1]
    for part, _ in said[:-1]:
        done = part is Part.DONE and inner is Part.GOALS and "目标" not in words
        if done or part in (Part.PROBLEMS, Part.PLANS, Part.AHEAD):
            return part
    return inner


def _of_heading(heading: str) -> Part | None:
    if sets_and_tells(heading):
        return Part.OTHER
    for part, words in (
        (Part.AHEAD, _AHEAD),
        (Part.PLANS, _PLANS),
        (Part.PROBLEMS, _PROBLEMS),
        (Part.DONE, _DONE),
        (Part.ABOUT, _ABOUT),
        (Part.GOALS, _GOALS),
        (Part.MONEY, _MONEY),
    ):
        if words.search(heading):
            return part
    return None


def sets_and_tells(heading: str) -> bool:
    """绩效目标及完成情况, 资金来源和绩效目标: what is under it may be a goal, and may be none."""
    return _JOINED.search(_TWO_OF_A_KIND.sub("目标", NUMBER.sub("", heading))) is not None


def statements(report: ReportText) -> tuple[Statement, ...]:
    """A report's text → its sentences and table rows in order, headings left out.

    A heading that its text follows on the same line counts as one, and so does one in 【】.
    """
    return tuple(_statements(report))


def _statements(report: ReportText) -> Iterator[Statement]:
    bracketed: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    run_in: tuple[str, ...] = ()
    section = -1
    starts = [s.start for s in report.sections]
    for start, end in _paragraphs(report.text):
        at = bisect_right(starts, start) - 1
        over = report.sections[at].headings if at >= 0 else ()
        line = report.text[start:end]
        if at != section:
            section, run_in, missed = at, (), ()
            if over and _same(line, over[-1]):
                continue
        if m := _BRACKETED.fullmatch(line):
            bracketed, run_in = (m["head"],), ()
            continue
        if m := _WHOLE_LINE.match(line):
            missed, run_in = (m["head"],), ()
            continue
        if missed:
            over = (*over[:-1], *missed)
        if m := _RUN_IN.match(line):
            run_in, start, line = (m["head"],), start + m.end(), line[m.end() :]
        path = (*over, *bracketed, *run_in)
        part = part_of(path)
        lead = ""
        for a, b in sentence_spans(line):
            sentence = line[a:b]
            lead = "" if ORDINAL.match(sentence) else lead
            under = (*path, lead) if lead else path
            yield Statement(place(report, start + a, start + b), under, part, start)
            if (m := _LEAD.fullmatch(sentence)) and b < len(line):
                lead = m["lead"]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield at, at + len(line.rstrip("\n"))
        at += len(line)


def _same(line: str, heading: str) -> bool:
    return line.strip().rstrip("。") == heading.strip().rstrip("。")


def place(report: ReportText, start: int, end: int) -> Evidence:
    """A span of a report → where it stands."""
    return Evidence(start, end, report.page_at(start), report.text[start:end])
