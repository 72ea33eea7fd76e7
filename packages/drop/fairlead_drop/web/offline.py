"""T2's sealing page: one HTML file with the program, the texts and the recipients in it. It has no network.

Its own policy allows nothing but the two pieces of it, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import json

from fairlead_drop import wording
from fairlead_drop.errors import MissingError
from fairlead_drop.store import Store
from fairlead_drop.web.assets import PROGRAM, STYLE
from fairlead_drop.web.markup import Markup, element
from fairlead_drop.web.pages.frame import Site


def page(site: Site, store: Store) -> bytes | None:
    """Return the page for the present recipients; None where the program was not built or there are none."""
    if PROGRAM not in site.assets:
        return None
    try:
        document, recipients = store.recipients()
    except MissingError:
        return None
    program, style = site.assets[PROGRAM].data.decode(), site.assets[STYLE].data.decode()
    terms = {
        "name": site.name,
        "epoch": recipients.epoch,
        "recipients": store.recipient_texts(),
        "fingerprint": hashlib.sha256(document).hexdigest()[:16],
        "max_bytes": store.settings.max_tip_bytes,
        "texts": {language: wording.texts(language) for language in wording.LANGUAGES},
    }
    policy = f"default-src 'none'; script-src '{_hash(program)}'; style-src '{_hash(style)}'"
    # Data, not a program: browsers run no script of this type. "<" is escaped, so that nothing can end the element.
    data = json.dumps(terms, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    html = element(
        "html",
        element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=policy),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="referrer", content="no-referrer"),
            element("title", site.name),
            element("style", Markup(style)),
        ),
        element(
            "body",
            element("main", id="offline", tabindex="-1"),
            element("script", Markup(data), type="application/json", id="terms"),
            element("script", Markup(program.replace("</script", "<\\/script")), type="module"),
        ),
        lang="en",
    )
    return b"<!doctype html>\n" + html.encode()


def _hash(text: str) -> str:
    return (
        "sha256-" + base64.b64encode(hashlib.sha256(text.replace("</script", "<\\/script").encode()).digest()).decode()
    )
