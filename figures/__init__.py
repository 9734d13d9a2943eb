"""Quantities, indicators and checks: pure functions over a report's text, no I/O."""
