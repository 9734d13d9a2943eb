"""How searching a large shelf goes: python -m bench.scale [--sizes 1000 10000 100000 1000000].

The text is made: reports of 50 passages, by 200 departments over the years. A few thousand of
its passages and all questions are embedded with the real model; the vectors of the others are
those, each moved a little aside at random (cosine 0.97 to where it was) and made unit length
again, since embedding 100,000 passages takes hours and where vectors lie is what counts here.
Each size is measured in a process of its own, with the embedding model loaded.
Above 200,000 passages the shelf is filled past the library, in minutes instead of hours: a hundred
reports' texts come again and again, each time with vectors of its own and as another report, and
neither Chroma nor the sentences' vectors are written, which such a shelf is not searched with.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import resource
import statistics
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from models.embedder import Embedder, Vectors
from models.embedding import load_embedder
from models.settings import ModelSettings
from records import Passage, Provenance, Report, ReportText, Section
from tests.identities import identity_of
from vectorstore import keywords, shelf
from vectorstore.catalogue import Catalogue
from vectorstore.library import Library
from vectorstore.settings import StoreSettings
from vectorstore.shelf import Entry
from vectorstore.snapshot import Snapshot

PASSAGES = 50
DEPARTMENTS = 200
BASE = 500
BLOCK = 10_000
TEXTS = 100
ONE_BY_ONE = 200_000
QUESTIONS = 100
RESULTS = 50

_WORDS = {
    "subject": "河道整治 学校新建 道路养护 政务大厅 医疗救助 旧区改造 公园绿化 安全检查 "
    "就业培训 养老服务 垃圾分类 数据共享 消防演练 农田水利 文化下乡 招商引资",
    "measure": "预算数 执行数 执行率 项目支出 基本支出 完成数量 满意度 到位率 绩效目标 自评得分",
    "verb": "增加 减少 完成 支出 投入 落实 下达 拨付 核减",
    "area": "城东 城西 南山 北岸 中心 新区 老街 上坝 下坝 内港",
}


class Scattered:
    """The real model's vectors of some texts; of all others, vectors scattered about those."""

    def __init__(self, embedder: Embedder, base: Vectors) -> None:
        self._real = embedder
        self._base = base
        self.name = embedder.name
        self.dimension = base.shape[1]

    def passages(self, texts: Sequence[str]) -> Vectors:
        places = np.array([zlib.crc32(text.encode()) for text in texts])
        near = self._base[places % len(self._base)]
        dice = np.random.default_rng(int(places[0]))
        aside = dice.standard_normal(near.shape, dtype=np.float32)
        moved = near + 0.25 * aside / np.linalg.norm(aside, axis=1, keepdims=True)
        vectors: Vectors = moved / np.linalg.norm(moved, axis=1, keepdims=True)
        return vectors

    def question(self, text: str) -> Vectors:
        return self._real.question(text)


def sentence(dice: random.Random) -> str:
    said = {kind: dice.choice(words.split()) for kind, words in _WORDS.items()}
    amount = f"{dice.randint(1, 999_999) / 100:,.2f}"
    return (
        f"{said['area']}片区{said['subject']}{said['measure']}为{amount}万元，"
        f"较上年{said['verb']}{dice.randint(1, 99)}%。"
    )


def report_alone(number: int, model: str) -> Report:
    department, year = f"第{number % DEPARTMENTS}局", 2015 + number // DEPARTMENTS
    identity = identity_of(f"{year}年{department}绩效自评报告", year, department)
    return Report(
        id=hashlib.sha256(str(number).encode()).hexdigest(),
        identity=identity,
        as_read=identity,
        traits=(),
        confirmed=(),
        source=f"{year}_{department}.txt",
        page_count=17,
        ingested_at=datetime.now(UTC),
        ingested_by="bench",
        provenance=Provenance("made", 400, model),
    )


