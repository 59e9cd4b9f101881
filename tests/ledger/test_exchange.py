"""What is exported is read back equal, and written again the same; what cannot stand is told in one go."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sidelight.errors import SourceError
from sidelight.ledger.attribution import chain_of
from sidelight.ledger.document import Document
from sidelight.ledger.exchange import folder_files, lines_of, parse_lines, read_folder, write_folder
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Operand, Statement

KCNA = Document.curated("KCNA", "https://kcna.example/13", date(2022, 5, 13))


def fever(count: float, locus: str, **changes: object) -> Statement:
    given = {
        "kind": "count",
        "measure": "fever.new",
        "relation": "=",
        "period": Period.inclusive("2022-05-12", "2022-05-12"),
        "attribution": chain_of(["KCNA", "38 North"]),
        "quantity": Quantity(count, count, count + 5, "person"),
        "place": "PRK",
        "aliases": ("T1", "a"),
        "operands": (Operand("right", period=Period.of_month("2022-04")),),
        "wording": '"18,000"\r\nnew',
    } | changes
    return Statement.of(KCNA, locus, **given)  # type: ignore[arg-type]


def test_a_folder_is_read_back_equal_and_written_again_the_same(tmp_path: Path) -> None:
    written = write_folder(tmp_path, [KCNA], {"fever": [fever(18000 + i, f"fact:{i}") for i in range(5)]})
    read = read_folder(tmp_path)
    assert {e.statement.id: e for e in read.entries} == {e.statement.id: e for e in written.entries}
    assert {f.name: f.read_bytes().decode() for f in tmp_path.iterdir()} == folder_files(read)


def test_json_lines_are_read_back_equal(tmp_path: Path) -> None:
    written = write_folder(tmp_path, [KCNA], {"fever": [fever(18000, "fact:1")]})
    text = lines_of(written)
    assert lines_of(parse_lines(text, "x.jsonl")) == text


def test_faults_are_told_in_one_go_with_their_count(tmp_path: Path) -> None:
    write_folder(tmp_path, [KCNA], {"fever": [fever(18000 + i, f"fact:{i}") for i in range(7)]})
    file = tmp_path / "fever.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",person,", ",parsec,"), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_folder(tmp_path)
    assert caught.value.count == 7
    assert "line 3" in caught.value.where
    assert "and 2 more" in caught.value.where
