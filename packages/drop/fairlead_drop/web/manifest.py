"""The signed list of what a drop serves, and the check of a running one against it.

It covers what can be the same for everybody: assets, the sealing page, and the pages that hold no ticket. Whoever
wants to know whether a drop serves some people other bytes compares from several places.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from fairlead_drop import __version__
from fairlead_drop.errors import DropError
from fairlead_drop.store import Store
from fairlead_drop.web import offline
from fairlead_drop.web.pages import mailboxes, sending, welcome
from fairlead_drop.web.pages.frame import Site
from fairlead_drop.wording import LANGUAGES, Wording
from fairlead_ledger import envelopes, keys
from fairlead_ledger.errors import EnvelopeError


def signed(site: Site, store: Store) -> bytes:
    """Return the manifest, signed by the drop's log key."""
    body = {
        "v": 1,
        "kind": "manifest",
        "drop": store.settings.origin,
        "version": __version__,
        "served": {path: hashlib.sha256(data).hexdigest() for path, data in sorted(served(site, store).items())},
    }
    return envelopes.seal(body, store.folder.log_key)


def served(site: Site, store: Store) -> dict[str, bytes]:
    """Return path → bytes of everything that is the same for everybody."""
    found = {asset.path: asset.data for asset in site.assets.values()}
    page = offline.page(site, store)
    if page is not None:
        found[sending.OFFLINE_PATH] = page
    found["/"] = welcome.chooser(site)
    calls = [call for _, call in store.calls()]
    verifier = str(store.folder.verifier)
    for language in LANGUAGES:
        say = Wording(language, site.name)
        found[f"/{language}/"] = welcome.home(site, say, calls)
        found[f"/{language}/t1"] = sending.sealed_in_browser(site, say, calls, "")
        found[f"/{language}/t3"] = sending.plain_warning(site, say, "")
        found[f"/{language}/mailbox"] = mailboxes.mailbox(site, say, calls)
        found[f"/{language}/mailbox/plain"] = mailboxes.plain_mailbox(site, say)
        found[f"/{language}/protects"] = welcome.protects(site, say, verifier)
        for call in calls:
            found[f"/{language}/call/{call.id}"] = welcome.call_page(site, say, call)
    return found


def open_manifest(data: bytes, key: bytes) -> dict[str, Any]:
    """Return the body of a manifest that the key (32 raw bytes) signed; raises EnvelopeError."""
    body, signer = envelopes.open_envelope(data)
    if signer != key or body.get("kind") != "manifest" or not isinstance(body.get("served"), dict):
        raise EnvelopeError(f"not a manifest signed by {keys.encode(key)}")
    return body


def compare(body: dict[str, Any], get: Callable[[str], bytes]) -> list[str]:
    """Return what a running drop serves otherwise than its manifest says: one line each."""
    wrong = []
    for path, sha256 in body["served"].items():
        try:
            found = hashlib.sha256(get(path)).hexdigest()
        except (OSError, DropError) as failed:
            wrong.append(f"{path}: {failed}")
            continue
        if found != sha256:
            wrong.append(f"{path}: expected {sha256}, found {found}")
    return wrong