def report(number: int, model: str = "") -> tuple[Report, ReportText, list[Passage]]:
    dice = random.Random(number)
    kept = report_alone(number, model)
    report_id = kept.id
    passages, start = [], 0
    for ordinal in range(PASSAGES):
        sentences = [sentence(dice) for _ in range(4)]
        text = "".join(sentences)
        starts = np.cumsum([start, *(len(s) for s in sentences)]).tolist()
        passages.append(
            Passage(
                id=f"{report_id[:24]}-{ordinal}",
                report_id=report_id,
                ordinal=ordinal,
                headings=(
                    "一、基本情况",
                    f"（{ordinal % 9 + 1}）{dice.choice(_WORDS['subject'].split())}",
                ),
                context="",
                first_page=ordinal // 3 + 1,
                last_page=ordinal // 3 + 1,
                start=start,
                end=start + len(text),
                text=text,
                sentences=tuple(pairwise(starts)),
                table=None,
            )
        )
        start += len(text)
    text = "".join(passage.text for passage in passages)
    return kept, ReportText(text, (0,), (Section((), 0, len(text)),), ()), passages


def add(library: Library, model: str, number: int) -> None:
    kept, text, passages = report(number, model)
    library.add(kept, text, passages, [], [])


def spread(work: Callable[[int], object], times: int) -> dict[str, float]:
    """Calls of `work` → their median and 95th percentile, and the mean of processor time, in ms.

    Where other programs are at work, the processor's time says more than the clock's.
    """
    taken, busy = [], time.process_time()
    for i in range(times):
        began = time.perf_counter()
        work(i)
        taken.append((time.perf_counter() - began) * 1000)
    return {
        "median_ms": round(statistics.median(taken), 1),
        "p95_ms": round(float(np.percentile(taken, 95)), 1),
        "processor_ms": round((time.process_time() - busy) / times * 1000, 1),
    }


def searches(library: Library, questions: list[str], vectors: list[Vectors]) -> dict[str, object]:
    dice = random.Random(7)
    years = sorted({r.identity.year for r in library.reports() if r.identity.year})
    departments = sorted({r.identity.department for r in library.reports()})

    def scope(shelf: Snapshot, name: str) -> list[str] | None:
        if name == "none":
            return None
        year = None if name == "department" else [dice.choice(years)]
        department = None if name == "year" else [dice.choice(departments)]
        return [r.id for r in shelf.reports(years=year, departments=department)]

    found: dict[str, object] = {}
    for name in ("none", "year", "department", "year and department"):
        began = time.perf_counter()
        with library.snapshot() as shelf:
            shelf.dense(vectors[0], RESULTS, scope(shelf, name))
            shelf.keywords(questions[0], RESULTS, scope(shelf, name))
        first = round((time.perf_counter() - began) * 1000, 1)

        def dense(i: int, name: str = name) -> object:
            with library.snapshot() as shelf:
                return shelf.dense(vectors[i], RESULTS, scope(shelf, name))

        def keywords(i: int, name: str = name) -> object:
            with library.snapshot() as shelf:
                return shelf.keywords(questions[i], RESULTS, scope(shelf, name))

        found[name] = {
            "first_ms": first,
            "dense": spread(dense, len(questions)),
            "keywords": spread(keywords, len(questions)),
            "both": spread(lambda i, d=dense, k=keywords: (d(i), k(i)), len(questions)),
        }
    return found


