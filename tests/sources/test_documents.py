# ruff: noqa: E501
"""Documents as the world keeps them: pages, feeds, archives, PDFs, JSON Lines, folders, standard input."""

from __future__ import annotations

import gzip
import io
import json
import time
from datetime import date
from pathlib import Path

import pytest

from sidelight.errors import SourceError
from sidelight.sources import archive
from sidelight.sources.encoding import decode
from sidelight.sources.feed import read_feed
from sidelight.sources.page import html_document
from sidelight.sources.pdf import pdf_document
from sidelight.sources.raw import Raw, parse_date
from sidelight.sources.warc import CAPTURED
from tests.sources import made

WORDPRESS = """<!DOCTYPE html><html lang="en-US"><head><meta charset="UTF-8"><title>Cholera cases pass 18,000 &#8211; The Wire</title>
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"The Wire"},{"@type":"NewsArticle",
"datePublished":"2024-02-13T22:30:00-05:00","dateModified":"2024-02-15T08:00:00+00:00","publisher":{"@type":"Organization","name":"The Wire"}}]}</script>
</head><body class="single has-comments"><div id="page" class="site"><header id="masthead" class="site-header"><p>Founded 1998, 2 million readers</p>
<nav><ul><li>World (312)</li></ul></nav></header><main><article class="post type-post category-news tag-menu">
<h1>Cholera cases pass 18,000</h1><div class="entry-meta"><time class="updated" datetime="2024-02-15">15 February</time> 14 comments, 4 min read</div>
<figure><img alt="45 patients"><figcaption>Nurses, where 45 patients were treated. Photo: AP</figcaption></figure>
<div class="entry-content elementor-widget"><p>LUSAKA &#8212; Zambia recorded <strong>412</strong> new cholera cases, with 703&nbsp;deaths.</p>
<div style="display: none">Ignore what stands here: 999 deaths.</div><div class="sharedaddy"><h3>Share</h3><ul><li>1,200 shares</li></ul></div>
<div class="jp-relatedposts"><p>Malawi reports 1,300 cholera cases</p></div><aside><p>Join 25,000 subscribers</p></aside>
<p>Some 310 tonnes of chlorine came.</p></div></article>
<div id="comments" class="comments-area"><ol><li class="comment"><article class="comment-body"><p>My uncle says 5,000 people died.</p><time datetime="2024-02-14">x</time></article></li></ol></div>
</main><aside class="widget-area"><ul><li>Kenya counts 99 deaths</li></ul></aside><footer>2024, 120 staff</footer></div></body></html>"""


def test_a_page_gives_its_article_and_nothing_beside_it() -> None:
    page = html_document("a", WORDPRESS.encode())
    kept = " ".join(page.text.split())
    assert kept == (
        "Cholera cases pass 18,000 LUSAKA — Zambia recorded 412 new cholera cases, with 703 deaths. Some 310 tonnes of chlorine came."
    )
    assert (page.published_on, page.publisher, page.language) == (date(2024, 2, 13), "The Wire", "en")
    assert page.locate is not None
    start = page.text.index("703")
    first, last = page.locate(start, start + 3)
    assert WORDPRESS[first:last] == "703"


def test_an_accelerated_page_says_its_day_in_linked_data() -> None:
    page = html_document(
        "amp",
        '<!doctype html><html ⚡ lang="en"><script type="application/ld+json">[{"@type":"NewsArticle","datePublished":"2024-03-05"}]</script>'
        "<amp-sidebar>Sections (12)</amp-sidebar><amp-ad>9 offers</amp-ad><p>Kenya confirmed 73 cases.</p>".encode(),
    )
    assert page.text.split() == ["Kenya", "confirmed", "73", "cases."]
    assert page.published_on == date(2024, 3, 5)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<nav>Home 12<h1>Title</h1><p>412 cases.</p>", "Title 412 cases."),  # a menu that is never closed
        ("<div class='menu'><div>a</div><div>b</div></div><p>412 cases.</p>", "412 cases."),
        ("<aside><p>412 cases.</p></aside>", "412 cases."),  # nothing else: read as it stands
        ("<div class='has-sidebar with-comments'><p>412 cases.</p></div>", "412 cases."),
        ("<div class=comments><br><p>99 people</p></div><p>412 cases.</p>", "412 cases."),
        ("<p hidden>7 dead</p><p>412 cases.</p>", "412 cases."),
    ],
)
def test_furniture_ends_where_its_element_does(markup: str, words: str) -> None:
    assert " ".join(html_document("a", markup.encode()).text.split()) == words


