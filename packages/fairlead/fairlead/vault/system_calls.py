"""Forbids a process the system calls that no parser needs: sockets, mounts, namespaces, others' memory, the kernel.

A filter for the kernel (seccomp, classic BPF) is put together here, since every library that does so is under a licence
that we do not use. It is a second wall: what bubblewrap shuts out is not there, and what is there cannot be asked for.
It lists what is forbidden, and lets all else pass: readers start programs and map files. Known for two machines; on
others nothing is parsed.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Iterator

from fairlead.errors import RefusedError

# Name → number on x86_64 and on aarch64 (Linux, asm/unistd_64.h and asm-generic/unistd.h); None where there is none.
FORBIDDEN: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198),
    "socketpair": (53, 199),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "fanotify_init": (300, 262),
    "vmsplice": (278, 75),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "personality": (135, 92),
    "syslog": (103, 116),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "reboot": (169, 142),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "modify_ldt": (154, None),
    "iopl": (172, None),
    "ioperm": (173, None),
}
_CLONE, _CLONE3, _IOCTL = (56, 220), (435, 435), (16, 29)
_NEW_NAMESPACES = 0x7E020000  # linux/sched.h: CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_TERMINAL = (0x5412, 0x541C)  # asm-generic/ioctls.h: TIOCSTI, TIOCLINUX, by which one types into another's terminal
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # linux/audit.h
_X32 = 0x40000000  # the other numbering of x86_64

# linux/bpf_common.h, linux/seccomp.h; where things lie in struct seccomp_data (both machines are little-endian)
_LOAD, _EQUAL, _AT_LEAST, _ANY_OF, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND = 0, 4, 16, 24
_KILL, _ALLOW = 0x80000000, 0x7FFF0000
_REFUSE, _UNKNOWN = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _FILTER = 22, 38, 2


def program(machine: str) -> bytes:
    """Return the filter for a machine, as the kernel takes it. RefusedError for one whose numbers are not known."""
    if machine not in _MACHINES:
        raise RefusedError(f"no filter of system calls is known for {machine}", f"use {' or '.join(_MACHINES)}")
    return b"".join(struct.pack("<HBBI", *one) for one in _instructions(*_MACHINES[machine]))


def _instructions(column: int, architecture: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield code, steps to skip where it is so, steps to skip where it is not, and the value."""
    yield _LOAD, 0, 0, _ARCHITECTURE
    yield _EQUAL, 1, 0, architecture
    yield _RETURN, 0, 0, _KILL
    yield _LOAD, 0, 0, _NUMBER
    yield _AT_LEAST, 0, 1, _X32
    yield _RETURN, 0, 0, _KILL
    for numbers in FORBIDDEN.values():
        number = numbers[column]
        if number is not None:
            yield _EQUAL, 0, 1, number
            yield _RETURN, 0, 0, _REFUSE
    yield _EQUAL, 0, 1, _CLONE3[column]
    yield _RETURN, 0, 0, _UNKNOWN  # its arguments cannot be seen from here; the C library then uses clone
    yield _EQUAL, 0, 4, _CLONE[column]
    yield _LOAD, 0, 0, _FIRST
    yield _ANY_OF, 0, 1, _NEW_NAMESPACES
    yield _RETURN, 0, 0, _REFUSE
    yield _RETURN, 0, 0, _ALLOW
    yield _EQUAL, 0, 1 + 2 * len(_TERMINAL), _IOCTL[column]
    yield _LOAD, 0, 0, _SECOND
    for request in _TERMINAL:
        yield _EQUAL, 0, 1, request
        yield _RETURN, 0, 0, _REFUSE
    yield _RETURN, 0, 0, _ALLOW


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def forbid() -> None:
    """Forbid them to this process, its threads and whatever it starts, for good. Call it before there are threads.

    Raises RefusedError where the kernel does not take the filter: nothing is parsed without.
    """
    code = program(platform.machine())
    held = ctypes.create_string_buffer(code, len(code))
    given = _Program(len(code) // 8, ctypes.addressof(held))
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or system.prctl(
        _PR_SET_SECCOMP, _FILTER, ctypes.byref(given), 0, 0
    ):
        raise RefusedError(f"the kernel takes no filter of system calls ({errno.errorcode[ctypes.get_errno()]})")
