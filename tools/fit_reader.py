# ruff: noqa: E501
"""Fit the weights of the reader's choices (`reading/lexicon/choices_en.json`) on gold texts.

Each gold text is read with the weights as they stand and every choice (days, new or total, class) is recorded with its
candidates; where the gold says which candidate is right, a conditional logit learns from it. Features have a weight of
their own in each table and one shared by all tables, so that a table with few examples leans on the others. The ridge
penalty is chosen by cross-validation over whole texts; what is printed is the share of right choices on texts left out.

A file given twice counts twice. Run it twice: what was read before is itself a feature, so the second run learns from texts as the fitted reader reads them.

    PYTHONPATH=src python tools/fit_reader.py tests/gold/*.gold [--shared DIR] [--out FILE] [--folds 8] [--seed 20221122]
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from copy import copy
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from sidelight.reading.age_en import CLASSES, aged, head_of  # noqa: E402
from sidelight.reading.choice import Choice  # noqa: E402
from sidelight.reading.days_en import kind_of  # noqa: E402
from sidelight.reading.reader import read_text  # noqa: E402
from sidelight.reading.score import load_gold  # noqa: E402
from tests.gold.markup import Doc, parse  # noqa: E402
from tests.reading.test_score import SEEDS  # noqa: E402

OUT = ROOT / "src/sidelight/reading/lexicon/choices_en.json"
TOPICS = ("days", "age", "class")
LEAST = 2
SMALL = 0.01


class Example:
    """One choice with the candidates that the gold calls right."""

    def __init__(self, choice: Choice, right: set[int], text: str) -> None:
        self.choice, self.right, self.text = choice, right, text
        self.options = [Counter(found) for _, found in choice.options]

    def features(self, i: int) -> dict[str, float]:
        own = self.options[i]
        return {**own, **{f"{self.choice.table}|{name}": n for name, n in own.items()}}


def right_of(choice: Choice, row: dict[str, Any]) -> set[int]:
    """The places of the candidates that agree with a gold row; empty where it says nothing or none does."""
    measure = str(row["measure"])
    keys = [option for option, _ in choice.options]
    wanted: object
    if choice.topic == "days":
        comparand = choice.table.endswith("c")
        if kind_of(measure, comparand) != choice.table or measure == "population":
            return set()
        ends = (str(row["period_start"]), str(row["period_end"]))
        wanted = tuple(date.fromisoformat(day) if day else None for day in ends)
    elif choice.topic == "age":
        if not aged(measure) or head_of(measure) != choice.table:
            return set()
        wanted = measure.rsplit(".", 1)[1]
    else:
        parts = measure.split(".")
        if parts[0] != choice.table or parts[1] not in CLASSES:
            return set()
        wanted = parts[1]
    return {i for i, key in enumerate(keys) if key == wanted}


def founding(shared: Path) -> tuple[list[Doc], list[dict[str, Any]]]:
    """The founding articles and their core rows, in the keys of `markup.parse`."""
    docs = [
        Doc(name, (shared / "seeds" / file).read_text(encoding="utf-8"), "en", day, publisher)
        for name, file, day, publisher in SEEDS
    ]
    rows = []
    for row in load_gold(shared / "gold" / "seed_statements.csv"):
        if row.group == "core":
            start, end = row.period
            rows.append(
                {
                    "document": row.document, "span": (row.start, row.end), "group": "core", "measure": sorted(row.measures)[0],
                    "period_start": start, "period_end": end, "ask_period": bool(start or end),
                }
            )  # fmt: skip
    return docs, rows


def examples(golds: list[tuple[list[Doc], list[dict[str, Any]]]]) -> list[Example]:
    """Every choice of every English text whose right answer is known."""
    out = []
    for docs, rows in golds:
        for doc in docs:
            if doc.language != "en":
                continue
            asked = [r for r in rows if r["document"] == doc.name and r["group"] == "core"]
            choices: list[Choice] = []
            read_text(doc.text, published_on=doc.published_on, publisher=doc.publisher, language="en", choices=choices)
            for choice in choices:
                row = next((r for r in asked if r["span"][0] < choice.end and choice.start < r["span"][1]), None)
                if row is not None and (right := right_of(choice, row)):
                    out.append(Example(choice, right, doc.name))
    return out


def without_rule(example: Example) -> Example:
    """The same choice without the word of the rule: the rules were written on some of these texts and seem too sure there."""
    twin = copy(example)
    twin.options = [Counter({k: n for k, n in o.items() if not k.startswith("rule")}) for o in example.options]
    return twin


def fit(found: list[Example], ridge: float) -> dict[str, float]:
    """Conditional logit with a ridge penalty: the weights by feature."""
    found = found + [without_rule(e) for e in found if e.choice.topic == "days"]
    often: Counter[str] = Counter()
    for example in found:
        often.update({name for i in range(len(example.options)) for name in example.features(i)})
    names = sorted(name for name, n in often.items() if n >= LEAST)
    place = {name: i for i, name in enumerate(names)}
    rows, columns, values, good, group = [], [], [], [], []
    at = 0
    for number, example in enumerate(found):
        for i in range(len(example.options)):
            for name, n in example.features(i).items():
                if name in place:
                    rows.append(at), columns.append(place[name]), values.append(float(n))
            good.append(i in example.right)
            group.append(number)
            at += 1
    matrix = csr_matrix((values, (rows, columns)), shape=(at, len(names)))
    right, of = np.array(good), np.array(group)
    size = len(found)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        score = matrix @ w
        top = np.full(size, -np.inf)
        np.maximum.at(top, of, score)
        e = np.exp(score - top[of])
        whole, part = np.bincount(of, e, size), np.bincount(of, e * right, size)
        slope = e / whole[of] - np.where(right, e / (part[of] + 1e-300), 0.0)
        return float(-(np.log(part + 1e-300) - np.log(whole)).sum() + ridge * w @ w / 2), matrix.T @ slope + ridge * w

    w = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return dict(zip(names, (float(x) for x in w), strict=True))


def picks(weights: dict[str, float], example: Example) -> bool:
    """Whether the weights choose a right candidate."""
    sums = [sum(weights.get(k, 0.0) * n for k, n in example.features(i).items()) for i in range(len(example.options))]
    return sums.index(max(sums)) in example.right


def left_out(found: list[Example], ridge: float, folds: int, seed: int) -> dict[str, tuple[int, int]]:
    """Right choices and all, by table, on texts that the weights were not fitted on."""
    texts = sorted({e.text for e in found})
    random.Random(seed).shuffle(texts)
    fold = {text: i % folds for i, text in enumerate(texts)}
    out: dict[str, list[int]] = {}
    for k in range(folds):
        weights = fit([e for e in found if fold[e.text] != k], ridge)
        for e in found:
            if fold[e.text] == k:
                hit = picks(weights, e)
                for table in ("*", e.choice.table):
                    tally = out.setdefault(table, [0, 0])
                    tally[0] += hit
                    tally[1] += 1
    return {table: (a, b) for table, (a, b) in out.items()}


def tables(weights: dict[str, float], found: list[Example]) -> dict[str, dict[str, float]]:
    """The weights by table, the shared ones added in, the negligible left out."""
    out: dict[str, dict[str, float]] = {}
    shared = {name: w for name, w in weights.items() if "|" not in name}
    for table in sorted({e.choice.table for e in found}):
        merged = dict(shared)
        for name, w in weights.items():
            if name.startswith(f"{table}|"):
                key = name[len(table) + 1 :]
                merged[key] = merged.get(key, 0.0) + w
        out[table] = {k: round(w, 3) for k, w in sorted(merged.items()) if abs(w) >= SMALL}
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument(
        "--shared", type=Path, help="the folder of the founding articles; each of their choices counts thrice"
    )
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--folds", type=int, default=8)
    parser.add_argument("--seed", type=int, default=20221122)
    parser.add_argument("--ridges", type=float, nargs="+", default=[2.0, 4.0])
    args = parser.parse_args()
    everything = examples([parse(path) for path in sorted(args.gold)])
    if args.shared:
        everything += 3 * examples([founding(args.shared)])
    made: dict[str, dict[str, dict[str, float]]] = {}
    for topic in TOPICS:
        found = [e for e in everything if e.choice.topic == topic]
        now = sum(e.choice.chosen in e.right for e in found)
        print(f"{topic}: {len(found)} choices, {now / max(len(found), 1):.3f} right with the weights as they stood")
        scores = {}
        if args.folds:
            for ridge in args.ridges:
                tally = left_out(found, ridge, args.folds, args.seed)
                scores[ridge] = tally["*"][0] / tally["*"][1]
                by = ", ".join(f"{t} {a}/{b}" for t, (a, b) in sorted(tally.items()) if t != "*")
                print(f"  ridge {ridge:g}: {scores[ridge]:.3f} right on texts left out ({by})", flush=True)
        ridge = max(scores, key=lambda r: scores[r]) if scores else args.ridges[0]
        made[topic] = tables(fit(found, ridge), found)
    about = {
        "fitted_on": sorted(p.name for p in args.gold),
        "texts": len({e.text for e in everything}),
        "choices": len(everything),
    }
    args.out.write_text(json.dumps({**about, "weights": made}, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(f"wrote {args.out}")


if __name__ == "__main__":
    main()
