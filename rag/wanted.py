"""A question → the things it speaks of, each in the words that can stand for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import rjieba

from rag import glossary
from rag.everyday import in_report_words
from rag.language import in_chinese, in_english, language_of
from rag.linking import link, places_of
from rag.records import Understood
from rag.spans import Span, cut
from rag.years import evened, year_words
from vectorstore.records import Identity


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing a question speaks of, in the words that can stand for it.

    `joined` marks a pair of characters of two neighbouring words: that it is there shows that a
    text speaks as the question does, that it is not hardly shows anything.
    """

    words: tuple[str, ...]
    joined: bool = False


# Words that ask, join or point, and say nothing of what is asked about.
_PLAIN = frozenset(
    """
    年底 年末 年初 报告 自评报告 承认 提到 提及 说明 介绍 概括 概述 总结 讲讲 说说 谈谈 列出
    列举 请问 告诉 什么 什么样 哪些 哪个 哪几 哪几个 哪里 哪家 哪儿 哪一 多少 几个 如何 怎么
    怎么样 怎样 是否 是不是 有没有 为何 为什么 何时 什么时候 情况 方面 一下 一共 总共 分别 关于
    可以 应该 进行 没有 还有 已经 是由 比是 具体 实际 主要 目前 现在 现任 当前 至少 至多 最少
    最多 最大 最小 最高 最低 大概 大约 左右 总的 整个 自己 名字 姓名 打算 准备 计划 里面 里头
    地方 事情 东西 部门 单位 涉及 包括 属于 称为 达到 成为 发生 县里 区里 市里 镇里 村里 乡里
    局里 街道里 咱们 我们 你们 他们 公家 有过 出现 相比 比较 比起 对比 起来 下来 出来 到底 究竟
    其中 过去 以来 期间 之间 以及 其他 其它 多大 多高 多长 多宽 多久 今年 去年 前年 明年 上年
    当年 本年 次年 全年 上半年 下半年 年度 当时 那年 同期 曾经 一直 大致 总计 合计 平均 仍然
    依然 全部 真的 确实 其实 尤其 特别 非常
    """.split()  # noqa: SIM905 - a list of quoted words hides the words
)
# Pronouns, numerals, measure words, particles … by the marks of the ICTCLAS set, which
# jieba's dictionary has.
_PLAIN_KINDS = frozenset("rmcpuyfqxeohkz")
# 多少头牛 would be read as 头牛.
_MEASURE = re.compile(
    r"(?:几|多少)(?:人次|[个名位人次项家件种条所场台间处座支部只辆封张块套户宗起亩份床层头株盏艘吨册批])"
)
_SHORT_PLACE = 2
"""Characters of a place that without its 市 or 区 would be a lone one."""
_HAN = re.compile("[\u4e00-\u9fff]+")
_LETTER = re.compile(r"[^\W\d_]")
_PLAIN_CHARACTERS = frozenset("有是让想到送做给用叫说看算占达等来去得没年月日会能要")


def wanted_of(asked: Understood, shelf: Sequence[Identity]) -> list[Wanted]:
    """A question → what it speaks of; its years, departments and the shelf's places left out."""
    text = evened(asked.searched)
    whose = [*link(text, shelf).spans, *_places(text, shelf)]
    text = cut(text, [*year_words(text), *whose], gap=" ")
    if language_of(text) == "en":
        known, unknown = glossary.read(in_english(text))
        # 率, 分 … are in everything.
        translated = [*(w for w in known if len(w[0]) > 1), *((word,) for word in unknown)]
        return [*map(Wanted, translated), *_wanted_in_chinese(in_chinese(text))]
    return _wanted_in_chinese(text)


def strange_words(asked: Understood, shelf: Sequence[Identity]) -> list[str]:
    """An English question → its words that the glossary lacks; what is asked for may be of them.

    What was spent on school guards is not what was spent. Names with a capital are left out.
    """
    wanted = wanted_of(replace(asked, translation=""), shelf)
    unknown = [one.words[0] for one in wanted if one.words[0].isascii()]
    return [w for w in unknown if _is_no_name(w, asked.standalone)]


def _is_no_name(word: str, text: str) -> bool:
    said = re.escape(word)
    return re.search(rf"^\W*(?i:{said})\b|(?:{said}|\b{said.upper()})\b", text) is not None


def _places(text: str, shelf: Sequence[Identity]) -> Iterator[Span]:
    """Where a text names places of the reports: they are all over them, whatever is asked."""
    for place in (p for p in places_of(shelf) if len(p) > _SHORT_PLACE):
        yield from (m.span() for m in re.finditer(f"{re.escape(place[:-1])}{place[-1]}?", text))


def _wanted_in_chinese(text: str) -> list[Wanted]:
    spoken, rest = in_report_words(_MEASURE.sub(r"\g<0> ", text))
    pairs = (pair for run in _runs(rest) for pair in _pairs(run))
    return [*map(Wanted, spoken), *dict.fromkeys(pairs)]


def _runs(text: str) -> Iterator[list[tuple[str, str]]]:
    """A text → its words, with their kinds, in runs that the plain ones part."""
    run: list[tuple[str, str]] = []
    for word, kind in rjieba.tag(text):
        is_chinese = _HAN.fullmatch(word) is not None
        if is_chinese and not _is_plain(word, kind):
            run.append((word, kind))
            continue
        yield run
        run = []
        if not is_chinese and _LETTER.search(word):
            yield [(word.lower(), "")]
    yield run


def _is_plain(word: str, kind: str) -> bool:
    """Longer adverbs are not told by their mark: 更新 and 进度 have it too."""
    if word in _PLAIN or word in _PLAIN_CHARACTERS or kind[:1] in _PLAIN_KINDS:
        return True
    return len(word) == 1 and kind == "d"


def _pairs(run: Sequence[tuple[str, str]]) -> Iterator[Wanted]:
    """Words that follow upon each other → the pairs of their characters.

    A Latin word is whole. Of characters that stand alone only nouns (牛, 桥) are wanted as words
    are: what is done is told by many verbs.
    """
    text = "".join(word for word, _ in run)
    if len(run) == 1 and (len(text) == 1 or _HAN.fullmatch(text) is None):
        yield Wanted((text,), joined=len(text) == 1 and not run[0][1].startswith("n"))
        return
    borders = {*accumulate(len(word) for word, _ in run)}
    for i, pair in enumerate(map("".join, pairwise(text)), start=1):
        yield Wanted((pair,), joined=i in borders)
