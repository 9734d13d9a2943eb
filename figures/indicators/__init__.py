"""A report → the figures it states about itself, by the names of one catalogue.

catalogue    every indicator there is, from catalogue.toml: its names for people, in prose, in
             tables and in questions; to add one, add it there
naming       the words beside a figure → which indicator it is, and whose
extraction   a report's prose and tables → its indicators
"""

from figures.indicators.catalogue import NAMES, Label
from figures.indicators.extraction import indicators

__all__ = ["NAMES", "Label", "indicators"]
