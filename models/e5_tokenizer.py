"""The embedding model's tokenizer, in the format of the tokenizers library.

XLM-RoBERTa's: sentencepiece's nmt_nfkc normalisation, words that begin with ▁, Unigram pieces,
<s> in front and </s> behind.
"""

from __future__ import annotations

from typing import Any

from models.e5_file import E5File

Json = dict[str, Any]

# What nmt_nfkc reads as a blank, and what it removes.
_BLANKS = r"[\t\n\x0c\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"
_CONTROLS = r"[\x00-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
_TILDE_PLACEHOLDER = "\ue000"
_METASPACE = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}


def tokenizer(model: E5File) -> Json:
    """The model's pieces and special tokens → the content of tokenizer.json."""
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": _special_tokens(model),
        "normalizer": {"type": "Sequence", "normalizers": _normalizers()},
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [{"type": "WhitespaceSplit"}, _METASPACE],
        },
        "post_processor": _template(model),
        "decoder": _METASPACE,
        "model": {
            "type": "Unigram",
            "unk_id": model.unknown,
            "vocab": [list(piece) for piece in model.pieces],
            "byte_fallback": False,
        },
    }


def tokenizer_config(model: E5File) -> Json:
    """The model's special tokens → the content of tokenizer_config.json."""
    begin, end, pad, unknown, mask = (
        model.pieces[i][0] for i in (model.begin, model.end, model.pad, model.unknown, -1)
    )
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": model.positions,
        "bos_token": begin,
        "cls_token": begin,
        "eos_token": end,
        "sep_token": end,
        "pad_token": pad,
        "unk_token": unknown,
        "mask_token": mask,
    }


def _special_tokens(model: E5File) -> list[Json]:
    mask = len(model.pieces) - 1
    return [
        {
            "id": i,
            "content": model.pieces[i][0],
            "single_word": False,
            "lstrip": i == mask,
            "rstrip": False,
            "normalized": False,
            "special": True,
        }
        for i in (model.begin, model.pad, model.end, model.unknown, mask)
    ]


def _normalizers() -> list[Json]:
    def replace(pattern: Json, content: str) -> Json:
        return {"type": "Replace", "pattern": pattern, "content": content}

    # nmt_nfkc is NFKC for every character but the full-width tilde, which it leaves alone.
    return [
        replace({"Regex": _BLANKS}, " "),
        replace({"Regex": _CONTROLS}, ""),
        replace({"String": "～"}, _TILDE_PLACEHOLDER),
        {"type": "NFKC"},
        replace({"String": _TILDE_PLACEHOLDER}, "～"),
    ]


def _template(model: E5File) -> Json:
    begin, end = model.pieces[model.begin][0], model.pieces[model.end][0]
    open_token = {"SpecialToken": {"id": begin, "type_id": 0}}
    close_token = {"SpecialToken": {"id": end, "type_id": 0}}
    first, second = ({"Sequence": {"id": name, "type_id": 0}} for name in "AB")
    return {
        "type": "TemplateProcessing",
        "single": [open_token, first, close_token],
        "pair": [open_token, first, close_token, close_token, second, close_token],
        "special_tokens": {
            token: {"id": token, "ids": [i], "tokens": [token]}
            for i, token in ((model.begin, begin), (model.end, end))
        },
    }
