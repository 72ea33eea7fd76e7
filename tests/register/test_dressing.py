"""What people decided, laid over what is derived today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fairlead.register import dressing
from fairlead.register.correspondence import Letter
from fairlead.register.dressing import Decided, Proposed
from fairlead.register.known import known

MARCH_2 = 1_583_107_200_000_000  # 2020-03-02T00:00:00Z


def decided(occasion, status="open", number=7, reason=None):
    return Decided(known(occasion), number, status, occasion.digest, MARCH_2, reason)


def test_what_nobody_touched_is_a_machine_candidate_without_number(make):
    stand = dressing.standing(make(), None)
    assert (stand.status, stand.number, stand.notes) == ("machine candidate", None, ())


def test_a_dismissed_one_stays_dismissed_while_its_digest_is_the_same(make):
    stand = dressing.standing(make(), decided(make(), "dismissed", reason="a pilot boat"))
    assert (stand.status, stand.basis_changed) == ("dismissed", None)


def test_a_dismissed_one_whose_digest_changed_is_a_candidate_again_and_says_what_was_decided(make):
    changed = make(goods=("coal", "iron"))
    stand = dressing.standing(changed, decided(make(), "dismissed", reason="a pilot boat"))
    assert stand.status == "machine candidate"
    assert stand.basis_changed == "basis changed: dismissed on 2020-03-02 for a pilot boat"


def test_a_finding_whose_basis_changed_stays_and_says_so(make):
    stand = dressing.standing(make(goods=()), decided(make(), "found"))
    assert (stand.status, stand.number) == ("found", 7)
    assert stand.notes == ("basis changed: found on 2020-03-02",)


def test_a_proposal_that_waits_is_told_and_whether_its_basis_changed(make):
    proposed = Proposed(make().id, make().digest, "found")
    same = dressing.standing(make(), decided(make()), proposed)
    assert same.notes == ("finding proposed: found; a second person must confirm it",)
    changed = dressing.standing(make(goods=()), decided(make()), proposed)
    assert changed.notes[-1].endswith("but the basis changed since")


def test_an_occasion_that_vanished_is_kept_and_names_its_successor(make):
    old, new = make("old anchor"), make("new anchor")
    [gone] = dressing.gone([decided(old)], [new])
    assert (gone.number, gone.superseded_by) == (7, new.id)
    assert dressing.superseded([gone]) == {new.id: [old.id]}
    dressed = dressing.dress(new, dressing.standing(new, None, None, [old.id]), [], [], date(2020, 3, 2))
    assert dressed.supersedes == old.id


def test_one_that_takes_the_place_of_several_names_the_first_that_has_a_number(make):
    new = make("new")
    gone = dressing.gone([decided(make("a"), number=None), decided(make("b"), number=4)], [new])
    assert dressing.superseded(gone) == {new.id: [make("b").id, make("a").id]}


def test_of_several_heirs_the_one_that_overlaps_most_succeeds(make):
    short = make("short", start="2019-03-08T00:00:00Z")
    long = make("long", start="2019-03-06T00:00:00Z")
    [gone] = dressing.gone([decided(make())], [short, long])
    assert gone.superseded_by == long.id


def test_another_ship_another_typology_or_another_time_is_no_successor(make):
    old = make("old")
    later = make("later", start="2019-04-01T00:00:00Z", end="2019-04-02T00:00:00Z")
    ship = make("ship", subjects=(replace(old.subjects[0], imo=9000013),))
    other = make("other", typology=replace(old.typology, name="transfer"))
    [gone] = dressing.gone([decided(old)], [later, ship, other])
    assert gone.superseded_by is None


def test_dressing_changes_nothing_that_was_derived(make):
    occasion = make()
    stand = dressing.standing(occasion, decided(occasion))
    letters = [Letter("CN", "2020-01-01", "2020-02-01")]
    dressed = dressing.dress(occasion, stand, letters, [], date(2020, 3, 2))
    assert dressed.sealed().digest == occasion.digest == dressed.digest
    assert [g.reply.state for g in dressed.engagements] == ["not asked by us", "asked, no answer"]
    assert (dressed.number, dressed.status) == (7, "open")


def test_a_persons_name_is_not_kept_with_the_occasion(make):
    occasion = make()
    person = replace(occasion.subjects[0], role="person", name="A. Person", imo=None, mmsi=None)
    assert "A. Person" not in str(known(replace(occasion, subjects=(*occasion.subjects, person))).to_body())
