"""A question → the things it speaks of, each in the words that can stand for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import rjieba

from rag import glossary
from rag.departments import department_spans
from rag.everyday import in_report_words
from rag.language import in_chinese, in_english, language_of
from rag.records import Understood
from rag.spans import cut
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
    当年 本年 次年 全年 上半年 下半年 年度 当时 那年 同期
    """.split()  # noqa: SIM905 - a list of quoted words hides the words
)
# Pronouns, numerals, adverbs, measure words, particles … by the marks of the ICTCLAS set, which
# jieba's dictionary has.
_PLAIN_KINDS = frozenset("rmdcpuyfqxeohkz")
_HAN = re.compile("[\u4e00-\u9fff]+")
_LETTER = re.compile(r"[^\W\d_]")
_PLAIN_CHARACTERS = frozenset("有是让想到送做给用叫说看算占达等来去得没年月日会能要")


def wanted_of(asked: Understood, shelf: Sequence[Identity]) -> list[Wanted]:
    """A question → what it speaks of, its years and departments left out."""
    text = evened(asked.searched)
    text = cut(text, [*year_words(text), *department_spans(text, shelf)], gap=" ")
    if language_of(text) == "en":
        known, unknown = glossary.read(in_english(text))
        # 率, 分 … are in everything.
        translated = [*(w for w in known if len(w[0]) > 1), *((word,) for word in unknown)]
        return [*map(Wanted, translated), *_wanted_in_chinese(in_chinese(text))]
    return _wanted_in_chinese(text)


def _wanted_in_chinese(text: str) -> list[Wanted]:
    spoken, rest = in_report_words(text)
    pairs = (pair for run in _runs(rest) for pair in _pairs(run))
    return [*map(Wanted, spoken), *dict.fromkeys(pairs)]


def _runs(text: str) -> Iterator[list[str]]:
    """A text → its words in runs that follow upon each other, the plain ones left out."""
    run: list[str] = []
    for word, kind in rjieba.tag(text):
        in_chinese_letters = _HAN.fullmatch(word) is not None
        if in_chinese_letters and not _is_plain(word, kind):
            run.append(word)
            continue
        yield run
        run = []
        if not in_chinese_letters and _LETTER.search(word):
            yield [word.lower()]
    yield run


def _is_plain(word: str, kind: str) -> bool:
    return word in _PLAIN or word in _PLAIN_CHARACTERS or kind[:1] in _PLAIN_KINDS


def _pairs(run: Sequence[str]) -> Iterator[Wanted]:
    """Words that follow upon each other → the pairs of their characters; a Latin word is whole."""
    if len(run) == 1 and _HAN.fullmatch(run[0]) is None:
        yield Wanted((run[0],))
        return
    text = "".join(run)
    borders = {*accumulate(map(len, run))}
    if len(text) == 1:
        yield Wanted((text,), joined=True)
    for i, pair in enumerate(map("".join, pairwise(text)), start=1):
        yield Wanted((pair,), joined=i in borders)
