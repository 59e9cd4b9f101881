"""The JHU CRC series: cumulative confirmed cases and deaths by day (docs/sources/jhu.md).

Totals fall where a country corrected itself; the reader reports each fall instead of spreading it.
"""

from __future__ import annotations

from sidelight.sources.layout import Layout

LAYOUTS = (
    Layout(
        "JHU: country,iso3,date,cum_confirmed,cum_deaths",
        "country",
        "date",
        "cum_confirmed",
        "cum_deaths",
        cumulative=True,
        spare=("iso3",),
        code="iso3",
    ),
    Layout(
        "JHU provinces: province,date,cum_confirmed,cum_deaths",
        "province",
        "date",
        "cum_confirmed",
        "cum_deaths",
        cumulative=True,
        national=False,
    ),
)
