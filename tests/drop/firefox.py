"""Firefox by its own protocol (Marionette), set as Tor Browser sets it at the level "Safer", as far as settings go.

What settings cannot give stays out: Tor Browser's own patches, and NoScript, which at "Safer" lets scripts run on HTTPS
and onion addresses, and asks before it plays media.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # W3C WebDriver, section 12: the name of a reference to an element
PATIENCE_S = 120

# What the level "Safer" changes (tor-browser, toolkit/components/securitylevel/SecurityLevel.sys.mjs).
SAFER: dict[str, Any] = {
    "javascript.options.ion": False,
    "javascript.options.baselinejit": False,
    "javascript.options.native_regexp": False,
    "javascript.options.asmjs": False,
    "javascript.options.wasm": False,
    "mathml.disabled": True,
    "gfx.font_rendering.graphite.enabled": False,
    "gfx.font_rendering.opentype_svg.enabled": False,
    "dom.security.https_only_mode_send_http_background_request": False,
    "media.autoplay.default": 5,  # NoScript's part, as a setting: nothing plays before a click
}
# What Tor Browser changes at every level and a page could notice (tor-browser, 001-base-profile.js).
TOR_BROWSER: dict[str, Any] = {
    "privacy.resistFingerprinting": True,
    "privacy.resistFingerprinting.letterboxing": True,
    "privacy.firstparty.isolate": True,
    "privacy.spoof_english": 2,
    "browser.privatebrowsing.autostart": True,
    "browser.cache.disk.enable": False,
    "dom.security.https_only_mode": True,
    "dom.securecontext.allowlist_onions": True,
    "dom.serviceWorkers.enabled": False,
    "dom.enable_performance": False,
    "dom.enable_resource_timing": False,
    "network.http.referer.hideOnionSource": True,
    "network.http.referer.XOriginTrimmingPolicy": 2,
    "network.http.altsvc.enabled": False,
    "network.dns.blockDotOnion": False,
    "network.http.http3.enable": False,
    "media.peerconnection.enabled": False,
    "webgl.disabled": True,
}
# What keeps it quiet: it asks nobody on the net for anything.
QUIET: dict[str, Any] = {
    "app.update.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "browser.aboutwelcome.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": True,
    "browser.download.always_ask_before_handling_new_types": False,
    "browser.download.alwaysOpenPanel": False,
}


class FirefoxError(RuntimeError):
    """Firefox refused a command."""


class Firefox:
    """One window. Selectors are CSS; what takes time is waited for."""

    def __init__(self, place: Path, **settings: Any) -> None:
        self.downloads = place / "downloads"
        profile = place / "profile"
        for path in (self.downloads, profile):
            path.mkdir(parents=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        own = {"marionette.port": port, "browser.download.dir": str(self.downloads)}
        chosen = {**QUIET, **TOR_BROWSER, **SAFER, **own, **settings}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in chosen.items()]
        (profile / "user.js").write_text("\n".join(lines))
        command = [
            str(FIREFOX),
            "--headless",
            "--marionette",
            "--remote-allow-system-access",
            "--no-remote",
            "--profile",
            str(profile),
        ]
        environment = {**os.environ, "HOME": str(place)}
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._line, self._held, self._number = self._connected(port), b"", 0
        self._read()  # its greeting
        self("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"pageLoadStrategy": "normal"}}})
        self("WebDriver:SetTimeouts", {"script": PATIENCE_S * 1000, "pageLoad": PATIENCE_S * 1000, "implicit": 0})

    def _connected(self, port: int) -> socket.socket:
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), PATIENCE_S)
            except OSError:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise FirefoxError("Firefox did not start") from None
                time.sleep(0.2)

    def __call__(self, command: str, arguments: dict[str, Any] | None = None) -> Any:
        """Send a command of WebDriver's, return its value."""
        self._number += 1
        data = json.dumps([0, self._number, command, arguments or {}]).encode()
        self._line.sendall(b"%d:" % len(data) + data)
        _, _, failed, given = self._read()
        if failed:
            raise FirefoxError(f"{command}: {failed['error']}: {failed['message']}")
        return given.get("value", given) if isinstance(given, dict) else given

    def _read(self) -> Any:
        while b":" not in self._held or len(self._held.partition(b":")[2]) < int(self._held.partition(b":")[0]):
            data = self._line.recv(1 << 16)
            if not data:
                raise FirefoxError("Firefox has gone")
            self._held += data
        length, _, rest = self._held.partition(b":")
        self._held = rest[int(length) :]
        return json.loads(rest[: int(length)])

    def go(self, url: str) -> None:
        """Open an address, and wait for the page."""
        self("WebDriver:Navigate", {"url": url})

    def run(self, code: str, *given: Any) -> Any:
        """Run the body of a function in the page."""
        return self("WebDriver:ExecuteScript", {"script": code, "args": list(given), "newSandbox": False})

    def setting(self, name: str) -> Any:
        """Return a setting as Firefox has it."""
        self("Marionette:SetContext", {"value": "chrome"})
        code = "const p = Services.prefs, t = p.getPrefType(arguments[0]);"
        code += "return t === p.PREF_BOOL ? p.getBoolPref(arguments[0]) : t === p.PREF_INT ?"
        code += " p.getIntPref(arguments[0]) : p.getStringPref(arguments[0]);"
        found = self.run(code, name)
        self("Marionette:SetContext", {"value": "content"})
        return found

    def find(self, selector: str, until_s: float = PATIENCE_S) -> str:
        """Return the first element that is shown; waits for it."""
        end = time.monotonic() + until_s
        while time.monotonic() < end:
            for one in self("WebDriver:FindElements", {"using": "css selector", "value": selector}):
                with contextlib.suppress(FirefoxError):  # it went while we looked
                    if self("WebDriver:IsElementDisplayed", {"id": one[ELEMENT]}):
                        return str(one[ELEMENT])
            time.sleep(0.1)
        raise FirefoxError(f"no {selector} is shown on this page: {self.text()[:600]}")

    def click(self, selector: str) -> None:
        """Click an element."""
        self("WebDriver:ElementClick", {"id": self.find(selector)})

    def type(self, selector: str, text: str) -> None:
        """Type into an element, or choose a file by its path."""
        self("WebDriver:ElementSendKeys", {"id": self.find(selector), "text": text})

    def text(self) -> str:
        """Return what the page shows."""
        return str(self.run("return document.body.innerText"))

    def texts(self, selector: str) -> list[str]:
        """Return the texts of all elements."""
        code = "return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent)"
        return list(self.run(code, selector))

    def until(self, said: str, until_s: float = PATIENCE_S) -> None:
        """Wait until the page shows a text."""
        end = time.monotonic() + until_s
        while said not in self.text():
            if time.monotonic() > end:
                raise FirefoxError(f"the page did not show {said!r}: {self.text()[:600]}")
            time.sleep(0.1)

    def saved(self, pattern: str, until_s: float = PATIENCE_S) -> Path:
        """Return a downloaded file, once it is whole."""
        end = time.monotonic() + until_s
        while time.monotonic() < end:
            found = [one for one in self.downloads.glob(pattern) if one.stat().st_size]
            if found and not list(self.downloads.glob("*.part")):
                return found[-1]
            time.sleep(0.1)
        raise FirefoxError(f"no {pattern} was saved")

    def end(self) -> None:
        """Close it."""
        with contextlib.suppress(FirefoxError, OSError):
            self("Marionette:Quit", {"flags": ["eForceQuit"]})
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        self._process.kill()
        self._line.close()


@contextlib.contextmanager
def firefox(place: Path, **settings: Any) -> Iterator[Firefox]:
    """Run a Firefox for the length of a block. ``settings``: dots in their names are written as ``__``."""
    made = Firefox(place, **{name.replace("__", "."): value for name, value in settings.items()})
    try:
        yield made
    finally:
        made.end()


def through(socks: int) -> dict[str, Any]:
    """Return the settings that send everything, names too, through a SOCKS port."""
    return {
        "network__proxy__type": 1,
        "network__proxy__socks": "127.0.0.1",
        "network__proxy__socks_port": socks,
        "network__proxy__socks_version": 5,
        "network__proxy__socks_remote_dns": True,
        "network__proxy__allow_hijacking_localhost": True,
    }


def words_of(tab: Firefox) -> Sequence[str]:
    """Return the twelve words that the page shows."""
    tab.find("ol.words li")
    return [word for word in tab.texts("ol.words li") if word]
