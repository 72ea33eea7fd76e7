"""Opens what an exhibit is packed in: gzip, Zstandard, or a zip that holds a single file. Nothing goes to disk.

A bomb, a truncated archive or an archive of several files is refused: a row is named by its exhibit and its number,
which would not tell in which of the files it stands. Formats that are zips themselves (Word,
Excel) are handed on as they are.
"""

from __future__ import annotations

import errno
import gzip
import io
import zipfile
import zlib
from typing import IO, BinaryIO, cast

import pyarrow as pa

from fairlead.errors import UnreadableError

# DEFLATE cannot pack better than 1032:1 (zlib's technical notes); real tracks and lists stay below 60:1.
MAX_RATIO = 300
FREE_BYTES = 64 << 20  # below this the ratio is not asked: small files of blanks are harmless
MAX_BYTES = 1 << 40

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_ZSTANDARD = b"\x28\xb5\x2f\xfd"


def unpack(packed: BinaryIO, size: int, name: str) -> BinaryIO:
    """Return the plain bytes as a stream: the content of what is packed; anything else as it is.

    ``size`` is the packed size in bytes. Closing the stream closes ``packed``. Raises :class:`UnreadableError` here, or
    from ``read`` of what is returned.
    """
    try:
        magic = packed.read(4)
        packed.seek(0)
        plain = _open(packed, magic, name)
    except BaseException:
        packed.close()
        raise
    return packed if plain is None else cast(BinaryIO, io.BufferedReader(_Guarded(plain, packed, size, name), 1 << 20))


def _open(packed: BinaryIO, magic: bytes, name: str) -> IO[bytes] | None:
    """Return the stream that unpacks, or None where nothing is packed."""
    if magic[:2] == _GZIP:
        return cast(IO[bytes], gzip.GzipFile(fileobj=packed, mode="rb"))
    if magic == _ZSTANDARD:
        return cast(IO[bytes], pa.CompressedInputStream(cast(io.IOBase, packed), "zstd"))
    return _single_member(packed, name) if magic == _ZIP else None


def _single_member(packed: BinaryIO, name: str) -> IO[bytes] | None:
    try:
        archive = zipfile.ZipFile(packed)
        members = [
            member
            for member in archive.infolist()
            if not member.is_dir() and not member.filename.startswith("__MACOSX/")  # forks that a Mac adds
        ]
        if any(member.filename == "[Content_Types].xml" for member in members):  # Word, Excel and their kin
            packed.seek(0)
            return None
        if len(members) != 1:
            raise UnreadableError(
                f"{name}: expected a zip with one file, found {len(members)}", "unpack it and add the files one by one"
            )
        return archive.open(members[0])
    except OSError as error:
        if error.errno != errno.EINVAL:  # which a place before the file's beginning gives
            raise
        raise UnreadableError(f"{name}: the zip is damaged ({error})") from error
    except (
        *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError),
        IndexError,  # a member without a name
    ) as error:
        raise UnreadableError(f"{name}: the zip is damaged, truncated or encrypted ({error})") from error


class _Guarded(io.RawIOBase):
    """Counts what comes out of a packed stream, and refuses what grows beyond reason or breaks off."""

    def __init__(self, plain: IO[bytes], packed: BinaryIO, packed_size: int, name: str) -> None:
        self._plain = plain
        self._packed = packed
        self._limit = min(max(packed_size * MAX_RATIO, FREE_BYTES), MAX_BYTES)
        self._name = name
        self._out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._plain.read(len(buffer))
        except (EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError) as error:
            raise self._damaged(error) from error
        except OSError as error:  # gzip's and Arrow's own have no errno; the disk's have
            if error.errno not in (None, errno.EINVAL):
                raise
            raise self._damaged(error) from error
        self._out += len(data)
        if self._out > self._limit:
            raise UnreadableError(
                f"{self._name}: unpacks to more than {self._limit} bytes, over {MAX_RATIO} times its size",
                "unpack it yourself if you trust it, and add the plain file",
            )
        buffer[: len(data)] = data
        return len(data)

    def _damaged(self, error: Exception) -> UnreadableError:
        return UnreadableError(
            f"{self._name}: the packed file is damaged or truncated after {self._out} plain bytes ({error})"
        )

    def close(self) -> None:
        if not self.closed:
            self._plain.close()
            self._packed.close()
        super().close()
