"""Cells of our statement files: every field as text that reads back equal, and the checks of what a cell may hold."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sidelight.errors import LedgerError
from sidelight.ledger.attribution import Attribution, Chain, format_access, format_chain, parse_chain
from sidelight.ledger.period import parse_day
from sidelight.ledger.quantity import COMPARISONS
from sidelight.ledger.statement import Operand
from sidelight.reference.measures import MEASURES
from sidelight.reference.places import places

COUNTED = frozenset({"piece", "pair", "set", "dose", "person", "sample", "bed", "animal"})
UNITS = COUNTED | {"kg", "day", "1"}
_RAW = re.compile("[\x00\r]")
"""Characters that a CSV file does not bring back unharmed; a text with one is written as JSON."""
_CURRENCY = re.compile(r"^[A-Z]{3}$")
_FREE = frozenset({"other", "aid", "border", "transport", "lockdown", "admission", "denial", "doubt"})


def dump(data: Any) -> str:
    """The one JSON spelling: no spaces, no escapes."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def text_cell(text: str | None) -> str:
    """Write a text; None is the empty cell, and a text that would read otherwise is written as a JSON string."""
    cell = text or ""
    return cell if text_of(cell) == text and not _RAW.search(cell) else dump(text)


def text_of(cell: str) -> str | None:
    """Read a text; the empty cell is None."""
    if not cell:
        return None
    if len(cell) > 1 and cell[0] == '"' == cell[-1]:
        try:
            loaded = json.loads(cell)
        except ValueError:
            return cell
        return loaded if isinstance(loaded, str) else cell
    return cell


def plain_cell(text: str) -> str:
    """Write a text that is never None."""
    return text_cell(text or None)


def plain_of(cell: str) -> str:
    """Read what `plain_cell` wrote."""
    return text_of(cell) or ""


def list_cell(items: Sequence[str], separator: str) -> str:
    """Join texts; a list that would not come apart again is written as a JSON array."""
    cell = separator.join(items)
    return cell if list_of(cell, separator) == tuple(items) and not _RAW.search(cell) else dump(list(items))


def list_of(cell: str, separator: str) -> tuple[str, ...]:
    """Take apart what `list_cell` joined; the empty cell is the empty list."""
    if not cell:
        return ()
    if cell[0] == "[":
        try:
            loaded = json.loads(cell)
        except ValueError:
            loaded = None
        if isinstance(loaded, list) and all(isinstance(item, str) for item in loaded):
            return tuple(loaded)
    return tuple(cell.split(separator))


def chain_cells(chain: Chain) -> tuple[str, str]:
    """The cells `attribution` and `access`; a chain with unusual names or roles is written as JSON."""
    names, access = format_chain(chain), format_access(chain)
    if not names.startswith("[") and not _RAW.search(names + access) and _reads_as(names, access, chain):
        return names, access
    return dump([[a.agent, a.role, a.access] for a in chain]), ""


def _reads_as(names: str, access: str, chain: Chain) -> bool:
    try:
        return parse_chain(names, access) == chain
    except LedgerError:
        return False


def chain_of_cells(names: str, access: str) -> Chain:
    """Read the cells `attribution` and `access`."""
    if names.startswith("[["):
        try:
            return tuple(Attribution(*link) for link in _json(names))
        except TypeError:
            raise LedgerError(f"the attribution {names[:60]!r} is not as we write it") from None
    return parse_chain(names, access)


def operands_cell(operands: Sequence[Operand]) -> str:
    """Operands as JSON without their empty fields; none is the empty cell."""
    if not operands:
        return ""
    return dump([{k: v for k, v in o.as_json().items() if v not in (None, [])} for o in operands])


def operands_of(cell: str) -> tuple[Operand, ...]:
    """Read what `operands_cell` wrote.

    Raises
    ------
    LedgerError
        If the cell is not a JSON list of operands.
    """
    if not cell:
        return ()
    loaded = _json(cell)
    try:
        if not isinstance(loaded, list) or any(o["side"] not in ("left", "right") for o in loaded):
            raise LedgerError(f"the operands {cell[:60]!r} name no side", mend="give each a side: left or right")
        return tuple(Operand.from_json(o) for o in loaded)
    except (KeyError, TypeError, AttributeError):
        raise LedgerError(
            f"the operands {cell[:60]!r} are not as we write them", mend='write [{"side":"right",...}]'
        ) from None


