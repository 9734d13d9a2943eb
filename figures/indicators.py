"""A report → the figures it states about itself, each with where it stands.

From prose (the words beside each number name it) and from tables (its row and columns do). What
cannot be named for certain is left out; a figure of another year carries that year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest

from figures.addressed import speaks_to_a_machine
from figures.indicator_names import NAMES, Label
from figures.indicator_tables import table_indicators
from figures.naming import (
    is_of_a_part,
    is_rate,
    money_name,
    project_name,
    rate_name,
    role_of,
    says_of_what,
    score_name,
)
from figures.quantities import QuantityKind
from figures.sentences import Span
from figures.statements import Statement, statements
from figures.whose import is_of_another
from records import Evidence, Indicator, ReportText

__all__ = ["NAMES", "Label", "indicators"]

_BY_SUBJECT = re.compile(r"[（(](?:类|款|项)[)）]")
_OTHER_TIME = re.compile(
    r"上年|去年|上一年|往年|以前年度|截至|截止|下年|明年|[一二三四]季度|半年|月"
)
_BEFORE_YEAR_END = re.compile(
    r"截[至止][^，。]{0,8}(?<!\d)(?:[1-9]|1[01])\s*月|上半年|前[一二三]季度"
)
_COMPARISON = re.compile(r"比|较|同比|占|增加|减少|增长|下降|完成.{0,6}预算的|差|提高|持平")
_COMPARED_WITH = re.compile(r"\s*(?:相比|相较|比较|的(?:目标|要求|标准|进度))")
_COMPARED_CLAUSE = re.compile(r"[，,](?:较|比|与)[^，,；。]*")
_ALLOTTED = re.compile(r"安排|下达|批复|核定|编制|拨付")
_LIMIT = re.compile(
    r"(?:低于|高于|不足|少于|大于|超过|不低于|不高于|控制在)[^，。；]{0,3}$|目标[为是]?\s*$"
    r"|(?:力争|争取|确保|计划|拟)[^，。；]*$"
)
_YEAR = re.compile(r"(?:19|20)\d\d\s*年?度?")
_TITLE_REACH = 120
"""Characters in which a report says whether it is a budget or the final accounts."""
_SAYS_SCORE = re.compile(r"(?:得分|评分|自评分|总分)$")
_FULL_SCORE = 100
_PARTS = ("basic_budget", "basic_executed", "project_budget", "project_executed")
_WHOLES = ("budget", "adjusted_budget", "year_start_budget", "executed")
_OF_THE_WHOLE = (*_WHOLES, "execution_rate")
_RUN_IN = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳])\s*(?P<said>[^。；，,：:\d]{2,24})[。：:]"
)
_TEN_THOUSAND = Decimal(10_000)


def indicators(report_text: ReportText, year: int | None) -> tuple[Indicator, ...]:
    """A report's text and year → its indicators, in the order they stand in.

    Money in 万元. Both are kept where one is stated twice. Source of the names: the forms of
    部门预算公开, 部门决算公开 and 部门整体支出绩效自评 of 财政部 and the provinces.
    """
    prose = list(_prose_indicators(report_text, year))
    parts = {i.value for i in prose if i.name in _PARTS} - {
        i.value for i in prose if i.name in _WHOLES
    }
    found = [*prose, *table_indicators(report_text, year, parts)]
    return tuple(sorted(found, key=lambda i: i.evidence.start))


def _prose_indicators(report: ReportText, year: int | None) -> Iterator[Indicator]:
    of_the_report = role_of(report.text[:_TITLE_REACH])
    for start, end in _paragraphs(report):
        paragraph = report.text[start:end]
        if _BY_SUBJECT.search(paragraph):
            continue
        topic = _topic(report, start, paragraph)
        role = _role_of_headings(report, start) or of_the_report
        stated = statements(paragraph, year)
        spent = ""  # the words up to the last figure that was spent: those say no more whose side
        whole: dict[str, Statement] = {}
        for statement, after in zip_longest(stated, stated[1:]):
            since = statement.inherited.removeprefix(spent)
            role = role_of(_COMPARED_CLAUSE.sub("", since)) or role
            name = _name(statement, "executed" if _is_rated(statement, after) else role)
            if name and _is_foreign(name, statement, paragraph, report.text):
                name = None
            if name in _OF_THE_WHOLE and is_of_a_part(topic, statement.quantity.subject):
                name = None
            if name in _WHOLES:
                whole[name] = statement
            if name is None and _is_rate_of(statement, whole):
                name = "execution_rate"
            if name and name.endswith("_executed"):
                role, spent = "executed", statement.inherited + statement.own
            if name and not speaks_to_a_machine(paragraph[slice(*statement.sentence)]):
                yield _indicator(report, start, statement, name)
            if not _COMPARISON.search(statement.own):
                role = role_of(statement.own) or role


def _is_foreign(name: str, statement: Statement, paragraph: str, text: str) -> bool:
    """Whether a figure is another's, one to compare with, or a limit, in spite of its name."""
    if name.endswith(("_projects", "_amount")):
        return False
    end, words = statement.quantity.end, statement.inherited + statement.own
    if _COMPARED_WITH.match(paragraph, end) or _LIMIT.search(statement.own):
        return True
    if name == "score" and words.count("（") > words.count("）"):
        return True
    named = says_of_what(statement.quantity.subject) or name.startswith("score_")
    return is_of_another(words, named, text)


