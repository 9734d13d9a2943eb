"""A shelf in a folder, and answering that can be predicted, for tests of the pages."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter

from ingest.corpus import Corpus
from rag.records import (
    Answer,
    AnswerSentence,
    Citation,
    Event,
    EvidenceSentence,
    Finished,
    Found,
    Intent,
    Phrasing,
    QuestionUnderstood,
    Quoted,
    Scope,
    Seconds,
    Standing,
    State,
    Token,
    Understood,
    Verdict,
)
from rag.store import VERSION
from tests.fakes import PredictableEmbedder
from ui.services import Question, Services
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

_ANSWERS = TypeAdapter(Answer)


def library_in(folder: Path) -> Library:
    """A library in `folder`, with the predictable embedder."""
    home = folder / "home"
    url = f"sqlite:///{home / 'catalogue.sqlite'}"
    return Library.open(StoreSettings(home=home, database_url=url), PredictableEmbedder())


class PretendAsk:
    """Quotes the passage that shares most signs with the question, then repeats its words.

    `wording` is what the model says instead, `pace` the seconds between its signs.
    """

    def __init__(self, library: Library, wording: str = "", pace: float = 0.0) -> None:
        self.library, self.wording, self.pace = library, wording, pace
        self.questions: list[Question] = []

    def __call__(self, question: Question, stop: threading.Event) -> Iterator[Event]:
        self.questions.append(question)
        scope = question.scope or Scope(years=(2022,), departments=("水务局",))
        understood = Understood(
            question.words, question.words, "zh", Intent.FIGURE, scope, (), (), (), (), ()
        )
        yield QuestionUnderstood(understood)
        found = self._found(question.words)
        quotation = tuple(
            EvidenceSentence(f.n, *f.passage.sentences[0], f.passage.text.strip(), f.score)
            for f in found[:2]
        )
        yield Quoted(found, quotation, None)
        said = ""
        for sign in self.wording:
            if stop.is_set():
                break
            time.sleep(self.pace)
            said += sign
            yield Token(sign)
        yield Finished(self.kept(question, understood, found, quotation, said))

    def answer(self, answer_id: str) -> Answer:
        """An answer that was kept."""
        document = self.library.answers.get(answer_id).document
        return replace(_ANSWERS.validate_python(document), id=answer_id)

    def kept(self, question, understood, found, quotation, said) -> Answer:
        sentence = AnswerSentence(
            quotation[0].text if quotation else "",
            tuple(Citation(q.n, q.start, q.end) for q in quotation[:1]),
            True,
            (Verdict("number", "99.47%", Standing.FOUND, None),),
        )
        answer = Answer(
            id="",
            question=question.words,
            understood=understood,
            state=State.ANSWERED if found else State.NOTHING,
            refusal="" if found else "报告中没有找到。",
            notes=(),
            sentences=(sentence,) if quotation else (),
            phrased_by=Phrasing.MODEL if said else Phrasing.QUOTATION,
            table=None,
            quotation=quotation,
            wording=said,
            wording_problem="",
            passages=found,
            model="pretend" if said else "",
            model_settings=None,
            seconds=Seconds(0.1, None, 0.2),
            user=question.user,
            asked_at=datetime.now(UTC),
            elsewhere=(),
            asked_with=None,
            made_with=None,
        )
        document = json.loads(_ANSWERS.dump_json(answer))
        kept_id = self.library.answers.save(
            answer.user, answer.asked_at, answer.question, VERSION, document
        )
        return replace(answer, id=kept_id)

    def _found(self, words: str) -> tuple[Found, ...]:
        scored = [
            (len(set(words) & set(passage.text)), passage, report)
            for report in self.library.reports()
            for passage in self.library.passages_of(report.id)
        ]
        scored.sort(key=lambda item: -item[0])
        return tuple(
            Found(n, passage, report, float(score))
            for n, (score, passage, report) in enumerate(scored[:4], start=1)
        )


def services_in(folder: Path, **how: object) -> Services:
    """Services over a library in `folder`, answered by `PretendAsk(**how)`."""
    library = library_in(folder)
    pretend = PretendAsk(library, **how)
    return Services(
        library=library,
        corpus=Corpus(folder / "corpus"),
        ask=pretend,
        answer=pretend.answer,
        model=True,
        warm=lambda: None,
    )
