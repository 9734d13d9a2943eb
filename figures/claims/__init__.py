"""A sentence of an answer and its sources → which of its numbers and names are borne out.

verification   each number: found, derived, doubtful or missing; each name: found or not
attribution    whether claim and source speak of the same thing
derivation     a number that stands in no source but follows from some in one step
"""

from figures.claims.verification import (
    NameVerdict,
    NumberVerdict,
    SourceText,
    Verdict,
    verify_names,
    verify_numbers,
)

__all__ = [
    "NameVerdict",
    "NumberVerdict",
    "SourceText",
    "Verdict",
    "verify_names",
    "verify_numbers",
]
