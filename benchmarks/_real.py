"""The real panels that the trade benchmarks use: Ethiopia's exports 2007-2015 and Indonesia's COVID goods 2019-2020."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from sidelight.sources.customs_rows import read_rows
from sidelight.trade.panel import Panel, build, parse_month

FILES = {
    "ETH": "eth_exports_monthly_hs8_2007_2015.parquet",
    "IDN": "idn_covid_goods_exports_monthly.parquet",
}


def folder() -> Path:
    """Where the data lie: SIDELIGHT_SHARED, else beside the project."""
    return Path(os.environ.get("SIDELIGHT_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def panel(name: str, last: str | None = None) -> Panel:
    """The exports of one of the two, up to a month."""
    rows = read_rows([folder() / "data" / "trade" / FILES[name]])
    return build(rows.batches, last=parse_month(last) if last else None)


def until(whole: Panel, column: int) -> Panel:
    """The panel as it stood when the months before `column` were known; series unseen by then are left out."""
    values = whole.values[:, :column]
    keep = (np.nan_to_num(values) > 0).any(axis=1)
    return Panel(
        np.ascontiguousarray(values[keep]),
        whole.start,
        whole.reporter[keep],
        whole.partner[keep],
        whole.flow[keep],
        whole.hs[keep],
        whole.reporters,
        whole.partners,
        whole.flows,
        whole.codes,
        whole.rows,
        whole.excluded,
        whole.currency,
    )
