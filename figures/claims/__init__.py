"""A sentence of an answer and its sources → which of its numbers and names are borne out.

grounding    each number: found, derived, doubtful or missing; each name: found or not
agreement    whether claim and source speak of the same thing, year and direction
derivation   a number that stands in no source but follows from some in one step
"""

from figures.claims.grounding import (
    Grounding,
    NameVerdict,
    NumberVerdict,
    SourceText,
    verify_names,
    verify_numbers,
)

__all__ = [
    "Grounding",
    "NameVerdict",
    "NumberVerdict",
    "SourceText",
    "verify_names",
    "verify_numbers",
]
