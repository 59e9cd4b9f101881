"""From a Parquet file of many rows to ranked surges: wall and CPU seconds, peak memory.

    python benchmarks/trade_scale.py [--rows 20000000] [--seed 20220512] [--file rows.parquet]

The rows are made: reporters file months of codes with partners, sparse as real HS6 pairs are. Making them is not timed.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sidelight.sources.customs_rows import read_rows
from sidelight.trade.panel import build, parse_month
from sidelight.trade.survey import survey

MONTHS = 60


def make(path: Path, rows: int, seed: int) -> None:
    """Write the file, a reporter at a time."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, 9]))
    reporters = [f"R{i:02d}" for i in range(40)]
    partners = [f"P{i:03d}" for i in range(150)]
    codes = np.array([f"{c:02d}{i:04d}" for c in range(1, 97) for i in range(0, 5500, 100)])
    months = [f"{2017 + m // 12}-{m % 12 + 1:02d}" for m in range(MONTHS)]
    texts = {"partner": partners, "period": months, "hs": codes.tolist()}
    each = rows // len(reporters)
    # a series trades in about 25 of 60 months
    with pq.ParquetWriter(
        path,
        pa.schema(
            [(n, pa.string()) for n in ("reporter", "partner", "flow", "period", "hs")] + [("value", pa.float64())]
        ),
        use_dictionary=["reporter", "partner", "flow", "period", "hs"],
        compression="snappy",
    ) as writer:
        for reporter in reporters:
            n = each // 25
            key = np.unique(rng.integers(0, len(partners) * len(codes), n))
            n = len(key)
            pair, code = np.divmod(key, len(codes))
            level = rng.normal(9, 2, n)
            i = np.repeat(np.arange(n), 25)
            steps = np.tile(np.arange(25), n) * rng.choice([1, 7, 11, 13, 17, 19, 23, 29], n)[i]
            month = (rng.integers(0, MONTHS, n)[i] + steps) % MONTHS
            columns = {
                "reporter": pa.DictionaryArray.from_arrays(np.zeros(len(i), np.int32), [reporter]),
                "partner": pa.DictionaryArray.from_arrays(pair[i].astype(np.int32), texts["partner"]),
                "flow": pa.DictionaryArray.from_arrays(np.zeros(len(i), np.int32), ["X"]),
                "period": pa.DictionaryArray.from_arrays(month.astype(np.int32), texts["period"]),
                "hs": pa.DictionaryArray.from_arrays(code[i].astype(np.int32), texts["hs"]),
            }
            table = pa.table({k: v.cast(pa.string()) for k, v in columns.items()})
            value = np.exp(level[i] + 0.8 * rng.standard_normal(len(i)))
            writer.write_table(table.append_column("value", pa.array(value)))


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=20_000_000)
    options.add_argument("--seed", type=int, default=20220512)
    options.add_argument("--file", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.file or Path(folder) / "rows.parquet"
        if not path.exists():
            make(path, given.rows, given.seed)
        small = read_rows([path])
        wall, cpu = time.perf_counter(), time.process_time()
        panel = build(small.batches, last=parse_month(small.last_month))
        built = time.perf_counter() - wall, time.process_time() - cpu
        found = survey(
            small.batches, last=None, as_of="2021-12-31", seed=given.seed, amounts=small.amounts, panel=panel
        )
        whole = time.perf_counter() - wall, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(
            f"{small.rows:,} rows, {len(panel.values):,} series of {panel.months} months, {len(found.baskets)} baskets"
        )
        print(f"panel {built[0]:.1f} s ({built[1]:.1f} CPU), all {whole[0]:.1f} s ({whole[1]:.1f} CPU), {peak:.2f} GB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
