"""How a catalogue of an earlier form becomes one of today's: Alembic's revisions, in `versions`.

`bring_up_to_date` runs those that a catalogue lacks, each in one transaction, forwards only.
Adding one: change `vectorstore/schema.py`; copy the newest file in `versions`, with the next
number; make what there is into what the schema says; name the number in `schema.HEAD`. A revision
does not import the schema or the records, which go on changing: it says itself what it works on.
A test compares a catalogue that was brought up to date with one that was made anew.

versions/  the revisions, in the order of their numbers
"""

from __future__ import annotations

from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def script_directory() -> ScriptDirectory:
    """The revisions that this version of Jiwen knows."""
    return ScriptDirectory(str(Path(__file__).parent))


def is_known(revision: str) -> bool:
    """Whether this version of Jiwen knows a revision; a newer version's it does not."""
    return revision in {script.revision for script in script_directory().walk_revisions()}


def missing_after(revision: str) -> list[str]:
    """The revision that a catalogue has → those that it lacks, in order."""
    scripts = script_directory().iterate_revisions("head", revision)
    return [script.revision for script in reversed(list(scripts))]


def run(connection: Connection, revision: str) -> None:
    """Bring a catalogue to `revision` from the one before, in the caller's transaction."""
    context = MigrationContext.configure(connection)
    with Operations.context(context):
        script_directory().get_revision(revision).module.upgrade()
    context.stamp(script_directory(), revision)