def memory() -> dict[str, int]:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return {
        "now_mb": pages * os.sysconf("SC_PAGE_SIZE") // 2**20,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def sizes(home: Path) -> dict[str, float]:
    parts: dict[str, float] = {}
    for file in home.rglob("*"):
        if file.is_file():
            part = file.relative_to(home).parts[0].split("-")[0]
            parts[part] = parts.get(part, 0) + file.stat().st_size / 2**20
    return {part: round(size, 1) for part, size in sorted(parts.items()) if size >= 0.05}


def fill(home: str, total: int, base: Vectors) -> float:
    """A shelf of `total` passages in the folder `home` → the seconds it took."""
    embedder = Scattered(real(), base)
    library = Library.open(StoreSettings.from_environ({"JIWEN_HOME": home}), embedder)
    began = time.perf_counter()
    for number in range(total // PASSAGES):
        add(library, embedder.name, number)
    library.close()
    return round(time.perf_counter() - began, 1)


def block(number: int, base: Vectors) -> Vectors:
    """The vectors from `number` times 10,000 on: each of `base`, some moved a little aside."""
    dice = np.random.default_rng(number)
    near = base[dice.integers(0, len(base), BLOCK)]
    aside = dice.standard_normal(near.shape, dtype=np.float32)
    moved = near + 0.25 * aside / np.linalg.norm(aside, axis=1, keepdims=True)
    vectors: Vectors = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return vectors


def fill_in_bulk(home: str, total: int, base: Vectors) -> float:
    """A shelf of `total` passages in the folder `home`, as the note says → the seconds it took."""
    room = {"JIWEN_VECTORSTORE_KEYWORD_MEMORY_BYTES": "400000000"}
    settings = StoreSettings.from_environ({"JIWEN_HOME": home, **room})
    embedder = Scattered(real(), base)
    Library.open(settings, embedder).close()
    catalogue = Catalogue(settings)
    keywords.terms = lru_cache(maxsize=None)(keywords.terms)
    began = time.perf_counter()
    texts = [report(number)[1:] for number in range(TEXTS)]
    bare = [np.zeros((0, base.shape[1]), np.float32)] * PASSAGES
    a_block = BLOCK // PASSAGES
    for first in range(0, total // PASSAGES, a_block):
        vectors = block(first // a_block, base).reshape(a_block, PASSAGES, -1)
        with catalogue.writing() as connection:
            for number, of_it in enumerate(vectors, first):
                text, passages = texts[number % TEXTS]
                kept = report_alone(number, embedder.name)
                own = [
                    replace(p, id=f"{kept.id[:24]}-{p.ordinal}", report_id=kept.id)
                    for p in passages
                ]
                shelf.put(connection, Entry(kept, text, own, (), (), of_it, bare))
    catalogue.close()
    Library.open(settings, embedder).close()  # its keywords follow the catalogue
    return round(time.perf_counter() - began, 1)


def measure(home: str, total: int, base: Vectors, asked: int) -> dict[str, object]:
    """What there is to say of the shelf in the folder `home`, with so many questions."""
    embedder = Scattered(real(), base)
    questions = made_questions()[:asked]
    vectors = [embedder.question(question) for question in questions]
    before = memory()
    began = time.perf_counter()
    library = Library.open(StoreSettings.from_environ({"JIWEN_HOME": home}), embedder)
    opened = round((time.perf_counter() - began) * 1000, 1)
    result = {
        "passages": total,
        "open_ms": opened,
        "queries": searches(library, questions, vectors),
        "memory_model_only": before,
        "memory": memory(),
    }
    if total > ONE_BY_ONE:
        # Chroma has nothing of a shelf that was filled in bulk, and would be made again first.
        library._indexes.differ = lambda: False
    began = time.perf_counter()
    add(library, embedder.name, total // PASSAGES)
    return result | {
        "add_one_ms": round((time.perf_counter() - began) * 1000, 1),
        "disk_mb": sizes(Path(home)),
    }


def real() -> Embedder:
    return load_embedder(ModelSettings.from_environ(os.environ))


def made_questions() -> list[str]:
    dice = random.Random(3)
    return [f"{sentence(dice).partition('为')[0]}是多少？" for _ in range(QUESTIONS)]


def base_vectors() -> Vectors:
    dice = random.Random(1)
    return real().passages(["".join(sentence(dice) for _ in range(4)) for _ in range(BASE)])


def alone() -> ProcessPoolExecutor:
    """One new process, that shares no memory with this one."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def main() -> None:
    parser = argparse.ArgumentParser(description="How searching a large shelf goes.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--questions", type=int, default=QUESTIONS, help=f"at most {QUESTIONS}")
    arguments = parser.parse_args()
    with alone() as process:
        base = process.submit(base_vectors).result()
    for total in arguments.sizes:
        with tempfile.TemporaryDirectory(prefix="jiwen-scale-") as home:
            with alone() as process:
                filling = fill if total <= ONE_BY_ONE else fill_in_bulk
                filled = process.submit(filling, home, total, base).result()
            with alone() as process:
                found = process.submit(measure, home, total, base, arguments.questions).result()
        result = {"fill_s": filled} | found
        print(json.dumps(result, ensure_ascii=False, indent=1), flush=True)


if __name__ == "__main__":
    main()