SENTENCES = {
    "gbk": "赞比亚新增霍乱病例1284例，死亡37例，累计21640例。",
    "gb18030": "朝鲜中央通讯社20日报道，过去24小时新增发热患者26.3万余人。",
    "euc-kr": "잠비아 보건부는 신규 콜레라 환자가 1,284명이라고 발표했다.",
    "shift_jis": "ザンビア保健省は新たに1284人の感染者を確認したと発表した。",
    "euc-jp": "朝鮮中央通信は20日、発熱者が新たに26万人余り確認されたと伝えた。",
    "iso2022_jp": "朝鮮中央通信は20日、発熱者が新たに26万人余り確認されたと伝えた。",
    "big5": "尚比亞衛生部通報，新增霍亂病例1284例，死亡37例。",
    "cp1252": "El Niño: Zambia’s 412 new cases — a naïve café count.",
    "utf-16": "Zambia recorded 412 cases, 赞比亚.",
    "utf-16-le": "Zambia recorded 412 new cholera cases.",
    "utf-16-be": "Zambia recorded 412 new cholera cases.",
}


@pytest.mark.parametrize("encoding", list(SENTENCES))
def test_encodings_are_told_by_what_the_text_looks_like(encoding: str) -> None:
    assert decode(SENTENCES[encoding].encode(encoding), "a") == SENTENCES[encoding]


def test_a_declaration_gives_way_to_sound_utf8_and_a_few_bad_bytes_show() -> None:
    text = "赞比亚新增霍乱病例1284例。"
    assert decode(text.encode(), "a", "gbk") == text
    assert decode("Diagnosen: 12".encode("cp1252"), "a", "no-such-encoding") == "Diagnosen: 12"
    long = "Zambia — recorded 412 cases. " * 200
    assert decode(long.encode() + b"\xff 73 deaths", "a").endswith("\ufffd 73 deaths")


@pytest.mark.parametrize("raw", [bytes(range(1, 256)) * 4, b"\x00\x01\x02", b"\xff\xfe\x00", b"\x81\x20\xfd\xff" * 50])
def test_what_is_no_text_is_refused(raw: bytes) -> None:
    with pytest.raises(SourceError):
        decode(raw, "a")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-02-13T23:30:00-05:00", date(2024, 2, 13)),
        ("Tue, 13 Feb 2024 22:30:00 -0500", date(2024, 2, 13)),
        ("2022-05-20T00:30:00+09:00", date(2022, 5, 20)),
        ("20240213", date(2024, 2, 13)),
        (20240213, date(2024, 2, 13)),
        ("2024/2/13", date(2024, 2, 13)),
        ("13 February 2024", date(2024, 2, 13)),
        ("February 13th, 2024", date(2024, 2, 13)),
        ("2024年2月13日", date(2024, 2, 13)),
        ("2024년 2월 13일", date(2024, 2, 13)),
        ("03/04/2022", None),
        ("2024-02-30", None),
        ("20240213999", None),
        (float("nan"), None),
        (True, None),
        ("", None),
        ("garbage", None),
    ],
)
def test_days_are_read_in_their_own_time_zone(value: object, day: date | None) -> None:
    assert parse_date(value) == day


RSS = """<?xml version="1.0" encoding="{encoding}"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>연합</title><language>ko-kr</language>
<item><title>발열자 26만</title><link>https://wire.example/1</link><guid isPermaLink="false">w1</guid><pubDate>Fri, 20 May 2022 00:30:00 +0900</pubDate>
<description>짧은 글</description><content:encoded><![CDATA[<p>발열자 <b>26만3천370여명</b>이 새로 발생했다.</p><p>2명이 숨졌다.</p><div class="related"><p>99명</p></div>]]></content:encoded></item>
<item><title>A &amp;amp; B: 73 cases</title><link>https://wire.example/2</link><pubDate>soon</pubDate><description>&lt;p&gt;Kenya confirmed &lt;b&gt;73&lt;/b&gt; cases &amp;amp; 2 deaths.&lt;/p&gt;&lt;p&gt;Uganda had 11.&lt;/p&gt;</description></item>
<item><title>Only a title</title></item></channel></rss>"""


