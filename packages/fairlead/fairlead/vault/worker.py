"""What runs inside the sandbox: one task on the bytes of one file. It trusts nothing, and its answer is not trusted.

Called as ``python -m fairlead.vault.worker TASK CONFINEMENT ARGS``; see ``sandbox.py``. An error names its kind alone.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fairlead.errors import RefusedError, UnreadableError
from fairlead.vault import system_calls
from fairlead.vault.sandbox import ROOM

MEMORY = 4 << 30  # bytes of address space; libraries reserve far more than they use
CPU_S = 120
MAX_INPUT = 512 << 20
Task = Callable[..., tuple[dict[str, Any], bytes]]  # of the bytes, a folder in memory or None, and the arguments


def main() -> None:
    """Do the task and write the answer."""
    task, confinement, args = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    confined = confinement == "bubblewrap"
    out = sys.stdout.buffer
    with contextlib.redirect_stdout(io.StringIO()):  # what a library prints is no part of the answer
        said, data = _done(task, args, confined)
    head = json.dumps(said).encode()
    out.write(struct.pack(">I", len(head)) + head + data)


def _done(task: str, args: dict[str, Any], confined: bool) -> tuple[dict[str, Any], bytes]:
    try:
        _limit(confined)
        data = sys.stdin.buffer.read(MAX_INPUT + 1)
        if len(data) > MAX_INPUT:
            return {"failed": f"a file of more than {MAX_INPUT} bytes is not parsed"}, b""
        return TASKS[task](data, Path(ROOM) if confined else None, **args)
    except RefusedError as refused:  # before a byte was read
        return {"failed": str(refused)[:200]}, b""
    except UnreadableError as refused:
        return {"failed": str(refused)[:200] if task == "scrub" else "it cannot be read"}, b""
    except Exception as wrong:  # any parser may break in any way
        return {"failed": f"the parser broke ({type(wrong).__name__})"}, b""


def _limit(confined: bool) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    if not confined:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # nothing in clear reaches a disk
    system_calls.forbid()


def _read(data: bytes, folder: Path | None, *, sha256: str, media_type: str) -> tuple[dict[str, Any], bytes]:
    from fairlead.vault.sealed_reading import read

    return read(data, sha256, media_type, folder)


def _scrub(data: bytes, _: Path | None) -> tuple[dict[str, Any], bytes]:
    from fairlead.vault.scrubbing import scrub

    return scrub(data)


TASKS: dict[str, Task] = {"read": _read, "scrub": _scrub}

if __name__ == "__main__":
    main()
