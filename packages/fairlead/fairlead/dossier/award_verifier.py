"""Recompute an award from its dossier, offline: Python 3.11+, `cryptography`, and verify.py beside this file.

    python3 verify_award.py FOLDER [--key CASE-KEY] [--tip SEALED-FILE ...]

It proves by whom, when and by which rules it was decided: led-to entries before the award, roles and hands, every
factor and test, the amount and its parting, the approvals, the time to contest. It does not prove that a reason is a
good one, that the programme's file says what its rules in the log say (`fairlead verify` parses it again), nor who a
person is. Steps left off the end are found where whoever made the dossier signed another last step; an office that
signs falsely is found in its case alone, and so it says how much of the log it did not see, and up to where a witness
did. Exit 0: all proved; 1: something failed; 2: misuse.

This file shares no code with the program that decides awards, so that each checks the other.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

try:
    import verify  # type: ignore[import-not-found]  # beside this file in a dossier
except ImportError:
    from fairlead.dossier import verifier as verify

Entry = dict[str, Any]
Result = tuple[str, str, str]
ROLES = {"award_open": "investigator", "led_to": "investigator", "tip_open": "intake", "tip_pull": "intake"}
ROLES |= dict.fromkeys(("award_claim", "award_answers", "award_tell", "award_contest", "award_withdraw"), "intake")
ROLES |= dict.fromkeys(
    ("award_eligibility", "award_screen", "award_assess", "award_approve", "award_final"), "adjudicator"
)
ROLES |= dict.fromkeys(("award_pay", "award_reported"), "payer")
CLOCKS_DIFFER_US = 600 * 1_000_000


class WrongError(Exception):
    """A rule that the award breaks; the message says which."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    parser = argparse.ArgumentParser(description="recompute an award from its dossier, offline")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--key", help="the case's verifier key, received another way than with this dossier")
    parser.add_argument("--tip", type=Path, action="append", default=[], help="a sealed tip, to compare")
    options = parser.parse_args(arguments)
    if not (options.folder / "manifest.json").is_file():
        print(f"error: {options.folder}: no dossier", file=sys.stderr)
        return 2
    results = list(check(options.folder, options.key, options.tip))
    for outcome, what, why in results:
        print(f"{outcome:<22} {what}" + (f": {why}" if why else ""))
    failed = sum(outcome == "failed" for outcome, _, _ in results)
    print(f"{sum(one[0] == 'proved' for one in results)} proved, {failed} failed")
    return 1 if failed else 0


def check(folder: Path, key: str | None = None, tips: list[Path] | None = None) -> Iterator[Result]:
    """Yield every check: first that nothing was changed, then that the award follows from what is there."""
    held = list(verify.check_folder(folder, key))
    yield from held
    if any(outcome == "failed" for outcome, _, _ in held):
        return
    custody = json.loads((folder / "custody.json").read_bytes())
    entries = [_entry(given) for given in custody["entries"]]
    try:
        award = Award(sorted(entries, key=lambda one: int(one["index"])))
    except (WrongError, KeyError, TypeError, ValueError) as wrong:
        yield "failed", "award", f"{wrong}"
        return
    yield from recompute(award)
    yield from dates(award)
    yield from _later(award, int(custody["checkpoint"].split("\n")[1]))
    yield from _persons(award, custody)
    yield from _filings(folder, award)
    for path in tips or []:
        same = verify.sha256_of(path) in award.opened["body"]["tips"]
        yield "proved" if same else "failed", path.name, "a claimant's tip" if same else "no claimant of this award"


def recompute(award: Award, *, undecided: bool = False) -> Iterator[Result]:
    """Yield the checks of what the entries of an award say; ``undecided``: only those that need no decision."""
    for name, function in CHECKS[:4] if undecided else CHECKS:
        try:
            yield "proved", name, function(award)
        except WrongError as wrong:
            yield "failed", name, str(wrong)
        except (KeyError, TypeError, ValueError, IndexError) as wrong:
            yield "failed", name, f"it cannot be checked ({type(wrong).__name__})"


