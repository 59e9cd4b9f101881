"""Build the table of donor waves that ships with the package, from the WHO daily file.

usage: python tools/build_donors.py who_national_daily.csv.gz who_countries.csv OUT.csv

One row a place, wave and cut. The file is the vintage of July 2023; a negative count (a correction) adds nothing.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from sidelight.official.donors import COLUMNS
from sidelight.official.measurement import Daily, measure
from sidelight.official.wave import BEFORE_PEAK_DAYS, CUTS, WHOLE_WAVE_DAYS, centred_mean, cut_wave, find_peaks
from sidelight.reference.places import find_place


def read(path: Path) -> dict[str, list[tuple[str, float, float]]]:
    series: dict[str, list[tuple[str, float, float]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            series[row["Country"]].append((row["Date_reported"], float(row["New_cases"]), float(row["New_deaths"])))
    return series


def main(daily: str, countries: str, out: str) -> None:
    with Path(countries).open(encoding="utf-8", newline="") as file:
        codes = {row["Country"]: row["Country_code"] for row in csv.DictReader(file)}
    rows: list[list[str]] = []
    unknown: list[str] = []
    for country, days in sorted(read(Path(daily)).items()):
        place = find_place(country) or (find_place(codes[country]) if codes.get(country) else None)
        if place is None:
            unknown.append(country)
            continue
        first = date.fromisoformat(days[0][0])
        cases, deaths = np.array([d[1] for d in days]), np.array([d[2] for d in days])
        mean = centred_mean(cases)
        for number, peak in enumerate(find_peaks(cases), start=1):
            for cut in CUTS:
                w = cut_wave(cases, deaths, peak, cut)
                early = [f"{x:.5g}" for e in w.early for x in (e.expected, e.observed)]
                early += [""] * (4 - len(early))
                m = measure(
                    Daily(
                        place.code,
                        first + timedelta(days=peak - BEFORE_PEAK_DAYS),
                        np.where(cases < 0, np.nan, cases)[peak - BEFORE_PEAK_DAYS : peak + cut + 1],
                        np.where(deaths < 0, np.nan, deaths)[peak - BEFORE_PEAK_DAYS : peak + cut + 1],
                    ),
                    cut=cut,
                )
                extra = [
                    m.dispersion_cases.excess if m.dispersion_cases else None,
                    m.dispersion_deaths.excess if m.dispersion_deaths else None,
                    m.smoothness_cases.beyond if m.smoothness_cases else None,
                    m.smoothness_deaths.beyond if m.smoothness_deaths else None,
                    m.weekday.f if m.weekday else None,
                    m.growth,
                ]
                rows.append(
                    [
                        place.code,
                        str(number),
                        (first + timedelta(days=peak)).isoformat(),
                        f"{mean[peak]:.0f}",
                        str(cut),
                        f"{w.cases:.0f}",
                        f"{w.deaths:.0f}",
                        *early,
                        *("" if x is None else f"{x:.5g}" for x in extra),
                        (first + timedelta(days=peak + WHOLE_WAVE_DAYS + 1)).isoformat(),
                    ]
                )
    rows.sort(key=lambda r: (r[0], int(r[1]), int(r[4])))
    with Path(out).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    waves = len(rows) // len(CUTS)
    print(f"{waves} waves of {len({r[0] for r in rows})} places; no code for {', '.join(unknown)}", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:4])
