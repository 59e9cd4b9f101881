"""UN Comtrade: v1 JSON, bulk files (tab-separated), and the 22-column csv of before 2023.

The same trade stands in it several times over: by second partner, mode of transport, customs procedure, with World
as the sum of partners, chapters as sums of codes, re-exports within exports, years beside months. Only the row that
is none of these is taken; what is left out is counted. Absence: a month that the reporter filed, without a row.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sidelight.errors import SourceError
from sidelight.reference.areas import WORLD, comtrade_area
from sidelight.sources.customs_table import Collected, header, number, read_cells, read_text, records

CUTS = {500: "without a key", 250_000: "with a key"}
OLD = {
    "Period": "period",
    "Trade Flow Code": "flowCode",
    "Reporter Code": "reporterCode",
    "Reporter ISO": "reporterISO",
    "Partner Code": "partnerCode",
    "Partner ISO": "partnerISO",
    "Commodity Code": "cmdCode",
    "Qty Unit": "qtyUnitAbbr",
    "Qty": "qty",
    "Netweight (kg)": "netWgt",
    "Trade Value (US$)": "primaryValue",
    "2nd Partner Code": "partner2Code",
    "Customs Proc. Code": "customsCode",
    "Mode of Transport Code": "motCode",
}
NEEDED = ("period", "flowCode", "reporterCode", "partnerCode", "cmdCode", "primaryValue")
OLD_FLOWS = {"1": "M", "2": "X", "3": "RX", "4": "RM"}


def knows(names: list[str]) -> bool:
    """Whether a header is Comtrade's, new or old."""
    return {"reporterCode", "cmdCode", "primaryValue"} <= set(names) or {"Trade Flow Code", "Commodity Code"} <= set(
        names
    )


def read(path: Path) -> Any:
    """The rows of one file as a table in the bare columns, with notes.

    Raises
    ------
    SourceError
        If it is an error answer, cut, or lacks a needed column.
    """
    held = Collected()
    if path.name.casefold().removesuffix(".gz").endswith(".json"):
        rows: Iterable[Mapping[str, Any]] = _json(path, held)
    else:
        cells = read_cells(path, encodings=("utf-8-sig", "latin-1"))
        names = [OLD.get(n, n) for n in header(cells, path)]
        missing = [n for n in NEEDED if n not in names]
        if missing:
            raise SourceError(
                f"the columns {', '.join(missing)} are missing",
                where=f"{path}, header",
                mend="download the file whole from Comtrade",
            )
        rows = records(cells, names, path)
    revisions: set[str] = set()
    for row in rows:
        _take(row, held, revisions, path)
    if len(revisions) > 1:
        held.notes.append(f"{path.name}: {', '.join(sorted(revisions))}: codes of several revisions side by side")
    held.notes.append(f"{path.name}: exports are fob, imports cif as Comtrade's primary value")
    return held.table(str(path))


def _json(path: Path, held: Collected) -> list[Mapping[str, Any]]:
    try:
        answer = json.loads(read_text(path, ("utf-8-sig",)))
    except ValueError as error:
        raise SourceError(
            "not a whole JSON file", where=f"{path}: {error}", mend="the file is cut: download it again"
        ) from error
    if not isinstance(answer, dict) or not isinstance(answer.get("data"), list):
        raise SourceError("no Comtrade answer", where=str(path), mend="it has the keys count, data, error")
    if answer.get("error"):
        raise SourceError("Comtrade answered with an error", where=f"{path}: {answer['error']}", mend="ask it again")
    data: list[Mapping[str, Any]] = answer["data"]
    count = answer.get("count")
    if isinstance(count, int) and count >= 0 and count != len(data):
        raise SourceError(
            f"it counts {count} records and holds {len(data)}", where=str(path), mend="the file is cut: download again"
        )
    if len(data) in CUTS:
        held.notes.append(f"{path.name}: exactly {len(data):,} records: cut there ({CUTS[len(data)]}); ask in parts")
    return data


def _take(row: Mapping[str, Any], held: Collected, revisions: set[str], path: Path) -> None:
    """One record into the rows, or left out with its reason."""

    def cell(name: str) -> str:
        value = row.get(name)
        return "" if value is None else str(value).strip()

    flow = OLD_FLOWS.get(cell("flowCode"), cell("flowCode"))
    period = cell("period")
    reasons = (
        ("years, not months", len(period) != 6 or cell("freqCode") == "A" or cell("refMonth") == "52"),
        ("by second partner (in the row of all)", cell("partner2Code") not in ("", "0", "0.0")),
        ("by mode of transport (in the row of all)", cell("motCode") not in ("", "0", "0.0")),
        ("by customs procedure (in the row of all)", cell("customsCode") not in ("", "C00")),
        ("sub-flows within exports or imports", flow not in ("X", "M")),
        ("World, the sum of partners", comtrade_area(cell("partnerCode")) == WORLD),
        ("services", cell("typeCode") == "S"),
    )
    for reason, out in reasons:
        if out:
            held.skip(reason)
            return
    if cell("classificationCode"):
        revisions.add(cell("classificationCode"))
    try:
        value, weight, quantity = (number(cell(n)) for n in ("primaryValue", "netWgt", "qty"))
    except SourceError as error:
        raise SourceError(error.what, where=f"{path}, {period} {cell('cmdCode')}", mend=error.mend) from None
    held.rows.append(
        {
            "reporter": comtrade_area(cell("reporterCode"), cell("reporterISO")),
            "partner": comtrade_area(cell("partnerCode"), cell("partnerISO")),
            "flow": flow,
            "period": f"{period[:4]}-{period[4:]}",
            "hs": cell("cmdCode"),
            "qty": quantity if quantity else None,
            "qty_unit": "" if cell("qtyUnitCode") == "-1" else cell("qtyUnitAbbr"),
            "weight_kg": weight if weight else None,
            "value": value,
            "currency": "USD",
            "detail": cell("cmdCode"),
        }
    )
