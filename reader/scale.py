"""A cosine → how near a question and a sentence are in meaning, whatever the embedding model.

Models differ in what they call near: with one, unrelated texts have a cosine of 0.1, with another
of 0.86. So each is shown a few questions and what reports say to them, once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.embedder import Embedder

# (a question in everyday Chinese, the same in English, what a report says to it, under its heading
# as sentences are embedded)
_PAIRS = (
    (
        "图书馆去年来了多少人看书？",
        "How many readers came to the library last year?",
        "（二）公共服务情况：全年到馆读者42.6万人次，外借图书18.3万册次。",
    ),
    (
        "路灯坏了为什么拖着没修？",
        "Why were the broken street lights not repaired?",
        "五、存在的问题：受备件采购周期影响，部分道路照明设施维修未能按期完成。",
    ),
    (
        "给残疾人发了多少补助？",
        "How much was paid out to disabled people?",
        "2.重点工作完成情况：发放困难残疾人生活补贴和重度残疾人护理补贴共318.40万元。",
    ),
    (
        "桥是哪家公司修的？",
        "Which company built the bridge?",
        "（一）项目概况：跨江大桥维修加固工程由省路桥集团有限公司承建。",
    ),
    (
        "以后打算怎么管好固定资产？",
        "How will fixed assets be managed better?",
        "（三）改进措施：下一步将完善资产台账，定期清查盘点，做到账实相符。",
    ),
    (
        "空气质量好的日子有几天？",
        "On how many days was the air good?",
        "三、绩效目标完成情况：城区环境空气质量优良天数为331天，优良率90.7%。",
    ),
    (
        "新药房什么时候开门的？",
        "When did the new pharmacy open?",
        "（二）主要工作成效：便民药房于5月6日正式投入使用。",
    ),
    (
        "培训了多少个农民？",
        "How many farmers were trained?",
        "1.数量指标：开展高素质农民培育12期，参训学员640人。",
    ),
    (
        "大家对办事大厅满意吗？",
        "Were people satisfied with the service hall?",
        "4.满意度指标：经第三方测评，企业群众对政务服务的满意率为97.2%。",
    ),
    (
        "绩效指标定得有什么毛病？",
        "What is wrong with the performance indicators?",
        "四、存在的主要问题：部分绩效指标设置不够细化、量化，可衡量性不强。",
    ),
    (
        "接待客人吃饭花了多少钱？",
        "How much was spent on receptions?",
        "（四）“三公”经费情况：公务接待费支出2.16万元，较年初预算压减15%。",
    ),
    (
        "抓了多少个骗子？",
        "How many fraudsters were arrested?",
        "二、履职情况：打击电信网络诈骗犯罪，抓获犯罪嫌疑人86名。",
    ),
)
_LEAST_APART = 0.02
"""Mean cosines of related and of unrelated texts nearer together than this tell nothing."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The mean cosines of a question with what does not answer it, and with what does."""

    unrelated: float
    related: float

    def nearness(self, cosine: float) -> float:
        """A cosine → 0 where it is that of unrelated texts, 1 where that of related ones.

        Below and above in proportion; 0.5 where the model does not tell them apart, as one that
        knows no English does not for English questions.
        """
        apart = self.related - self.unrelated
        return (cosine - self.unrelated) / apart if apart >= _LEAST_APART else 0.5


_SCALES: dict[tuple[str, str], Scale] = {}
"""By the embedding model's name, which stands for its content, and language."""


def scale_of(embedder: Embedder, language: str) -> Scale:
    """An embedding model, and the language of questions (zh, en) → its scale for them.

    Two dozen short texts are embedded, once for each model and language.
    """
    key = (embedder.name, language)
    if key not in _SCALES:
        _SCALES[key] = _measured(embedder, language)
    return _SCALES[key]


def _measured(embedder: Embedder, language: str) -> Scale:
    questions = np.stack([embedder.question(pair[language == "en"]) for pair in _PAIRS])
    cosines = questions @ embedder.passages([said for _, _, said in _PAIRS]).T
    related = np.eye(len(_PAIRS), dtype=bool)
    return Scale(float(cosines[~related].mean()), float(cosines[related].mean()))
