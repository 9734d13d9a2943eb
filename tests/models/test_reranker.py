"""A reranker small enough to be made here: its weights are random, its folder is a real one."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification

from models.e5_file import read_e5_file
from models.e5_folder import write_e5_folder
from models.errors import ModelUnavailableError
from models.reranker import load_reranker
from tests.models.test_e5_file import small_e5_file


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small-reranker")
    write_e5_folder(read_e5_file(small_e5_file()), folder)
    for name in ("modules.json", "sentence_bert_config.json", "config_sentence_transformers.json"):
        (folder / name).unlink()
    torch.manual_seed(7)
    config = BertConfig.from_pretrained(folder, num_labels=1)
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_every_sentence_gets_its_score_in_order(folder):
    reranker = load_reranker(str(folder))
    sentences = ["预算 a", "算", "预算预算", *["a"] * 20]
    scores = reranker.scores("预算", sentences)
    assert scores.shape == (len(sentences),)
    assert scores.dtype == np.float32
    alone = [reranker.scores("预算", [sentence])[0] for sentence in sentences]
    assert np.allclose(scores, alone, atol=1e-5)


def test_no_sentences_get_no_scores(folder):
    assert load_reranker(str(folder)).scores("预算", []).shape == (0,)


def test_it_is_named_by_its_content(folder):
    assert load_reranker(str(folder)).name.startswith(f"{folder.name}@")


def test_a_missing_reranker_says_how_to_bring_it(tmp_path):
    with pytest.raises(ModelUnavailableError, match="python -m models"):
        load_reranker(str(tmp_path / "nothing"))
