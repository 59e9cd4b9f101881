"""Surges from Python: customs rows in as Arrow, surges out as Arrow."""

from __future__ import annotations

from typing import Any

from sidelight.errors import UsageError


def surges_of(rows: Any, as_of: str, *, basket: str | None = None, every: bool = False, seed: int = 20220512) -> Any:
    """Series that surge in a month.

    Parameters
    ----------
    rows : `pyarrow.Table`, or anything with ``__arrow_c_stream__``, in the bare columns.
    as_of : month to test, ``YYYY-MM``. basket : one basket only. every : all series, not only those with p <= .05.

    Returns
    -------
    `pyarrow.Table` with the columns of the command's `series`.

    Raises
    ------
    UsageError
        If `as_of` is no month. SourceError : if the rows are not in the bare columns.
    """
    import pyarrow as pa

    from sidelight.sources.customs_rows import of_tables
    from sidelight.trade.panel import parse_month
    from sidelight.trade.survey import survey

    last = parse_month(as_of)
    if last is None:
        raise UsageError(f"{as_of!r} is no month", where="as_of", mend="write YYYY-MM")
    table = rows if isinstance(rows, pa.Table) else pa.table(rows)
    held = of_tables([table], ["rows"])
    found = survey(held.batches, last=last, as_of=as_of, seed=seed, only=basket, every=every)
    names = ("reporter", "partner", "flow", "hs", "month", "words")
    figures = ("value", "expected", "fold", "p", "usual_low", "usual_high", "unit_value", "usual_unit_value")
    columns: dict[str, Any] = {n: pa.array([getattr(s, n) for s in found.series], pa.string()) for n in names}
    columns |= {n: pa.array([getattr(s, n) for s in found.series], pa.float64()) for n in figures}
    for flag in ("discovery", "unit_change", "koreas"):
        columns[flag] = pa.array([getattr(s, flag) for s in found.series], pa.bool_())
    return pa.table(columns)
