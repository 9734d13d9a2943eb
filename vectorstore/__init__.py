"""Everything kept about reports, and the one facade that keeps it in step.

library            `Library`: adds, replaces, removes, corrects and finds; start reading here
snapshot           the shelf at one generation, all that a question reads of it
views              what is on it, in memory until the catalogue says that it changed

The truth, in SQL:
catalogue          reports, text, passages, vectors, figures, findings, answers: in transactions
schema             its tables
shelf              a report → its rows, and back
documents          records ↔ the JSON they are kept as
sides              the sides of an identity ↔ what is kept of them
findings           a finding → its id, which outlives a new reading
vectors            a passage → what is embedded of it, and its vectors' bytes
migrations/        a catalogue of an earlier form → one of today's
backup             a copy of it before that
postgres           what holds on PostgreSQL otherwise than in SQLite
database_trouble   what a driver raised → what happened and what to do

What is made again out of it:
indexes            the two below, wherever they differ from it; a store is chosen here
passages           the passages by their meaning, in Chroma, for very large shelves
keywords           the passages by their keywords, in Tantivy
terms              text → the character pairs it is found by

Writing:
writer             the order of writing, by which being killed leaves every report in or out
lock               one writer at a time, over all processes
rules              what may stand on the shelf beside what
embedding          a report's passages and sentences → their vectors

Finding:
search             a question's vector or words → what is found; only what is committed
exact              every vector of chosen reports, or of a shelf that is not large
quantised          every vector of a large shelf, in one byte a number
texts              the texts of reports, as long as they are looked at
hits               what is found
named              what a command line calls a report → the report

What people did, which outlives reports:
answers            answers as they were given, and what people thought of them
conversations      each user's own, and the question at work
reviews            what people made of findings
corrections        what people said a report is
goal_matches       each report's matrix of goals, and what people made of its matches

Beside these:
jobs               files that wait to be read, by workers on any machine
archive            all of it as one file, and back
settings           the environment → where the shelf is, and how much of it is held
errors             what can go wrong with it
"""
