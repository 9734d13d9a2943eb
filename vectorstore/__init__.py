"""Everything kept about reports, and the one facade that keeps it in step.

`records`   what is kept: frozen dataclasses, the vocabulary of every other room
`catalogue` the truth (SQL): reports, their text, passages, vectors, figures, findings, answers
`passages`  the passages again, in Chroma, for nearest-neighbour search
`keywords`  the passages once more, as character bigrams in Tantivy
`library`   `Library`: adds, replaces, removes and finds, so that the three never disagree
"""
