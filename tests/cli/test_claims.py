"""Claims at the terminal: what is claimed, what is not stated, what the case holds, who replied."""

from __future__ import annotations

import json

import pytest

CLAIM = {
    "speaker": {"name": "A. Speaker", "kind": "person", "office": None, "state": "US", "how": "named"},
    "accused": ["CN"],
    "conduct": "failing to stop illicit imports",
    "conduct_kinds": ["omission", "import_from_target"],
    "number": 555,
    "unit": "separate occasions",
    "counts": "acts",
    "not_stated": ["period", "goods", "ships", "places"],
}
REPLY = {"speaker": {"name": "Beijing", "state": "CN"}, "state": "general position", "tied": [], "words": "upholds"}


@pytest.fixture
def pages(found):
    def row(number, kind, quote, body, speaker):
        at = {"char_start": 100 * number, "char_end": 100 * number + 50}
        return {
            "row": number,
            "kind": kind,
            "quote": quote,
            "speaker": speaker,
            "about": "China",
            "body": json.dumps(body),
            **at,
        }

    offer = {"by": "US", "money": {"amount": 5000000, "currency": "USD", "bound": "up to"}, "for": "evidence"}
    vote = {"years": [2006, 2017], "supported": True, "position": None}
    found.read(
        found.sha256,
        "statements",
        [
            row(1, "claim", "on 555 separate occasions", CLAIM, "A. Speaker"),
            row(2, "reply", "it upholds the sanctions", REPLY, "Beijing"),
            row(3, "vote", "voted for", vote, "A. Speaker"),
            row(4, "offer", "offering up to $5 million", offer, None),
        ],
    )
    return found


def test_a_claim_is_told_with_what_it_does_not_state_what_the_case_holds_and_the_reply(fairlead, pages):
    said = fairlead("claims", pages.root)
    text = " ".join(said.out.split())
    assert said.status == 0
    assert max(len(line) for line in said.out.splitlines()) <= 80
    for expected in (
        "A. Speaker on CN: 555 separate occasions",
        "not stated: period, goods, ships, places",
        "2 occasions here (and 1 only stated, counted apart) engage an import ban (2371-8) for CN as importing State",
        "none shows a failure to act; the claimant lists none",
        "reply of Beijing: general position: “upholds”",
        "answers no single number or occasion",
        "vote of China in 2006, 2017: supported (told by A. Speaker)",
        "offer of US: up to 5,000,000 USD for evidence",
        "track.csv",
    ):
        assert expected in text
    assert "violation" not in text


def test_claims_as_json_hold_claims_votes_and_offers_apart(fairlead, pages):
    document = fairlead("claims", pages.root, "--format", "json").json()
    [claim] = document["claims"]
    assert (claim["number"], claim["period"], claim["not_stated"]) == (555, None, CLAIM["not_stated"])
    assert claim["carriers"] == [
        {"exhibit": pages.sha256, "row": 1, "where": {"chars": [100, 150]}, "quote": "on 555 separate occasions"}
    ]
    assert [len(document[key]) for key in ("votes", "offers", "other_replies")] == [1, 1, 0]


def test_a_case_whose_pages_claim_nothing_says_so(fairlead, found):
    said = fairlead("claims", found.root)
    assert (said.status, said.out) == (0, "")
    assert "no page in this case makes a claim" in said.err


def test_a_reply_that_answers_no_claim_is_told_all_the_same(fairlead, found):
    denied = REPLY | {"words": "China denies that it failed to enforce sanctions."}
    row = {"row": 1, "kind": "reply", "quote": denied["words"], "speaker": "China", "about": "CN"}
    found.read(found.sha256, "statements", [row | {"body": json.dumps(denied), "char_start": 0, "char_end": 49}])
    said = " ".join(fairlead("claims", found.root).out.split())
    assert "reply of China to no claim in particular: general position: “China denies that it failed" in said
