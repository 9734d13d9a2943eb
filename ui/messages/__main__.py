"""Brings the catalogues in step with the code: new messages in, unused ones out."""

from __future__ import annotations

from babel.messages.pofile import write_po

from ui.messages import LANGUAGES, catalogue, catalogue_path
from ui.messages.extract import extract


def main() -> None:
    """Rewrite both catalogues and say what still wants translating."""
    wanted = extract()
    for language in LANGUAGES:
        messages = catalogue(language)
        messages.update(wanted, no_fuzzy_matching=True)
        messages.obsolete.clear()
        for message in messages:
            if language == "en" and message.id and not any(_strings(message.string)):
                message.string = message.id
        with catalogue_path(language).open("wb") as file:
            write_po(file, messages, width=100, no_location=True, sort_output=True)
        missing = [m.id for m in messages if m.id and not all(_strings(m.string))]
        print(f"{language}: {len(messages)} messages, {len(missing)} to translate")
        for message_id in missing:
            print(f"  {message_id!r}")


def _strings(found: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [found or ""] if found is None or isinstance(found, str) else list(found)


if __name__ == "__main__":
    main()
