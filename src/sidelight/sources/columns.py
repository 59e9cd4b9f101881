"""Any national customs file by a mapping: which column is what, in a small TOML file. A new source needs no code.

    name = "comexstat"
    match = ["CO_NCM", "VL_FOB"]         # columns by which the layout is known
    delimiter = ";"                      # guessed if absent
    decimal = ","                        # "." if absent
    [reporter]  constant = "BRA"
    [partner]   column = "CO_PAIS"   codes = "name" (default), "comtrade", "own"   map = { "160" = "CHN" }
    [flow]      constant = "X"       or column and map
    [hs]        column = "CO_NCM"
    [period]    year = "CO_ANO"  month = "CO_MES"     or column = "Month" (YYYY-MM, YYYYMM, MM/YYYY, YYYY/MM)
    [value]     column = "VL_FOB"  scale = 1  currency = "USD"
    [weight]    column = "KG_LIQUIDO"                 [quantity] column = ..., unit = ...
    [wide]      months = "(?P<year>\\d{4})-(?P<month>\\d{2})"   a column a month; year from [period] if none
    [cumulative] start_month = 4                      figures count from that month (1: calendar year) to date

Wide months, cumulative-to-date and fiscal years are turned into months: a month is the difference of two figures of
one year; where the one before is missing, or is larger (a revision), nothing is said of the month, and it is counted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from sidelight.errors import SourceError
from sidelight.reference.areas import comtrade_area, named_area
from sidelight.sources.customs_table import Collected, header, number, read_cells, records

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PARTS = ("reporter", "partner", "flow", "hs", "value")


@cache
def saved() -> dict[str, dict[str, Any]]:
    """The mappings that come with the package, by name."""
    found = {}
    for entry in sorted(files("sidelight.sources").joinpath("mappings").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            mapping = tomllib.loads(entry.read_text(encoding="utf-8"))
            found[str(mapping["name"])] = mapping
    return found


def load(path: Path) -> dict[str, Any]:
    """A mapping from a file of one's own.

    Raises
    ------
    SourceError
        If it is no TOML, or lacks a part.
    """
    try:
        mapping = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError("the mapping cannot be read", where=f"{path}: {error}", mend="write it as TOML") from error
    missing = [p for p in PARTS if p not in mapping and not (p == "value" and "wide" in mapping)]
    if missing:
        raise SourceError(
            f"the mapping lacks {', '.join(missing)}", where=str(path), mend="see the head of sources/columns.py"
        )
    return mapping


def knows(names: list[str], mapping: Mapping[str, Any]) -> bool:
    """Whether a header holds the columns by which the mapping is known, and a month where it has a column a month."""
    if not mapping.get("match") or not set(mapping["match"]) <= set(names):
        return False
    return "wide" not in mapping or any(re.fullmatch(mapping["wide"]["months"], n, re.IGNORECASE) for n in names)


def read(path: Path, mapping: Mapping[str, Any]) -> Any:
    """The rows of one file as a table in the bare columns, with notes.

    Raises
    ------
    SourceError
        If a mapped column is missing, or a cell is no figure or month.
    """
    encodings = [mapping["encoding"]] if "encoding" in mapping else ["utf-8-sig", "latin-1"]
    cells = read_cells(path, encodings=encodings, delimiter=mapping.get("delimiter", ""))[mapping.get("skip", 0) :]
    names = header(cells, path)
    wanted = [p["column"] for p in mapping.values() if isinstance(p, dict) and "column" in p]
    wanted += [mapping.get("period", {}).get(k) for k in ("year", "month")]
    missing = [c for c in wanted if c and c not in names]
    if missing:
        raise SourceError(
            f"the columns {', '.join(missing)} are missing",
            where=f"{path}, header: {','.join(names)[:120]}",
            mend="mend the mapping, or name another",
        )
    held = Collected()
    rows = []
    for line, row in enumerate(records(cells, names, path), start=2):
        where = f"{path}, row {line}"
        base = _base(row, mapping, where)
        rows += _figures(row, names, mapping, base, where)
    if "cumulative" in mapping:
        rows = _by_month(rows, int(mapping["cumulative"].get("start_month", 1)), held)
    held.rows = rows
    held.notes += [f"{path.name}: {note}" for note in mapping.get("notes", [])]
    return held.table(str(path))


def _base(row: Mapping[str, str], mapping: Mapping[str, Any], where: str) -> dict[str, Any]:
    hs = row[mapping["hs"]["column"]].replace(".", "").strip()
    return {
        "reporter": _part(row, mapping["reporter"], where),
        "partner": _part(row, mapping["partner"], where),
        "flow": _part(row, mapping["flow"], where, area=False),
        "hs": hs.zfill(int(mapping["hs"]["digits"])) if "digits" in mapping["hs"] and hs.isdigit() else hs,
        "currency": mapping.get("value", mapping.get("wide", {})).get("currency", "USD"),
        "detail": "|".join(row[c] for c in mapping.get("detail", [])) + f"|{hs}",
    }


def _part(row: Mapping[str, str], part: Mapping[str, Any], where: str, *, area: bool = True) -> str:
    if "constant" in part:
        return str(part["constant"])
    text = row[part["column"]].strip()
    if "map" in part:
        if text in part["map"]:
            return str(part["map"][text])
        if not area:
            raise SourceError(f"{text!r} is not in the mapping", where=where, mend="add it to the map of this part")
    codes = part.get("codes", "name")
    if not area or codes == "own":
        return text
    return comtrade_area(text) if codes == "comtrade" else named_area(text)


def _figures(
    row: Mapping[str, str], names: list[str], mapping: Mapping[str, Any], base: dict[str, Any], where: str
) -> list[dict[str, Any]]:
    """One row a month: from a long row, or from each month column of a wide one."""
    decimal = mapping.get("decimal", ".")

    def figure(part: Mapping[str, Any] | None) -> float | None:
        if not part or "column" not in part:
            return None
        try:
            found = number(row[part["column"]], decimal=decimal)
        except SourceError as error:
            raise SourceError(error.what, where=where, mend=error.mend) from None
        return None if found is None else found * float(part.get("scale", 1))

    if "wide" not in mapping:
        return [
            base
            | {
                "period": _period(row, mapping["period"], where),
                "value": figure(mapping["value"]),
                "weight_kg": figure(mapping.get("weight")),
                "qty": figure(mapping.get("quantity")),
                "qty_unit": mapping.get("quantity", {}).get("unit", ""),
            }
        ]
    pattern = re.compile(mapping["wide"]["months"], re.IGNORECASE)
    out = []
    for name in names:
        match = pattern.fullmatch(name)
        if not match:
            continue
        parts = match.groupdict()
        month = _month_number(parts["month"], where)
        year = int(parts.get("year") or row[mapping["period"]["year"]])
        if not parts.get("year") and month < int(mapping.get("cumulative", {}).get("start_month", 1)):
            year += 1  # a fiscal year is named by the year it begins in
        out.append(
            base
            | {
                "period": f"{year:04d}-{month:02d}",
                "value": figure({"column": name, "scale": mapping["wide"].get("scale", 1)}),
                "qty_unit": "",
            }
        )
    if not out:
        raise SourceError(
            f"no column is a month by {pattern.pattern}", where=where, mend="mend `months` in the mapping"
        )
    return out


def _month_number(text: str, where: str) -> int:
    plain = text.strip().casefold()
    month = int(plain) if plain.isdigit() else MONTHS.index(plain[:3]) + 1 if plain[:3] in MONTHS else 0
    if not 1 <= month <= 12:
        raise SourceError(f"{text!r} is no month", where=where, mend="write 1 to 12 or an English name")
    return month


def _period(row: Mapping[str, str], part: Mapping[str, Any], where: str) -> str:
    if "year" in part:
        return f"{int(row[part['year']]):04d}-{_month_number(row[part['month']], where):02d}"
    text = row[part["column"]].strip()
    match = re.fullmatch(r"(\d{4})[-/.]?(\d{1,2})", text)
    if match:
        return f"{match[1]}-{_month_number(match[2], where):02d}"
    match = re.fullmatch(r"(\d{1,2})[-/.](\d{4})", text)
    if match:
        return f"{match[2]}-{_month_number(match[1], where):02d}"
    raise SourceError(f"{text!r} is no month", where=where, mend="give [period] year and month, or YYYY-MM")


def _by_month(rows: Iterable[dict[str, Any]], start: int, held: Collected) -> list[dict[str, Any]]:
    """Months from figures that count from a start month to date."""
    by_key: dict[tuple[str, ...], dict[int, dict[str, Any]]] = {}
    for row in rows:
        year, month = int(row["period"][:4]), int(row["period"][5:])
        key = tuple(str(row[k]) for k in ("reporter", "partner", "flow", "hs", "detail"))
        by_key.setdefault(key, {})[year * 12 + month - 1] = row
    out = []
    for months in by_key.values():
        for index, row in sorted(months.items()):
            if index % 12 == start - 1:
                out.append(row)
                continue
            before = months.get(index - 1)
            if before is None or row["value"] is None or before["value"] is None:
                held.skip("cumulative figures without the month before")
            elif row["value"] < before["value"]:
                held.skip("cumulative figures below those of the month before (revised)")
            else:
                out.append({**row, "value": row["value"] - before["value"], "weight_kg": None, "qty": None})
    return out
