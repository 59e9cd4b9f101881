"""Fetching: only public addresses, also behind names and redirects; little, and soon; a fault is the page's own."""

from __future__ import annotations

import gzip
import ipaddress
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from sidelight.errors import SourceError, UsageError
from sidelight.sources.fetch import fetch_documents, is_public, public_addresses
from sidelight.sources.raw import Raw
from tests.sources import made

PRIVATE = [
    *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("192.0.2.1", "198.18.0.1", "203.0.113.5", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.0.1"),
    *("::", "::1", "fe80::1", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1"),
    *("::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::", "::127.0.0.1", "100::1"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_inside_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::"]
)
def test_addresses_of_the_open_internet_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def resolver(*addresses: str) -> Any:
    return lambda host, port, type: [(2, type, 6, "", (address, port)) for address in addresses]


@pytest.mark.parametrize(
    "addresses", [("127.0.0.1",), ("8.8.8.8", "10.0.0.1"), ("::1",), ("fe80::1%eth0",), ("8.8.8.8", "::ffff:127.0.0.1")]
)
def test_a_name_that_leads_inside_is_refused_even_if_it_also_leads_outside(addresses: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="private"):
        public_addresses("https://news.example/a", resolve=resolver(*addresses))


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://localhost:8080/x", "http://[::1]/", "http://2130706433/", "http://0x7f.1/"),
        *("http://0/", "http://[::ffff:127.0.0.1]/", "http://u:p@127.0.0.1/", "http://@127.0.0.1/"),
        *("file:///etc/passwd", "ftp://news.example/", "gopher://x", "http://", "http://news.example:99999/"),
    ],
)
def test_addresses_that_are_never_asked(url: str) -> None:
    with pytest.raises((UsageError, SourceError)):
        public_addresses(url)


def test_a_name_that_leads_nowhere_is_an_error() -> None:
    def nowhere(*_: Any, **__: Any) -> Any:
        raise OSError("no such name")

    with pytest.raises(SourceError, match="cannot be found"):
        public_addresses("https://news.example/", resolve=nowhere)
    with pytest.raises(SourceError, match="cannot be found"):
        public_addresses("https://news.example/", resolve=resolver())


class News(BaseHTTPRequestHandler):
    asked: list[tuple[str, str]] = []  # noqa: RUF012

    def do_GET(self) -> None:
        type(self).asked.append((self.path, self.headers["Host"]))
        kind, body, extra = "text/html", b"<p>Kenya confirmed 73 cases.</p>", {}
        if self.path.startswith("/to/"):
            return self.answer(302, "", b"", {"Location": self.path.removeprefix("/to/")})
        if self.path == "/loop":
            return self.answer(302, "", b"", {"Location": "/loop"})
        if self.path == "/gone":
            return self.answer(404, kind, body, {})
        if self.path == "/pdf":
            kind, body = "application/pdf", made.pdf([[(50, 700, "Chad confirmed 55 cases.")]])
        if self.path == "/feed":
            kind, body = "application/rss+xml", b"<rss><channel><item><title>73 cases</title></item></channel></rss>"
        if self.path == "/gbk":
            kind, body = "text/html; charset=gbk", "<p>新增霍乱病例1284例，死亡37例。".encode("gbk")
        if self.path == "/picture":
            kind, body = "image/png", b"\x89PNG"
        if self.path == "/large":
            body = b"x" * 300_000
        if self.path == "/bomb":
            body, extra = gzip.compress(b"x" * 30_000_000), {"Content-Encoding": "gzip"}
        if self.path in ("/slow", "/drip"):
            self.send_response(200)
            self.end_headers()
            for _ in range(200):
                time.sleep(2.0 if self.path == "/slow" else 0.05)
                self.wfile.write(b"x")
            return None
        return self.answer(200, kind, body, extra)

    def answer(self, status: int, kind: str, body: bytes, extra: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **extra}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    pytest.importorskip("httpx2")
    News.asked = []
    made_here = ThreadingHTTPServer(("127.0.0.1", 0), News)
    made_here.daemon_threads = True
    threading.Thread(target=made_here.serve_forever, daemon=True).start()
    yield made_here.server_address[1]
    made_here.shutdown()


def fetched(url: str, **limits: Any) -> list[Raw]:
    """With this machine's first loopback address taken for a public one; every other is as it is."""
    settings: dict[str, Any] = {"seconds": 5.0} | limits
    return list(
        fetch_documents(
            url,
            resolve=lambda host, port, type: resolver("127.0.0.1" if host == "news.example" else host)(
                host, port, type
            ),
            allowed=lambda address: str(address) == "127.0.0.1" or is_public(address),
            **settings,
        )
    )


def test_the_checked_address_is_asked_under_the_name(port: int) -> None:
    (page,) = fetched(f"http://news.example:{port}/a?b=c#d")
    assert page.error is None
    assert page.text.strip() == "Kenya confirmed 73 cases."
    assert News.asked == [("/a?b=c", f"news.example:{port}")]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pdf", "Chad confirmed 55 cases."),
        ("feed", "73 cases"),
        ("gbk", "新增霍乱病例1284例，死亡37例。"),
        ("to//a", "Kenya confirmed 73 cases."),
    ],
)
def test_what_comes_is_read_by_its_kind(port: int, path: str, text: str) -> None:
    (page,) = fetched(f"http://news.example:{port}/{path}")
    assert page.text.strip() == text
    assert page.url == f"http://news.example:{port}/{path}"


@pytest.mark.parametrize(
    "inside", ["http://127.0.0.2/", "http://10.0.0.1/", "http://[::1]:80/", "file:///etc/passwd", "http://u@127.0.0.1/"]
)
def test_a_redirect_inside_is_refused(port: int, inside: str) -> None:
    (page,) = fetched(f"http://news.example:{port}/to/{inside}")
    assert page.error is not None
    assert "private" in page.error.what or "no address" in page.error.what
    assert len(News.asked) == 1


@pytest.mark.parametrize(
    ("path", "limits", "what"),
    [
        ("large", {"largest": 100_000}, "larger"),
        ("bomb", {"largest": 1_000_000}, "larger"),
        ("slow", {"seconds": 0.3}, "cannot be fetched"),
        ("drip", {"seconds_in_all": 0.4}, "too long"),
        ("loop", {}, "too many redirects"),
        ("gone", {}, "404"),
        ("picture", {}, "no text"),
    ],
)
def test_what_is_too_much_or_no_text_is_the_pages_own_fault(
    port: int, path: str, limits: dict[str, Any], what: str
) -> None:
    began = time.monotonic()
    (page,) = fetched(f"http://news.example:{port}/{path}", **limits)
    assert page.error is not None
    assert what in page.error.what
    assert time.monotonic() - began < 5


def test_a_private_address_is_the_documents_fault_and_others_go_on() -> None:
    pytest.importorskip("httpx2")
    (page,) = fetch_documents("http://127.0.0.1/")
    assert page.error is not None
    assert page.text == ""