def _is_rate_of(rate: Statement, whole: dict[str, Statement]) -> bool:
    """全年执行数95万元，预算执行率95%: whose a rate is, its own arithmetic shows.

    Clauses between, of why a budget was adjusted say, leave its words in doubt.
    """
    if rate.quantity.kind is not QuantityKind.RATE or not is_rate(rate.quantity.subject):
        return False
    of = {n: s for n, s in whole.items() if s.sentence == rate.sentence}
    spent = of.get("executed")
    budget = of.get("adjusted_budget") or of.get("budget") or of.get("year_start_budget")
    if spent is None or budget is None or not budget.quantity.base or rate.year != spent.year:
        return False
    share = spent.quantity.base / budget.quantity.base * 100
    return abs(share - rate.quantity.base) <= rate.quantity.half_step


def _is_rated(statement: Statement, after: Statement | None) -> bool:
    """基本支出66,140.63万元，执行率99.44%: an amount that a rate stands beside was spent."""
    return (
        after is not None
        and _ALLOTTED.search(statement.own) is None
        and after.sentence == statement.sentence
        and is_rate(after.quantity.subject)
        and after.quantity.kind is QuantityKind.RATE
    )


def _paragraphs(report: ReportText) -> Iterator[Span]:
    """The lines of the text that belong to no table."""
    at = 0
    for table in (*report.tables, None):
        stop = table.start if table else len(report.text)
        for line in report.text[at:stop].splitlines(keepends=True):
            if "\t" not in line:
                yield at, at + len(line)
            at += len(line)
        at = table.end if table else at


def _topic(report: ReportText, offset: int, paragraph: str) -> str:
    """（四）“三公”经费。年初预算…: the heading a paragraph begins with, else the one over it."""
    run_in = _RUN_IN.match(paragraph)
    return run_in["said"] if run_in else next(iter(report.headings_at(offset)[-1:]), "")


def _role_of_headings(report: ReportText, offset: int) -> str | None:
    roles = (role_of(heading) for heading in reversed(report.headings_at(offset)))
    return next((role for role in roles if role), None)


def _name(statement: Statement, role: str | None) -> str | None:
    quantity = statement.quantity
    label = _YEAR.sub("", quantity.subject)
    # The clauses before the label in the same sentence part say as much of whose it is.
    before = statement.inherited + statement.own[: max(statement.own.rfind(quantity.subject), 0)]
    if _BEFORE_YEAR_END.search(statement.inherited + statement.own):
        return None
    share = quantity.kind is QuantityKind.RATE and label.startswith("占")
    compared = _COMPARISON.search(label) is not None and not share
    if _OTHER_TIME.search(label) or statement.rises is not None or compared:
        return None
    match quantity.kind:
        case QuantityKind.MONEY:
            projects = project_name(label, before, counted=False)
            return projects or money_name(label, before, role)
        case QuantityKind.RATE:
            return rate_name(label, before)
        case QuantityKind.SCORE:
            return score_name(label, before)
        case QuantityKind.NUMBER if _is_bare_score(statement, label):
            return score_name(label, before)
        case QuantityKind.COUNT if quantity.unit in ("个", "项"):
            return project_name(label, before, counted=True)
    return None


def _is_bare_score(statement: Statement, label: str) -> bool:
    """自评得分98.58: a number behind the words for it, without its 分."""
    behind = statement.own.rstrip(" 为是：:").endswith(label) and bool(label)
    return (
        behind
        and _SAYS_SCORE.search(label) is not None
        and (statement.quantity.value <= _FULL_SCORE)
    )


def _indicator(report: ReportText, offset: int, statement: Statement, name: str) -> Indicator:
    quantity = statement.quantity
    start, end = (offset + at for at in statement.sentence)
    money = quantity.kind is QuantityKind.MONEY
    return Indicator(
        name=name,
        year=statement.year,
        value=quantity.base / _TEN_THOUSAND if money else quantity.base,
        unit=NAMES[name].unit,
        as_written=quantity.as_written,
        evidence=Evidence(start, end, report.page_at(start), report.text[start:end]),
    )
