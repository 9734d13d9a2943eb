"""What an embedding model wants in front of a question and of a passage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_TASK = "Given a question, retrieve passages of government reports that answer it"


@dataclass(frozen=True, slots=True)
class Prompts:
    """The text in front of a question, and the text in front of a passage."""

    question: str
    passage: str


def prompts_for(name: str, defined: Mapping[str, str | None]) -> Prompts:
    """A model's name and the prompts it defines itself → the prompts to use.

    The model's own go first; the e5 and bge families mostly define none, and are known by name
    (their cards: https://huggingface.co/intfloat, https://huggingface.co/BAAI).
    """
    question = defined.get("query") or ""
    passage = defined.get("passage") or defined.get("document") or ""
    if question or passage:
        return Prompts(question, passage)
    family = name.lower()
    if "e5" in family and "instruct" in family:
        return Prompts(f"Instruct: {_TASK}\nQuery: ", "")
    if "e5-" in family:
        return Prompts("query: ", "passage: ")
    if "bge-" in family and "zh" in family:
        return Prompts("为这个句子生成表示以用于检索相关文章：", "")
    if "bge-" in family and "en" in family:
        return Prompts("Represent this sentence for searching relevant passages: ", "")
    return Prompts("", "")
