"""A dossier's page as PDF, printed by a Chromium of this machine; where there is none, it says so.

Nothing is fetched: the page loads nothing, and the browser resolves no name and reaches no address, whatever it wants.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from fairlead.errors import FairleadError

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
WAIT_S = 120
_QUIET = (
    *("--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-quic"),
    *("--disable-component-update", "--disable-sync", "--no-pdf-header-footer"),
    *("--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://0.0.0.0:1", "--proxy-bypass-list=<-loopback>"),
)


def browser() -> str | None:
    """Return the Chromium of this machine, None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def printed(page: Path) -> bytes:
    """Return a page as PDF."""
    program = browser()
    if program is None:
        raise FairleadError("this machine has no Chromium to print a PDF with", "install one, or print the HTML page")
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []  # Chromium refuses it as root
    with tempfile.TemporaryDirectory(prefix="fairlead-print-") as folder:
        out = Path(folder) / "page.pdf"
        command = [program, *_QUIET, *sandbox, f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}"]
        try:
            subprocess.run([*command, page.resolve().as_uri()], check=True, capture_output=True, timeout=WAIT_S)
            return out.read_bytes()
        except (OSError, subprocess.SubprocessError) as failure:
            raise FairleadError("Chromium could not print the page", "print the HTML page yourself") from failure
