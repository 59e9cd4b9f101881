# ruff: noqa: E501
"""Documents that carry the same figures are one origin; a figure that changed on the way shows itself."""

from __future__ import annotations

import itertools
import random
from datetime import date
from pathlib import Path

from sidelight.reading.batch import Read, read_documents
from sidelight.reading.copies import are_copies, fingerprint, group_reads, groups, slip
from tests.gold.markup import Doc

PLACES = ["Zambia", "Kenya", "Malawi", "Uganda", "Yemen", "Sudan", "Haiti", "Nepal", "Ghana", "Angola", "Chad", "Niger"]
DISEASES = ["cholera", "mpox", "measles", "Ebola", "dengue"]


def original(rng: random.Random, place: str, disease: str) -> list[int]:
    return [
        rng.randint(120, 990),
        rng.randint(11, 97),
        rng.randint(2_000, 99_000),
        rng.randint(100, 1_900),
        rng.randint(1_000, 9_999) * 100,
    ]


def wire(place: str, disease: str, n: list[int]) -> str:
    return (
        f"{place} recorded {n[0]} new {disease} cases and {n[1]} deaths in the past 24 hours, the health ministry said. The total since January stands at "
        f"{n[2]:,} with {n[3]:,} deaths. The country received {n[4]:,} doses of vaccine."
    )


def rewrite(rng: random.Random, place: str, disease: str, n: list[int]) -> str:
    """The same report in other words and another order, with one figure left out now and then."""
    pieces = [
        f"Health officials in {place} counted {n[0]} fresh infections of {disease} over the last day.",
        f"A further {n[1]} people died.",
        f"Altogether {n[2]} people have fallen ill since the start of the year.",
        f"The death toll has climbed to {n[3]}.",
        f"Some help is on its way: {n[4]:,} vaccine doses were delivered, officials told reporters.",
    ]
    rng.shuffle(pieces)
    return " ".join(pieces[: rng.choice([4, 5, 5])])


def batch(texts: dict[str, str]) -> list[Read]:
    return list(read_documents([Doc(name, text, "en", date(2024, 2, 14), "Wire") for name, text in texts.items()]))


def test_copies_are_told_from_other_reports() -> None:
    rng = random.Random(20240214)
    texts: dict[str, str] = {}
    for i, (place, disease) in enumerate(itertools.product(PLACES, DISEASES[:3])):
        n = original(rng, place, disease)
        texts[f"{i}-wire"] = wire(place, disease, n)
        texts[f"{i}-a"] = rewrite(rng, place, disease, n)
        texts[f"{i}-b"] = rewrite(rng, place, disease, n)
        texts[f"{i}-next-day"] = wire(place, disease, original(rng, place, disease))
    reads = batch(texts)
    prints = {r.name: fingerprint(r.figures) for r in reads}
    right = wrong = missed = pairs = 0
    for a, b in itertools.combinations(prints, 2):
        same = a.split("-")[0] == b.split("-")[0] and not a.endswith("day") and not b.endswith("day")
        if not same and rng.random() > 0.05 and a.split("-")[0] != b.split("-")[0]:
            continue
        pairs += 1
        said = are_copies(prints[a], prints[b])
        right += said and same
        wrong += said and not same
        missed += same and not said
    assert pairs >= 200
    assert 2 * right / (2 * right + wrong + missed) >= 0.95, (right, wrong, missed)


def test_five_articles_are_one_origin() -> None:
    rng = random.Random(7)
    n = original(rng, "Zambia", "cholera")
    texts = {f"copy{i}": rewrite(rng, "Zambia", "cholera", n) for i in range(4)} | {
        "wire": wire("Zambia", "cholera", n)
    }
    texts["other"] = wire("Kenya", "mpox", original(rng, "Kenya", "mpox"))
    reads = batch(texts)
    told = group_reads(reads)
    assert any(t.startswith("5 articles, one origin") for t in told)
    labels = {f.origin_group for r in reads if r.name != "other" for f in r.figures}
    assert len(labels) == 1
    assert {f.origin_group for r in reads if r.name == "other" for f in r.figures}.isdisjoint(labels)


def test_a_mutated_copy_is_reported() -> None:
    n = [412, 31, 18_640, 703, 106_000]
    reads = batch(
        {"one": wire("Zambia", "cholera", n), "two": wire("Zambia", "cholera", [412, 31, 1_864, 703, 106_000])}
    )
    assert any("18640" in t and "1864" in t for t in group_reads(reads))


def test_slips_are_named() -> None:
    assert slip(10.6e6, 1.6e6) == "a digit lost"
    assert slip(40_000, 400_000) == "a power of ten"
    assert slip(1_234, 1_324) == "two digits swapped"
    assert slip(1_234, 5_678) == ""


def test_order_does_not_change_groups() -> None:
    rng = random.Random(3)
    n = original(rng, "Chad", "mpox")
    prints = [
        fingerprint(r.figures)
        for r in batch(
            {
                "a": wire("Chad", "mpox", n),
                "b": rewrite(rng, "Chad", "mpox", n),
                "c": wire("Niger", "Ebola", original(rng, "", "")),
            }
        )
    ]
    assert len(set(groups(prints))) == len(set(groups(prints[::-1]))) == 2


def test_gold_halves_are_there() -> None:
    folder = Path(__file__).parent.parent / "gold"
    assert all(
        (folder / f"{half}.gold").read_text(encoding="utf-8").count("\n== ") >= 19 for half in ("first", "second")
    )
