"""Strict tables: a csv that is cut, wrongly encoded, empty or binary is refused; an unknown column shows itself.

Every reader of this package takes the fields it knows out of a record and then looks at what is left: `Row.rest`.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sidelight.errors import SourceError

_LARGEST = 1 << 30
"""Bytes that one table may hold once unpacked (1 GiB): beyond it the file is no table of ours."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a table.

    Attributes
    ----------
    path : the file's name. line : the line at which the record ends (the header is line 1).
    fields : known column -> text as it stands, '' where empty or where the column is missing.
    rest : columns that the reader does not know, with their text; never dropped silently.
    """

    path: str
    line: int
    fields: Mapping[str, str]
    rest: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, column: str) -> str:
        return self.fields[column]

    @property
    def where(self) -> str:
        return f"{self.path}, line {self.line}"


@dataclass(frozen=True, slots=True)
class Table:
    """A table read whole: its header, its records, and the columns nobody knows."""

    path: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    unknown: tuple[str, ...]


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, unpacked where its name ends in ``.gz``.

    Raises
    ------
    SourceError
        If it is missing, empty, not what its name says, cut, or larger than a gibibyte once unpacked.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise SourceError("there is no such file", where=str(path), mend="check the path") from None
    except IsADirectoryError:
        raise SourceError("this is a folder, not a file", where=str(path), mend="name one file") from None
    except OSError as error:
        raise SourceError(f"the file cannot be read: {error.strerror}", where=str(path)) from error
    if path.suffix == ".gz" or raw[:2] == b"\x1f\x8b":
        raw = _unpack(raw, path)
    if not raw.strip():
        raise SourceError("the file is empty", where=str(path), mend="fetch it again")
    return raw


def _unpack(raw: bytes, path: Path) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
            data = packed.read(_LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(
            f"the packed file is cut or damaged ({error})", where=str(path), mend="fetch it again"
        ) from error
    if len(data) > _LARGEST:
        raise SourceError("the file unpacks to more than a gibibyte", where=str(path), mend="split it")
    return data


def decode(raw: bytes, path: Path, encoding: str = "utf-8") -> str:
    """Text of a file; a byte-order mark is dropped.

    Raises
    ------
    SourceError
        If the bytes are not text in this encoding; the message says where the first wrong one stands.
    """
    if b"\x00" in raw[:65536]:
        hint = "it looks like UTF-16: save it as UTF-8" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "give a text file"
        raise SourceError("the file is binary, not text", where=str(path), mend=hint)
    try:
        return raw.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise SourceError(
            f"the bytes are not {encoding.upper()} (byte {raw[error.start]:#04x})",
            where=f"{path}, line {line}, byte {error.start}",
            mend="save the file as UTF-8, or fetch it again",
        ) from error


def header_of(path: Path) -> tuple[str, ...]:
    """The column names of a csv file."""
    for record in csv.reader(io.StringIO(decode(read_bytes(path), path))):
        return tuple(name.strip() for name in record)
    return ()


def read_table(path: Path, known: Collection[str], required: Collection[str] = ()) -> Table:
    """Read a csv file with one header line.

    Parameters
    ----------
    known : columns that the reader takes out; missing ones read as ''. required : of these, those it cannot do without.

    Raises
    ------
    SourceError
        If the file is no such table: columns missing or doubled, a record of another width (all told in one go),
        a quoted field that never ends.
    """
    text = decode(read_bytes(path), path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = tuple(name.strip() for name in next(reader))
        records = [(reader.line_num, record) for record in reader if any(cell.strip() for cell in record)]
    except StopIteration:
        raise SourceError("the file has no header", where=str(path)) from None
    except csv.Error as error:
        raise SourceError(
            f"the table breaks off: {error}",
            where=f"{path}, line {reader.line_num}",
            mend="the file is cut or a quotation mark is missing; fetch it again",
        ) from error
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled:
        raise SourceError(f"the column {doubled[0]!r} stands twice", where=f"{path}, line 1", count=len(doubled))
    missing = [name for name in required if name not in header]
    if missing:
        raise SourceError(
            f"the column {missing[0]!r} is missing",
            where=f"{path}, line 1: {', '.join(header)[:200]}",
            mend=f"this table needs {', '.join(required)}",
            count=len(missing),
        )
    wrong = [(line, len(record)) for line, record in records if len(record) != len(header)]
    if wrong:
        raise SourceError(
            f"a record has {wrong[0][1]} fields, the header {len(header)}",
            where=f"{path}, line {wrong[0][0]}",
            mend="the file is cut, or a field with a comma lacks its quotation marks",
            count=len(wrong),
        )
    unknown = tuple(name for name in header if name not in known)
    return Table(str(path), header, tuple(_rows(path, header, records, known)), unknown)


def _rows(
    path: Path, header: tuple[str, ...], records: list[tuple[int, list[str]]], known: Collection[str]
) -> Iterator[Row]:
    absent = dict.fromkeys((name for name in known if name not in header), "")
    for line, record in records:
        cells = dict(zip(header, (cell.strip() for cell in record), strict=True))
        yield Row(
            path.name,
            line,
            absent | {k: v for k, v in cells.items() if k in known},
            {k: v for k, v in cells.items() if k not in known},
        )
