"""What code says in an answer, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterator

from rag.records import Answer, Standing, Verdict

_MESSAGES: dict[str, tuple[str, str]] = {
    "near": (
        "报告没有直接说明；最接近的原文是：",
        "The reports do not say so directly; the nearest they have is:",
    ),
    "nothing": (
        "报告中没有找到能回答这个问题的内容。",
        "The reports do not say.",
    ),
    "no_question": ("请写出要问的问题。", "Please write what you want to ask."),
    "empty": (
        "报告库中还没有报告。请先添加报告再提问。",
        "There are no reports on the shelf yet. Add some, then ask.",
    ),
    "part": ("“{question}”：{said}", "“{question}”: {said}"),
    "absent_year": (
        "报告库中没有{whose}{years}年的报告；现有{there}年的。",
        "There is no report{whose} for {years} on the shelf; there is {there}.",
    ),
    "absent_department": (
        "报告库中没有{departments}的报告；现有{there}的报告。",
        "There is no report of {departments} on the shelf; there are reports of {there}.",
    ),
    "which": (
        "问的可能是{choices}，请选一个。",
        "It may be one of these that is meant: {choices}. Please choose one.",
    ),
    "two_groups": (
        "报告对此有两个口径的数：{groups}，都列在这里。",
        "The report has two figures of this name, one for each of {groups}; both are given.",
    ),
    "read_as": ("“{word}”按{years}年理解。", "“{word}” is read as {years}."),
    "read_as_newest": (
        "“{word}”若指{years}年，报告库没有这一年的报告；这里用的是现有最新的报告。",
        "If “{word}” is {years}, there is no report of it; the newest there is was used here.",
    ),
    "of_years": ("{report}（其中{years}年的内容）", "{report}, what it has of {years}"),
    "spoken_of": (
        "{report}提到“{name}”：“{text}”",
        "{report} mentions “{name}”: “{text}”",
    ),
    "unsaid": (
        "没有写明是{departments}的报告；只在没有写明单位和地区的报告中查找。",
        "No report says that it is of {departments}; those that name nobody were looked in.",
    ),
    "about": ("以下出自{report}。", "This is from {report}."),
    "candidate": ("{report}另有：“{text}”", "{report} has: “{text}”"),
    "in_chinese": ("报告原文：{report}。", "The report states (in Chinese) as quoted: {report}."),
    "doubt": ("核对提示：{calculation}", "The audit notes: {calculation}"),
    "read_unsurely": (
        "“{text}”一处读取不确定（{why}），请对照原件。",
        "“{text}” was not read surely ({why}): compare the original.",
    ),
    "picture read": ("由图片识别", "read from a picture by OCR"),
    "no value": ("公式没有结果值", "a formula without a value"),
    "computed": ("公式的值由本程序算出", "a formula's value, computed here"),
    "font": ("字体没有字符对应", "a font that does not say its characters"),
    "stamp": ("被印章或水印遮盖", "under a stamp or watermark"),
    "faint": ("字迹不清", "hardly legible"),
    "replaced": ("有不成字符的字节", "bytes that are no characters"),
    "changes": ("修订痕迹中插入", "inserted by a tracked change"),
    "conflict": (
        "{report}对{label}有不同的说法：{values}。",
        "{report} states “{label}” differently in different places: {values}.",
    ),
    "figure": ("{label}为{value}", "{label} was {value}"),
    "figure_row": (
        "{year}年，{department}{figures}。",
        "In {year}, {figures} ({department}).",
    ),
    "figure_row_undated": ("{department}{figures}。", "{figures} ({department})."),
    "year": ("{year}年", "{year} "),
    "and_so": ("，", ", and "),
    "stated_differently": (
        "{values}（各处说法不一）",
        "{values} (stated differently)",
    ),
    "highest": (
        "{who}{label}最高，为{value}。",
        "{who} had the highest figure for {label}: {value}.",
    ),
    "lowest": (
        "{who}{label}最低，为{value}。",
        "{who} had the lowest figure for {label}: {value}.",
    ),
    "total": (
        "{label}合计{value}（{addends}）。",
        "Together, {label} comes to {value} ({addends}).",
    ),
    "no_total": (
        "没有给出{label}的合计：{missing}没有唯一的数字。",
        "No total of {label} is given: there is no single figure for {missing}.",
    ),
    "less": ("{who}{first}比{second}少{value}。", "{who}{first} was {value} less than {second}."),
    "more": ("{who}{first}比{second}多{value}。", "{who}{first} was {value} more than {second}."),
    "equal": ("{who}{first}与{second}相同，为{value}。", "{who}{first} equals {second}: {value}."),
    "share": ("{who}{first}占{second}的{value}。", "{who}{first} was {value} of {second}."),
    "column_department": ("部门", "Department"),
    "column_year": ("年度", "Year"),
    "column_change": ("比上一行增减", "Change from the row above"),
    "change": ("比{year}年 {difference}", "{difference} from {year}"),
    "points": ("个百分点", " percentage points"),
    "page_one": ("第{first}页", "page {first}"),
    "page_many": ("第{first}–{last}页", "pages {first}–{last}"),
    "sources": ("出处", "Sources"),
    "phrased_quotation": ("答案为报告原文。", "The answer is the reports' own words."),
    "phrased_code": (
        "答案由程序根据报告中的数字写成。",
        "The answer was composed by code from the reports' figures.",
    ),
    "phrased_model": (
        "答案由模型 {model} 措辞，经程序核对。",
        "The answer was phrased by the model {model} and checked by code.",
    ),
    "made_with": (
        "绩问 {program}（规则 {rules}，嵌入模型 {embedding}，报告库 {shelf} 第 {generation} 版）。",
        "Jiwen {program} (rules {rules}, embedding model {embedding}, shelf {shelf} as of "
        "change {generation}).",
    ),
    "folded": ("模型的措辞未采用：{problem}", "The model's wording was not used: {problem}"),
    "said": ("模型的措辞：{wording}", "The model's wording: {wording}"),
    "asked": (
        "提问人：{user}；时间：{at}；编号：{id}",
        "Asked by {user} at {at}; record {id}",
    ),
    "unsupported": ("（报告中没有依据）", "(not supported by the reports)"),
    "corrected": ("（出处已由程序更正）", "(source corrected by code)"),
    "all_found_one": ("1 个数字见于原文 ✓", "1 number stands in the sources ✓"),
    "all_found": ("{n} 个数字均见于原文 ✓", "{n} numbers all stand in the sources ✓"),
    "derived": (
        "{n} 个数字由原文数字算得 ✓：{written}",
        "{n} computed from the sources ✓: {written}",
    ),
    "missing": (
        "{n} 个数字未见于原文：{written}",
        "{n} not in the sources: {written}",
    ),
    "missing_other": ("未见于原文：{written}", "Not in the sources: {written}"),
    "problem_unsupported": (
        "有 {n} 句话在报告中没有依据",
        "{n} of its sentences have no support in the reports",
    ),
    "problem_left_out": (
        "漏掉了报告中的 {n} 处内容",
        "it leaves out {n} things that the reports say",
    ),
    "problem_disclaims": (
        "模型说资料里没有答案",
        "the model says that the sources do not tell",
    ),
    "problem_empty": ("模型没有写出回答", "the model wrote no answer"),
    "problem_language": (
        "模型没有用提问的语言回答",
        "the model did not answer in the question's language",
    ),
}


def say(language: str, key: str, **values: object) -> str:
    """A message, its fields filled in, in `language` (zh or en)."""
    if key == "page":
        key = "page_one" if values["first"] == values["last"] else "page_many"
    zh, en = _MESSAGES[key]
    return (en if language == "en" else zh).format(**values)


def listed(language: str, items: list[str]) -> str:
    """Items → one enumeration."""
    return (", " if language == "en" else "、").join(items)


def verdict_lines(answer: Answer) -> Iterator[str]:
    """An answer → what its numbers, years and names were found to be, in a line or two."""
    language = answer.understood.language
    verdicts = {(v.kind, v.written): v for s in answer.sentences for v in s.verdicts}.values()
    numbers = [v for v in verdicts if v.kind == "number"]
    missing = _written(numbers, Standing.MISSING)
    derived = [f"{v.written} = {v.calculation}" for v in numbers if v.standing is Standing.DERIVED]
    found = len(_written(numbers, Standing.FOUND))
    if found:
        key = "all_found_one" if found == 1 else "all_found"
        yield say(language, key, n=found)
    if derived:
        yield say(language, "derived", n=len(derived), written=listed(language, derived))
    if missing:
        yield say(language, "missing", n=len(missing), written=listed(language, missing))
    others = _written([v for v in verdicts if v.kind != "number"], Standing.MISSING)
    if others:
        yield say(language, "missing_other", written=listed(language, others))


def _written(verdicts: list[Verdict], standing: Standing) -> list[str]:
    return [v.written for v in verdicts if v.standing is standing]
