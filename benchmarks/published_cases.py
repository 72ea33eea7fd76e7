"""Sightings that Japan published and the 1718 list's reasons, linked: ``python benchmarks/published_cases.py DATA``.

Which rows tell of the same event, what each ship's status on the list was that day, and who replied, as far as the
case holds it.
The expected links below were written by hand from both texts, with reasons. Left out: whether any of it is true.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from fairlead.case import Case
from fairlead.deriving import derive, reading_in
from fairlead.typologies import moments
from fairlead.typologies.accounts.same_event import account_of, links
from fairlead.typologies.grounds.ships import Identity
from fairlead.typologies.occasion import Occasion

# By day and first ship: what links to it, and why. 'merged': both texts become one occasion that cites both.
EXPECTED = {
    ("2018-02-13", "RYE SONG GANG 1"): ("merged", "both name RYE SONG GANG 1 and WAN HENG 11 on 13 February"),
    ("2018-02-16", "YU JONG 2"): ("merged", "both name YU JONG 2 and MIN NING DE YOU 078 on 16 February"),
    ("2018-01-20", "RYE SONG GANG 1"): (
        "perhaps",
        "the list says January 2018, YUK TUNG, and RYE SONG GANG unnumbered",
    ),
    ("2018-02-24", "CHON MA SAN"): ("none", "the list tells of CHON MA SAN in November and December 2017 only"),
    ("2018-05-19", "JI SONG 6"): ("none", "the list tells of late January 2018"),
    ("2018-05-24", "SAM JONG 2"): ("none", "the list tells of late January 2018"),
    ("2018-06-21", "YU PHYONG 5"): ("none", "the list tells of November 2017"),
    ("2019-03-20", "YU SON"): ("none", "no dated act in its reasons"),
    ("2019-05-13", "AN SAN 1"): ("none", "the list tells of late January 2018"),
    ("2019-11-13", "MU BONG 1"): ("none", "no dated act in the list"),
    ("2019-12-16", "NAM SAN 8"): ("none", "no dated act in its reasons"),
    ("2020-01-12", "CHON MA SAN"): ("none", "the list tells of CHON MA SAN in November and December 2017 only"),
}


def main() -> None:
    """Read both, derive, and print a line for each sighting and the score."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder that holds regime/ and lists/")
    data = parser.parse_args().data
    papers = [data / "regime" / "japan_sts_sightings.csv", *sorted((data / "lists" / "un-1718-vessels").glob("*.pdf"))]
    with tempfile.TemporaryDirectory() as folder:
        case = Case.create(Path(folder) / "case", "published cases")
        hashes = []
        for path in papers:
            exhibit = case.exhibits.add(path, source="published")
            reading_in.read_added(case, exhibit)
            hashes.append(exhibit.sha256)
        derive.find(case)
        occasions = derive.occasions(case)
        told(case, occasions, hashes[0])


def told(case: Case, occasions: list[Occasion], sightings: str) -> None:
    """Print what each sighting links to, the status of its ships and the replies; then the score."""
    found = links([account_of(one) for one in occasions])
    by_id = {one.id: one for one in occasions}
    rows = [one for one in occasions if sightings in _cited(one)]
    right, wrong, seen = 0, [], set()
    print(f"{'day':11}{'ship':17}{'found':10}{'expected':10}status on the list that day; replies")
    with derive.world(case) as world:
        for one in rows:
            key = (one.start[:10], _name(one, key_ships))
            own = [link for link in found if one.id in (link.one, link.other)]
            across = [link for link in own if sightings not in _cited(by_id[_other(link, one.id)])]
            kind = "merged" if len(_cited(one)) > 1 else across[0].kind if across else "none"
            expected = EXPECTED.get(key, ("not foreseen", ""))[0]
            seen.add(key)
            right += kind == expected
            wrong += [] if kind == expected else [f"{key}: {kind}, expected {expected}"]
            replies = sorted({engagement.reply.state for engagement in one.engagements})
            print(f"{key[0]:11}{key[1]:17}{kind:10}{expected:10}{_status(world, one)}; {', '.join(replies)}")
            for link in across:
                print(f"{'':11}{link.kind}: {link.why}")
    missing = [key for key in EXPECTED if key not in seen]
    within = [link for link in found if not {link.one, link.other} & {one.id for one in rows}]
    print(f"\nright {right} of {len(EXPECTED)}; wrong {wrong or 'none'}; sightings not found {missing or 'none'}")
    print(f"links among the list's own reasons (0 expected): {len(within)}")


key_ships = frozenset(ship for _, ship in EXPECTED)


def _name(one: Occasion, known: frozenset[str]) -> str:
    names = [subject.name or "" for subject in one.subjects]
    return next((name for name in names if name in known), names[0])


def _other(link: object, id: str) -> str:
    return str(link.other if link.one == id else link.one)  # type: ignore[attr-defined]


def _cited(one: Occasion) -> set[str]:
    elements = [element for engagement in one.engagements for element in engagement.elements]
    return {citation.sha256 for element in elements for citation in element.exhibits}


def _status(world: derive.World, one: Occasion) -> str:
    """Return for each ship whether it was on the list on the first day."""
    day = moments.day_of(one.start)
    said = []
    for ship in one.subjects:
        matches = world.fleet.matches(Identity(ship.mmsi or 0, ship.name, ship.imo))
        known = next(iter(matches), None)
        if known is None:
            said.append(f"{ship.name}: not on the list")
        elif known.ship.listed_by(day):
            said.append(f"{ship.name}: listed since {known.ship.listed_on}")
        else:
            said.append(f"{ship.name}: not yet, listed on {known.ship.listed_on}")
    return "; ".join(said)


if __name__ == "__main__":
    main()
