"""A million statements written; a view's columns of the fullest place and measure; statements about one place.

Synthetic and seeded: 1,000,000 statements in 20,000 documents, 200 places and every measure, both by Zipf's law, so
that the fullest (place, measure) holds about 34,000. Prints median and range of five runs, on the wall and of the
processor. One core.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from sidelight.ledger.attribution import chain_of
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period
from sidelight.ledger.statement import Statement
from sidelight.ledger.store import Store
from sidelight.reference.measures import MEASURES
from sidelight.reference.places import places

PER_DOCUMENT = 50
BATCH = 100_000


def zipf(n: int, exponent: float) -> np.ndarray:
    weights = 1 / np.arange(1, n + 1) ** exponent
    return weights / weights.sum()


def readings(n: int, seed: int) -> Iterator[tuple[Document, list[Statement]]]:
    """Documents with their statements; ids are random, as hashes are."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, 1]))
    codes = [code for code, p in places().items() if not p.parent][:200]
    names = list(MEASURES)
    chains = [chain_of([f"Agency {i}", f"Outlet {i % 7}"]) for i in range(50)]
    first = date(2020, 1, 1)
    days = [first + timedelta(days=i) for i in range(1500)]
    periods = [Period(d, d + timedelta(days=1), "flow") for d in days]
    for block in range(0, n, BATCH):
        size = min(BATCH, n - block)
        place = rng.choice(200, size, p=zipf(200, 0.97))
        partner = rng.choice(200, size, p=zipf(200, 0.97))
        measure = rng.choice(len(names), size, p=zipf(len(names), 1.0))
        value = rng.integers(1, 10**6, size)
        day = rng.integers(0, 1490, size)
        ids = rng.bytes(10 * size)
        for start in range(0, size, PER_DOCUMENT):
            number = (block + start) // PER_DOCUMENT
            published = days[number % 1490 + 5]
            document = Document.curated(f"Outlet {number % 7}", f"https://example.org/{number}", published)
            made = []
            for i in range(start, min(start + PER_DOCUMENT, size)):
                x = float(value[i])
                trade = names[measure[i]].startswith("trade")
                made.append(
                    Statement(
                        "st-" + ids[10 * i : 10 * i + 10].hex(),
                        document.digest,
                        f"cell:row={i},col=value",
                        0,
                        "count",
                        names[measure[i]],
                        None,
                        codes[place[i]],
                        codes[partner[i]] if trade else None,
                        "X" if trade else None,
                        "gloves" if trade else None,
                        ("401511", "401519") if trade else (),
                        "=",
                        x,
                        x - 0.5,
                        x + 0.5,
                        "USD" if trade else "person",
                        periods[day[i]],
                        (),
                        None,
                        "reported",
                        chains[number % 50],
                        None,
                        published,
                        published,
                        published,
                    )
                )
            yield document, made


Seconds = tuple[float, float]
"""On the wall, and of the processor: on a machine that does other work the second is what one core of its own takes."""


class Watch:
    """Adds up wall and processor seconds."""

    def __init__(self) -> None:
        self.seconds: Seconds = (0.0, 0.0)

    def __enter__(self) -> None:
        self._start = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        wall, cpu = self._start
        self.seconds = self.seconds[0] + time.perf_counter() - wall, self.seconds[1] + time.process_time() - cpu


def write(home: Path, n: int, seed: int) -> Seconds:
    """Seconds that the writer took; making the statements is not counted."""
    watch = Watch()
    stream = readings(n, seed)
    at = datetime(2024, 1, 1, tzinfo=UTC)
    with Store.open(home, casebook=False) as store, store.writer() as writer:
        while batch := list(itertools.islice(stream, BATCH // PER_DOCUMENT)):
            with watch:
                for document, statements in batch:
                    writer.add(document, statements, reader="bench", version="1", recorded_at=at)
                writer.commit()
    return watch.seconds


def told(name: str, seconds: list[Seconds], unit: str = "s") -> None:
    """Print median and range, wall and processor."""
    scale = 1000 if unit == "ms" else 1
    shown = []
    for i, kind in enumerate(("wall", "cpu")):
        one = [scale * s[i] for s in seconds]
        shown.append(f"{kind} {statistics.median(one):.1f} {unit} ({min(one):.1f} to {max(one):.1f})")
    print(f"{name}: {', '.join(shown)}, {len(seconds)} runs", flush=True)


def timed(runs: int, act: Callable[[], object]) -> list[Seconds]:
    """Seconds of each run."""
    found = []
    for _ in range(runs):
        watch = Watch()
        with watch:
            act()
        found.append(watch.seconds)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20220512)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seconds = []
        for run in range(options.runs):
            home = Path(folder) / str(run)
            seconds.append(write(home, options.statements, options.seed))
            print(f"  run {run + 1}: {seconds[-1][0]:.1f} s, cpu {seconds[-1][1]:.1f} s", flush=True)
        told(f"write {options.statements:,} statements", seconds)
        size = (home / "ledger.sqlite").stat().st_size
        print(f"the file takes {size / 1e6:,.0f} MB", flush=True)
        codes = [code for code, p in places().items() if not p.parent]
        place, measure = codes[0], next(iter(MEASURES))
        store = Store.open(home, casebook=False)
        day = store.latest()
        found = store.view(day).columns(place=place, measure=measure)
        print(f"the fullest place and measure: {place}, {measure}: {len(found):,} rows", flush=True)
        fresh = timed(options.runs, lambda: store.view(day).columns(place=place, measure=measure))
        told("columns of it as of the last day (a new view each)", fresh, "ms")
        half = day - timedelta(days=700)
        told(
            "columns of it as of 700 days before",
            timed(options.runs, lambda: store.view(half).columns(place=place, measure=measure)),
            "ms",
        )
        told(
            "the same, basis available",
            timed(options.runs, lambda: store.view(half, "available").columns(place=place, measure=measure)),
            "ms",
        )
        rare = codes[150]
        told(
            f"objects about {rare} (a new view each)",
            timed(options.runs, lambda: store.view(day).statements(about=rare)),
            "ms",
        )
        start = time.perf_counter()
        faults = store.verify()
        print(f"verify the chain: {time.perf_counter() - start:.1f} s, {len(faults)} faults", flush=True)


if __name__ == "__main__":
    main()
