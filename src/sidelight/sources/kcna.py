"""KCNA's daily counts of fever, spring and summer 2022: nation and provinces.

Answers: what did the state say each morning, of which day, and how exactly? A report of 06:00 covers the 24 hours to
18:00 of the day before, so the data day is one before the report day. Counts were rounded down to tens: new fever
until the report of 26 July, all else but deaths until 27 July; a printed 280,810 stands for [280,810, 280,819].
Provincial counts (state television) end in all digits alike: they are taken as exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sidelight.errors import LedgerError, SourceError
from sidelight.ledger.attribution import parse_chain
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period, parse_day
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Statement
from sidelight.sources.table import Row, read_table

COUNT_START = date(2022, 4, 21)
"""'Late April' as KCNA says it: the last third of the month."""
DERIVED = "derived: the report prints no figure here; it follows from the cumulative counts"
ROUNDED_NEW_UNTIL = date(2022, 7, 26)
ROUNDED_OTHER_UNTIL = date(2022, 7, 27)


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its measure, how its period runs, and whether it was always exact."""

    column: str
    measure: str
    type: str
    exact: bool = False


NATION = (
    Field("new_fever", "fever.new", "flow"),
    Field("new_recovered", "fever.recovered.new", "flow"),
    Field("new_deaths", "fever.deaths.new", "flow", exact=True),
    Field("cum_fever", "fever.cumulative", "cumulative"),
    Field("cum_recovered", "fever.recovered.cumulative", "cumulative"),
    Field("under_treatment", "fever.under_treatment", "stock"),
    Field("cum_deaths", "fever.deaths.cumulative", "cumulative", exact=True),
)
PROVINCE = (NATION[0], NATION[1], NATION[2], NATION[5])
_CHECKS = ("resid_stock", "resid_fever", "resid_recovered", "resid_deaths")
_NATION_COLUMNS = (
    "report_date",
    "data_date",
    *(f.column for f in NATION),
    *_CHECKS,
    "derived",
    "source",
    "source_url",
)
_PROVINCE_COLUMNS = (
    "data_date",
    "report_date",
    "province",
    "iso_3166_2",
    "province_ko",
    *(f.column for f in PROVINCE),
    "status",
    "resid_stock",
)


def read(path: Path) -> Iterator[Row]:
    """The rows of the national table (one a report) or of the provincial one (one a province and report).

    Raises
    ------
    SourceError
        If it is neither table.
    """
    from sidelight.sources.table import header_of

    provincial = "iso_3166_2" in header_of(path)
    columns = _PROVINCE_COLUMNS if provincial else _NATION_COLUMNS
    needed = ("report_date", "data_date", "new_fever", *(("iso_3166_2",) if provincial else ("cum_fever",)))
    yield from read_table(path, columns, needed).rows


def document_of(row: Row, *, address: str = "", outlet: str = "KCNA") -> Document:
    """The report a row is from: one document a report day."""
    day = _day(row, "report_date")
    given = [row.fields.get("source", ""), row.fields.get("source_url", "")]
    printed = address or ": ".join(filter(None, given)) or row.path
    return Document.curated(outlet, printed, day, name=f"{outlet.lower()}-{day}", language="ko")


def statements(row: Row, document: Document) -> list[Statement]:
    """One statement a field that the report gives; an empty field, or a province without report, gives none.

    A column that this table does not have stands in the note of each.

    Raises
    ------
    SourceError
        If a count or a day is not one.
    """
    province = row.fields.get("iso_3166_2", "")
    if row.fields.get("status") == "no_report":
        return []
    report, data = _day(row, "report_date"), _day(row, "data_date")
    chain = parse_chain("KCNA" if document.outlet == "KCNA" else f"KCNA > {document.outlet}")
    key = f"{report},place={province}" if province else str(report)
    rest = [f"{column}: {text}" for column, text in row.rest.items() if text]
    found = []
    for field in PROVINCE if province else NATION:
        text = row[field.column]
        if not text:
            continue
        derived = f"{field.column}_derived" in row.fields.get("derived", "")
        count = _count(row, field.column)
        found.append(
            Statement.of(
                document,
                f"cell:row={key},col={field.column}",
                kind="count",
                measure=field.measure,
                place=province or "PRK",
                relation="=",
                quantity=Quantity(count, count, count + (0.0 if province else _slack(field, report)), "person"),
                period=_period(field, data),
                attribution=chain,
                modality="estimated" if derived else "reported",
                note="; ".join([DERIVED] * derived + rest),
            )
        )
    return found


def _slack(field: Field, report: date) -> float:
    """How much larger than printed a count may be: 9 where it was rounded down to tens."""
    until = ROUNDED_NEW_UNTIL if field.column == "new_fever" else ROUNDED_OTHER_UNTIL
    return 0.0 if field.exact or report > until else 9.0


def _period(field: Field, data: date) -> Period:
    end = data + timedelta(days=1)
    return Period.parse((COUNT_START if field.type == "cumulative" else data).isoformat(), end.isoformat(), field.type)


def _count(row: Row, column: str) -> float:
    text = row[column]
    if not text.isdigit():
        raise SourceError(
            f"{text!r} is not a count", where=f"{row.where}, {column}", mend="give digits, or leave empty"
        )
    return float(text)


def _day(row: Row, column: str) -> date:
    try:
        return parse_day(row[column])
    except LedgerError as error:
        raise SourceError(error.what, where=f"{row.where}, {column}", mend=error.mend) from error
