"""What tests of the vault share: what a source tells, and how somebody acts. Nobody here is real."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

As = Callable[[str], AbstractContextManager[None]]
SECRET = "The ship lay at the third buoy, and I saw the papers. 나는 보았다."
FILE = ("bill of lading.jpg", b"CANARY-IN-A-FILE " * 9000)
