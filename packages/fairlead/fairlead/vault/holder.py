"""Who holds an offline key: opens what was sealed to an epoch, from an identity file, or by age and its plugins.

An identity file is read and stays in memory; with a plugin identity (a token, a card) the ``age`` program opens, and
no secret ever reaches this process. Python cannot wipe memory: open tips on a machine without a network.
"""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from fairlead.errors import MisuseError, UnreadableError
from fairlead_ledger import age
from fairlead_ledger.age_keys import Identity, parse_identities
from fairlead_ledger.errors import AgeError, NotForUsError

PLUGIN = "AGE-PLUGIN-"
PIECE = 1 << 18


class Holder:
    """Opens sealed bytes. Raises MisuseError where the key is another's, UnreadableError where they were changed."""

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            lines = file.read_text("ascii").splitlines()
        except (OSError, UnicodeDecodeError) as wrong:
            raise MisuseError(
                f"{file} cannot be read as an identity file", "AGE-SECRET-KEY-PQ-1... on a line"
            ) from wrong
        self._age = None
        if any(line.strip().startswith(PLUGIN) for line in lines):
            self._age = shutil.which("age")
            if self._age is None:
                raise MisuseError(f"{file} names an age plugin, and the age program is not there", "install age")
            self._identities: list[Identity] = []
            return
        try:
            self._identities = parse_identities(lines)
        except AgeError as wrong:
            raise MisuseError(f"{file}: {wrong}") from None
        if not self._identities:
            raise MisuseError(f"{file} holds no identity")

    def open(self, data: bytes) -> bytes:
        """Open a small thing whole."""
        return b"".join(self.stream([data]))

    def stream(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the plain bytes; they are worth nothing if this raises before it ends."""
        try:
            yield from self._by_age(pieces) if self._age else age.open_stream(pieces, self._identities)
        except NotForUsError:
            raise MisuseError(
                f"the key in {self._file.name} does not open this", "it was sealed to another epoch"
            ) from None
        except AgeError as broken:
            raise UnreadableError(f"sealed bytes were changed or cut: {broken}") from broken

    def _by_age(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Let the age program open; everything passes through pipes."""
        command = [str(self._age), "--decrypt", "-i", str(self._file)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert process.stdin is not None
        assert process.stdout is not None
        stdin, stdout = process.stdin, process.stdout

        def feed() -> None:
            try:
                for piece in pieces:
                    stdin.write(piece)
                stdin.close()
            except OSError:  # age ended early: its exit status says so
                pass

        feeding = threading.Thread(target=feed, daemon=True)
        feeding.start()
        while piece := stdout.read(PIECE):
            yield piece
        feeding.join()
        if process.wait() != 0:
            raise MisuseError("the age program did not open it", f"try: age --decrypt -i {self._file.name} < FILE")
