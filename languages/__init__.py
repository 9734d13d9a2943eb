"""What people are told, in their language: gettext catalogues, read with Babel.

A message is English, and stands where it is said: `_("…")` on the pages, `translate(language,
"…", …)` where a language is given, `N_("…")` in an error and `Message("…", …)` where it is said
later. `{fields}` are filled in with values. What it is in another language stands in
`<language>/LC_MESSAGES/jiwen.po`, and nowhere else: a folder more is a language more.

messages     a message, a language and values → words
extraction   the code → the messages that it has

`python -m languages` brings the catalogues in step with the code.
"""

from languages.messages import (
    LANGUAGES,
    N_,
    SOURCE,
    Message,
    of_pair,
    tag,
    translate,
    translate_plural,
)

__all__ = [
    "LANGUAGES",
    "N_",
    "SOURCE",
    "Message",
    "of_pair",
    "tag",
    "translate",
    "translate_plural",
]
