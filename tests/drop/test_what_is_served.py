"""What is served: strict headers, hashes on everything that runs, and a signed list that finds what was changed."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from drop_world import CALL, Drop

from fairlead_drop import __main__ as command_line
from fairlead_drop.web import assets, manifest
from fairlead_drop.web.assets import Asset
from fairlead_drop.web.shield import HEADERS
from fairlead_drop.wording import LANGUAGES
from fairlead_ledger import keys
from fairlead_ledger.errors import EnvelopeError

ADDRESSES = (
    *("/", "/en/", "/en/t1", "/en/t2", "/en/t3", "/ko/mailbox", "/nowhere", "/api/terms", "/api/upload/none"),
    *("/recipients.txt", "/recipients.json", "/calls.json", "/manifest.json", "/log/checkpoints", "/office/challenge"),
)


def listed(made: Drop) -> dict[str, str]:
    body = manifest.open_manifest(made.client.get("/manifest.json").content, made.store.folder.verifier.key)
    assert body["drop"] == made.store.settings.origin
    served: dict[str, str] = body["served"]
    return served


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_strict_headers_and_tells_nothing_of_the_server(drop: Drop, address: str) -> None:
    answer = drop.client.get(address)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value, name
    assert answer.headers["cache-control"] == "no-store"
    assert not {"set-cookie", "server", "date", "etag", "last-modified", "x-powered-by"} & set(answer.headers)
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_the_signed_list_names_everything_that_is_the_same_for_everybody(drop: Drop) -> None:
    served = listed(drop)
    for path, sha256 in served.items():
        assert hashlib.sha256(drop.client.get(path).content).hexdigest() == sha256, path
    pages = {f"/{language}/{page}" for language in LANGUAGES for page in ("", "t1", "t3", "mailbox", "protects")}
    assert pages | {"/", f"/ko/call/{CALL.id}"} <= set(served)
    for page in sorted(path for path in served if not path.startswith("/assets/")):
        for asset in re.findall(r'(?:src|href|data-texts)="(/assets/[^"]+)"', drop.client.get(page).text):
            assert asset in served, f"{page} uses {asset}, which is not listed"


def test_hashes_on_the_page_are_those_of_what_is_served(drop: Drop) -> None:
    for page in ("/en/t1", "/en/mailbox", "/en/"):
        found = re.findall(r'(?:src|href)="(/assets/[^"]+)" integrity="sha384-([^"]+)"', drop.client.get(page).text)
        assert found
        for path, told in found:
            data = drop.client.get(path).content
            assert base64.b64encode(hashlib.sha384(data).digest()).decode() == told
            assert hashlib.sha256(data).hexdigest()[:16] in path


def test_a_page_or_program_that_was_changed_is_found(drop: Drop) -> None:
    body = manifest.open_manifest(drop.client.get("/manifest.json").content, drop.store.folder.verifier.key)
    assert manifest.compare(body, lambda path: drop.client.get(path).content) == []
    style = drop.service.site.assets[assets.STYLE]
    drop.service.site.assets[assets.STYLE] = Asset(style.path, style.content_type, style.data + b" ")
    wrong = manifest.compare(body, lambda path: drop.client.get(path).content)
    assert any(line.startswith(style.path) for line in wrong), "the style sheet"
    assert any(line.startswith("/en/t1") for line in wrong), "and the pages, whose hashes of it are others"


def test_a_list_by_another_key_or_changed_is_refused(drop: Drop) -> None:
    data = drop.client.get("/manifest.json").content
    with pytest.raises(EnvelopeError):
        manifest.open_manifest(data, keys.public_bytes(drop.office.key))
    with pytest.raises(EnvelopeError):
        manifest.open_manifest(data.replace(b"/en/t1", b"/en/t9"), drop.store.folder.verifier.key)


@pytest.mark.parametrize("name", command_line.RECIPES)
def test_the_recipes_are_printed_and_let_nothing_be_logged(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.recipe(command_line.parser().parse_args(["recipe", name])) == 0
    printed = capsys.readouterr().out
    wanted = {
        "systemd": (
            "LimitCORE=0",
            "MemorySwapMax=0",
            "PrivateNetwork=yes",
            "StandardOutput=null",
            "ProtectSystem=strict",
        ),
        "torrc": ("HiddenServicePort 80 unix:/run/fairlead-drop/http.sock", "Log notice file /dev/null"),
        "caddy": ("output discard", "header_up -X-Forwarded-For", "header_up -User-Agent"),
    }[name]
    assert all(line in printed for line in wanted)
