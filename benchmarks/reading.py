# ruff: noqa: E501
"""Measure the reader: documents a second, seconds per 100 kB of hostile input, memory over many documents, scores on the gold halves.

Run: ``python benchmarks/reading.py [speed|hostile|memory [DOCUMENTS]|GOLD] [--seed N]``; without a task the quick one, speed.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sidelight.reading import score as scoring  # noqa: E402
from sidelight.reading.batch import read_documents  # noqa: E402
from sidelight.reading.reader import read_text  # noqa: E402
from tests.gold.markup import Doc, parse  # noqa: E402


def news() -> list[str]:
    """English news items of about 3 kB, from the English texts of the first half."""
    texts = [d.text for d in parse(ROOT / "tests" / "gold" / "first.gold")[0] if d.language == "en"]
    filler = "Officials said that the situation remains fluid and that teams are working with communities to improve water and sanitation. "
    return [
        (a + "\n\n" + filler * 8 + "\n\n" + b + "\n\n" + filler * 8)[:3000]
        for a, b in zip(texts, texts[1:] + texts[:1], strict=True)
    ]


def speed(runs: int = 5, seconds: float = 3.0) -> None:
    texts = news()
    rates = []
    for _ in range(runs):
        start, n = time.process_time(), 0
        while time.process_time() - start < seconds:
            read_text(texts[n % len(texts)], published_on=date(2024, 2, 14), publisher="Wire")
            n += 1
        rates.append(n / (time.process_time() - start))
    print(
        f"{median(rates):.0f} documents/s of CPU (range {min(rates):.0f}-{max(rates):.0f}, {runs} runs, {sum(map(len, texts)) / len(texts):.0f} characters)"
    )


def hostile() -> None:
    from tests.reading.test_bad_input import HOSTILE

    for name, text in HOSTILE.items():
        text = (text * (1 + 100_000 // len(text)))[:100_000]
        start = time.process_time()
        read_text(text, published_on=date(2024, 2, 14), publisher="Wire")
        print(f"{name:16} {time.process_time() - start:.2f} s")


def memory(documents: int = 20_000) -> None:
    texts = [t[:400] for t in news()]
    for n, _ in enumerate(
        read_documents(Doc(str(i), texts[i % len(texts)], "en", date(2024, 2, 14), "Wire") for i in range(documents))
    ):
        if n in (1_000, documents // 2, documents - 1):
            print(f"{n + 1} documents: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def gold(half: str) -> None:
    docs, rows = parse(ROOT / "tests" / "gold" / f"{half}.gold")
    golds = [scoring.row_of(r, gold=True) for r in rows]
    lines = [line for r in read_documents(docs) for line in r.lines()]
    table, _ = scoring.score(golds, [scoring.row_of(line) for line in lines])
    for row in table:
        if row["group"] in ("all", "core", "comparison"):
            print(json.dumps(row))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("task", nargs="?", default="speed", help="speed, hostile, memory, or the name of a gold")
    options.add_argument("documents", nargs="?", type=int, default=20_000, help="how many, for memory")
    options.add_argument("--seed", type=int, default=0, help="taken as from every benchmark; the reader draws nothing")
    chosen = options.parse_args()
    if chosen.task == "memory":
        memory(chosen.documents)
    elif chosen.task in ("speed", "hostile"):
        {"speed": speed, "hostile": hostile}[chosen.task]()
    elif (ROOT / "tests" / "gold" / f"{chosen.task}.gold").is_file():
        gold(chosen.task)
    else:
        options.error(f"no task or gold is called {chosen.task!r}; golds are the files tests/gold/*.gold")


if __name__ == "__main__":
    main()