def read_entry(data: bytes, index: int) -> Entry:
    """Return a leaf of the log as the checks take it."""
    return {**json.loads(data)["body"], "index": index, "id": verify.leaf(data).hex()}


def _entry(given: dict[str, Any]) -> Entry:
    return read_entry(base64.b64decode(given["leaf"]), given["index"])


class Award:
    """The entries of one award, in their order."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = entries
        opened = [one for one in entries if one["act"] == "award_open"]
        if len(opened) != 1:
            raise WrongError(f"one award has one opening, found {len(opened)}")
        self.opened = opened[0]
        self.id = self.opened["object"]
        self.rules = self.opened["body"]["rules"]
        self.steps = [one for one in entries if one["object"] == self.id and one is not self.opened]
        self.by_id = {one["id"]: one for one in entries}

    def of(self, act: str, after: int = -1) -> list[Entry]:
        """Return the steps of one kind, after an entry."""
        return [one for one in self.steps if one["act"] == act and one["index"] > after]

    @property
    def decision(self) -> Entry:
        """The last assessment."""
        found = self.of("award_assess")
        if not found:
            raise WrongError("no decision was made yet")
        return found[-1]

    @property
    def standing(self) -> list[str]:
        """The claimants who did not withdraw."""
        gone = {one["body"]["tip"] for one in self.of("award_withdraw")}
        return [tip for tip in self.opened["body"]["tips"] if tip not in gone]


def chain(award: Award) -> str:
    """Check that each step follows the one before: none was taken out between."""
    last = award.opened["id"]
    for one in award.steps:
        if one["body"].get("follows") != last:
            raise WrongError(f"entry {one['index']} ({one['act']}) follows an entry that is not here")
        last = one["id"]
    return f"{len(award.steps)} steps, each names the one before"


def order(award: Award) -> str:
    """Check that no entry is dated before the one it follows."""
    latest = 0
    for one in award.entries:
        if one["time_us"] < latest - CLOCKS_DIFFER_US:
            raise WrongError(f"entry {one['index']} ({one['act']}) is dated back to {day(one)}")
        latest = max(latest, one["time_us"])
    return "no entry is dated before the one that it follows"


def led_to(award: Award) -> str:
    """Check that the award rests on entries made before it, on tips that were opened before them."""
    body, telling = award.opened["body"], set()
    opened = {one["object"]: one for one in award.entries if one["act"] == "tip_open"}
    for name in body["led_to"]:
        use = award.by_id.get(name)
        if use is None or use["act"] != "led_to" or use["index"] > award.opened["index"]:
            raise WrongError(f"led-to entry {name[:12]} is not here, or came after the award was opened")
        tip = opened.get(use["object"])
        if use["object"] not in body["tips"] or tip is None:
            raise WrongError(f"led-to entry {use['index']} is of a tip that claims nothing here, or was never opened")
        if use["index"] < tip["index"] or use["time_us"] < tip["time_us"]:
            raise WrongError(f"led-to entry {use['index']} is older than the opening of its tip")
        if use["body"]["use"] in ("filled", "advanced", "confirmed"):
            telling.add((use["object"], use["body"]["occasion"]))
    for tip_id in body["tips"]:
        if not any((tip_id, occasion) in telling for occasion in body["occasions"]):
            raise WrongError(f"nothing says that tip {tip_id[:12]} led to any of the occasions")
    if missing := [one for one in body["occasions"] if not any((tip, one) in telling for tip in body["tips"])]:
        raise WrongError(f"nothing says that any of the tips led to occasion {missing[0][:12]}")
    return f"{len(body['led_to'])} entries, all before the award and after the opening of their tips"


def roles(award: Award) -> str:
    """Check that each actor had the role at the time, and acted in one capacity only."""
    held: dict[str, list[str]] = {}
    hands: dict[str, str] = {}
    for one in award.entries:
        if one["act"] in ("init", "enrol"):
            held[verify.actor_id(one["body"]["key"])] = one["body"]["roles"]
        wanted = ROLES.get(one["act"])
        if wanted is None:
            continue
        if wanted not in held.get(one["actor"], []):
            raise WrongError(f"entry {one['index']} ({one['act']}): the actor was no {wanted} at the time")
        capacity = "telling" if wanted in ("intake", "investigator") else wanted
        if hands.setdefault(one["actor"], capacity) != capacity:
            raise WrongError(f"actor {one['actor'][:12]} acted on it in two capacities")
    return f"{len(hands)} actors, each in one capacity"


def factors(award: Award) -> str:
    """Check that every factor, test and question of the programme has its finding."""
    said, rules = award.decision["body"], award.rules
    known = {one["name"]: "lowers" for one in rules["raising"]} | {one["name"]: "raises" for one in rules["lowering"]}
    if set(said["factors"]) != set(known):
        raise WrongError("the factors are not those of the programme")
    for name, forbidden in known.items():
        one = said["factors"][name]
        if one["finding"] not in {"raises", "lowers", "neither"} - {forbidden} or not one["reasons"].strip():
            raise WrongError(f"factor {name}: {one['finding']}, or without a reason")
    if set(said["test"]) != {one["name"] for one in rules["test"]}:
        raise WrongError("the test is not that of the programme")
    if said["outcome"] == "award":
        _check_entitled(award, said)
    return f"{len(known)} factors with reasons; the programme's test and its questions are answered"


def _check_entitled(award: Award, said: dict[str, Any]) -> None:
    if any(finding != "met" for finding in said["test"].values()):
        raise WrongError("it was awarded though the programme's test is not met")
    answers: dict[str, str] = {}
    for one in award.of("award_eligibility"):
        if one["index"] > award.decision["index"]:
            raise WrongError("eligibility was answered anew after the decision")
        answers |= one["body"]["answers"]
    for bar in award.rules["eligibility"]:
        answer = answers.get(bar["name"], "unknown")
        if answer == "unknown" or (bar["bars"] and answer == "yes"):
            raise WrongError(f"eligibility, {bar['name']}: {answer}")
    if award.rules["route"] == "claim":
        until = _day(award.opened) + timedelta(days=award.rules["clocks"]["claim_days"])
        claimed = {one["body"]["tip"] for one in award.of("award_claim") if _day(one) <= until}
        if not set(award.standing) <= claimed:
            raise WrongError("a claimant did not claim in time")


def amount(award: Award) -> str:
    """Reckon the amount and the claimants' parts again."""
    said, money = award.decision["body"], award.rules["money"]
    if said["outcome"] == "deny":
        return "denied: no amount"
    due = said["amount"]
    if money["rule"] == "discretion":
        if not 0 < due <= money["cap"] or said["collected"] is not None:
            raise WrongError(f"{due:,} is outside the cap of {money['cap']:,}")
    else:
        due = _share(money, said)
        if due != said["amount"]:
            raise WrongError(f"{said['percent']} percent of {said['collected']:,} is {due:,}, not {said['amount']:,}")
    shares = said["shares_bp"]
    if sum(shares.values()) != 10_000 or min(shares.values()) <= 0 or set(shares) != set(award.standing):
        raise WrongError("the shares are not those of the claimants, or do not sum to 100 percent")
    parts = {tip: due * bp // 10_000 for tip, bp in shares.items()}
    rest = sorted(shares, key=lambda tip: (-(due * shares[tip] % 10_000), tip))
    for tip in rest[: due - sum(parts.values())]:
        parts[tip] += 1
    if parts != said["amounts"]:
        raise WrongError("the claimants' amounts are not what their shares give")
    return f"{due:,} {money['currency']}, parted among {len(parts)}"


def _share(money: dict[str, Any], said: dict[str, Any]) -> int:
    collected, percent = said["collected"], said["percent"]
    if collected < money["least_collected"] or not money["low_percent"] <= percent <= money["high_percent"]:
        raise WrongError("too little was collected, or the percent is outside the programme's bounds")
    lowered = any(one["finding"] == "lowers" for one in said["factors"].values())
    highest, presumed = collected * money["high_percent"] // 100, money["presumed_up_to"]
    if presumed is not None and highest <= presumed and not lowered and percent != money["high_percent"]:
        raise WrongError("the highest share is presumed, and no factor lowers it")
    return int(collected * percent // 100)


def approvals(award: Award) -> str:
    """Check the approvals, the time to contest, and what followed."""
    decided = award.decision
    said, after = decided["body"], decided["index"]
    approved = {one["actor"] for one in award.of("award_approve", after) if one["body"]["assessment"] == said["id"]}
    if decided["actor"] in approved or len(approved) < len(award.of("award_approve", after)):
        raise WrongError("who decided approved it, or somebody approved twice")
    final = award.of("award_final", after)
    if not final:
        return f"{len(approved)} approvals; not final yet"
    need = 1
    if said["outcome"] == "award":
        enough = [one["need"] for one in award.rules["approvals"] if said["amount"] <= one["up_to"]]
        if not enough:
            raise WrongError("the amount is above what the programme can approve")
        need = enough[0]
    before = {one["actor"] for one in award.of("award_approve", after) if one["index"] < final[0]["index"]}
    if len(before) < need:
        raise WrongError(f"{need} approvals are needed, {len(before)} were given before it was final")
    _check_contest(award, after, final[0])
    paid = award.of("award_pay", after)
    if paid and (said["outcome"] != "award" or paid[0]["body"]["amounts"] != said["amounts"]):
        raise WrongError("what was paid is not what was awarded")
    return f"{len(before)} of {need} approvals, final on {day(final[0])}{', paid' if paid else ''}"


def _check_contest(award: Award, after: int, final: Entry) -> None:
    if any(one["index"] < final["index"] for one in award.of("award_contest", after)):
        raise WrongError("it was contested, and made final without a new decision")
    told = {one["body"]["tip"]: _day(one) for one in reversed(award.of("award_tell", after))}
    for tip in award.standing:
        if tip not in told or _day(final) <= told[tip] + timedelta(days=award.rules["clocks"]["contest_days"]):
            raise WrongError(f"claimant {tip[:12]} was not told, or had less than the time to contest")
    if award.decision["body"]["outcome"] == "award":
        screened = {one["body"]["tip"]: one["body"]["open_hits"] for one in award.of("award_screen")}
        if any(screened.get(tip) != 0 for tip in award.standing):
            raise WrongError("the screening of a payee is not settled")


def dates(award: Award) -> Iterator[Result]:
    """Compare the programme's dates with the days of the steps: one that nobody signed by its date is seen so.

    As of the newest entry in the dossier. What was left off the end shows here too, once its date is over.
    """
    clocks, as_of = award.rules["clocks"], max(_day(one) for one in award.entries)
    ended = len(award.standing) == 0
    final, paid = award.of("award_final"), award.of("award_pay")
    due = [("a final decision", award.opened, clocks["decide_days"], final)] if final or not ended else []
    due += [("the report of the payment", one, clocks["report_days"], award.of("award_reported")) for one in paid[-1:]]
    for what, since, days, signed in due:
        by, done = _day(since) + timedelta(days=days), signed[-1] if signed else None
        if done is not None and _day(done) <= by:
            yield "proved", f"date of {what}", f"{day(done)}, due by {by}"
        elif done is not None:
            yield "failed", f"date of {what}", f"{day(done)}, due by {by}: {(_day(done) - by).days} days late"
        elif as_of > by:
            yield "failed", f"date of {what}", f"due by {by}, and nothing shown here and signed by {as_of} says so"
        else:
            yield "not checkable here", f"date of {what}", f"due by {by}; the dossier is of {as_of}"


def _later(award: Award, size: int) -> Iterator[Result]:
    """Compare the last step with the one that the making of the dossier signed; say how much of the log is unseen."""
    last = (award.steps or [award.opened])[-1]
    made = [one for one in award.entries if one["act"] == "dossier" and one["body"].get("award") == award.id][-1:]
    for one in made:
        signed = one["body"].get("last")
        if signed == last["id"]:
            why = f"entry {last['index']} ({last['act']}), as whoever made the dossier signed in entry {one['index']}"
            yield "proved", "the last step", why
        elif signed is not None:
            yield "failed", "the last step", "whoever made the dossier signed another: steps were left off, or added"
    shown = {one["index"] for one in award.entries}
    unseen = [index for index in range(last["index"] + 1, size) if index not in shown]
    seen = [one for one in award.entries if one["act"] in ("cosign", "timestamp")]
    vouched = max((int(one["body"]["size"]) for one in seen), default=0)
    by = f"others vouched for the log up to {vouched} entries" if seen else "nobody outside vouched for the log"
    if unseen or not made:
        why = f"{len(unseen)} of the log's {size} entries come after entry {last['index']} and are not here; {by}"
        yield "not checkable here", "steps after the last one shown", why
    else:
        yield "proved", "steps after the last one shown", f"none among the log's {size} entries; {by}"


def _persons(award: Award, custody: dict[str, Any]) -> Iterator[Result]:
    """Look for one person behind two keys, as far as names were disclosed."""
    names: dict[str, str] = {}
    for given in custody["entries"]:
        one = _entry(given)
        person = given["disclosed"].get("person")
        if one["act"] == "enrol" and person:
            names[verify.actor_id(one["body"]["key"])] = " ".join(str(person["value"]).casefold().split())
    acted = {one["actor"] for one in award.entries if one["act"] in ROLES}
    if unnamed := sorted(actor[:12] for actor in acted if actor not in names):
        yield "not checkable here", "one person under two keys", f"no name is disclosed for {', '.join(unnamed)}"
    decided = award.of("award_assess")[-1:]
    signed = [one["actor"] for last in decided for one in (last, *award.of("award_approve", last["index"]))]
    for actors in (signed, sorted(acted)):
        known = [names[actor] for actor in actors if actor in names]
        if len(set(known)) < len(known):
            yield "failed", "one person under two keys", "one named person acted on it with two keys"
            return
    if not unnamed:
        yield (
            "proved",
            "one person under two keys",
            f"{len(acted)} keys, as many names; a false one is not seen",
        )


def _filings(folder: Path, award: Award) -> Iterator[Result]:
    """Check the proofs that the claimants' tips were filed with the drop, in that order and by that day."""
    known = {one["object"]: one["body"]["key"] for one in award.entries if one["act"] == "drop"}
    for tip in award.opened["body"]["tips"]:
        path, what = folder / "filings" / f"{tip}.json", f"filing of tip {tip[:12]}"
        pulled = [one for one in award.entries if one["act"] == "tip_pull" and one["object"] == tip]
        if not path.is_file() or not pulled:
            yield "not checkable here", what, "no proof of filing is in the dossier"
            continue
        try:
            given = json.loads(path.read_bytes())
            leaf = json.loads(given["leaf"])
            origin, size, root = verify.checkpoint(given["checkpoint"], known[pulled[-1]["body"]["drop"]])
            nodes = [base64.b64decode(node) for node in given["path"]]
            reached = verify.climb(verify.leaf(given["leaf"].encode()), given["index"], size, nodes)
            if leaf["sha256"] != tip or given["leaf"] != pulled[-1]["body"]["leaf"] or reached != root:
                raise WrongError("the leaf is of another tip, or not in the drop's log")
        except (WrongError, verify.MismatchError, KeyError, TypeError, ValueError, AttributeError) as wrong:
            yield "failed", what, str(wrong)
            continue
        yield "proved", what, f"number {given['index']} in the log of {origin}, on {leaf['day']}"


def day(entry: Entry) -> str:
    """Return the day of an entry, for people."""
    return _day(entry).isoformat()


def _day(entry: Entry) -> date:
    return datetime.fromtimestamp(entry["time_us"] / 1e6, UTC).date()


CHECKS = (
    ("steps", chain),
    ("order", order),
    ("led-to", led_to),
    ("roles and hands", roles),
    ("factors and eligibility", factors),
    ("amount", amount),
    ("approvals and clocks", approvals),
)

if __name__ == "__main__":
    sys.exit(main())
