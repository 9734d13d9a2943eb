"""The 4-bit embedding model → an ordinary sentence-transformers folder.

The same input gives the same bytes, so the folder's hashes are constants.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from models.e5_file import E5File
from models.e5_tokenizer import Json, tokenizer, tokenizer_config

_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def write_e5_folder(model: E5File, folder: Path) -> None:
    """The model → the folder's files; `folder` must exist and be empty."""
    save_file(_bert_weights(model), folder / "model.safetensors", metadata={"format": "pt"})
    documents: dict[str, Json | list[Json]] = {
        "config.json": _bert_config(model),
        "tokenizer.json": tokenizer(model),
        "tokenizer_config.json": tokenizer_config(model),
        "modules.json": _modules(),
        "sentence_bert_config.json": {"max_seq_length": model.positions, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": model.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "config_sentence_transformers.json": {
            # encode_document() looks for "document" first.
            "prompts": {"query": "query: ", "document": "passage: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
    for name, document in documents.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(document, ensure_ascii=False) + "\n", "utf-8", newline="\n")


def _bert_weights(model: E5File) -> dict[str, NDArray[np.float32]]:
    tensors, hidden = model.tensors, model.hidden
    weights = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, hidden),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
        # BertModel has a pooler that mean pooling never reads; without weights it would be
        # reported as missing at every start.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for layer in range(model.layers):
        for short, full in _LAYER_PARTS.items():
            weight, bias = tensors[f"l{layer}.{short}.w"], tensors[f"l{layer}.{short}.b"]
            if not short.endswith("ln"):
                weight = weight.reshape(len(bias), -1)
            weights[f"encoder.layer.{layer}.{full}.weight"] = weight
            weights[f"encoder.layer.{layer}.{full}.bias"] = bias
    return weights


def _bert_config(model: E5File) -> Json:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": model.hidden,
        "num_hidden_layers": model.layers,
        "num_attention_heads": model.heads,
        "intermediate_size": model.feed_forward,
        "hidden_act": "gelu",
        "max_position_embeddings": model.positions,
        "type_vocab_size": model.token_types,
        "vocab_size": model.vocabulary_rows,
        "layer_norm_eps": round(model.layer_norm_epsilon, 15),
        "bos_token_id": model.begin,
        "eos_token_id": model.end,
        "pad_token_id": model.pad,
        "dtype": "float32",
    }


def _modules() -> list[Json]:
    kinds = {"Transformer": "", "Pooling": "1_Pooling", "Normalize": "2_Normalize"}
    return [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (kind, path) in enumerate(kinds.items())
    ]
