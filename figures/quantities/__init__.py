"""Text → its quantities: a number, its unit, how exactly it is meant, and what it is of.

numbers    numerals and units, as written → exact values and canonical units
words      the words around a number: those that bound it (近, 超过), those it belongs to
scan       text → quantities; a whole table cell → its quantity
equality   whether two quantities state one value, in whatever writing
"""

from figures.quantities.equality import same_dimension, same_value
from figures.quantities.numbers import QuantityKind
from figures.quantities.scan import Quantity, cell_quantity, quantities
from figures.quantities.words import Qualifier

__all__ = [
    "Qualifier",
    "Quantity",
    "QuantityKind",
    "cell_quantity",
    "quantities",
    "same_dimension",
    "same_value",
]
