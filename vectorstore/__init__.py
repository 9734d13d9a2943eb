"""Everything kept about reports, and the one facade that keeps it in step.

`records`   what is kept: frozen dataclasses, the vocabulary of every other room
`library`   `Library`: adds, replaces, removes, corrects and finds; start reading here
`snapshot`  the shelf at one generation (`views`), all that a question reads of it

`catalogue` the truth (SQL): reports, text, passages, vectors, figures, findings, answers
            (`schema` has its tables, `shelf` what is written and read of reports, `postgres` what
            holds there otherwise than in SQLite)
`passages`  the passages again, in Chroma, for nearest neighbours on very large shelves
`keywords`  the passages once more, as character pairs (`terms`) in Tantivy; follows the catalogue
`indexes`   both of these, made again out of the catalogue wherever they differ from it
`writer`    the order of writing, by which being killed leaves every report in or out
`search`    what is found, in all reports or in some; only what is committed
`archive`   all of it as one file, and back

`jobs`      files that wait to be read, by workers on any machine

`answers`, `conversations`, `reviews`, `corrections`: what people did, which outlives reports
"""
