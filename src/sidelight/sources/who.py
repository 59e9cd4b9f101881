"""WHO's national daily table: new cases and deaths as counted by WHO (docs/sources/who.md).

A zero stands where nothing was reported to WHO, so a country that never reports shows zeros throughout; negative
counts are corrections of earlier days.
"""

from __future__ import annotations

from sidelight.sources.layout import Layout

LAYOUTS = (
    Layout(
        "WHO: Country,Date_reported,New_cases,New_deaths",
        "Country",
        "Date_reported",
        "New_cases",
        "New_deaths",
        spare=("Country_code", "WHO_region", "Cumulative_cases", "Cumulative_deaths"),
    ),
)
