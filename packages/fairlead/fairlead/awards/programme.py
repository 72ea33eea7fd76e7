"""A reward programme as data: offer, money, own test, eligibility, factors, approvals, clocks. It decides nothing.

The two that are shipped are examples and say so. An office writes its own file and names it by its path; the digest of
the file stands in every award, so that a later change of rules changes no decision.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast

from fairlead.errors import MisuseError
from fairlead.law.yamlnodes import Node, Record, compose

Rule = Literal["discretion", "share"]
Route = Literal["nomination", "claim"]
EXAMPLES = ("example-fixed-cap", "example-share")
MAX_BYTES = 1 << 17


@dataclass(frozen=True)
class Named:
    """One element of the programme's own test, or one factor."""

    name: str
    text: str


@dataclass(frozen=True)
class Bar:
    """A question of eligibility; ``bars``: a yes ends the matter, else it is weighed."""

    name: str
    question: str
    bars: bool


@dataclass(frozen=True)
class Money:
    """How an award is reckoned; amounts in whole units of the currency.

    ``discretion``: any amount up to ``cap``. ``share``: ``low`` to ``high`` percent of what was collected, where at
    least ``least_collected`` was; ``presumed_up_to``: the high share is due where it gives no more than that, unless a
    factor lowers. What a rule does not use is None.
    """

    rule: Rule
    currency: str
    cap: int | None
    low_percent: int | None
    high_percent: int | None
    least_collected: int | None
    presumed_up_to: int | None


@dataclass(frozen=True)
class Threshold:
    """How many people must approve an award up to an amount."""

    up_to: int
    need: int


@dataclass(frozen=True)
class Clocks:
    """Days: to claim after notice, to decide after opening, to contest a preliminary decision, to report a payment."""

    claim_days: int
    decide_days: int
    contest_days: int
    report_days: int


@dataclass(frozen=True)
class Programme:
    """One programme."""

    id: str
    digest: str  # SHA-256 of the file's bytes
    example: bool
    title: str
    legal_basis: str
    route: Route
    offer: dict[str, str]  # by language; empty where the office pays nothing
    money: Money
    test: tuple[Named, ...]
    eligibility: tuple[Bar, ...]
    raising: tuple[Named, ...]
    lowering: tuple[Named, ...]
    approvals: tuple[Threshold, ...]
    clocks: Clocks

    def rules(self) -> dict[str, Any]:
        """Return the rules as canonical JSON, for whoever recomputes an award without reading YAML."""
        return {name: _plain(value) for name, value in asdict(self).items() if name not in ("offer", "title")}

    def approvals_for(self, amount: int) -> int:
        """Return how many must approve an amount. Raises MisuseError above the highest threshold."""
        for threshold in self.approvals:
            if amount <= threshold.up_to:
                return threshold.need
        raise MisuseError(f"{amount:,} {self.money.currency} is above what this programme can approve")


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def load(name: str) -> Programme:
    """Return an example by its id, or a programme by the path of its file.

    Raises MisuseError where there is none, and UnreadableError with file, line and reason where it is not one.
    """
    return parse(read(name), f"{name}.yaml" if name in EXAMPLES else Path(name).name)


def read(name: str) -> bytes:
    """Return the bytes of a programme's file, by an example's id or by its path."""
    if name in EXAMPLES:
        return (files("fairlead.awards") / "programmes" / f"{name}.yaml").read_bytes()
    path = Path(name)
    if not path.is_file():
        raise MisuseError(f"no programme {name}", f"the path of a YAML file, or one of {', '.join(EXAMPLES)}")
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        raise MisuseError(f"{name}: a programme has at most {MAX_BYTES} bytes")
    return data


def parse(data: bytes, file: str) -> Programme:
    """Read a programme from the bytes of its file."""
    try:
        root = compose(data.decode("utf-8"), file)
    except UnicodeDecodeError as error:
        raise MisuseError(f"{file}: a programme is UTF-8 text ({error.reason} at byte {error.start})") from error
    required = "id example title legal_basis route money test eligibility factors approvals clocks"
    given = root.record("a programme", required, "offer")
    factors = given["factors"].record("factors", "raise lower")
    made = Programme(
        id=given["id"].text(),
        digest=hashlib.sha256(data).hexdigest(),
        example=given["example"].choice_of_truth(),
        title=given["title"].text(),
        legal_basis=given["legal_basis"].text(),
        route=cast(Route, given["route"].choice(("nomination", "claim"), "route")),
        offer=given.optional("offer", lambda node: {key: text.text() for key, text in node.pairs().items()}) or {},
        money=_money(given["money"]),
        test=given.members("test", _named),
        eligibility=given.members("eligibility", _bar),
        raising=factors.members("raise", _named),
        lowering=factors.members("lower", _named),
        approvals=given.members("approvals", _threshold),
        clocks=_clocks(given["clocks"]),
    )
    _check(made, root, given)
    return made


def _check(made: Programme, root: Node, given: Record) -> None:
    names = [one.name for one in (*made.test, *made.raising, *made.lowering)] + [one.name for one in made.eligibility]
    if len(set(names)) < len(names):
        root.refuse("two parts of the programme have one name")
    limits = [threshold.up_to for threshold in made.approvals]
    if not limits or limits != sorted(set(limits)) or any(one.need < 2 for one in made.approvals):
        given["approvals"].refuse("thresholds rise, and nobody pays on one signature: need is 2 or more")


def _money(node: Node) -> Money:
    rule = cast(Rule, node.pairs()["rule"].choice(("discretion", "share"), "rule")) if "rule" in node.pairs() else None
    if rule is None:
        node.refuse("money lacks rule")
    if rule == "discretion":
        given = node.record("money at discretion", "rule currency cap")
        return Money(rule, _currency(given["currency"]), given["cap"].integer(), None, None, None, None)
    given = node.record("money as a share", "rule currency low_percent high_percent least_collected", "presumption")
    low, high = given["low_percent"].integer(), given["high_percent"].integer()
    if not 0 < low <= high <= 100:
        node.refuse(f"shares go from above 0 to 100 percent, found {low} to {high}")
    presumed = given.optional("presumption", _presumed)
    return Money(rule, _currency(given["currency"]), None, low, high, given["least_collected"].integer(), presumed)


def _presumed(node: Node) -> int:
    given = node.record("a presumption", "award_up_to unless_lowered")
    if not given["unless_lowered"].choice_of_truth():
        node.refuse("a presumption that no factor can rebut is another rule: state it as a share of its own")
    return given["award_up_to"].integer()


def _currency(node: Node) -> str:
    found = node.text()
    return found if len(found) == 3 and found.isupper() else node.refuse(f"not a currency of ISO 4217: {found}")


def _named(node: Node) -> Named:
    given = node.record("a test or factor", "name text")
    return Named(given["name"].text(), given["text"].text())


def _bar(node: Node) -> Bar:
    given = node.record("a question of eligibility", "name question bars")
    return Bar(given["name"].text(), given["question"].text(), given["bars"].choice_of_truth())


def _threshold(node: Node) -> Threshold:
    given = node.record("a threshold", "up_to need")
    return Threshold(given["up_to"].integer(), given["need"].integer())


def _clocks(node: Node) -> Clocks:
    given = node.record("clocks", "claim_days decide_days contest_days report_days")
    return Clocks(*(given[name].integer() for name in ("claim_days", "decide_days", "contest_days", "report_days")))
