"""The nearest fifty of a million vectors, by each way of finding them.

    python -m bench.neighbours [--sizes 200000 1000000] [--chroma 100000 …] [--base FOLDER]

The vectors are made as `bench.scale` makes them. Of each way: the share of the true nearest fifty
(floats) that it finds, on average and for the worst question; milliseconds of the clock (median and
95th percentile) and of processor time a question; memory that its vectors take. Building Chroma's
graph takes by far the longest, so its sizes are given apart; none are where none are given.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bench.scale import (
    BLOCK,
    QUESTIONS,
    RESULTS,
    alone,
    base_vectors,
    block,
    made_questions,
    real,
    spread,
)
from models.embedder import Vectors
from vectorstore.quantised import Codes, QuantisedSearch

DIMENSION = 384
_WIDTHS = (100, 1000, 4000)

Found = Callable[[Vectors], np.ndarray]
"""A question → the numbers of the vectors found."""


def told(way: str, size: int, found: Found, questions: Vectors, true: list[set[int]]) -> None:
    shares = [
        len(t & set(found(q).tolist())) / RESULTS for q, t in zip(questions, true, strict=True)
    ]
    result = {
        "way": way,
        "vectors": size,
        "found": round(float(np.mean(shares)), 4),
        "worst": min(shares),
        **spread(lambda i: found(questions[i]), len(questions)),
    }
    print(json.dumps(result), flush=True)


def best(scores: Vectors, count: int) -> np.ndarray:
    return np.argpartition(-scores, count - 1)[:count]


def in_memory(size: int, base: Vectors, questions: Vectors) -> None:
    """Floats, codes, codes ranked again, and signs before either."""
    vectors = np.empty((size, DIMENSION), np.float32)
    codes, near = Codes.room_for(size, DIMENSION), QuantisedSearch()
    for start in range(0, size, BLOCK):
        vectors[start : start + BLOCK] = block(start // BLOCK, base)
        codes.put(start, vectors[start : start + BLOCK])
    signs = np.packbits(vectors > 0, axis=1).view(np.uint64)
    true = [set(best(vectors @ q, RESULTS).tolist()) for q in questions]

    def ranked(question: Vectors, some: np.ndarray) -> np.ndarray:
        return some[best(vectors[some] @ question, RESULTS)]

    def coded(question: Vectors, count: int) -> np.ndarray:
        return best(near._scores(codes, question, [(0, size)]), count)

    def signed(question: Vectors, share: float) -> np.ndarray:
        of_question = np.packbits(question > 0).view(np.uint64)
        apart = np.empty(size, np.uint16)
        for start in range(0, size, BLOCK):
            rows = slice(start, start + BLOCK)
            bits = np.bitwise_count(signs[rows] ^ of_question)
            bits.sum(axis=1, dtype=np.uint16, out=apart[rows])
        count = int(size * share)
        return ranked(question, np.argpartition(apart, count)[:count])

    told("floats", size, lambda q: best(vectors @ q, RESULTS), questions, true)
    told("codes", size, lambda q: coded(q, RESULTS), questions, true)
    for times in (1.5, 2, 4):
        count = int(times * RESULTS)
        way = f"codes, the best {count} ranked again"
        told(way, size, lambda q, n=count: ranked(q, coded(q, n)), questions, true)
    for share in (0.005, 0.02):
        way = f"signs, the best {share:.1%} ranked again"
        told(way, size, lambda q, s=share: signed(q, s), questions, true)


def in_chroma(sizes: list[int], base: Vectors, questions: Vectors, folder: Path) -> None:
    """One collection that grows from size to size; what is in the folder already counts."""
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    kept = client.get_or_create_collection(
        "neighbours", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    for size in sizes:
        for start in range(kept.count(), size, 1000):
            rows = block(start // BLOCK, base)[start % BLOCK :][:1000]
            numbers = range(start, start + len(rows))
            kept.upsert(
                ids=[str(n) for n in numbers],
                embeddings=rows,
                metadatas=[{"report": str(n // 50)} for n in numbers],
            )
        vectors = np.concatenate([block(n, base) for n in range(size // BLOCK)])
        true = [set(best(vectors @ q, RESULTS).tolist()) for q in questions]

        def found(question: Vectors) -> np.ndarray:
            hits = kept.query(query_embeddings=question[None], n_results=RESULTS, include=[])
            return np.array([int(i) for i in hits["ids"][0]])

        for width in _WIDTHS:
            kept.modify(configuration={"hnsw": {"ef_search": width}})
            told(f"Chroma, ef_search {width}", size, found, questions, true)


def question_vectors() -> Vectors:
    embedder = real()
    return np.stack([embedder.question(question) for question in made_questions()])


def main() -> None:
    parser = argparse.ArgumentParser(description="The nearest fifty, by each way of finding them.")
    parser.add_argument("--sizes", type=int, nargs="*", default=[200_000, 1_000_000])
    parser.add_argument("--chroma", type=int, nargs="*", default=[])
    parser.add_argument("--questions", type=int, default=QUESTIONS, help=f"at most {QUESTIONS}")
    parser.add_argument("--base", type=Path, help="where vectors are kept for the next time")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jiwen-neighbours-") as made:
        folder = options.base or Path(made)
        folder.mkdir(exist_ok=True)
        for name, make in (("base", base_vectors), ("questions", question_vectors)):
            if not (folder / f"{name}.npy").exists():
                with alone() as process:
                    np.save(folder / f"{name}.npy", process.submit(make).result())
        base, questions = np.load(folder / "base.npy"), np.load(folder / "questions.npy")
        questions = questions[: options.questions]
        for size in options.sizes:
            with alone() as process:
                process.submit(in_memory, size, base, questions).result()
        if options.chroma:
            with alone() as process:
                process.submit(
                    in_chroma, options.chroma, base, questions, folder / "chroma"
                ).result()


if __name__ == "__main__":
    main()
