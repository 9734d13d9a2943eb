"""Identities for tests, of which only what matters there is said."""

from __future__ import annotations

from records import Coverage, Identity, Kind


def identity_of(
    title: str,
    year: int | None,
    department: str,
    short_names: tuple[str, ...] = (),
    place: tuple[str, ...] = (),
    kind: Kind = Kind.SELF_EVALUATION,
    *,
    figure_years: tuple[int, ...] | None = None,
    place_code: str = "",
    higher: str = "",
    coverage: Coverage = Coverage.UNKNOWN,
    project: str = "",
) -> Identity:
    """What is said → an identity; its figures are of its own year where nothing else is said."""
    return Identity(
        title=title,
        year=year,
        figure_years=figure_years or (() if year is None else (year,)),
        place=place,
        place_code=place_code,
        department=department,
        higher=higher,
        short_names=short_names,
        coverage=coverage,
        project=project,
        kind=kind,
    )
