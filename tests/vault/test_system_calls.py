"""The filter of system calls: its numbers are the kernel's own, what it forbids fails, and parsers work under it."""

from __future__ import annotations

import platform
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from fairlead.errors import RefusedError
from fairlead.vault import sandbox, system_calls

HEADERS = (
    Path(f"/usr/include/{platform.machine()}-linux-gnu/asm/unistd_64.h"),
    Path("/usr/include/asm-generic/unistd.h"),  # aarch64's
)
known = pytest.mark.skipif(platform.machine() not in system_calls._MACHINES, reason="no filter for this machine")


@pytest.mark.parametrize("column", [0, 1], ids=["x86_64", "aarch64"])
def test_the_numbers_are_those_of_the_kernels_headers(column: int) -> None:
    if not HEADERS[column].is_file() or (column == 0 and platform.machine() != "x86_64"):
        pytest.skip("the kernel's headers are not installed")
    found = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)\n", HEADERS[column].read_text()))
    ours = {name: numbers[column] for name, numbers in system_calls.FORBIDDEN.items()}
    ours |= {"clone": system_calls._CLONE[column], "clone3": system_calls._CLONE3[column]}
    ours |= {"ioctl": system_calls._IOCTL[column]}
    assert {name: int(found[name]) for name in ours if name in found} == {n: v for n, v in ours.items() if n in found}
    assert {name for name, number in ours.items() if number is not None} <= found.keys()


def run(program: bytes, number: int, arguments: tuple[int, ...] = (), architecture: int = 0xC000003E) -> int:
    """Return what a filter says of a call: the machine of linux/bpf_common.h, as far as the filter uses it."""
    data = struct.pack("<IIQ6Q", number, architecture, 0, *(*arguments, *[0] * (6 - len(arguments))))
    code = [struct.unpack_from("<HBBI", program, place) for place in range(0, len(program), 8)]
    at, held = 0, 0
    while True:
        what, so, not_so, value = code[at]
        at += 1
        if what == 0x20:
            (held,) = struct.unpack_from("<I", data, value)
        elif what == 0x06:
            return value
        else:
            true = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}[what]
            at += so if true else not_so


@pytest.mark.parametrize("machine", system_calls._MACHINES)
def test_the_filter_refuses_what_is_listed_and_nothing_else(machine: str) -> None:
    column, architecture = system_calls._MACHINES[machine]
    code = system_calls.program(machine)
    listed = {numbers[column] for numbers in system_calls.FORBIDDEN.values()}
    refused = {n for n in range(600) if run(code, n, architecture=architecture) != system_calls._ALLOW}
    assert refused == (listed - {None}) | {system_calls._CLONE3[column]}
    clone, ioctl = system_calls._CLONE[column], system_calls._IOCTL[column]
    thread, container, typing, size = 0x3D0F00, 0x10000011, 0x5412, 0x5413
    answers = [run(code, clone, (flags,), architecture) for flags in (thread, container)]
    answers += [run(code, ioctl, (0, request), architecture) for request in (size, typing)]
    assert answers == [system_calls._ALLOW, system_calls._REFUSE] * 2
    assert run(code, 1, architecture=0x40000003) == system_calls._KILL, "another machine's numbering"
    assert run(code, 0x40000000 + 41, architecture=architecture) == system_calls._KILL, "x32"


def test_a_machine_whose_numbers_are_not_known_is_refused() -> None:
    with pytest.raises(RefusedError, match="riscv64"):
        system_calls.program("riscv64")


def _under_it(code: str) -> str:
    """Return what Python prints under the worker's limits, without bubblewrap: the filter alone holds it."""
    start = "from fairlead.vault import worker; worker._limit(False)\n"
    done = subprocess.run(
        [sys.executable, "-c", start + code],
        capture_output=True,
        text=True,
        env=sandbox._environment(),
        timeout=60,
        check=False,
    )
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


# Without a filter each of these fails too, or does nothing, but for another reason: a test changes nobody's machine.
TRIED = {
    "a socket": "import socket; socket.socket()",
    "a pair of sockets": "import socket; socket.socketpair()",
    "another namespace": "call(272, 0x10000000)",
    "tracing": "call(101, 1, 0, 0, 0)",
    "a mount": "call(165, 0, 0, 0, 0, 0)",
    "the kernel's keys": "call(250, 0, -3, 0)",
    "a program in the kernel": "call(321, 0, 0, 0)",
    "a ring": "call(425, 0, 0)",
    "a child in namespaces of its own": "call(56, 0x10000200, 0, 0, 0, 0)",
}
CALL = """
import ctypes, os
def call(*given):
    system = ctypes.CDLL(None, use_errno=True)
    if system.syscall(*given) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
"""


@known
@pytest.mark.skipif(platform.machine() != "x86_64", reason="the numbers in this test are those of x86_64")
@pytest.mark.parametrize("what", TRIED)
def test_what_no_parser_needs_is_refused_in_a_thread_too(what: str) -> None:
    code = f"{CALL}\ndef tried():\n    {TRIED[what]}\n"
    thread = "import concurrent.futures as f\nwith f.ThreadPoolExecutor(1) as pool: pool.submit(tried).result()\n"
    assert "Operation not permitted" in _under_it(f"{code}{thread}print('it went')")


@known
def test_it_cannot_be_taken_back_and_programs_that_are_started_stand_under_it() -> None:
    code = "import subprocess, sys; print(subprocess.run([sys.executable, '-c', "
    code += "'import socket; socket.socket()'], capture_output=True, text=True).stderr[-40:])"
    assert "Operation not permitted" in _under_it(code)


@known
def test_threads_programs_and_tables_work_under_it() -> None:
    code = "import subprocess, threading, duckdb\nthreading.Thread(target=print).start()\n"
    code += "subprocess.run(['/bin/true'], check=True)\n"
    code += "print(duckdb.sql('SELECT sum(range) FROM range(100000)').fetchall()[0][0])"
    assert _under_it(code) == str(sum(range(100_000)))


@known
def test_a_parser_that_asks_for_a_socket_gives_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way: the worker itself, with a parser that was taken over."""
    code = "from fairlead.vault import worker; import socket\n"
    code += "worker.TASKS['scrub'] = lambda data, folder: ({'sent': str(socket.socket())}, b'')\nworker.main()"
    given = ["-c", code, "scrub", "limits only", "{}"]
    monkeypatch.setattr(sandbox, "command", lambda *_: [sys.executable, *given])
    with pytest.raises(Exception, match=r"the parser broke \(PermissionError\)"):
        sandbox.run("scrub", {}, [b"x"], unconfined=True)
