"""The size of the country and of its health service: population, deaths of any cause, staff, beds."""

from __future__ import annotations

import csv
from pathlib import Path

from casebook_rows.common import Pile, day, rows_of, said
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity

YEAR = "inferred: end of the year, the only day known"
WPP_2019 = Document.curated(
    "UN Population Division",
    "United Nations, World Population Prospects 2019",
    day("2019-12-31"),
    name="wpp-2019",
    published_rule=YEAR,
    language="en",
)
WPP_2022 = Document.curated(
    "UN Population Division",
    "United Nations, World Population Prospects 2022",
    day("2022-12-31"),
    name="wpp-2022",
    published_rule=YEAR,
    language="en",
)
ESFT = Document.curated(
    "WHO",
    "WHO COVID-19 Essential Supplies Forecasting Tool, reference data on country capacity (overview of 7 April 2021), "
    "as in mrc-ide/esft",
    day("2021-12-31"),
    name="who-esft",
    published_rule=YEAR,
    language="en",
)
CENSUS = Document.curated(
    "Central Bureau of Statistics (DPRK)",
    "2008 Population Census of the DPRK, as tabled in kimfinale/COVID-19_NorthKorea",
    day("2009-12-31"),
    name="census-2008",
    published_rule=YEAR,
)
PROVINCES = {
    "Pyongyang": "KP-01",
    "South Pyongan": "KP-02",
    "North Pyongan": "KP-03",
    "Jagang": "KP-04",
    "South Hwanghae": "KP-05",
    "North Hwanghae": "KP-06",
    "Kangwon": "KP-07",
    "South Hamgyong": "KP-08",
    "North Hamgyong": "KP-09",
    "Ryanggang": "KP-10",
    "Nampo": "KP-14",
}
# The census files counted Kaesong with North Hwanghae and Rason with North Hamgyong.
INCLUDING = {"KP-06": "Kaesong included", "KP-09": "Rason included"}


def add_background(pile: Pile, shared: Path) -> None:
    """Totals only: shares by age are parameters of the models, not statements."""
    folder = shared / "data" / "epidemic"
    prk = next(r for r in rows_of(folder / "population_by_age.csv") if r["iso3"] == "PRK")
    for document, column, start, end in (
        (WPP_2019, "total_2020_wpp2019", "2020-07-01", "2020-07-02"),
        (WPP_2022, "total_2022dec31_wpp2022", "2022-12-31", "2023-01-01"),
    ):
        count = float(prk[column])
        pile.add(
            "background",
            document,
            [
                said(
                    document,
                    f"cell:row=PRK,col={column}",
                    measure="population",
                    kind="count",
                    place="PRK",
                    period=Period.parse(start, end, "stock"),
                    quantity=Quantity(count, count, count, "person"),
                    who="UN Population Division",
                    modality="estimated",
                )
            ],
        )
    for row in rows_of(folder / "prk_vital_wpp2022.csv"):
        thousands = float(row["deaths"])
        low, high = round((thousands - 0.0005) * 1000, 3), round((thousands + 0.0005) * 1000, 3)
        year = int(row["year"])
        pile.add(
            "background",
            WPP_2022,
            [
                said(
                    WPP_2022,
                    f"cell:row={year},col=deaths",
                    measure="deaths.all_cause",
                    kind="count",
                    place="PRK",
                    period=Period.parse(f"{year}-01-01", f"{year + 1}-01-01", "flow"),
                    quantity=Quantity(round(thousands * 1000, 3), low, high, "person"),
                    who="UN Population Division",
                    modality="estimated",
                )
            ],
        )
    for row in rows_of(folder / "prk_census2008_province.csv"):
        code, count = PROVINCES[row["Province"]], float(row["Total"])
        pile.add(
            "background",
            CENSUS,
            [
                said(
                    CENSUS,
                    f"cell:row={row['Province']},col=Total",
                    measure="population",
                    kind="count",
                    place=code,
                    scope=INCLUDING.get(code),
                    period=Period.parse("2008-10-01", "2008-10-02", "stock"),
                    quantity=Quantity(count, count, count, "person"),
                    who="Central Bureau of Statistics (DPRK)",
                    note="the day of the census is a convention; the military camps are not allotted to provinces",
                )
            ],
        )
    _add_capacity(pile, folder / "esft_country_capacity.csv")


def _add_capacity(pile: Pile, path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        prk = next(r for r in csv.DictReader(file) if r["country_code"] == "PRK")
    found = []
    for column, measure, unit, scope in (
        ("doctors", "capacity.staff", "person", "doctors"),
        ("nurses", "capacity.staff", "person", "nurses"),
        ("beds_total", "hospital.beds", "bed", None),
    ):
        count = float(round(float(prk[column])))
        found.append(
            said(
                ESFT,
                f"cell:row=PRK,col={column}",
                measure=measure,
                kind="count",
                scope=scope,
                place="PRK",
                period=Period.parse("2021-01-01", "2022-01-01", "stock"),
                quantity=Quantity(count, count - 0.5, count + 0.5, unit),
                who="WHO",
                modality="estimated",
                note="reference data of a planning tool; the year of the count is not given",
            )
        )
    pile.add("background", ESFT, found)
