"""Brings the catalogues in step with the code: new messages in, unused ones out.

An English message that was changed by a word is both: its translation is printed as it goes, to be
taken over by hand.

python -m languages            all of them
python -m languages fr         and a new one, empty
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from languages.extraction import extract
from languages.messages import LANGUAGES, SOURCE, catalogue, catalogue_path


def main(new: Sequence[str]) -> None:
    """Rewrite the catalogues, begin the `new` ones, and say what went and what is to translate."""
    wanted = extract()
    for language in [*LANGUAGES.keys() - {SOURCE}, *new]:
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        messages = catalogue(language) if path.exists() else Catalog(language, project="Jiwen")
        gone = brought_in_step(messages, wanted)
        with path.open("wb") as file:
            write_po(file, messages, width=100, no_location=True, sort_output=True)
        missing = [m.id for m in messages if m.id and not all(_strings(m.string))]
        print(f"{language}: {len(messages)} messages, {len(missing)} to translate")
        for message in gone:
            print(f"  gone: {message.id!r}, which was {message.string!r}")
        for message_id in missing:
            print(f"  {message_id!r}")


def brought_in_step(messages: Catalog, wanted: Catalog) -> list[Message]:
    """Give a catalogue the messages that are wanted → those translated ones that it had besides."""
    began = messages.creation_date
    messages.update(wanted, no_fuzzy_matching=True)
    messages.creation_date = began  # else two branches never agree on the head of the file
    gone = [message for message in messages.obsolete.values() if any(_strings(message.string))]
    messages.obsolete.clear()
    return gone


def _strings(found: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [found or ""] if found is None or isinstance(found, str) else list(found)


if __name__ == "__main__":
    main(sys.argv[1:])
