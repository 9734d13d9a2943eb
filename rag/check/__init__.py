"""A wording → what of it stands in the reports.

attribution    wording → sentences, each with the evidence that supports it
verification   sentence + evidence → a verdict on every number, year and name, and on what is told
"""
