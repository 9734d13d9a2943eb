"""One report's journey, from a file to the shelf.

    load       file → pages of lines and raw tables, whatever the format
    structure  pages → `ReportText`: cleaned text, joined sentences, sections, tables
    identity   text → place, body, kind, coverage, project and years, each with its evidence
    chunk      text → passages, slices of it that are found and cited as one
    figures    text → indicators and findings (the room beside this one)
    arriving   what is ready → which report it is, what it replaces, what follows of it
    pipeline   all of it in order, into the vectorstore; the file to read first
    queue      the same by workers on many machines

`python -m ingest add corpus` does it from the command line.
"""
