"""Do the details add up to the totals, chapters and headings that stand beside them?"""

from __future__ import annotations

from typing import Any

TOLERANCE = 0.005
"""Sums within half a per cent agree: totals are rounded and revised apart from their details."""
COARSE = {2: "chapters", 4: "headings"}


def compare(table: Any) -> list[str]:
    """What the details of six digits and more leave unexplained, a line each kind of sum.

    Parameters
    ----------
    table : `pyarrow.Table` of customs rows with reporter, partner, flow, period, hs and value.

    Notes
    -----
    Sums are for comparison only: series are built from the details, so that nothing counts twice. A sum with no detail
    below it is told apart from one that its details miss; a detail whose value is hidden excuses a shortfall.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    code = pc.replace_substring(pc.utf8_upper(pc.utf8_trim_whitespace(table.column("hs"))), ".", "")
    length = pc.utf8_length(code)
    digits = pc.utf8_is_digit(code)
    fine = pc.and_kleene(digits, pc.greater_equal(length, 5))
    lines = []
    for size, name in ((0, "totals"), *COARSE.items()):
        sums = pc.equal(code, "TOTAL") if not size else pc.and_kleene(digits, pc.equal(length, size))
        if not pc.any(pc.fill_null(sums, False)).as_py():
            continue
        padded = pc.if_else(pc.is_in(length, value_set=pa.array([5, 7, 9], length.type)), _zeroed(code), code)
        key = pc.utf8_slice_codeunits(padded, 0, size) if size else pa.array(["TOTAL"] * table.num_rows)
        lines += _line(table.append_column("_key", key), sums, fine, name)
    return lines


def _zeroed(code: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(pa.scalar("0"), code, "")


def _line(table: Any, sums: Any, fine: Any, name: str) -> list[str]:
    import duckdb

    keys = "reporter, partner, flow, period, _key"
    with duckdb.connect() as db:
        db.register("upper", table.filter(sums))
        db.register("lower", table.filter(fine))
        found = db.execute(
            f"SELECT {keys}, u.value, l.value, l.hidden FROM "
            f"(SELECT {keys}, sum(value) AS value FROM upper WHERE value IS NOT NULL GROUP BY ALL) u LEFT JOIN "
            f"(SELECT {keys}, coalesce(sum(value), 0) AS value, count(*) - count(value) AS hidden "
            f"FROM lower GROUP BY ALL) l USING ({keys}) ORDER BY {keys}"
        ).fetchall()
    bare = [r for r in found if r[6] is None]
    short = [r for r in found if r[6] is not None and r[6] < r[5] * (1 - TOLERANCE) and not r[7]]
    hidden = [r for r in found if r[6] is not None and r[6] < r[5] * (1 - TOLERANCE) and r[7]]
    over = [r for r in found if r[6] is not None and r[6] > r[5] * (1 + TOLERANCE)]
    held = len(found) - len(bare)
    lines = []
    if short:
        lines.append(
            f"{len(short):,} of {held:,} {name} are more than their details add up to ({_case(short[0])}): rows are "
            "missing or kept back, and a missing row is no zero"
        )
    if hidden:
        lines.append(f"{len(hidden):,} of {held:,} {name} are more than their details, some of which are hidden")
    if over:
        lines.append(
            f"{len(over):,} of {held:,} {name} are less than their details add up to ({_case(over[0])}): rows may "
            "stand twice"
        )
    if bare:
        lines.append(
            f"{len(bare):,} of {len(found):,} {name} have no detail below and are not tested ({_name(bare[0])})"
        )
    return lines


def _name(row: tuple[Any, ...]) -> str:
    reporter, partner, flow, period, key = row[:5]
    return f"{reporter} {flow} {partner} {key} {period}"


def _case(row: tuple[Any, ...]) -> str:
    return f"{_name(row)}: {row[6]:,.0f} of {row[5]:,.0f}"
