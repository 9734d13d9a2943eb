"""The events of this process, counted for Prometheus.

The rooms only log; a handler beside the one that writes turns the same events into numbers, so
that the log and the metrics cannot say different things. Labels take few values, all known here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from operations.logs import LogLine, Plain

MEDIA_TYPE = CONTENT_TYPE_LATEST
disable_created_metrics()  # type: ignore[no-untyped-call] # a second series of when it began
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

_MODEL_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320)
_REPORT_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900)
_QUESTION_STAGES = ("understand", "retrieve", "first_word", "model", "total")
_REPORT_STAGES = (
    "read",
    "structure",
    "identify",
    "wait",
    "figures",
    "embed",
    "store",
    "follow",
    "total",
)
_CHANGES = ("added", "replaced", "unchanged", "corrected", "removed", "refused")

QUESTIONS = Counter(
    "jiwen_questions", "Questions, by what became of them", ["outcome"], registry=REGISTRY
)
WORDINGS = Counter(
    "jiwen_wordings",
    "What became of the chat model's wordings: they stood, or why they were folded away",
    ["fate"],
    registry=REGISTRY,
)
QUESTION_SECONDS = Histogram(
    "jiwen_question_seconds",
    "Time that the stages of answering took",
    ["stage"],
    buckets=_MODEL_BUCKETS,
    registry=REGISTRY,
)
QUEUE_LENGTH = Gauge(
    "jiwen_queue_length", "Questions that wait for the chat model", registry=REGISTRY
)
CHANGES = Counter(
    "jiwen_report_changes", "Changes of the shelf made by this server", ["change"],
    registry=REGISTRY,
)  # fmt: skip
REPORT_SECONDS = Histogram(
    "jiwen_report_seconds",
    "Time that the stages of adding a report took",
    ["stage"],
    buckets=_REPORT_BUCKETS,
    registry=REGISTRY,
)
REPAIRS = Counter("jiwen_index_repairs", "Times an index was made again", registry=REGISTRY)
STARTS = Counter("jiwen_chat_server_starts", "Starts of the chat model's server", registry=REGISTRY)
DEATHS = Counter(
    "jiwen_chat_server_deaths", "Times the chat model's server died", registry=REGISTRY
)
TROUBLES = Counter(
    "jiwen_troubles", "Errors told to people with what to do, by class", ["kind"],
    registry=REGISTRY,
)  # fmt: skip
INCIDENTS = Counter("jiwen_incidents", "Errors that nobody foresaw", registry=REGISTRY)
UP = Gauge("jiwen_up", "Whether a part is ready (1) or not (0)", ["part"], registry=REGISTRY)
REPORTS = Gauge("jiwen_reports", "Reports on the shelf", registry=REGISTRY)
GENERATION = Gauge(
    "jiwen_shelf_generation", "Changes of the shelf since it was made", registry=REGISTRY
)


def exposition() -> bytes:
    """Everything that is counted → Prometheus' text."""
    return generate_latest(REGISTRY)


class _Counting(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        """Count one event."""
        try:
            if isinstance(record.msg, LogLine):
                _count(record.msg.name, record.msg.fields)
        except Exception:
            self.handleError(record)


def _count(name: str, fields: Mapping[str, Plain]) -> None:
    subject, _, what = name.partition(".")
    if subject == "question":
        QUESTIONS.labels(what).inc()
        if fields.get("wording"):
            WORDINGS.labels(fields["wording"]).inc()
        _time(QUESTION_SECONDS, _QUESTION_STAGES, fields)
    elif subject == "report" and what in _CHANGES:
        CHANGES.labels(what).inc()
        if what in ("added", "replaced"):
            _time(REPORT_SECONDS, _REPORT_STAGES, fields)
    match name:
        case "queue.waited":
            QUESTION_SECONDS.labels("queue").observe(float(fields["seconds"] or 0))
        case "index.repaired":
            REPAIRS.inc()
        case "chat_server.started" | "chat_server.restarted":
            STARTS.inc()
        case "chat_server.died" | "chat_server.stuck":
            DEATHS.inc()
        case "trouble.told":
            TROUBLES.labels(fields["kind"]).inc()
        case "incident":
            INCIDENTS.inc()


def _time(histogram: Histogram, stages: tuple[str, ...], fields: Mapping[str, Plain]) -> None:
    for stage in stages:
        taken = fields.get(f"{stage}_s")
        if taken is not None:
            histogram.labels(stage).observe(float(taken))


@contextmanager
def counting() -> Iterator[None]:
    """Count the rooms' events until the block ends."""
    handler = _Counting()
    logger = logging.getLogger("jiwen")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
