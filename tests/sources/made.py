"""Files as the world makes them, made here: PDFs (also locked ones) and web archives."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

Line = tuple[float, float, str]


def column(lines: Sequence[str], x: float, top: float = 780, step: float = 14) -> list[Line]:
    return [(x, top - i * step, line) for i, line in enumerate(lines)]


def pdf(pages: Sequence[Sequence[Line]], *, locked: bool = False) -> bytes:
    """A PDF with lines at places; `locked` asks for a password that nobody has."""
    extra = ""
    if locked:
        extra = (
            f"/Encrypt<</Filter/Standard/V 1/R 2/O<{bytes(range(32)).hex()}>/U<{bytes(32).hex()}>/P -4>>"
            f"/ID[<{'01' * 16}><{'01' * 16}>]"
        )
    font = 3 + 2 * len(pages)
    kids = " ".join(f"{3 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode()]
    for i, lines in enumerate(pages):
        drawn = "".join(
            f"BT /F1 10 Tf {x} {y} Td ({text.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj ET\n"
            for x, y, text in lines
        ).encode("cp1252")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {4 + 2 * i} 0 R"
            f"/Resources<</Font<</F1 {font} 0 R>>>>>>".encode()
        )
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn))
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    out, places = b"%PDF-1.4\n", []
    for i, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    table = "".join(f"{at:010d} 00000 n \n" for at in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R{extra}>>"
    )
    return out + f"{end}\nstartxref\n{len(out)}\n%%EOF".encode()


def chunked(raw: bytes, size: int = 20) -> bytes:
    parts = [raw[i : i + size] for i in range(0, len(raw), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


def warc(path: Path, pages: Sequence[tuple[str, str, dict[str, str], bytes]], *, packed: bool = False) -> None:
    """A web archive of (url, status line, headers, body), captured on 13 March 2024, with the requests before."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    day = {"WARC-Date": "2024-03-13T01:00:00Z"}
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=packed)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "made here"}))
        for url, status, headers, body in pages:
            asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "news.example")], is_http_request=True)
            answer = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
            for kind, http, payload in (("request", asked, b""), ("response", answer, body)):
                writer.write_record(
                    writer.create_warc_record(
                        url, kind, payload=io.BytesIO(payload), http_headers=http, warc_headers_dict=dict(day)
                    )
                )
        writer.write_record(
            writer.create_revisit_record(
                "http://news.example/again",
                "sha1:ABC",
                refers_to_uri="http://news.example/x",
                refers_to_date=day["WARC-Date"],
            )
        )
