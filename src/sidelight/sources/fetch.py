"""Fetch a page that somebody asked for: private addresses refused, redirects checked, size and time capped.

The name is resolved once and every address it leads to must be public; the same check runs on each redirect. Off
unless asked for (`read --fetch`); needs the extra [fetch].
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urljoin, urlsplit

from sidelight.errors import SourceError, UsageError
from sidelight.sources.archive import Raw, decode, html_document

LARGEST = 20_000_000
SECONDS = 20.0
REDIRECTS = 5


def public_addresses(url: str) -> list[str]:
    """The addresses behind a url, all of them public.

    Raises
    ------
    UsageError
        If the scheme is not http(s), the name carries a login, or any address is private, local or reserved.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise UsageError(f"{url!r} is no address that is fetched", where="SOURCE", mend="give http:// or https://")
    try:
        found = {info[4][0] for info in socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError, ValueError) as error:
        raise SourceError(f"{parts.hostname} cannot be found", where=url, mend="check the address") from error
    for address in found:
        ip = ipaddress.ip_address(str(address).split("%")[0])
        mapped = getattr(ip, "ipv4_mapped", None)
        if not (mapped or ip).is_global or ip.is_multicast:
            raise UsageError(
                f"{url} leads to a private address", where=str(address), mend="only public pages are fetched"
            )
    return sorted(str(a) for a in found)


def fetch_document(url: str) -> Raw:
    """One page as a document.

    The connection goes to the very address that was checked (the name travels in the Host header and in TLS), so a
    name that changes its mind between check and use gains nothing.

    Raises
    ------
    UsageError
        If the address is private, or the extra is not installed.
    """
    try:
        import httpx2
    except ImportError as error:
        raise UsageError("fetching needs the extra [fetch]", where=url, mend="pip install sidelight[fetch]") from error
    here = url
    for _ in range(REDIRECTS + 1):
        address = public_addresses(here)[0]
        parts = urlsplit(here)
        host = f"[{address}]" if ":" in address else address
        port = f":{parts.port}" if parts.port else ""
        target = f"{parts.scheme}://{host}{port}{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        try:
            with (
                httpx2.Client(timeout=SECONDS, follow_redirects=False, trust_env=False) as client,
                client.stream(
                    "GET",
                    target,
                    headers={"Host": parts.netloc, "User-Agent": "sidelight"},
                    extensions={"sni_hostname": parts.hostname},
                ) as response,
            ):
                if response.status_code in (301, 302, 303, 307, 308):
                    here = urljoin(here, response.headers.get("location", ""))
                    continue
                if response.status_code != 200:
                    return Raw(
                        url, "", url, error=SourceError(f"the server answers {response.status_code}", where=here)
                    )
                body = b""
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > LARGEST:
                        return Raw(url, "", url, error=SourceError("the page is too large", where=here))
                kind = response.headers.get("content-type", "")
        except httpx2.HTTPError as error:
            return Raw(url, "", url, error=SourceError("the page cannot be fetched", where=f"{here}: {error}"))
        if "html" in kind or "xml" in kind or not kind:
            return html_document(url, body, url)
        return Raw(url, decode(body, url), url)
    return Raw(url, "", url, error=SourceError("too many redirects", where=url))
