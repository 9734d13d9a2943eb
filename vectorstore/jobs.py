"""Files that wait to be read: handed over anywhere, taken by workers on any machine.

A worker has a file as long as it says that it still does. Silent for a minute, it is taken for
dead, and another one takes the file; one that was taken too often broke its workers, and failed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import BinaryIO

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from vectorstore import schema
from vectorstore.catalogue import Catalogue

SILENT = timedelta(seconds=60)
"""A worker that said nothing for so long is dead. The database's clock counts, not its own."""
MOST_ATTEMPTS = 3
"""So many workers may die over one file."""
_RECENT = timedelta(minutes=10)
"""How far back the pace is reckoned from."""
_PIECE = 2**18  # bytes: a backup holds some hundred rows at once in memory

_T = schema.jobs.c


class State(StrEnum):
    """Where a file is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that is handed over; `id` is the SHA-256 of its bytes, in hex.

    `folder` is the name of the folder it lay in, which tells something of a report too. `source` is
    its path inside the corpus folder, None where it lay elsewhere.
    """

    id: str
    name: str
    folder: str
    source: str | None
    replacing: bool
    by: str


@dataclass(frozen=True, slots=True)
class Job:
    """A file that a worker has taken; `attempts` counts this one."""

    brought: Brought
    attempts: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that is not on the shelf, since when, and why, in whole sentences."""

    id: str
    name: str
    at: datetime
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Pace:
    """How many files are where, and how fast it goes.

    `done` counts since the queue was last empty. `files_a_second` is that of the last ten minutes,
    None where nothing came of any file in them; `seconds_left` None where that cannot be told.
    """

    waiting: int
    working: int
    done: int
    failed: int
    workers: int
    files_a_second: float | None
    seconds_left: float | None

    @property
    def is_over(self) -> bool:
        """Whether no file waits and none is being read."""
        return not (self.waiting or self.working)


class Jobs:
    """The queue. What it holds is no part of the shelf, which does not change with it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def begin(self) -> None:
        """Forget the files that are done where no more wait; failures stay until queued again."""
        under_way = select(_T.id).where(_T.state.in_((State.WAITING, State.WORKING)))
        with self._catalogue.aside() as connection:
            if connection.execute(under_way.limit(1)).first() is None:
                connection.execute(delete(schema.jobs).where(_T.state == State.DONE))

    def queue(self, brought: Brought, file: BinaryIO) -> bool:
        """Hand a file over → whether it was not waiting already. One that failed is tried anew."""
        ended = (State.DONE, State.FAILED)
        try:
            with self._catalogue.aside() as connection:
                connection.execute(
                    delete(schema.jobs).where(_T.id == brought.id, _T.state.in_(ended))
                )
                connection.execute(
                    insert(schema.jobs).values(
                        **asdict(brought),
                        queued_at=_now(connection),
                        state=State.WAITING,
                        attempts=0,
                        zh="",
                        en="",
                    )
                )
                for piece, content in enumerate(iter(lambda: file.read(_PIECE), b"")):
                    connection.execute(
                        insert(schema.job_files).values(
                            job_id=brought.id, piece=piece, bytes=content
                        )
                    )
        except IntegrityError:  # by its id: it waits, or is being read
            return False
        return True

    def claim(self, worker: str) -> Job | None:
        """Take the file that waits longest, or that a dead worker had; None where there is none."""
        with self._catalogue.aside() as connection:
            now = _now(connection)
            dead = and_(_T.state == State.WORKING, _T.worker != worker, _T.seen_at < now - SILENT)
            for free in (dead, _T.state == State.WAITING):
                query = select(schema.jobs).where(free).order_by(_T.queued_at, _T.id).limit(1)
                while row := connection.execute(query.with_for_update(skip_locked=True)).first():
                    its = update(schema.jobs).where(_T.id == row.id)
                    if row.attempts < MOST_ATTEMPTS:
                        taken = {"worker": worker, "began_at": now, "seen_at": now}
                        values = {"state": State.WORKING, "attempts": row.attempts + 1, **taken}
                        connection.execute(its.values(**values))
                        brought = Brought(**{f.name: getattr(row, f.name) for f in fields(Brought)})
                        return Job(brought, row.attempts + 1)
                    _end(connection, [row.id], State.FAILED, *_broke(row.attempts))
        return None

    def content(self, job_id: str) -> Iterator[bytes]:
        """The bytes of a file, piece after piece."""
        table = schema.job_files
        query = select(table.c.bytes).where(table.c.job_id == job_id).order_by(table.c.piece)
        with self._catalogue.reading() as connection:
            found = connection.execute(query, execution_options={"yield_per": 16})
            yield from found.scalars()

    def still_working(self, worker: str) -> None:
        """Say that a worker is still at all it has taken."""
        with self._catalogue.aside() as connection:
            connection.execute(
                update(schema.jobs).where(_has(worker)).values(seen_at=_now(connection))
            )

    def done(self, worker: str, job_ids: Collection[str]) -> None:
        """Say that a worker's files are on the shelf; one that another has by now is that one's."""
        self._ended(worker, job_ids, State.DONE, "", "")

    def fail(self, worker: str, job_id: str, zh: str, en: str) -> None:
        """Say that a worker's file cannot come onto the shelf, and why; it is not tried again."""
        self._ended(worker, [job_id], State.FAILED, zh, en)

    def give_back(self, worker: str) -> None:
        """Let others have what a worker has taken: it is no fault of the files that it stops."""
        with self._catalogue.aside() as connection:
            values = {"state": State.WAITING, "attempts": _T.attempts - 1, "worker": None}
            connection.execute(update(schema.jobs).where(_has(worker)).values(**values))

    def forget_failures(self) -> int:
        """Take the files that failed off the list → how many they were."""
        with self._catalogue.aside() as connection:
            return connection.execute(delete(schema.jobs).where(_T.state == State.FAILED)).rowcount

    def failures(self) -> list[Failed]:
        """The files that failed, the latest first."""
        query = select(_T.id, _T.name, _T.ended_at, _T.zh, _T.en).where(_T.state == State.FAILED)
        with self._catalogue.reading() as connection:
            rows = connection.execute(query.order_by(_T.ended_at.desc(), _T.id)).all()
        return [Failed(*row) for row in rows]

    def pace(self) -> Pace:
        """How many files are where, and how fast it goes."""
        with self._catalogue.reading() as connection:
            now = _now(connection)
            by_state = select(_T.state, func.count()).group_by(_T.state)
            counts = {State(state): count for state, count in connection.execute(by_state)}
            recent = _T.ended_at > now - _RECENT
            query = select(func.count(), func.min(_T.began_at), func.max(_T.ended_at)).where(recent)
            ended, first, last = connection.execute(query).one()
            alive = and_(_T.state == State.WORKING, _T.seen_at >= now - SILENT)
            at_work = select(func.count(_T.worker.distinct())).where(alive)
            workers = connection.execute(at_work).scalar_one()
        waiting, working = counts.get(State.WAITING, 0), counts.get(State.WORKING, 0)
        files_a_second = seconds_left = None
        if ended:
            until = now if waiting or working else last
            since = max(first, now - _RECENT)
            files_a_second = ended / max((until - since).total_seconds(), 0.1)
            seconds_left = (waiting + working) / files_a_second
        return Pace(
            waiting,
            working,
            counts.get(State.DONE, 0),
            counts.get(State.FAILED, 0),
            workers,
            files_a_second,
            seconds_left if workers else None,
        )

    def _ended(self, worker: str, job_ids: Collection[str], state: State, zh: str, en: str) -> None:
        with self._catalogue.aside() as connection:
            its = select(_T.id).where(_has(worker), _T.id.in_(job_ids))
            found = connection.execute(its.with_for_update()).scalars().all()
            _end(connection, found, state, zh, en)


def _has(worker: str) -> ColumnElement[bool]:
    return and_(_T.worker == worker, _T.state == State.WORKING)


def _end(connection: Connection, job_ids: Collection[str], state: State, zh: str, en: str) -> None:
    values = {"state": state, "ended_at": _now(connection), "zh": zh, "en": en}
    connection.execute(update(schema.jobs).where(_T.id.in_(job_ids)).values(**values))
    files = schema.job_files
    connection.execute(delete(files).where(files.c.job_id.in_(job_ids)))


def _broke(attempts: int) -> tuple[str, str]:
    return (
        f"读取它的进程 {attempts} 次中途消失（可能内存不足，或文件使程序崩溃），不再重试。"
        "请单独用 python -m ingest add 添加，看看发生了什么。",
        f"{attempts} workers were gone before they had read it (no memory left, or the file "
        "crashes the program); it is not tried again. Add it alone with python -m ingest add to "
        "see what happens.",
    )


def _now(connection: Connection) -> datetime:
    """The time by the clock that all workers share."""
    if connection.dialect.name == "sqlite":
        return datetime.now(UTC)
    moment: datetime = connection.execute(select(func.now())).scalar_one()
    return moment
