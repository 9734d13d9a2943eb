"""What the outside does to the stores is told with what to do; our own mistakes rise."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy.exc import (
    IntegrityError,
    InterfaceError,
    InvalidRequestError,
    OperationalError,
    ProgrammingError,
)

from operations.logs import LogLine
from tests.vectorstore.made import made
from vectorstore.catalogue import Catalogue
from vectorstore.database_trouble import told
from vectorstore.errors import StoreError
from vectorstore.keywords import Keywords
from vectorstore.library import Library
from vectorstore.passages import Passages
from vectorstore.settings import StoreSettings


def catalogue_at(place):
    return Catalogue(StoreSettings(home=place.parent, database_url=f"sqlite:///{place}"))


@pytest.fixture
def place(tmp_path):
    return tmp_path / "catalogue.sqlite"


@pytest.fixture
def catalogue(place):
    opened = catalogue_at(place)
    yield opened
    opened.close()


def in_the_catalogue(catalogue: Catalogue, *statements: str) -> None:
    with catalogue.writing() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("SELECT no_such_column FROM store", OperationalError),
        ("SELECT * FROM no_such_table", OperationalError),
        ("SELEC 1", OperationalError),
        ("INSERT INTO store (schema_version) VALUES (NULL)", IntegrityError),
    ],
)
def test_a_mistake_of_ours_rises_as_itself(catalogue, statement, kind):
    with pytest.raises(kind):
        in_the_catalogue(catalogue, statement)


def test_what_sqlalchemy_finds_wrong_with_our_use_of_it_rises_as_itself(catalogue):
    def begin_twice():
        with catalogue.reading() as connection:
            connection.begin()

    with pytest.raises(InvalidRequestError):
        begin_twice()


def busy(catalogue, place):
    with catalogue.reading() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=10")
    other = sqlite3.connect(place, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        in_the_catalogue(catalogue, "DELETE FROM intents")
    finally:
        other.close()


def full(catalogue, place):
    with catalogue.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1")
    in_the_catalogue(catalogue, "CREATE TABLE t (x)", "INSERT INTO t VALUES (zeroblob(9000000))")


def may_not(catalogue, place):
    with catalogue.reading() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    in_the_catalogue(catalogue, "DELETE FROM intents")


def damaged(catalogue, place):
    in_the_catalogue(catalogue, "CREATE TABLE t (x)", "INSERT INTO t VALUES (zeroblob(90000))")
    catalogue.close()
    whole = place.read_bytes()
    place.write_bytes(whole[:4096] + b"\x99" * (len(whole) - 4096))
    catalogue_at(place)


def no_database(catalogue, place):
    catalogue.close()
    place.write_bytes(b"not a database at all, but long enough to be taken for one" * 100)
    catalogue_at(place)


def nowhere(catalogue, place):
    catalogue_at(place.parent / "gone" / "catalogue.sqlite")


SAID = {
    busy: ("占用", "in use by another program"),
    full: ("磁盘已满", "is full"),
    may_not: ("没有权限", "permissions"),
    damaged: ("已损坏", "is damaged"),
    no_database: ("已损坏", "is damaged"),
    nowhere: ("打不开", "cannot be opened"),
}


@pytest.mark.parametrize("fault", SAID, ids=lambda fault: fault.__name__)
def test_faults_of_the_outside_are_told_apart(catalogue, place, fault):
    with pytest.raises(StoreError) as raised:
        fault(catalogue, place)
    zh, en = SAID[fault]
    assert zh in raised.value.worded("zh")
    assert en in raised.value.worded("en")
    assert "catalogue.sqlite" in raised.value.worded("zh")
    others = {words for other, (words, _) in SAID.items() if words != zh}
    assert not any(words in raised.value.worded("zh") for words in others)


@pytest.mark.parametrize(
    ("kind", "outside"),
    [(OperationalError, True), (InterfaceError, True), (ProgrammingError, False)],
)
def test_another_database_is_judged_by_the_class_its_driver_raises(kind, outside):
    error = kind("SELECT secret", {"x": "秘密"}, RuntimeError("server closed the connection"))
    words = told(error, "postgresql://host/db")
    assert (words is not None) is outside
    if words is not None:
        assert "server closed the connection" in words.worded("en")
        assert "秘密" not in str(words)


@pytest.fixture
def keywords(tmp_path):
    index = Keywords(tmp_path / "keywords")
    index.follow({"r@1": 2}, lambda version: made().passages)
    return index


def no_json(folder):
    (folder / "meta.json").write_bytes(b"{no json")


def cut_short(folder):
    for path in folder.glob("*.term"):
        path.write_bytes(path.read_bytes()[:5])


def gone(folder):
    for path in folder.glob("*.idx"):
        path.unlink()


@pytest.mark.parametrize("damage", [no_json, cut_short, gone])
def test_a_damaged_keyword_index_is_told_whichever_way_it_is_found(keywords, tmp_path, damage):
    damage(tmp_path / "keywords")
    with pytest.raises(StoreError, match="delete that folder"):
        Keywords(tmp_path / "keywords").now().search("预算执行率", 5, None)


def test_nonsense_asked_of_the_keyword_index_is_no_fault_of_the_disk(keywords):
    broken = replace(made().passages[0], id="\ud800")
    with pytest.raises(ValueError, match="unsupported"):
        keywords.follow({"r@1": 2, "r@2": 1}, lambda version: [broken])
    assert keywords.now().counts() == {"r@1": 2}


@pytest.fixture
def passages(tmp_path):
    opened = Passages(tmp_path / "chroma", None, "s", 100, 60)
    opened.replace([], made().passages, np.eye(2, 8, dtype=np.float32))
    yield opened
    with suppress(Exception):
        opened.close()


def test_a_damaged_vector_store_is_told(passages, tmp_path):
    passages.close()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"garbage" * 1000)
    with pytest.raises(StoreError, match="delete that folder"):
        Passages(tmp_path / "chroma", None, "s", 100, 60)


def test_vectors_of_another_length_are_no_fault_of_the_disk(passages):
    with pytest.raises(Exception, match="dimension") as raised:
        passages.search(np.ones(5, dtype=np.float32), 1)
    assert not isinstance(raised.value, StoreError)


def test_an_index_that_was_lost_is_made_again_and_the_log_says_so(settings, embedder, caplog):
    library = Library.open(settings, embedder)
    made().onto(library)
    library.close()
    shutil.rmtree(settings.home / "keywords")
    with caplog.at_level("INFO", "jiwen"):
        library = Library.open(settings, embedder)
        assert library.keywords("预算执行率", 5)
    library.close()
    (line,) = (record.msg for record in caplog.records if isinstance(record.msg, LogLine))
    assert line.name == "index.repaired"
    assert (line.fields["why"], line.fields["reports"]) == ("lacking", 1)
