# ruff: noqa: E501
"""Whatever comes in: a flagged reading or a clear error, in time that grows with the text alone."""

from __future__ import annotations

import cProfile
import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from sidelight.errors import SourceError, UsageError
from sidelight.reading.reader import read_text
from sidelight.sources import archive
from sidelight.sources.fetch import public_addresses

HOSTILE = {
    "digits": "1" * 100_000,
    "grouped digits": "1,234," * 16_000,
    "numbers": "12 " * 33_000,
    "number words": "two hundred and " * 6_000,
    "hedges": "more than about " * 6_000,
    "dates": "12 March 2023 to " * 6_000,
    "since": "highest since " * 7_000,
    "cases": "1,234 cases and " * 6_000,
    "rises": "rose 5% from " * 7_500,
    "brackets": "(" * 50_000 + ")" * 50_000,
    "quotes": "\"'" * 50_000,
    "no stops": "the ministry said 45 cases were reported in Harare " * 2_000,
    "lines": "1\n" * 50_000,
    "han": "新增確診病例12例死亡3例" * 7_000,
    "numerals": "三百二十" * 25_000,
    "man": "1만2천" * 20_000,
    "hangul": "신규 확진자는 1만2천345명이 " * 6_000,
    "kana": "新たに45人の感染者が確認され" * 7_000,
    "combining": "1\u0301" * 50_000,
    "zero width": "1\u200b2\u200b3 cases " * 10_000,
    "nul": "\x00" * 100_000,
    "slashes": "1/2/" * 25_000,
    "dollars": "$" * 100_000,
    "counts": " ".join(f"{i} cases" for i in range(12_000, 22_000)),
    "counts and words": " ".join(f"{i} a two" for i in range(10_000)),
    "two persons": "두 명 " * 25_000,
    "doubled": "翻番12" * 25_000,
    "distinct": "新增" + "".join(f"确诊{i}例" for i in range(12_000, 24_000)),
    "spaces": " " * 100_000 + "12 cases",
}


FIRST, FULL = 10_000, 100_000
CALLS_PER_CHARACTER = 60


def calls(text: str) -> int:
    """How many calls (patterns tried, links compared, everything else) a text costs: the same on any machine."""
    profile = cProfile.Profile()
    profile.enable()
    read_text(text, published_on=date(2024, 2, 14), publisher="Wire")
    profile.disable()
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("name", list(HOSTILE))
def test_the_work_grows_with_the_length_alone(name: str) -> None:
    """At 100 kB; the seconds of CPU that this takes are recorded in benchmarks/reading.md."""
    read_text(HOSTILE[name][:500], published_on=date(2024, 2, 14), publisher="Wire")
    long = HOSTILE[name] * (1 + FULL // len(HOSTILE[name]))
    few, many = calls(long[:FIRST]), calls(long[:FULL])
    assert many <= 1.3 * FULL / FIRST * few, (few, many)
    assert many <= CALLS_PER_CHARACTER * FULL, many


def test_a_dump_of_numbers_is_read_in_part_and_says_so() -> None:
    text = "Zambia reported 412 new cholera cases.\n\n" + "12 17 23 " * 200 + "\n\nIn Malawi 31 people died."
    found = read_text(text, published_on=date(2024, 2, 14))
    assert {412, 31} <= {f.value for f in found}
    assert 50 < len(found) < 150
    assert sum("flags" in f.inferred for f in found) == 1


def test_hidden_characters_are_flagged() -> None:
    text = "Zambia reported 1\u200b,2\u200b34 new cholera cases on Monday."
    found = [f for f in read_text(text, published_on=date(2024, 2, 14)) if f.value == 1234]
    assert found
    assert found[0].confidence <= 0.3
    assert "hidden" in found[0].inferred["flags"]
    assert text[found[0].start : found[0].end] == found[0].wording


def test_right_to_left_marks_do_not_move_spans() -> None:
    text = "\u202bZambia\u202c reported 1,234 new \u200fcholera cases."
    found = next(f for f in read_text(text, published_on=date(2024, 2, 14)) if f.value == 1234)
    assert text[found.start : found.end] == "1,234"


def test_full_width_and_arabic_digits_are_digits() -> None:
    assert any(f.value == 1234 for f in read_text("新增确诊病例１２３４例", published_on=date(2024, 2, 14)))


def write(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def one_error(path: Path) -> SourceError:
    documents = list(archive.read(path))
    assert len(documents) == 1
    error = documents[0].error
    assert error is not None
    return error


def test_entity_bombs_are_refused(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>'
    assert "entities" in one_error(write(tmp_path, "feed.xml", bomb)).what


def test_a_pdf_without_text_is_flagged(tmp_path: Path) -> None:
    blank = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
    assert "without text" in one_error(write(tmp_path, "scan.pdf", blank)).what


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"not a pdf"),
        ("a.txt", b"\x00\x01\x02"),
        ("a.txt", b""),
        ("a.warc", b"not a warc at all\n"),
        ("a.xml", b"<rss><channel>"),
        ("a.html", b""),
        ("a.jsonl", b"{broken"),
        ("a.jsonl", b'{"id": 1}'),
        ("a.jsonl", b'{"id": "x", "text": "t", "published_on": "32 May"}'),
        ("a.jsonl", b'{"id": "x", "text": "t", "confidentiality": "secret"}'),
        ("a.jsonl", b"\xff\xfe\x00"),
        ("a.jsonl.gz", b"no gzip"),
    ],
)
def test_each_fault_is_one_error(tmp_path: Path, name: str, data: bytes) -> None:
    error = one_error(write(tmp_path, name, data))
    assert error.what


def test_other_encodings_are_read(tmp_path: Path) -> None:
    text = "赞比亚卫生部通报，新增霍乱病例412例，这是今年以来的新高，死亡7例。"
    assert next(archive.read(write(tmp_path, "a.txt", text.encode("gb18030")))).text == text
    marked = "\ufeff" + text  # the mark stays: spans are in characters of the file decoded as UTF-8
    assert next(archive.read(write(tmp_path, "b.txt", marked.encode("utf-8")))).text == marked


def test_a_cut_gzip_gives_what_stands_before_the_cut(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": str(i), "text": f"{i} cases"}) + "\n" for i in range(5_000)).encode()
    documents = list(archive.read(write(tmp_path, "a.jsonl.gz", gzip.compress(lines)[:-200])))
    assert documents[-1].error is not None
    assert len(documents) > 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8080/x",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "http://[::1]/",
        "file:///etc/passwd",
        "http://u:p@127.0.0.1/",
    ],
)
def test_private_addresses_are_refused(url: str) -> None:
    with pytest.raises(UsageError):
        public_addresses(url)
