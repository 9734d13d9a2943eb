"""The vocabulary of the log: every event that there is, its level and its fields.

Times are in seconds and end in `_s`. A field that an event has no value for is left out.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

CONTENT = frozenset({"question", "title", "words"})
"""Fields that quote a question or a report: in the log with JIWEN_LOG_CONTENT=on only."""

FOREIGN = "log"
"""The name under which what libraries log is passed on, as they word it, in `message`."""


@dataclass(frozen=True, slots=True)
class Kind:
    """An event's level, what it means, and the fields that it may have."""

    level: int
    meaning: str
    fields: tuple[str, ...]


# `kind` is an error's class; `message` is what it says, where that quotes nothing, else `words`.
_ERROR = ("kind", "message", "words")
# `report` is the beginning of its id, `file` what it is called; `old` is the report that left.
_REPORT = ("report", "file", "title")
_MAKING = (
    *("old", "parser", "pages", "passages", "findings"),
    *("read_s", "structure_s", "identify_s", "wait_s", "figures_s", "embed_s", "store_s"),
    *("follow_s", "total_s"),
)
# `answer` is the id on record; `by` is in whose words it stands (quotation, code, model); `wording`
# is what became of the model's (`rag.records.Fate`); `place` is the furthest back in the queue;
# `state` says how sure the reader was, `stopped` that someone did.
# first_word_s is from the question to the model's first word; model_s from when it began to read to
# the answer, kept.
_QUESTION = (
    *("answer", "language", "intent", "by", "model", "wording", "reports", "place", "state"),
    *("understand_s", "retrieve_s", "first_word_s", "model_s", "total_s", "question"),
)

# `form` is the number of a revision in vectorstore.migrations, `copy` the file of the backup.
_UPGRADE = ("form", "copy", "seconds")

_I, _W, _E = logging.INFO, logging.WARNING, logging.ERROR
EVENTS = {
    "server.started": Kind(_I, "the pages are served", ("version", "address")),
    "server.stopped": Kind(_I, "the pages are served no longer", ()),
    "shelf.opened": Kind(_I, "the shelf is open", ("reports", "generation", "seconds")),
    "shelf.upgraded": Kind(
        _W, "its catalogue was brought from one form to the next; a copy lies beside it", _UPGRADE
    ),
    "shelf.backed_up": Kind(_I, "all of it is in one file", ("reports", "generation", "seconds")),
    "shelf.restored": Kind(_W, "a backup is the shelf now", ("reports", "generation", "seconds")),
    "shelf.embedded_again": Kind(
        _W, "all vectors were made again with another model", ("model", "reports", "seconds")
    ),
    "report.read_again": Kind(
        _I, "an earlier version had read it; `same` text", (*_REPORT, "same", "seconds")
    ),
    "shelf.failed": Kind(_E, "the shelf could not be opened", _ERROR),
    "rehearsal.failed": Kind(
        _W, "what a first question takes could not be tried at the start", _ERROR
    ),
    "search_model.loaded": Kind(_I, "the embedding model is in memory", ("model", "seconds")),
    "search_model.failed": Kind(_E, "the embedding model could not be loaded", _ERROR),
    "chat_model.failed": Kind(_W, "the chat model cannot be used; quotations go on", _ERROR),
    "chat_server.started": Kind(_I, "the chat model's server answers", ("pid", "seconds")),
    "chat_server.stuck": Kind(_W, "it lived but did not answer, and was ended", ("pid",)),
    "chat_server.died": Kind(_W, "it is gone, and is started again", ()),
    "chat_server.restarted": Kind(_I, "it answers again", ("pid", "seconds")),
    "chat_server.failed": Kind(_E, "it could not be started", _ERROR),
    "index.repaired": Kind(
        _W,
        "made again out of the catalogue; `why`: interrupted, differs (Chroma), lacking (keywords)",
        ("why", "reports", "seconds"),
    ),
    "report.added": Kind(_I, "a new report is on the shelf", (*_REPORT, *_MAKING)),
    "report.replaced": Kind(_I, "one is there in place of `old`", (*_REPORT, *_MAKING)),
    "report.unchanged": Kind(_I, "the very file is there already", _REPORT),
    "report.corrected": Kind(_I, "a person said which report it is", (*_REPORT, "total_s")),
    "report.removed": Kind(_I, "a report left the shelf", (*_REPORT, "total_s")),
    "report.refused": Kind(_I, "a file was not taken, at `stage`", ("file", "stage", *_ERROR)),
    "question.answered": Kind(_I, "a question has its answer", _QUESTION),
    "question.refused": Kind(_I, "nothing in the reports answers a question", _QUESTION),
    "question.failed": Kind(_W, "a question could not be answered", (*_QUESTION, "kind")),
    "queue.waited": Kind(_I, "a question's turn with the chat model came", ("place", "seconds")),
    "trouble.told": Kind(_W, "a page told of an error that says itself what to do", _ERROR),
    "incident": Kind(_E, "an error nobody foresaw; a page shows `number`", ("number", *_ERROR)),
    FOREIGN: Kind(_W, "what a library logged", ("message",)),
}
