"""The fever reports as statements, for tests: the same shape as the casebook gives them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from sidelight.ledger.attribution import parse_chain
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import StatementView

START = date(2022, 4, 21)
FIELDS = {
    "new_fever": ("fever.new", "flow"),
    "new_recovered": ("fever.recovered.new", "flow"),
    "new_deaths": ("fever.deaths.new", "flow"),
    "cum_fever": ("fever.cumulative", "cumulative"),
    "cum_recovered": ("fever.recovered.cumulative", "cumulative"),
    "under_treatment": ("fever.under_treatment", "stock"),
    "cum_deaths": ("fever.deaths.cumulative", "cumulative"),
}
EXACT_FROM = {"new_fever": date(2022, 7, 27), "new_deaths": date.min, "cum_deaths": date.min}


def statements(rows: list[dict[str, str]]) -> Iterator[tuple[Statement, Document]]:
    for row in rows:
        report, day = date.fromisoformat(row["report_date"]), date.fromisoformat(row["data_date"])
        document = Document.curated("KCNA", "test", report)
        for column, (measure, type) in FIELDS.items():
            if not row.get(column):
                continue
            value = float(row[column])
            width = 0 if report >= EXACT_FROM.get(column, date(2022, 7, 28)) else 9
            start = START if type == "cumulative" else day
            yield (
                Statement.of(
                    document,
                    f"cell:row={report},col={column}",
                    kind="count",
                    measure=measure,
                    relation="=",
                    period=Period(start, day + timedelta(days=1), type),
                    attribution=parse_chain("KCNA"),
                    quantity=Quantity(value, value, value + width, "person"),
                    place="PRK",
                    modality="estimated" if f"{column}_derived" in row.get("derived", "") else "reported",
                ),
                document,
            )


def view_of(rows: list[dict[str, str]], as_of: date, extra: list[tuple[Statement, Document]] = []) -> StatementView:  # noqa: B006
    told = [*statements(rows), *extra]
    return StatementView([s for s, _ in told], {d.digest: d for _, d in told}, as_of)


def read_rows(shared: Path) -> list[dict[str, str]]:
    with (shared / "data/epidemic/prk_fever_daily.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
