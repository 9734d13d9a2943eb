"""The checks: each a function from a prepared report to what does not add up in it.

To add a check, write `(Reading) -> Iterator[Finding]` in the file of its idea, or a new file,
and name it here; give it cases under tests/figures/checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from figures.checks.adjustments import adjustments_add_up
from figures.checks.bounds import rates_are_possible
from figures.checks.column_laws import computed_columns_hold
from figures.checks.columns import columns_add_up
from figures.checks.consistency import equal_amounts_change_equally
from figures.checks.digits import thousands_are_in_threes
from figures.checks.direction import headed_reasons_fit, outcomes_fit, reasons_fit
from figures.checks.emptiness import empty_tables
from figures.checks.growth import changes_add_up
from figures.checks.headings import headings_fit
from figures.checks.heads import departments_in_heads
from figures.checks.identities import sides_balance, tables_agree
from figures.checks.project_forms import project_funds_add_up, project_rates_hold
from figures.checks.prose_tables import (
    classified_amounts_agree,
    headlines_agree,
    public_expenses_agree,
)
from figures.checks.rates import rates_hold
from figures.checks.reading import Reading
from figures.checks.repeated import repeats_agree
from figures.checks.rows import rows_add_up
from figures.checks.shares import shares_hold
from figures.checks.sums import parts_add_up, totals_are_sums
from figures.checks.units import units_are_there, yuan_for_wan
from figures.checks.wording import template_words
from figures.checks.years import years_are_possible
from records import Finding

Check = Callable[[Reading], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    rates_hold,
    rates_are_possible,
    adjustments_add_up,
    parts_add_up,
    totals_are_sums,
    changes_add_up,
    equal_amounts_change_equally,
    shares_hold,
    outcomes_fit,
    reasons_fit,
    headed_reasons_fit,
    headings_fit,
    rows_add_up,
    columns_add_up,
    computed_columns_hold,
    sides_balance,
    tables_agree,
    classified_amounts_agree,
    headlines_agree,
    public_expenses_agree,
    project_funds_add_up,
    project_rates_hold,
    empty_tables,
    departments_in_heads,
    repeats_agree,
    years_are_possible,
    units_are_there,
    yuan_for_wan,
    thousands_are_in_threes,
    template_words,
)