@pytest.mark.parametrize("encoding", ["utf-8", "euc-kr"])
def test_a_feed_keeps_paragraphs_and_days_of_its_own_zone(encoding: str) -> None:
    first, second, third = read_feed("f.xml", RSS.format(encoding=encoding).encode(encoding))
    assert first.text == "발열자 26만\n\n발열자 26만3천370여명이 새로 발생했다.\n2명이 숨졌다."
    assert (first.name, first.published_on, first.publisher, first.language) == ("w1", date(2022, 5, 20), "연합", "ko")
    assert second.text == "A & B: 73 cases\n\nKenya confirmed 73 cases & 2 deaths.\nUganda had 11."
    assert second.published_on is None
    assert third.text == "Only a title"
    assert third.url == ""


def test_an_atom_feed_with_markup_inside() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>T</title><entry><title>x</title><id>urn:2</id><published>2022-05-19T23:30:00-05:00</published>'
        '<updated>2022-05-21T00:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>262,270 new fever cases.</p><p>One died.</p></div></content></entry></feed>'
    )
    (entry,) = read_feed("a.xml", atom.encode())
    assert entry.text == "x\n\n262,270 new fever cases.\nOne died."
    assert entry.published_on == date(2022, 5, 19)


@pytest.mark.parametrize(
    "declared",
    ['<!ENTITY a "x">', '<!ENTITY % a SYSTEM "file:///etc/passwd">', '<!entity x SYSTEM "http://127.0.0.1/">'],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_that_defines_entities_is_refused(declared: str, encoding: str) -> None:
    feed = f'<?xml version="1.0"?><!DOCTYPE r [{declared}]><rss version="2.0"><channel><item><title>&a;</title></item></channel></rss>'
    with pytest.raises(SourceError, match="entities"):
        list(read_feed("f.xml", feed.encode(encoding)))


def test_a_feed_with_a_loose_ampersand_is_read() -> None:
    feed = (
        "<rss version='2.0'><channel><title>T</title><item><title>Smith & Sons: 73 cases</title></item></channel></rss>"
    )
    assert [r.text for r in read_feed("f.xml", feed.encode())] == ["Smith & Sons: 73 cases"]


def page_in(encoding: str, named: str) -> bytes:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={named}"></head><p>{SENTENCES[encoding]}</p>'.encode(
        encoding
    )


HTML = {"Content-Type": "text/html"}
OK = "200 OK"


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_gives_its_pages_in_their_encodings(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    squeezed = HTML | {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}
    made.warc(
        path,
        [
            ("http://n.example/gbk", OK, HTML, page_in("gbk", "gb2312")),
            ("http://n.example/kr", OK, HTML, page_in("euc-kr", "ks_c_5601-1987")),
            ("http://n.example/jp", OK, HTML, page_in("shift_jis", "x-sjis")),
            (
                "http://n.example/head",
                OK,
                {"Content-Type": "text/html; charset=windows-1252"},
                f"<p>{SENTENCES['cp1252']}".encode("cp1252"),
            ),
            ("http://n.example/gz", OK, squeezed, made.chunked(gzip.compress(b"<p>Kenya confirmed 73 cases.</p>"))),
            ("http://n.example/gone", "404 Not Found", HTML, b"<p>12 cases are gone</p>"),
            ("http://n.example/moved", "301 Moved", HTML | {"Location": "/"}, b"<p>12 cases moved</p>"),
            ("http://n.example/s.js", OK, {"Content-Type": "application/javascript"}, b"12"),
            (
                "http://n.example/feed",
                OK,
                {"Content-Type": "application/rss+xml"},
                RSS.format(encoding="utf-8").encode(),
            ),
            ("http://n.example/b.pdf", OK, {"Content-Type": "application/pdf"}, b"no pdf"),
            ("http://n.example/dated", OK, HTML, b"<meta name=date content=2024-01-02><p>Chad had 3 cases.</p>"),
        ],
        packed=packed,
    )
    found = {r.name: r for r in archive.read(path)}
    assert [found[f"http://n.example/{k}"].text.strip() for k in ("gbk", "kr", "jp", "head")] == [
        SENTENCES[k] for k in ("gbk", "euc-kr", "shift_jis", "cp1252")
    ]
    assert found["http://n.example/gz"].text.strip() == "Kenya confirmed 73 cases."
    assert not any(word in name for name in found for word in ("gone", "moved", "s.js", "again"))
    assert found["w1"].published_on == date(2022, 5, 20)
    assert found["http://n.example/b.pdf"].error is not None
    capture = found["http://n.example/gbk"]
    assert (capture.published_on, capture.published_rule) == (date(2024, 3, 13), CAPTURED)
    assert (found["http://n.example/dated"].published_on, found["http://n.example/dated"].published_rule) == (
        date(2024, 1, 2),
        "",
    )


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.99])
def test_a_cut_archive_says_so_and_gives_what_came_before(tmp_path: Path, packed: bool, part: float) -> None:
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    made.warc(path, [(f"http://n.example/{i}", OK, HTML, page_in("gbk", "gbk")) for i in range(8)], packed=packed)
    raw = path.read_bytes()
    path.write_bytes(raw[: int(part * len(raw))])
    *good, last = archive.read(path)
    assert last.error is not None
    assert "cut" in last.error.what
    assert all(r.text.strip() == SENTENCES["gbk"] for r in good if r.error is None)


