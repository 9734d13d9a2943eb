"""Everything kept about reports, and the one facade that keeps it in step.

`library`   `Library`: adds, replaces, removes, corrects and finds; start reading here
`snapshot`  the shelf at one generation (`views`), all that a question reads of it

`catalogue` the truth (SQL): reports, text, passages, vectors, figures, findings, answers
            (`schema` has its tables, `shelf` what is written and read of reports, `postgres` what
            holds there otherwise than in SQLite, `database_trouble` what it says went wrong)
`documents`, `sides`, `findings`, `vectors`: how records, sides of an identity, findings and
            vectors are kept in it
`migrations` how one of an earlier form becomes today's; `backup` copies it first
`passages`  the passages again, in Chroma, for nearest neighbours on very large shelves
`keywords`  the passages once more, as character pairs (`terms`) in Tantivy; follows the catalogue
`indexes`   both of these, made again out of the catalogue wherever they differ from it
`writer`    the order of writing, by which being killed leaves every report in or out; `lock` lets
            one write at a time, `rules` say what may stand beside what, `embedding` makes vectors
`search`    what is found (`hits`), in all reports or in some; only what is committed: by `exact`,
            every vector of chosen reports, or `quantised`, every one of a large shelf
`archive`   all of it as one file, and back
`named`     reports by what a command line calls them

`jobs`      files that wait to be read, by workers on any machine

`answers`, `conversations`, `reviews`, `corrections`, `goal_matches`: what people did, which
outlives reports; `settings` and `errors`
"""
