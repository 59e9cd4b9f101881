"""epyestim on the delayed series that `benchmarks/reproduction.py --peers FOLDER` wrote; resumable by series.

usage: PYTHON benchmarks/_reproduction_epyestim.py FOLDER   (a Python that has epyestim, pandas, numpy)
"""

import csv
import sys
import time
import warnings
from pathlib import Path

import epyestim
import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
folder = Path(sys.argv[1])
series = pd.read_csv(folder / "series.csv")
w, delay = (np.loadtxt(folder / f"{name}.csv", skiprows=1) for name in ("generation", "delay"))
out = folder / "peer_epyestim.csv"
done = set(pd.read_csv(out)["id"]) if out.exists() else set()
names = ["id", "t", "q025", "q25", "median", "q75", "q975"]
start, n, failed = time.process_time(), 0, 0
with out.open("a", newline="") as file:
    writer = csv.writer(file)
    if not done:
        writer.writerow(names)
    for name, x in series.groupby("id", sort=False):
        if name in done or not name.startswith("B"):
            continue
        counts = pd.Series(x["y"].astype(float).values, index=pd.date_range("2022-01-01", periods=len(x)))
        try:
            r = epyestim.bagging_r(
                counts,
                w,
                delay,
                a_prior=3,
                b_prior=1,
                smoothing_window=21,
                r_window_size=3,
                n_samples=100,
                quantiles=(0.025, 0.25, 0.5, 0.75, 0.975),
                auto_cutoff=False,
            )
        except Exception as error:
            failed += 1
            print(name, type(error).__name__, str(error)[:100], file=sys.stderr)
            continue
        n += 1
        days = (r.index - counts.index[0]).days
        for i, t in enumerate(days):
            if 0 <= t < len(x):
                row = r.iloc[i]
                writer.writerow([name, t, *(row[f"Q{q}"] for q in (0.025, 0.25, 0.5, 0.75, 0.975))])
        file.flush()
print(f"epyestim: {n} series, {failed} failed, {(time.process_time() - start) / max(n, 1) * 1e3:.0f} ms CPU each")