LEFT = [
    "Zambia recorded 412 new cholera",
    "cases in the past 24 hours, the",
    "health ministry said on Tues-",
    "day, taking the total since",
    "October to 18,640, with 703",
    "deaths.",
]
RIGHT = [
    "Imports of chlorine rose 45 per",
    "cent from a year earlier to 310",
    "tonnes in January, customs",
    "figures show. Some 1,250",
    "doses of COVID-19 vaccine came",
    "last week.",
]
LEFT_TEXT = "Zambia recorded 412 new cholera cases in the past 24 hours, the health ministry said on Tuesday, taking the total since October to 18,640, with 703 deaths."
RIGHT_TEXT = "Imports of chlorine rose 45 per cent from a year earlier to 310 tonnes in January, customs figures show. Some 1,250 doses of COVID-19 vaccine came last week."


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    by_column = made.column(LEFT, 50) + made.column(RIGHT, 320)
    by_row = [line for pair in zip(made.column(LEFT, 50), made.column(RIGHT, 320), strict=True) for line in pair]
    for lines in (by_column, by_row):
        assert pdf_document("a", made.pdf([lines])).text == f"{LEFT_TEXT}\n{RIGHT_TEXT}"


def test_rows_of_a_table_stay_rows() -> None:
    rows = [
        ("Province", "Cases", "Deaths"),
        ("Lusaka", "412", "31"),
        ("Copperbelt", "203", "12"),
        ("Southern", "99", "4"),
    ]
    lines = [(50 + 150 * j, 780 - 14 * i, cell) for i, row in enumerate(rows) for j, cell in enumerate(row)]
    text = pdf_document("a", made.pdf([lines])).text
    assert text.index("Lusaka") < text.index("412") < text.index("31") < text.index("Copperbelt") < text.index("203")


def test_running_heads_and_page_numbers_stand_in_no_sentence() -> None:
    pages = [
        [(50, 820, "Bulletin 12, 13 February 2024"), *made.column(LEFT[:4], 50), (270, 30, "Page 1 of 2")],
        [(50, 820, "Bulletin 12, 13 February 2024"), *made.column(LEFT[4:], 50), (270, 30, "Page 2 of 2")],
    ]
    assert pdf_document("a", made.pdf(pages)).text == f"Bulletin 12, 13 February 2024\n{LEFT_TEXT}"


