"""What people ask in everyday words → the words that reports have for it."""

from __future__ import annotations

import re

# pattern of the question = words of the reports, any of which may stand for it
_WORDS = """
花了?多少钱|花了|花费|花掉|花在|开销|用掉|用了多少钱 = 支出 执行数 使用
多少钱|几个钱 = 万元 元 金额
拿了|拿到|拿过|得了什么奖|得过|获得过|赢得 = 获得 荣获 获评 评为 被评
哪些奖|什么奖|奖项|荣誉|表彰 = 奖 荣获 获评 荣誉 称号 表彰
满意度|满意不满意|满不满意 = 满意率 满意度 满意
开一?家?公司|开办?公司|办公司|注册公司|成立公司|开企业|办企业 = 企业开办 开办企业 注册
办完|办好|办下来|办妥 = 办结 办理 完成
手续 = 手续 流程 业务 办理
接待了?|来了?多少人|来过多少人 = 接待 服务 人次
签了|签过|签下 = 签订 签署
盖了|盖起|修了|建了|建成了?|造了 = 建设 建成 新建 竣工
买了|买过|购买了? = 购置 采购 购买
招聘了?|招了|招录了?|新招 = 招聘 招录 录用 新进
多久|多长时间 = 小时 天 日 工作日 时间
不好的地方|缺点|毛病|短板|不足|薄弱|弱点|做得不好|做得不够 = 问题 不足 有待 不够
怎么改|如何改|改进|改善 = 改进 措施 加强 进一步
下一步|接下来|以后打算|今后 = 下一步 今后 改进措施
为什么|为何|什么原因|怎么会 = 原因 因 由于
有多大|多大面积|占地多大 = 面积 平方米
老人|老年人 = 老年人 老人 养老
小孩|孩子 = 儿童 未成年人
看病 = 医疗 就诊 门诊
上学|读书 = 教育 入学 学校
找工作 = 就业
路修|修路 = 道路 养护 建设
打电话|来电|电话量 = 热线 电话 来电
投诉 = 投诉 诉求 举报
网站 = 网站 门户
公车|公务车 = 公务用车
出国 = 因公出国 出国（境）
吃饭|请客|招待 = 公务接待
工资 = 工资 人员经费 薪酬
拨款 = 拨款 财政拨款
干了什么|做了什么|做了哪些|干了哪些 = 完成 开展 推进 工作
管什么|负责什么|干什么的|是做什么的 = 负责 职责 职能
完成得怎么样|完成情况|完成了吗 = 完成
打算|准备做 = 目标 计划 下一步
"""


def _entries() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    lines = (line.partition(" = ") for line in _WORDS.strip().splitlines())
    return tuple((re.compile(asked), tuple(words.split())) for asked, _, words in lines)


_ENTRIES = _entries()


def in_report_words(question: str) -> tuple[list[tuple[str, ...]], str]:
    """A Chinese question → the words for what it says in everyday ones, and the rest of it.

    Each tuple has words that stand for one thing, the asker's own among them.
    """
    found: list[tuple[str, ...]] = []
    for pattern, words in _ENTRIES:
        match = pattern.search(question)
        if match:
            found.append((match[0], *words))
            question = pattern.sub(" ", question)
    return found, question
