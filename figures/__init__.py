"""Numbers in reports: read, named, verified, checked. Pure functions over text, no I/O.

sentences     text → the spans of its sentences
quantities/   text → every number in it, with its unit and what it is of
statements    text → what it states in numbers: each quantity with its year, direction and scope
indicators/   a report → the figures it states about itself, by the names of one catalogue
claims/       a sentence of an answer and its sources → which of its numbers and names are borne out
checks/       a report prepared for checking → what does not add up in it
audit         a report, or two years' reports → findings, the surest first

`python -m figures audit` and `python -m figures table` print what the shelf keeps of these.
"""
