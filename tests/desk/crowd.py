"""Many people at one desk at once, over a real server: what each did is told, so that nothing lost can stay unseen.

Each looks at the list, opens an occasion, acts on what was seen (or is told that somebody was first), records
observations, and keeps watches of their own: for seconds in the tests, for minutes in ``benchmarks/together.py``.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

from fairlead.case import Case, verify

TURNED_AWAY = (409, 422)  # somebody was first, or the rules forbid it as it stands now


@dataclass
class Person:
    """Somebody signed in, and what came of what they did."""

    name: str
    cookies: dict[str, str]
    csrf: str
    written: list[tuple[str, str, str]] = field(default_factory=list)  # occasion, what the act rested on, its entry
    observed: int = 0
    watches: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest_s: float = 0.0
    taken_s: list[float] = field(default_factory=list)


@dataclass
class Told:
    """What a crowd did, and what is wrong with it: nothing, if all is well."""

    people: int
    seconds: float
    answers: Counter[str]
    acts: int
    conflicts: int
    median_ms: float
    p95_ms: float
    slowest_ms: float
    wrong: list[str]

    def __str__(self) -> str:
        return (
            f"{self.people} people, {self.seconds:.0f} s: {sum(self.answers.values()):,} answers, "
            f"{self.acts:,} acts written, "
            f"{self.conflicts:,} turned away since somebody was first or the rules forbid it; "
            f"median {self.median_ms:.0f} ms, p95 {self.p95_ms:.0f} ms, slowest {self.slowest_ms:.0f} ms; "
            f"{len(self.wrong)} wrong"
        )


def at_work(address: str, people: list[Person], case: Case, seconds: float, turns: int = 0) -> Told:
    """Let people work at a desk for some seconds, each for ``turns`` at least, and hold that against the case."""
    began = time.monotonic()
    until = began + seconds
    threads = [threading.Thread(target=_work, args=(address, one, until, turns, n)) for n, one in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 300)
    seconds = time.monotonic() - began
    wrong = [each for one in people for each in one.wrong]
    wrong += [f"{thread.name} never came back" for thread in threads if thread.is_alive()]
    wrong += lost(case, people)
    for one in people:
        if (held := _watches(address, one)) != one.watches:
            wrong.append(f"{one.name}: {held} watches are kept of {one.watches}")
    answers = sum((one.answers for one in people), Counter[str]())
    taken = sorted(each for one in people for each in one.taken_s) or [0.0]
    return Told(
        len(people), seconds, answers, sum(len(one.written) + one.observed for one in people),
        sum(count for kind, count in answers.items() if kind.endswith(tuple(map(str, TURNED_AWAY)))),
        taken[len(taken) // 2] * 1000, taken[int(len(taken) * 0.95)] * 1000, taken[-1] * 1000, wrong,
    )  # fmt: skip


def lost(case: Case, people: list[Person]) -> list[str]:
    """Return what the case does not hold of what people were told is written, and what was written over another's."""
    wrong: list[str] = []
    entries = {entry.id: entry for entry in case.log.entries()}
    before: dict[str, str] = {}
    last: dict[str, str] = {}
    for entry in entries.values():
        before[entry.id] = last.get(entry.object, "")
        last[entry.object] = entry.id
    told = {entry for one in people for _, _, entry in one.written}
    acted = {entry.id for entry in entries.values() if entry.act in ("open", "dismiss")}
    wrong += [f"told as written and not in the log: {each}" for each in told - acted]
    wrong += [f"in the log and never told: {each}" for each in acted - told]
    for one in people:
        for occasion, based, entry in one.written:
            if entry in before and before[entry] != based:
                wrong.append(f"{one.name} wrote over an act on {occasion[:8]}: {before[entry][:8]}, not {based[:8]}")
    seen = len(case.register.observations())
    if seen != sum(one.observed for one in people):
        wrong.append(f"{sum(one.observed for one in people)} observations were told as written, {seen} are held")
    report = verify(case.root)
    wrong += [f"verify: {check.what}: {check.why}" for check in report.checks if check.outcome.value == "failed"]
    return wrong


def _watches(address: str, one: Person) -> int:
    news = httpx.get(f"{address}/api/v1/news", cookies=one.cookies, timeout=300, trust_env=False)
    return len(news.json()["watches"])


def _work(address: str, one: Person, until: float, turns: int, seed: int) -> None:
    chance = random.Random(seed)
    with httpx.Client(base_url=address, cookies=one.cookies, timeout=300, trust_env=False) as client:
        client.headers["x-csrf-token"] = one.csrf
        while time.monotonic() < until or turns > 0:
            turns -= 1
            try:
                _turn(client, one, chance)
            except httpx.HTTPError as failure:
                one.wrong.append(f"{one.name}: {type(failure).__name__}: {failure}")


def _turn(client: httpx.Client, one: Person, chance: random.Random) -> None:
    listed = _asked(client, one, "GET", "/api/v1/occasions").json()
    items = listed["items"]
    chosen = items[int(len(items) * chance.random() ** 2)]  # some occasions are everybody's favourites
    detail = _asked(client, one, "GET", f"/api/v1/occasions/{chosen['id']}").json()
    act = "dismiss" if detail["status"] in ("open", "machine candidate") and chance.random() < 0.5 else "open"
    said = {"digest": detail["digest"], "entry": detail["based_on"], "reason": f"by {one.name}"}
    answer = _asked(client, one, "POST", f"/api/v1/occasions/{chosen['id']}/acts/{act}", json=said)
    if answer.status_code == 200:
        one.written.append((chosen["id"], detail["based_on"], answer.json()["entry"]))
    if one.watches < 100 and chance.random() < 0.1:
        _asked(client, one, "POST", "/api/v1/watches", json={"words": f"words {one.watches} of {one.name}"})
        one.watches += 1
    if chance.random() < 0.1:
        seen = {
            "_csrf": one.csrf,
            "act": "loading",
            "ships": "EXAMPLE STAR:9000001:KP",
            "place": "Nampo",
            "country": "KP",
        }
        seen |= {"start": "2019-03", "how_known": f"seen by {one.name}", "goods": "coal", "rows": "1-2"}
        exhibit = _asked(client, one, "GET", "/api/v1/exhibits").json()[0]["sha256"]
        one.observed += _asked(client, one, "POST", f"/exhibits/{exhibit}/observe", data=seen).status_code == 303
    if chance.random() < 0.2:
        _asked(client, one, "GET", "/occasions")


def _asked(client: httpx.Client, one: Person, method: str, path: str, **options: Any) -> httpx.Response:
    began = time.monotonic()
    answer = client.request(method, path, **options)
    one.taken_s.append(time.monotonic() - began)
    kind = f"{method} {answer.status_code}"
    one.answers[kind] += 1
    if answer.status_code >= 400 and answer.status_code not in TURNED_AWAY:
        one.wrong.append(f"{one.name}: {method} {path}: {answer.status_code} {answer.text[:200]}")
    return answer
