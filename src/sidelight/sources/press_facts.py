"""Press facts: one printed figure a row, with its outlet, its chain and its day (the columns are `COLUMNS`).

Answers: what did the press print about a trade nobody else publishes, how exactly, and who says it? A row gives a
period as months or days, both included; a relation (= ~ > >= < <= none some hidden); a measure (value, quantity,
weight, line_count, growth_*, ratio, share_*, rank); for the last four a `ref_period`. The interval follows the
printed digits: the row's `precision` (the last printed digit) where it is given, else the house rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from sidelight.errors import LedgerError, SourceError
from sidelight.ledger.attribution import ANONYMOUS, Chain, chain_of
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period, month_end, parse_day
from sidelight.ledger.quantity import Quantity, interval_of, last_digit
from sidelight.ledger.statement import Operand, Statement
from sidelight.reference.profiles import canonical_agent
from sidelight.sources.table import Row, read_table

COLUMNS = (
    "fact_id",
    "reporter",
    "partner",
    "flow",
    "commodity",
    "hs",
    "period_start",
    "period_end",
    "measure",
    "relation",
    "value",
    "value_hi",
    "unit",
    "currency",
    "precision",
    "ref_period",
    "outlet",
    "attribution_chain",
    "published",
    "language",
    "url",
    "note",
)
REQUIRED = ("fact_id", "reporter", "measure", "relation", "value", "period_start")
RELATIONS = ("=", "~", ">", ">=", "<", "<=", "none", "some", "hidden")
LEVELS = {"value": "trade.value", "quantity": "trade.quantity", "weight": "trade.weight", "line_count": "trade.lines"}
KINDS = {"value": "value", "quantity": "count", "weight": "mass", "line_count": "count"}
UNITS = {
    "items": ("piece", 1.0),
    "units": ("piece", 1.0),
    "tests": ("piece", 1.0),
    "pieces": ("piece", 1.0),
    "piece": ("piece", 1.0),
    "pairs": ("pair", 1.0),
    "pair": ("pair", 1.0),
    "sets": ("set", 1.0),
    "set": ("set", 1.0),
    "doses": ("dose", 1.0),
    "kg": ("kg", 1.0),
    "t": ("kg", 1000.0),
    "g": ("kg", 0.001),
    "HS8 lines": ("1", 1.0),
    "lines": ("1", 1.0),
}
SCALES = {"": 1.0, "_k": 1e3, "_th": 1e3, "_mn": 1e6, "_bn": 1e9}
HIDDEN = "not published under this partner"
_MONEY = re.compile(r"^([A-Z]{3})(_k|_th|_mn|_bn)?$")
_NEARLY = re.compile(r"\b(?:nearly|almost|close to|just under)\b", re.IGNORECASE)
_SPOKEN = re.compile(r'^"+([^"]{2,80})"+')
_MONTH_ADDRESS = re.compile(r"/(20\d\d)/(\d\d)/")


def read(path: Path) -> Iterator[Row]:
    """The rows of a file of press facts.

    Raises
    ------
    SourceError
        If the file is no such table, or a row names a relation or measure that this format does not have.
    """
    table = read_table(path, COLUMNS, REQUIRED)
    seen: dict[str, int] = {}
    for row in table.rows:
        name = row["fact_id"]
        if not name:
            raise SourceError("a row has no fact_id", where=row.where, mend="number the facts")
        if name in seen:
            raise SourceError(f"the fact {name} stands twice", where=f"{row.where} and line {seen[name]}")
        seen[name] = row.line
        yield row


def document_of(row: Row) -> Document:
    """The report a row is from: outlet, address, day; a day that the file lacks is inferred, and marked so."""
    outlet = re.sub(r"\s*\(seed article\)", "", row["outlet"]) or "unnamed outlet"
    published, rule = _published(row)
    return Document.curated(outlet, row["url"], published, published_rule=rule, language=row["language"])


def _published(row: Row) -> tuple[date, str]:
    try:
        if row["published"]:
            day = parse_day(row["published"])
            month = _MONTH_ADDRESS.search(row["url"])
            if day.day == 1 and month and (day.year, day.month) == (int(month[1]), int(month[2])):
                return month_end(day), "inferred: end of the month (the address gives only the month)"
            return day, ""
        end = _period(row["period_start"], row["period_end"]).last_day
    except LedgerError as error:
        raise _fault(row, error) from error
    if end is None:
        raise SourceError("neither published nor a period", where=row.where, mend="give the day of publication")
    return month_end(end), "inferred: end of the month"


def compared(rows: Iterable[Row]) -> dict[str, str]:
    """What each comparison of a file compares: value, unless its report counts the good only in pieces or weight.

    Parameters
    ----------
    rows : all rows of the file.

    Returns
    -------
    fact_id of a comparison -> measure; a good of which the report gives no level, and all goods, compare value.
    """
    rows = list(rows)
    told: dict[tuple[str, ...], set[str]] = {}
    for row in rows:
        if row["measure"] in LEVELS and row["relation"] not in ("none", "some", "hidden"):
            told.setdefault(_good(row), set()).add(row["measure"])
    found = {}
    for row in rows:
        if row["measure"] in LEVELS:
            continue
        levels = told.get(_good(row), set()) if row["hs"] != "TOTAL" else set()
        first = next((m for m in ("value", "quantity", "weight") if m in levels), "value")
        found[row["fact_id"]] = LEVELS[first]
    return found


def _good(row: Row) -> tuple[str, ...]:
    """One good in one report."""
    return tuple(row[c] for c in ("outlet", "published", "url", "reporter", "partner", "flow", "hs", "commodity"))


def statements(
    row: Row, document: Document, *, chain: Chain | None = None, measure: str = "trade.value"
) -> list[Statement]:
    """What a row says, as one statement with the row's id as its alias.

    Parameters
    ----------
    chain : who says it, where the row's own chain is to be corrected.
    measure : what a comparison compares (see `compared`); levels say it themselves.

    Raises
    ------
    SourceError
        If a number, a unit, a period or a relation of the row is not one.
    """
    try:
        return [_statement(row, document, chain or chain_in(row["attribution_chain"], row["outlet"]), measure)]
    except LedgerError as error:
        raise _fault(row, error) from error


def chain_in(text: str, outlet: str = "") -> Chain:
    """The chain of a row: origin first, each agent under its canonical name, the nameless as ``anon:``.

    >>> [a.agent for a in chain_in("China customs > SCMP (seed article)")]
    ['GACC', 'SCMP']
    """
    agents = [_agent(part) for part in text.split(">") if part.strip()]
    return chain_of(agents or [canonical_agent(outlet) or "unnamed outlet"])


def _agent(text: str) -> str:
    name = re.sub(r"\((seed article|via [^)]*)\)", "", text).strip()
    if re.search(r"\banonymous\b", name, re.IGNORECASE) and not name.startswith(ANONYMOUS):
        role = re.sub(r"\s*\(?\banonymous\b\)?\s*", " ", name, flags=re.IGNORECASE).strip()
        return f"{ANONYMOUS}{role or 'source'}"
    return canonical_agent(name)


def _statement(row: Row, document: Document, chain: Chain, compares: str) -> Statement:
    measure = row["measure"]
    relation = row["relation"]
    if relation not in RELATIONS:
        raise SourceError(f"{relation!r} is no relation", where=row.where, mend=f"use one of {' '.join(RELATIONS)}")
    period = _period(row["period_start"], row["period_end"])
    hs = tuple(code for code in row["hs"].split("|") if code)
    scope: str | None = None
    operands: tuple[Operand, ...] = ()
    if measure in LEVELS:
        name, kind = LEVELS[measure], KINDS[measure]
        quantity = _level(row)
        said = {"some": ">", "hidden": "unknown"}.get(relation, relation)
        if row["value_hi"] and relation in ("=", "~"):
            said = "between"
        if relation == "some":
            kind = "existence"
        if relation == "hidden":
            scope = HIDDEN
    else:
        name, kind = compares, "comparison"
        said, quantity, operands = _comparison(row, period, hs)
    return Statement.of(
        document,
        f"fact:{row['fact_id']}",
        kind=kind,
        measure=name,
        scope=scope,
        place=row["reporter"] or None,
        partner=row["partner"] or None,
        flow=row["flow"] or None,
        commodity=row["commodity"] or None,
        hs=hs,
        relation=said,
        quantity=quantity,
        period=period,
        operands=operands,
        factor=quantity.value if operands and said in ("ratio", "growth", "share") else None,
        attribution=chain,
        wording=_wording(row),
        aliases=(row["fact_id"],),
    )


def _level(row: Row) -> Quantity:
    unit, scale = _unit(row)
    relation = row["relation"]
    if relation == "hidden":
        return Quantity(None, None, None, unit)
    if relation == "none":
        return Quantity(0.0, 0.0, 0.0, unit)
    if relation == "some":
        return Quantity(0.0, 0.0, None, unit)
    value, step = _figure(row, "value")
    plain, resolution = _plain(value * scale), step * scale
    low, high = interval_of(plain, resolution, relation)
    if relation == "~" and _NEARLY.search(_wording(row) or ""):
        low, high = _plain(0.9 * plain), plain
    if row["value_hi"] and relation in ("=", "~"):
        upper, _ = _figure(row, "value_hi")
        high = interval_of(_plain(upper * scale), resolution, relation)[1]
    return Quantity(plain, low, high, unit)


def _comparison(row: Row, period: Period, hs: tuple[str, ...]) -> tuple[str, Quantity, tuple[Operand, ...]]:
    measure, relation = row["measure"], row["relation"]
    reference = _reference(row)
    if measure.startswith("rank"):
        return _rank(row, period, reference)
    right = Operand("right", period=reference)
    value, step = _figure(row, "value")
    if measure.startswith("growth"):
        return "growth", _relative(value, step, relation, 0.01, floor=-1.0), (right,)
    if measure == "ratio":
        idiom = relation == "~" and not row["precision"]
        quantity = (
            Quantity(value, float(f"{value / 1.5:.3g}"), value * 1.5, "1")
            if idiom
            else _relative(value, step, relation, 1.0, floor=0.0)
        )
        return "ratio", quantity, (right,)
    if measure.startswith("share_of_ref"):
        return "ratio", _relative(value, step, relation, 0.01, floor=0.0), (right,)
    if measure.startswith("share"):
        whole = Operand("right", commodity="all goods", hs=("TOTAL",), period=reference or period)
        return "share", _relative(value, step, relation, 0.01, floor=0.0, ceiling=1.0), (whole,)
    raise SourceError(
        f"{measure!r} is no measure of press facts",
        where=row.where,
        mend="use value, quantity, weight, line_count, growth_yoy_pct, growth_mom_pct, ratio, share_of_total_pct, rank",
    )


def _relative(
    value: float, step: float, relation: str, scale: float, *, floor: float, ceiling: float | None = None
) -> Quantity:
    """A growth, ratio or share as a plain number; a printed percent is always rounded, also when it is whole."""
    plain, half = _plain(value * scale), step * scale / 2
    low: float | None
    high: float | None
    if relation in ("=", "~"):
        wide = half if relation == "=" else 2 * half
        low, high = _plain(plain - wide), _plain(plain + wide)
    elif relation in (">", ">="):
        low, high = plain, ceiling
    elif relation in ("<", "<="):
        low, high = floor, plain
    elif relation == "none":
        plain, low, high = 0.0, 0.0, 0.0
    else:
        low, high = floor, None
    return Quantity(plain, low, high, "1")


def _rank(row: Row, period: Period, reference: Period | None) -> tuple[str, Quantity, tuple[Operand, ...]]:
    words = f"{row['unit']} {row['measure']}".replace("_", " ").lower()
    nothing = Quantity(None, None, None, None)
    for name in ("highest since", "lowest since", "first since"):
        if name in words:
            since = Period(reference.end, period.start, "flow") if reference and reference.end else Period()
            return name.replace(" ", "_"), nothing, (Operand("right", period=since),)
    value, _ = _figure(row, "value")
    return "nth", Quantity(value, value, value, "1"), (Operand("right", period=reference),) if reference else ()


def _reference(row: Row) -> Period | None:
    text = row["ref_period"]
    if not text:
        return None
    first, _, last = text.partition("..")
    return _period(first.strip(), last.strip() or first.strip())


def _period(first: str, last: str) -> Period:
    return Period.inclusive(first, last or first, "flow")


def _unit(row: Row) -> tuple[str, float]:
    unit = row["unit"] or row["currency"]
    if unit in UNITS:
        return UNITS[unit]
    money = _MONEY.match(unit)
    if money:
        return money[1], SCALES[money[2] or ""]
    if row["measure"] == "quantity" and unit:
        return unit, 1.0  # a count in the source's own word (boxes, ampoules) is not a number of pieces
    raise SourceError(
        f"{unit!r} is no unit of press facts",
        where=row.where,
        mend=f"use a currency (USD, USD_mn, ...) or one of {', '.join(UNITS)}",
    )


def _figure(row: Row, column: str) -> tuple[float, float]:
    """The number in a column and the size of one unit of its last printed digit."""
    text = row[column]
    if re.fullmatch(r"\d{4,}\.0", text):  # a whole number that a program wrote as a decimal
        text = text[:-2]
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        raise SourceError(f"{text!r} is not a number", where=f"{row.where}, {column}", mend="give digits") from None
    if row["precision"]:
        try:
            step = float(row["precision"])
        except ValueError:
            raise SourceError(
                f"{row['precision']!r} is not a number", where=f"{row.where}, precision", mend="0.01, 1, 1e6 ..."
            ) from None
        if step > 0:
            return value, step
    return value, float(last_digit(text))


def _wording(row: Row) -> str | None:
    """The source's own words, where the row quotes them for a comparison or a hedge."""
    if row["measure"] in LEVELS and row["relation"] not in ("~", "<", ">"):
        return None
    spoken = _SPOKEN.match(row["note"])
    return spoken[1] if spoken else None


def _plain(x: float) -> float:
    return float(f"{x:.15g}")


def _fault(row: Row, error: LedgerError) -> SourceError:
    return SourceError(error.what, where=f"{row.where} ({row['fact_id']})", mend=error.mend)
