"""Fetch a page that somebody asked for: private addresses refused, redirects checked, size and time capped.

The name is resolved once and every address it leads to must be public; the same check runs on each redirect, and the
connection goes to the very address that was checked. Off unless asked for (`read --fetch`); needs the extra [fetch].
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from sidelight.errors import SidelightError, SourceError, UsageError
from sidelight.sources.encoding import decode
from sidelight.sources.page import html_document
from sidelight.sources.raw import Raw, checked, faulty

LARGEST = 20_000_000
"""Bytes of one page, unpacked."""
SECONDS = 20.0
"""Patience with one step: to connect, to wait for the next bytes."""
SECONDS_IN_ALL = 60.0
"""Patience with a page, all its redirects and every byte together."""
REDIRECTS = 5

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_COMPATIBLE = ipaddress.ip_network("::/96")


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet; one that wraps another (IPv6 around IPv4) is as the inner one.

    >>> is_public(ipaddress.ip_address("64:ff9b::7f00:1"))
    False
    """
    inner: Address | None = None
    if isinstance(address, ipaddress.IPv6Address):
        teredo = address.teredo
        inner = address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
        if inner is None and (address in _TRANSLATED or address in _COMPATIBLE):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if address.is_site_local:
            return False
    if inner is not None:
        return is_public(inner)
    closed = address.is_private or address.is_loopback or address.is_link_local or address.is_multicast
    return address.is_global and not (closed or address.is_reserved or address.is_unspecified)


def public_addresses(
    url: str,
    *,
    resolve: Callable[..., Any] = socket.getaddrinfo,
    allowed: Callable[[Address], bool] = is_public,
) -> list[str]:
    """The addresses behind a url, all of them public.

    Parameters
    ----------
    resolve : names to addresses, as `socket.getaddrinfo`. allowed : which addresses may be asked.

    Raises
    ------
    UsageError
        If the scheme is not http(s), the name carries a login, or any address is private, local or reserved.
    SourceError
        If the name leads nowhere.
    """
    parts, port = _parts(url)
    try:
        found = {str(info[4][0]) for info in resolve(parts.hostname, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError, ValueError) as error:
        raise SourceError(f"{parts.hostname} cannot be found", where=url, mend="check the address") from error
    for address in sorted(found):
        if not allowed(ipaddress.ip_address(address.split("%")[0])):
            raise UsageError(
                f"{url} leads to a private address", where=address, mend="only public pages are fetched: save the page"
            )
    if not found:
        raise SourceError(f"{parts.hostname} cannot be found", where=url, mend="check the address")
    return sorted(found)


def _parts(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise UsageError(f"{url!r} is no address", where=str(error), mend="give http:// or https://") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise UsageError(
            f"{url!r} is no address that is fetched", where="SOURCE", mend="give http:// or https://, without a login"
        )
    return parts, port


def fetch_documents(
    url: str,
    *,
    resolve: Callable[..., Any] = socket.getaddrinfo,
    allowed: Callable[[Address], bool] = is_public,
    largest: int = LARGEST,
    seconds: float = SECONDS,
    seconds_in_all: float = SECONDS_IN_ALL,
) -> Iterator[Raw]:
    """The document of one address, or the entries of a feed; a fault is the document's own.

    The connection goes to the very address that was checked (the name travels in the Host header and in TLS), so a
    name that changes its mind between check and use gains nothing.

    Raises
    ------
    UsageError
        If the extra is not installed.
    """
    try:
        import httpx2
    except ImportError as error:
        raise UsageError("fetching needs the extra [fetch]", where=url, mend="pip install sidelight[fetch]") from error
    here, ends = url, time.monotonic() + seconds_in_all
    try:
        for _ in range(REDIRECTS + 1):
            address = public_addresses(here, resolve=resolve, allowed=allowed)[0]
            parts, port = _parts(here)
            host = (parts.hostname or "").encode("idna").decode()
            target = httpx2.URL(
                scheme=parts.scheme,
                host=address,
                port=port,
                raw_path=(httpx2.URL(here).raw_path or b"/"),
            )
            named = f"[{host}]" if ":" in host else host
            with (
                httpx2.Client(timeout=seconds, follow_redirects=False, trust_env=False) as client,
                client.stream(
                    "GET",
                    target,
                    headers={"Host": named + (f":{parts.port}" if parts.port else ""), "User-Agent": "sidelight"},
                    extensions={"sni_hostname": host},
                ) as response,
            ):
                if response.status_code in (301, 302, 303, 307, 308) and response.headers.get("location"):
                    here = urljoin(here, response.headers["location"])
                    continue
                if response.status_code != 200:
                    raise SourceError(
                        f"the server answers {response.status_code}", where=here, mend="check the address"
                    )
                body = _body(response, here, largest, ends)
                yield from _documents(url, body, response.headers.get("content-type", "").lower())
                return
        raise SourceError("too many redirects", where=url, mend="give the address that they lead to")
    except SidelightError as error:
        yield faulty(url, error.what, where=error.where, mend=error.mend, url=url)
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError, ValueError, OSError) as error:
        why = str(error) or type(error).__name__
        yield faulty(url, "the page cannot be fetched", where=f"{here}: {why}", mend="check the address", url=url)


def _body(response: Any, url: str, largest: int, ends: float) -> bytes:
    """The bytes of a page, as long as they are few and come in time."""
    kept = bytearray()
    for chunk in response.iter_bytes():
        kept += chunk
        if len(kept) > largest:
            raise SourceError(f"the page is larger than {largest / 1e6:g} MB", where=url, mend="save it in parts")
        if time.monotonic() > ends:
            raise SourceError("the page takes too long", where=url, mend="save the page, or try again")
    return bytes(kept)


def _documents(url: str, body: bytes, kind: str) -> Iterator[Raw]:
    from sidelight.sources.archive import kind_of

    declared = kind.partition("charset=")[2].partition(";")[0]
    seen = kind_of(body[:2048])
    if "pdf" in kind or seen == "pdf":
        from sidelight.sources.pdf import pdf_document

        made: Iterator[Raw] = iter([pdf_document(url, body)])
    elif seen == "feed" and "html" not in kind:
        from sidelight.sources.feed import read_feed

        made = read_feed(url, body)
    elif "html" in kind or "xml" in kind or (not kind and seen == "html"):
        made = iter([html_document(url, body, url, declared)])
    elif not kind or kind.startswith("text/"):
        made = iter([checked(Raw(url, decode(body, url, declared), url))])
    else:
        raise SourceError(f"{url} is no text ({kind.partition(';')[0][:60]})", where=url, mend="give a page or a feed")
    for raw in made:
        yield (
            raw
            if raw.url
            else Raw(raw.name, raw.text, url, raw.title, raw.published_on, raw.publisher, raw.language, error=raw.error)
        )
