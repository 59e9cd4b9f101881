"""`sidelight ledger` and `sidelight statements`: what goes in and out, and one clear error for each bad input."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from sidelight.cli import run
from sidelight.ledger.migrations import FILE
from sidelight.ledger.store import Store
from sidelight.schema import load

from ..ledger.making import document, exports, fever, moment

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def tell(home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Say:
    """Runs the command line on a ledger of three statements: (exit code, standard output, standard error)."""
    with Store.open(home, casebook=False) as store, store.writer() as writer:
        doc = document(13)
        made = [fever(doc), exports(doc, aliases=("T180",)), fever(doc, 6, "b", modality="denied")]
        secret = fever(doc, 66, "s", confidentiality="sealed")
        writer.add(doc, [*made, secret], reader="test", version="1", recorded_at=moment())

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sidelight", *map(str, arguments)])
        code = 0
        try:
            run()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capfd.readouterr()
        return code, out, err

    return call


def test_statements_are_listed_in_every_form(tell: Say) -> None:
    code, table, _ = tell("statements", "PRK")
    assert code == 0
    assert "18,000..18,009 person" in table
    assert "CHN X PRK masks" in table
    assert "(denied)" in table
    listed = json.loads(tell("statements", "PRK", "--format", "json")[1])
    jsonschema.validate(listed, load("statements"))
    assert len(listed) == 3
    lines = [json.loads(line) for line in tell("statements", "PRK", "--format", "jsonl")[1].splitlines()]
    assert lines == listed
    rows = list(csv.DictReader(io.StringIO(tell("statements", "PRK", "--format", "csv")[1])))
    assert [row["id"] for row in rows] == [s["id"] for s in listed]


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--measure", "fever"], 2),
        (["--measure", "fever.new", "--measure", "trade"], 3),
        (["--partner", "China"], 1),
        (["--commodity", "mask"], 1),
        (["--commodity", "6307"], 1),
        (["--attribution", "nk news"], 1),
        (["--from", "2022-03"], 2),
        (["--to", "2022-02"], 1),
        (["--modality", "denied"], 1),
        (["--as-of", "2022-05-13"], 3),
        (["--as-of", "2022-03-20", "--basis", "available"], 1),
    ],
)
def test_statements_are_filtered(tell: Say, options: list[str], count: int) -> None:
    code, out, _ = tell("statements", "PRK", "--format", "json", *options)
    assert code == 0
    assert len(json.loads(out)) == count


def test_a_place_that_nobody_spoke_of_gives_an_empty_list_and_says_so(tell: Say) -> None:
    code, out, err = tell("statements", "FRA", "--format", "json")
    assert (code, json.loads(out)) == (0, [])
    assert "no statement about FRA" in err


def test_export_and_import_give_the_same_ledger(tell: Say, tmp_path: Path, home: Path) -> None:
    folder, again, other = tmp_path / "out", tmp_path / "again", tmp_path / "other"
    assert tell("ledger", "export", "--out", folder)[0] == 0
    assert tell("ledger", "import", folder, "--no-casebook", "--home", other)[0] == 0
    assert tell("ledger", "export", "--out", again, "--home", other)[0] == 0
    assert {f.name: f.read_bytes() for f in folder.iterdir()} == {f.name: f.read_bytes() for f in again.iterdir()}
    lines = tell("ledger", "export", "--format", "jsonl")[1]
    assert "sealed" not in lines
    assert "sealed" in tell("ledger", "export", "--format", "jsonl", "--clearance", "sealed")[1]
    (tmp_path / "x.jsonl").write_text(lines, encoding="utf-8")
    third = tmp_path / "third"
    assert tell("ledger", "import", tmp_path / "x.jsonl", "--no-casebook", "--home", third)[0] == 0
    assert tell("ledger", "export", "--format", "jsonl", "--home", third)[1] == lines
    assert "took in 0 statements" in tell("ledger", "import", folder)[2]


def test_an_export_as_of_a_day_holds_what_could_be_known(tell: Say, tmp_path: Path) -> None:
    early = tell("ledger", "export", "--format", "jsonl", "--as-of", "2022-04-30", "--basis", "available")[1]
    assert json.loads(early.splitlines()[0])["statements"] == 1


def test_verify_stats_and_show(tell: Say, home: Path) -> None:
    code, out, _ = tell("ledger", "verify")
    assert code == 0
    assert out.startswith("as it was written: 1 batch, the last ")
    counts = json.loads(tell("ledger", "stats", "--format", "json")[1])
    assert (counts["statements"], counts["documents"], counts["releases"]) == (3, 1, [])
    assert "fever 2" in tell("ledger", "stats")[1]
    shown = json.loads(tell("ledger", "show", "T180")[1])
    assert shown["current"] is True
    assert shown["from"]["outlet"] == "KCNA"
    code, out, err = tell("ledger", "show", "T999")
    assert (code, out) == (2, "")
    assert "T999" in err


def test_rows_are_taken_in_and_counted(tell: Say, tmp_path: Path) -> None:
    file = tmp_path / "gacc.csv"
    file.write_text(
        "reporter,partner,flow,period,hs,qty,qty_unit,weight_kg,value,currency\n"
        "CHN,PRK,X,2022-01,011111,,,,5,USD\nCHN,PRK,X,2022-02,630790,7,piece,,0,USD\n",
        encoding="utf-8",
    )
    code, _, err = tell("ledger", "import", file, "--source", "GACC", "--published", "2022-03-20")
    assert code == 0
    assert "2 rows" in err
    assert "source GACC" in tell("ledger", "stats")[1]


def mended(home: Path, change: Callable[[str], str], folder: Path) -> Path:
    """An export of the ledger with its statement file changed."""
    from sidelight.ledger.exchange import write_bundle

    with Store.open(home) as store:
        write_bundle(folder, store.bundle())
    file = folder / "statements.csv"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


FAULTS = {
    "impossible period": (lambda t: t.replace("2022-05-13,flow", "2022-05-12,flow"), "holds no day"),
    "impossible day": (lambda t: t.replace(",2022-05-12,2022", ",2022-02-30,2022"), "2022-02-30"),
    "impossible unit": (lambda t: t.replace(",person,", ",kg,"), "cannot be counted in kg"),
    "unknown unit": (lambda t: t.replace(",piece,", ",parsec,"), "parsec"),
    "unknown place": (lambda t: t.replace(",CHN,PRK,", ",CHX,PRK,"), "CHX"),
    "unknown measure": (lambda t: t.replace("fever.new", "fever.old"), "fever.old"),
    "not a number": (lambda t: t.replace(",18009,", ",many,"), "many"),
    "unknown document": (lambda t: t.replace(document(13).digest, "0" * 64), "is not known"),
    "cut in a row": (lambda t: t[:-40], "cut"),
    "cut at a row's last cell": (lambda t: t[:-1], "cut"),
    "a cell too many": (lambda t: t[:-1] + ",x\n", "37 of 36 cells"),
    "unknown column": (lambda t: t.replace("id,alias", "id,nickname", 1), "nickname"),
    "a row twice": (lambda t: t + t.splitlines()[-1] + "\n", "stands twice"),
    "nobody speaks": (lambda t: t.replace(",KCNA,", ",,"), "nobody says it"),
}


@pytest.mark.parametrize(("change", "named"), FAULTS.values(), ids=FAULTS.keys())
def test_a_bad_file_is_one_clear_error_and_leaves_the_ledger(
    tell: Say, home: Path, tmp_path: Path, change: Callable[[str], str], named: str
) -> None:
    folder = mended(home, change, tmp_path / "bad")
    before = tell("ledger", "stats")[1]
    code, out, err = tell("ledger", "import", folder)
    assert (code, out) == (2, "")
    assert named in err
    assert "mend" in err
    assert "Traceback" not in err
    assert tell("ledger", "stats")[1] == before
    assert tell("ledger", "verify")[0] == 0


@pytest.mark.parametrize("codec", ["utf-16", "cp949"])
def test_a_wrongly_encoded_file_is_refused(tell: Say, home: Path, tmp_path: Path, codec: str) -> None:
    folder = mended(home, lambda t: t.replace("masks", "마스크"), tmp_path / "bad")
    file = folder / "statements.csv"
    file.write_bytes(file.read_text(encoding="utf-8").encode(codec))
    code, _, err = tell("ledger", "import", folder)
    assert code == 2
    assert "UTF-8" in err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["statements", "KOX"], "KOX"),
        (["statements", "PRK", "--as-of", "1999-01-01"], "1999-01-01"),
        (["statements", "PRK", "--as-of", "2022-02-30"], "2022-02-30"),
        (["statements", "PRK", "--basis", "rumour"], "rumour"),
        (["statements", "PRK", "--format", "xml"], "xml"),
        (["statements", "PRK", "--measure", "fevers"], "fevers"),
        (["statements", "PRK", "--modality", "sung"], "sung"),
        (["statements", "PRK", "--from", "yesterday"], "yesterday"),
        (["ledger", "import", "nowhere"], "nowhere"),
        (["ledger", "export"], "folder"),
        (["ledger", "export", "--clearance", "all", "--out", "x"], "all"),
    ],
)
def test_a_wrong_question_is_one_clear_error(tell: Say, arguments: list[str], named: str) -> None:
    code, out, err = tell(*arguments)
    assert (code, out) == (2, "")
    assert named in err
    assert "Traceback" not in err


def test_a_ledger_that_is_none_is_refused(tell: Say, tmp_path: Path) -> None:
    (tmp_path / "no").mkdir()
    file = tmp_path / "no" / FILE
    file.write_text("not a ledger", encoding="utf-8")
    for arguments in (["statements", "PRK"], ["ledger", "verify"], ["ledger", "stats"]):
        code, out, err = tell(*arguments, "--home", tmp_path / "no")
        assert (code, out) == (2, "")
        assert "is not a ledger" in err
    assert file.read_text(encoding="utf-8") == "not a ledger"


def test_a_forged_ledger_is_told_with_its_batch(tell: Say, home: Path) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(home / FILE)) as db:
        db.execute("DROP TRIGGER statement_update")
        db.execute("UPDATE statement SET low = 1 WHERE number = 1")
        db.commit()
    code, out, err = tell("ledger", "verify")
    assert (code, out) == (2, "")
    assert "batch 1" in err


def test_an_export_does_not_mix_with_other_tables(tell: Say, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("a\n", encoding="utf-8")
    code, _, err = tell("ledger", "export", "--out", tmp_path)
    assert code == 2
    assert "mine.csv" in err
    assert [p.name for p in tmp_path.glob("*.csv")] == ["mine.csv"]


def test_an_edited_row_gets_the_id_of_its_content_and_that_is_said(tell: Say, home: Path, tmp_path: Path) -> None:
    folder = mended(home, lambda t: t.replace(",18009,", ",18008,"), tmp_path / "edited")
    other = tmp_path / "other"
    code, _, err = tell("ledger", "import", folder, "--no-casebook", "--home", other)
    assert code == 0
    assert "1 rows were edited" in err
    with Store.open(home) as store, Store.open(other) as edited:
        before = {e.statement.id for e in store.bundle().entries}
        after = {e.statement.id for e in edited.bundle().entries}
    assert len(before) == len(after)
    assert len(before - after) == 1


def test_a_casebook_brought_along_takes_the_place_of_the_bundled_one(tell: Say, tmp_path: Path) -> None:
    from importlib.resources import files

    bundled = files("sidelight") / "casebook" / "PRK"
    home, out = tmp_path / "fresh", tmp_path / "out"
    assert tell("ledger", "import", bundled, "--home", home)[0] == 0
    assert tell("ledger", "export", "--home", home, "--out", out)[0] == 0
    for file in sorted(out.iterdir()):
        assert file.read_bytes() == (bundled / file.name).read_bytes()


def test_facts_of_others_stand_beside_the_casebook(tell: Say, tmp_path: Path) -> None:
    facts = tmp_path / "facts.csv"
    facts.write_text(
        "fact_id,reporter,partner,flow,commodity,hs,period_start,period_end,measure,relation,value,unit,currency,"
        "precision,outlet,attribution_chain,published,url\n"
        "X1,CHN,PRK,X,face masks,630790,2022-01,2022-01,quantity,=,1400000,items,,100000,Made Daily,GACC > Made Daily,"
        "2022-03-21,made\n",
        encoding="utf-8",
    )
    home = tmp_path / "fresh"
    code, _, err = tell("ledger", "import", facts, "--home", home)
    assert code == 0, err
    assert "casebook" in err
    assert "took in 1 statements" in err
    code, out, _ = tell("statements", "PRK", "--as-of", "2022-03-31", "--format", "csv", "--home", home)
    assert code == 0
    assert "Made Daily" in out
