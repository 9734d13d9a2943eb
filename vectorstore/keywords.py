"""The passages by their keywords: BM25 over Chinese character pairs, in Tantivy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy

from records import Passage
from vectorstore.errors import StoreError, is_panic
from vectorstore.hits import Hit
from vectorstore.settings import USUAL
from vectorstore.terms import terms

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

    def replace(self, gone: Sequence[str], passages: Sequence[Passage]) -> None:
        """Take out all passages of the reports `gone`, put in `passages`; all of it or nothing."""
        with _told(self._folder):
            writer = self._writer()
            try:
                for report_id in gone:
                    writer.delete_documents_by_term("report", report_id)
                for passage in passages:
                    writer.add_document(_document(passage))
                writer.commit()
            finally:
                writer.wait_merging_threads()
            self._index.reload()

    def now(self) -> Words:
        """The keywords as they are now, with what another process has written."""
        with _told(self._folder):
            self._index.reload()
            return Words(self._folder, self._index.schema, self._index.searcher())

    def clear(self) -> None:
        """Take everything out."""
        with _told(self._folder):
            writer = self._writer()
            writer.delete_all_documents()
            writer.commit()
            writer.wait_merging_threads()
            self._index.reload()

    def count(self) -> int:
        """How many passages there are."""
        return self._index.searcher().num_docs

    def counts(self) -> dict[str, int]:
        """How many passages there are of each report."""
        everything = tantivy.Query.all_query()
        with _told(self._folder):
            return dict(self._index.searcher().terms_with_prefix("report", "", everything))

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

    def search(self, question: str, limit: int, reports: Collection[str] | None) -> list[Hit]:
        """A question → at most `limit` passages, the best BM25 score first.

        `reports` are the ids of the reports to look in; None looks everywhere.
        """
        query = _query(self._schema, question)
        if query is None or limit < 1 or (reports is not None and not reports):
            return []
        if reports is not None:
            within = tantivy.Query.term_set_query(self._schema, "report", sorted(reports))
            silent = tantivy.Query.const_score_query(within, 0.0)
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, silent)]
            )
        with _told(self._folder):
            hits = self._searcher.search(query, limit, count=False).hits
            found = [(score, self._searcher.doc(address)) for score, address in hits]
        return [Hit(doc["passage"][0], doc["report"][0], float(score)) for score, doc in found]

    def count(self) -> int:
        """How many passages there are."""
        return int(self._searcher.num_docs)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        if not _is_outside(error):
            raise
        raise StoreError(
            f"关键词索引 {folder} 读写失败：{error}。"
            "请检查磁盘空间和文件夹权限；索引损坏时删除该文件夹即可，绩问会自动重建。",
            f"The keyword index {folder} could not be read or written: {error}. Check "
            "the disk space and the folder's permissions; if it is damaged, delete that "
            "folder: it is made again by itself.",
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


def _document(passage: Passage) -> tantivy.Document:
    context = "\n".join((*passage.headings, passage.context))
    return tantivy.Document(
        passage=passage.id,
        report=passage.report_id,
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
