"""The passages by their keywords: BM25 over Chinese character pairs, in Tantivy.

The index of a server follows the catalogue, and says itself how far it has come: with each passage
is kept which version of its report it is of (`version_of`). So it does not matter who wrote, on
which machine, or whether somebody was killed: what it lacks is seen, and put in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy
from filelock import FileLock

from languages import N_
from records import Passage
from vectorstore.errors import StoreError, is_panic
from vectorstore.hits import Hit
from vectorstore.settings import USUAL
from vectorstore.terms import terms

_AT_ONCE = 20_000
"""Passages put in before they are committed: killed after that, they need not be put in again."""

# A term in the headings or the table's title says less than one in the words themselves.
_WEIGHTS = {"text": 1.0, "context": 0.5}
# Tantivy raises ValueError for everything; what begins so is of the disk, or of files that were
# damaged or made by another version. The rest (no such field …) is our mistake.
_OUTSIDE = re.compile(
    "Data corrupted|Failed to open|Failed to acquire Lockfile|An IO error occurred|"
    "An error occurred in a thread|Directory does not exist|Index incompatible|"
    r"An index exists but the schema does not match|\(os error \d+\)"
)


class Keywords:
    """An index of passages in a folder, made where there is none. Raises StoreError."""

    def __init__(self, folder: Path, memory_bytes: int = USUAL.keyword_memory_bytes) -> None:
        self._folder = folder
        self._memory = memory_bytes
        with _told(self._folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(_schema(), path=str(folder))
            # The terms are made by `terms`, and joined by blanks.
            blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
            self._index.register_tokenizer("terms", blanks)

    def follow(
        self,
        versions: Mapping[str, int],
        passages_of: Callable[[str], Sequence[Passage]],
        on_progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> Words:
        """Make it hold these versions of reports and no others → what it holds then.

        `versions` has how many passages each has, `passages_of` gives those of a version, and
        `on_progress` is told of how many of the missing versions are in. Where another process is
        at it, it is waited for.
        """
        words = self.now()
        if words.counts() == versions:
            return words
        with _told(self._folder), FileLock(self._folder.with_name(f"{self._folder.name}.lock")):
            held = self.now().counts()
            gone = [v for v, count in held.items() if versions.get(v) != count]
            missing = [v for v, count in versions.items() if held.get(v) != count]
            if gone or missing:
                self._change(gone, missing, passages_of, on_progress)
        return self.now()

    def _change(
        self,
        gone: Sequence[str],
        missing: Sequence[str],
        passages_of: Callable[[str], Sequence[Passage]],
        on_progress: Callable[[int, int], None],
    ) -> None:
        writer = self._writer()
        try:
            for version in gone:
                writer.delete_documents_by_term("report", version)
            waiting = 0
            for done, version in enumerate(missing, start=1):
                for passage in passages_of(version):
                    writer.add_document(_document(passage, version))
                    waiting += 1
                if waiting >= _AT_ONCE:
                    writer.commit()
                    waiting = 0
                on_progress(done, len(missing))
            writer.commit()
        finally:
            writer.wait_merging_threads()

    def now(self) -> Words:
        """The keywords as they are now, with what another process has written."""
        with _told(self._folder):
            self._index.reload()
            return Words(self._folder, self._index.schema, self._index.searcher())

    def _writer(self) -> tantivy.IndexWriter:
        writer = self._index.writer(self._memory, num_threads=1)
        # What a killed writer was about to commit would stand in the way of the next commit.
        writer.garbage_collect_files()
        return writer


class Words:
    """The keywords as they were at one moment, whatever is written afterwards."""

    def __init__(self, folder: Path, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._folder = folder
        self._schema = schema
        self._searcher = searcher

    def search(self, question: str, limit: int, versions: Collection[str] | None) -> list[Hit]:
        """A question → at most `limit` passages, the best BM25 score first.

        `versions` are those to look in; None looks everywhere. A hit's `report_id` is a version.
        """
        query = _query(self._schema, question)
        if query is None or limit < 1 or (versions is not None and not versions):
            return []
        if versions is not None:
            within = tantivy.Query.term_set_query(self._schema, "report", sorted(versions))
            silent = tantivy.Query.const_score_query(within, 0.0)
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, silent)]
            )
        with _told(self._folder):
            hits = self._searcher.search(query, limit, count=False).hits
            found = [(score, self._searcher.doc(address)) for score, address in hits]
        return [Hit(doc["passage"][0], doc["report"][0], float(score)) for score, doc in found]

    def counts(self) -> dict[str, int]:
        """How many passages there are of each version of a report."""
        everything = tantivy.Query.all_query()
        with _told(self._folder):
            return dict(self._searcher.terms_with_prefix("report", "", everything))


def version_of(report_id: str, serial: int) -> str:
    """A report's id and the serial of its version → what its passages are kept under."""
    return f"{report_id}@{serial}"


def report_of(version: str) -> tuple[str, int]:
    """What `version_of` made → the report's id, the serial; -1 as an earlier Jiwen kept it."""
    report_id, _, serial = version.partition("@")
    return report_id, int(serial or -1)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        if not _is_outside(error):
            raise
        raise StoreError(
            N_(
                "The keyword index {folder} could not be read or written: {error}. Check "
                "the disk space and the folder's permissions; if it is damaged, delete "
                "that folder: it is made again by itself."
            ),
            folder=folder,
            error=error,
        ) from error


def _is_outside(error: BaseException) -> bool:
    if isinstance(error, ValueError):
        return _OUTSIDE.search(str(error)) is not None
    return isinstance(error, OSError) or is_panic(error)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("report", stored=True, tokenizer_name="raw", index_option="basic")
    for field in _WEIGHTS:
        builder.add_text_field(field, tokenizer_name="terms", index_option="freq")
    return builder.build()


def _document(passage: Passage, version: str) -> tantivy.Document:
    context = "\n".join((*passage.headings, passage.context))
    return tantivy.Document(
        passage=passage.id,
        report=version,
        context=" ".join(terms(context)),
        text=" ".join(terms(passage.text)),
    )


def _query(schema: tantivy.Schema, question: str) -> tantivy.Query | None:
    parts = [
        (
            tantivy.Occur.Should,
            tantivy.Query.boost_query(
                tantivy.Query.term_query(schema, field, term, index_option="freq"), weight * times
            ),
        )
        for term, times in Counter(terms(question)).items()
        for field, weight in _WEIGHTS.items()
    ]
    return tantivy.Query.boolean_query(parts) if parts else None