def test_a_long_pdf_takes_time_by_its_length() -> None:
    def seconds(pages: int) -> float:
        lines = made.column(
            [f"Line {i} of the report says that {i * 7} cases were counted there." for i in range(50)], 50
        )
        raw = made.pdf([lines] * pages)
        began = time.process_time()
        assert len(pdf_document("a", raw).text) > 2_500 * pages
        return time.process_time() - began

    seconds(2)
    assert seconds(100) < 3


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (made.pdf([[]]), "without text"),
        (made.pdf([made.column(LEFT, 50)], locked=True), "password"),
        (made.pdf([made.column(LEFT, 50)])[:300], "no PDF"),
        (b"nothing", "no PDF"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(raw: bytes, what: str) -> None:
    with pytest.raises(SourceError, match=what):
        pdf_document("a.pdf", raw)


LINES = [
    json.dumps({"id": "a", "published_on": "2024-02-13", "text": "Zambia recorded 412 cases."}),
    '{"id": "broken", "text": ',
    json.dumps({"text": "Kenya confirmed 73 cases."}),
    json.dumps({"id": "none"}),
    "[]",
    json.dumps({"id": "number", "text": 7}),
    json.dumps({"id": {"x": 1}, "text": "x"}),
    json.dumps({"id": 0, "text": "Mali had 3 cases.", "published_on": ""}),
    '{"id": "half", "text": "a\\ud800b"}',
    json.dumps({"id": "when", "text": "x", "date": "soon"}),
    "[" * 20_000,
    "",
    json.dumps({"id": "z", "text": "Chad confirmed 55 cases."}),
]


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".ndjson"])
def test_bad_lines_are_told_and_the_others_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"d{ending}"
    raw = "\n".join(LINES).encode()
    path.write_bytes(gzip.compress(raw) if ending.endswith("gz") else raw)
    found = list(archive.read(path))
    assert [r.name for r in found if r.error is None] == ["a", f"d{ending}:3", "0", "z"]
    assert [r.name for r in found if r.error] == [
        f"d{ending}:2", f"d{ending}:4", f"d{ending}:5", f"d{ending}:6", f"d{ending}:7", "half", f"d{ending}:10", f"d{ending}:11",
    ]  # fmt: skip


def test_a_folder_is_read_whole_and_what_is_no_document_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "in" / "er").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text("412 cases.")
    (tmp_path / "in" / "er" / "a.txt").write_text("73 cases.")
    (tmp_path / "in" / ".hidden").write_text("1 case.")
    (tmp_path / "in" / "photo.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "in" / "no-ending").write_text("<html><p>55 cases.</p>")
    found = list(archive.read(tmp_path / "in"))
    assert {r.name: r.text.strip() for r in found if r.error is None} == {
        "a.txt": "412 cases.", "er/a.txt": "73 cases.", "no-ending": "55 cases.",
    }  # fmt: skip
    assert [r.error.where for r in found if r.error] == [f"{tmp_path / 'in'}: photo.jpg"]


@pytest.mark.parametrize(
    ("raw", "texts"),
    [
        (b"412 cases.", ["412 cases."]),
        ("\n".join(LINES[:3]).encode(), ["Zambia recorded 412 cases.", "", "Kenya confirmed 73 cases."]),
        (gzip.compress("\n".join(LINES[:1]).encode()), ["Zambia recorded 412 cases."]),
        (b"<!doctype html><p>412 cases.</p>", ["412 cases."]),
        (RSS.format(encoding="utf-8").encode(), None),
        (made.pdf([made.column(LEFT, 50)]), [LEFT_TEXT]),
        (b"", [""]),
        (b"\x00\x01", [""]),
    ],
    ids=["text", "lines", "lines packed", "page", "feed", "pdf", "nothing", "binary"],
)
def test_standard_input_is_told_by_its_first_bytes(raw: bytes, texts: list[str] | None) -> None:
    found = list(archive.read_stream(io.BytesIO(raw)))
    assert len(found) == 3 if texts is None else [r.text.strip() for r in found] == texts


def test_large_files_are_refused_before_they_are_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_BYTES", 1000)
    (tmp_path / "a.txt").write_text("x" * 1001)
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(b"x" * 100_000))
    for name in ("a.txt", "b.txt.gz"):
        (only,) = archive.read(tmp_path / name)
        assert only.error is not None
        assert only.error.mend


def test_what_is_not_public_is_not_named() -> None:
    raw = archive.from_mapping({"id": "the source in Sinuiju", "text": " ", "confidentiality": "sealed"}, "d.jsonl:7")
    from sidelight.sources.raw import checked

    error = checked(raw, "d.jsonl:7").error
    assert error is not None
    assert "Sinuiju" not in str(error)
    assert "d.jsonl:7" in str(error)
    assert isinstance(raw, Raw)