def number_of(cell: str, name: str) -> float | None:
    """Read a number; the empty cell is None.

    Raises
    ------
    LedgerError
        If the cell is no finite number.
    """
    if not cell:
        return None
    try:
        x = float(cell)
    except ValueError:
        x = math.nan
    if not math.isfinite(x) or "_" in cell:
        raise LedgerError(f"the {name} {cell!r} is not a finite number", mend="write digits, such as 12500 or 0.25")
    return x


def whole_of(cell: str, name: str) -> int:
    """Read a whole number that is not negative; the empty cell is 0."""
    if (cell and not cell.isascii()) or (cell and not cell.isdigit()):
        raise LedgerError(f"the {name} {cell!r} is not a whole number", mend="write digits, such as 0 or 1")
    return int(cell or "0")


def span_of(cell: str) -> tuple[int, int] | None:
    """Read a span of characters, ``a-b``; the empty cell is None."""
    if not cell:
        return None
    match = re.fullmatch(r"(\d+)-(\d+)", cell)
    if match is None:
        raise LedgerError(f"the span {cell!r} is not one", mend="write first-end, such as 603-605")
    return int(match[1]), int(match[2])


def moment_cell(moment: datetime) -> str:
    """A moment in UTC; a midnight is written as its day alone. A moment without a zone is taken as UTC."""
    utc = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    if (utc.hour, utc.minute, utc.second, utc.microsecond) == (0, 0, 0, 0):
        return utc.date().isoformat()
    return utc.replace(tzinfo=None).isoformat() + "Z"


def moment_of(cell: str) -> datetime:
    """Read a day or a moment; without a zone it is UTC.

    Raises
    ------
    LedgerError
        If the cell is neither.
    """
    if len(cell) == 10:
        day = parse_day(cell)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        raise LedgerError(
            f"recorded_at {cell!r} is no moment", mend="write YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ"
        ) from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def check_unit(measure: str, unit: str | None, relation: str) -> None:
    """Refuse a unit that is none, or that cannot be the unit of the measure (people in kg, weights in USD).

    Raises
    ------
    LedgerError
        If the unit is impossible.
    """
    family = measure.split(".")[0]
    if unit is None or unit == "1" or family in _FREE:
        return
    if unit not in UNITS and not _CURRENCY.match(unit):
        raise LedgerError(
            f"{unit!r} is no unit of the ledger",
            mend=f"use one of {', '.join(sorted(UNITS))}, or a currency code such as USD",
        )
    known = MEASURES.get(measure)
    if known is None or known.unit == "1" or relation in COMPARISONS:
        return
    wanted, given = _dimension(known.unit), _dimension(unit)
    if wanted != given and not (measure == "trade.quantity" and given == "mass"):
        raise LedgerError(
            f"{measure} cannot be counted in {unit}",
            mend=f"it is a figure of {wanted} ({known.unit}): mend the unit or the measure",
        )


def check_place(code: str | None, name: str) -> None:
    """Refuse a code that is no place's.

    Raises
    ------
    LedgerError
        If it is neither ISO 3166-1 alpha-3 nor a province we know.
    """
    if code is not None and code not in places():
        raise LedgerError(
            f"the {name} {code!r} is no place we know", mend="use ISO 3166-1 alpha-3, such as PRK, or a province's code"
        )


def _dimension(unit: str) -> str:
    if unit in COUNTED:
        return "count"
    return {"kg": "mass", "day": "time", "currency": "money"}.get(unit, "money")


def _json(cell: str) -> Any:
    try:
        return json.loads(cell)
    except ValueError:
        raise LedgerError(f"{cell[:60]!r} is not JSON", mend="check quotes and brackets") from None
