"""Two reports of one body, a year apart, on a shelf with the real search model."""

from __future__ import annotations

import pytest

from ingest.corpus import Corpus
from ingest.pipeline import put, read
from models.embedding import load_embedder
from models.settings import ModelSettings
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

FIRST = """云岭市青禾县交通运输局2021年度部门整体支出绩效自评报告
一、绩效目标
年度目标为：改造危桥23座；新增新能源公交车60辆。
二、绩效目标完成情况
改造危桥20座，未完成的3座因征地没有谈妥推迟。更新新能源公交车60辆。
三、项目支出情况
农村公路提质改造预算300万元，支出280万元。
四、存在的问题
农村公路养护资金缺口较大，县区配套资金没有足额落实。
五、下一步改进措施
加密1路公交高峰时段班次，新建公交候车亭120座。
"""
SECOND = """云岭市青禾县交通运输局2022年度部门整体支出绩效自评报告
一、绩效目标
年度目标为：改造危桥5座。
二、绩效目标完成情况
改造危桥5座。加密1路公交高峰时段班次，新建公交候车亭126座。
三、项目支出情况
农村公路提质改造预算320万元，支出310万元。
四、存在的问题
农村公路养护资金缺口仍然较大，县区配套资金没有足额落实。
"""


@pytest.fixture(scope="session")
def embedder():
    return load_embedder(ModelSettings.from_environ({}))


@pytest.fixture
def library(tmp_path, monkeypatch, embedder):
    monkeypatch.setenv("JIWEN_HOME", str(tmp_path / "home"))
    settings = StoreSettings.from_environ({"JIWEN_HOME": str(tmp_path / "home")})
    library = Library.open(settings, embedder)
    corpus = Corpus(tmp_path / "corpus")
    for name, words in (("2021.txt", FIRST), ("2022.txt", SECOND)):
        path = tmp_path / name
        path.write_text(words, encoding="utf-8")
        put(library, corpus, read(path, name), by="test")
    yield library
    library.close()
