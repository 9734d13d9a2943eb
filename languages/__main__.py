"""Brings the catalogues in step with the code: new messages in, unused ones out.

python -m languages            all of them
python -m languages fr         and a new one, empty
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from languages.extraction import extract
from languages.messages import LANGUAGES, SOURCE, catalogue, catalogue_path


def main(new: Sequence[str]) -> None:
    """Rewrite the catalogues, begin the `new` ones, and say what still wants translating."""
    wanted = extract()
    for language in [*LANGUAGES.keys() - {SOURCE}, *new]:
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        messages = catalogue(language) if path.exists() else Catalog(language, project="Jiwen")
        kept = messages.creation_date
        messages.update(wanted, no_fuzzy_matching=True)
        messages.creation_date = kept  # else two branches never agree on the head of the file
        messages.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, messages, width=100, no_location=True, sort_output=True)
        missing = [m.id for m in messages if m.id and not all(_strings(m.string))]
        print(f"{language}: {len(messages)} messages, {len(missing)} to translate")
        for message_id in missing:
            print(f"  {message_id!r}")


def _strings(found: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [found or ""] if found is None or isinstance(found, str) else list(found)


if __name__ == "__main__":
    main(sys.argv[1:])
