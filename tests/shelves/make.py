"""Makes a shelf of the form that the code has now, to be opened by every later form.

`python -m tests.shelves.make FOLDER`, once a form, before the form changes: FOLDER gets the
catalogue, and `contents.json` with what people did as this form of the code reads it. The indexes
are not kept: they are made again out of the catalogue. The real models answer.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Any

from ingest.batch import Summary, put_files
from ingest.corpus import Corpus
from ingest.pipeline import correct
from rag.answer import ask
from rag.answer_json import as_json
from rag.export import to_markdown
from rag.opening import Answering, open_answering
from rag.records import Answer, Finished, Turn
from rag.store import kept
from vectorstore.reviews import Mark

REPORTS = Path(__file__).parent / "reports"
CLERK, AUDITOR = "clerk@example.org", "auditor@example.org"

CONVERSATIONS = (
    ("水务局2022年预算执行率是多少？", "那2021年呢？"),
    ("What awards did the water bureau win in 2022?",),
    ("水务局和教育局2022年的执行率哪个高？", "局长是谁？"),
    ("2021年水务局做了哪些工作？", "有什么问题？", "教育局呢？"),
)


def main(folder: Path) -> None:
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as home:
        shutil.copytree(REPORTS, Path(home) / "corpus")
        code = open_answering({"JIWEN_HOME": home, "LLM": "off"})
        library, corpus = code.library, Corpus(Path(home) / "corpus")
        put_files(library, corpus, corpus.files(), Summary(), {}, replacing=False)
        education = next(r for r in library.reports() if "教育局" in r.identity.department)
        correct(library, education.id, {"place": ("云岭市", "青禾县")}, CLERK)
        water = next(r for r in library.reports() if r.identity.year == 2021)
        names = {"title": "2021年水务局自评", "department": "云岭市青禾县水务局"}
        correct(library, water.id, names, CLERK)
        read = {name: getattr(water.identity, name) for name in names}
        correct(library, water.id, read, AUDITOR)
        answers = [a for questions in CONVERSATIONS for a in conversation(code, questions)]
        answers += model_phrased(home)
        library.answers.judge(answers[0].id, CLERK, True, "一看就懂")
        library.answers.judge(answers[0].id, AUDITOR, False, "自评得分也要")
        library.answers.judge(answers[3].id, CLERK, True, "")
        review(code)
        contents = {
            "answers": {a.id: as_json(kept(library, a.id)) for a in answers},
            "exported": to_markdown([kept(library, a.id) for a in answers]),
            "tables": people_in(Path(home) / "catalogue.sqlite"),
            "reports": {r.id: r.identity.title for r in library.reports()},
        }
        library.close()
        with sqlite3.connect(Path(home) / "catalogue.sqlite") as catalogue:
            catalogue.execute(f"VACUUM INTO '{folder / 'catalogue.sqlite'}'")
    text = json.dumps(contents, ensure_ascii=False, indent=1)
    (folder / "contents.json").write_text(text + "\n", encoding="utf-8")


def conversation(code: Answering, questions: tuple[str, ...]) -> list[Answer]:
    """Questions of one conversation → their answers, on record."""
    kept_in = code.library.conversations
    begun = kept_in.begin(CLERK, questions[0])
    turns: list[Turn] = []
    answers = []
    for question in questions:
        answer = answered(code, question, turns)
        kept_in.add_turn(CLERK, begun.id, question, answer.id)
        text = " ".join(s.text for s in answer.sentences) or answer.refusal
        turns.append(Turn(question, answer.understood.standalone, answer.understood.scope, text))
        answers.append(answer)
    return answers


def answered(code: Answering, question: str, turns: list[Turn]) -> Answer:
    events = ask(question, code, turns=turns, user=CLERK)
    return next(event.answer for event in events if isinstance(event, Finished))


def model_phrased(home: str) -> list[Answer]:
    """One answer that the real chat model was asked for."""
    with_model = open_answering({"JIWEN_HOME": home})
    answer = answered(with_model, "水务局2022年获得了什么荣誉？", [])
    with_model.library.close()
    return [answer]


def review(code: Answering) -> None:
    """Two findings judged, one of them twice."""
    found = [k for kept in code.library.findings().values() for k in kept]
    code.library.reviews.mark(found[0].id, Mark.CONFIRMED, "确有差错", AUDITOR)
    code.library.reviews.mark(found[0].id, Mark.EXPLAINED, "单位已说明", AUDITOR)
    code.library.reviews.mark(found[-1].id, Mark.DISMISSED, "四舍五入", AUDITOR)


def people_in(catalogue: Path) -> dict[str, list[dict[str, Any]]]:
    """A catalogue → the rows of what people did, table by table."""
    connection = sqlite3.connect(catalogue)
    connection.row_factory = sqlite3.Row
    tables = ("answers", "feedback", "reviews", "corrections", "conversations", "turns")
    rows = {t: [dict(r) for r in connection.execute(f"SELECT * FROM {t}")] for t in tables}
    connection.close()
    return rows


if __name__ == "__main__":
    main(Path(sys.argv[1]))
