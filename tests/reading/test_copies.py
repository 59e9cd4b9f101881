# ruff: noqa: E501
"""Documents that carry the same figures are one origin; a figure that changed on the way shows itself."""

from __future__ import annotations

import itertools
import json
import random
import time
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from sidelight.cli import build
from sidelight.reading.batch import Read, read_documents
from sidelight.reading.copies import are_copies, fingerprint, group_reads, groups, is_rounding, slip
from sidelight.schema import load
from tests.gold.markup import Doc
from tests.reading.made_copies import FIRST, SECOND, Words, pairs

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


@pytest.mark.parametrize(("words", "seed"), [(FIRST, 11), (SECOND, 77)], ids=["tuned on", "held out"])
def test_rounded_translated_quoted_and_mutated_copies_are_told_from_what_only_looks_like_them(
    words: Words, seed: int
) -> None:
    right = wrong = missed = 0
    made = pairs(words, seed)
    for pair in made:
        one, other = (fingerprint(r.figures) for r in read_documents([pair.one, pair.other]))
        said = are_copies(one, other)
        right += said and pair.copies
        wrong += said and not pair.copies
        missed += pair.copies and not said
    assert len(made) == 192
    assert 2 * right / (2 * right + wrong + missed) >= 0.95, (right, wrong, missed)


def test_a_batch_of_all_these_falls_into_the_right_groups() -> None:
    """Held against each other all at once, copies of ten events find together, and nothing else joins them."""
    made = [pair for pair in pairs(FIRST, 5) if pair.kind not in ("mutated",)][: 15 * 10]
    documents = {d.name: d for pair in made for d in (pair.one, pair.other)}
    reads = list(read_documents(documents.values()))
    number = dict(zip([r.name for r in reads], groups([fingerprint(r.figures) for r in reads]), strict=True))
    wrong = [pair.kind for pair in made if (number[pair.one.name] == number[pair.other.name]) != pair.copies]
    assert len(wrong) <= 0.05 * len(made), wrong


def test_the_same_figures_elsewhere_are_another_event() -> None:
    n = [412, 31, 18_640, 703, 106_000]
    one, other = (
        fingerprint(r.figures) for r in batch({"a": wire("Zambia", "cholera", n), "b": wire("Kenya", "cholera", n)})
    )
    assert not are_copies(one, other)


@pytest.mark.parametrize(
    ("coarse", "fine", "same"),
    [
        (18_600, 18_640, True),
        (19_000, 18_640, True),
        (20_000, 18_640, True),
        (0.4, 0.41, True),
        (18_500, 18_640, False),
        (18_640, 18_640, False),
        (18_640, 18_600, False),
        (10_600_000, 1_600_000, False),
    ],
)
def test_a_rounding_is_within_a_step_of_its_last_digit(coarse: float, fine: float, same: bool) -> None:
    assert is_rounding(coarse, fine) == same


def test_on_the_command_line_copies_are_one_origin_and_the_mutated_figure_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    told = "China sold North Korea {} million masks in April, worth US$312,500, and 1,870 thermometers, customs data showed."
    (folder / "wire.txt").write_text(told.format("10.6"), encoding="utf-8")
    (folder / "copy.txt").write_text("Customs data: " + told.format("10.6"), encoding="utf-8")
    (folder / "late.txt").write_text(told.format("1.6") + " Nobody explained why.", encoding="utf-8")
    (folder / "other.txt").write_text(wire("Kenya", "mpox", [412, 31, 18_640, 703, 106_000]), encoding="utf-8")
    done = CliRunner().invoke(
        build(), ["read", str(folder), "--published", "2022-05-26", "--groups", "--format", "jsonl"]
    )
    assert done.exit_code == 0
    assert "three articles, one origin" in done.stderr
    assert "10600000" in done.stderr
    assert "1600000" in done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    labels = {line["document"]: line["origin_group"] for line in lines}
    assert labels["wire.txt"] == labels["copy.txt"] == labels["late.txt"] != labels["other.txt"]
    shared = next(line for line in lines if line["document"] == "wire.txt" and line["value"] == 312_500)
    assert shared["copies"] == ["copy.txt", "late.txt"]
    for line in lines:
        jsonschema.validate(line, load("read"))


def test_a_large_group_costs_no_square_of_its_size() -> None:
    rng = random.Random(1)
    n = original(rng, "Zambia", "cholera")
    reads = batch({f"c{i}": rewrite(rng, "Zambia", "cholera", n) for i in range(300)})
    began = time.process_time()
    assert group_reads(reads)[0].startswith("300 articles, one origin")
    assert time.process_time() - began < 5


def test_five_articles_are_one_origin() -> None:
    rng = random.Random(7)
    n = original(rng, "Zambia", "cholera")
    texts = {f"copy{i}": rewrite(rng, "Zambia", "cholera", n) for i in range(4)} | {
        "wire": wire("Zambia", "cholera", n)
    }
    texts["other"] = wire("Kenya", "mpox", original(rng, "Kenya", "mpox"))
    reads = batch(texts)
    told = group_reads(reads)
    assert any(t.startswith("five articles, one origin") for t in told)
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
