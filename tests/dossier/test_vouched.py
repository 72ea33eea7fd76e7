"""A dossier carries who vouched for the log and when; the stand-alone verifier states it, and finds it changed."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from fairlead.case import Case
from fairlead.cli.witness import Witness
from fairlead.deriving.derive import occasions
from fairlead.dossier import package, verifier
from fairlead.evidence import stamps
from fairlead_ledger import canonical, keys, merkle

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "evidence"))
from local_authority import Authority


@pytest.fixture(scope="module")
def vouched(case: Case, shared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vouched")
    with pytest.MonkeyPatch.context() as patch:
        shutil.copytree(shared_home, folder / "home")  # the checkpoint kept there must not outgrow the others' case
        patch.setenv("FAIRLEAD_HOME", str(folder / "home"))
        root = folder / "case"
        shutil.copytree(case.root, root)
        mine = Case.open(root)
        authority = Authority(folder / "authority", "Example Authority")
        stamps.stamp(
            mine.log, "https://tsa.example", [authority.root], lambda url, body, kind: (200, authority.answer(body))
        )
        witness = Witness(folder / "witness", "w.example", [mine.log.verifier])
        stamps.cosign(mine.log, "x", witness.key, lambda url, body, kind: (200, witness.add_checkpoint(body).encode()))
        made = package.make(mine.material(occasions(mine)[:1]), folder / "dossier", "green")
        return made.folder


def said(folder: Path) -> dict[str, tuple[str, str]]:
    return {
        what: (outcome, why)
        for outcome, what, why in verifier.check(folder)
        if "(timestamp)" in what or "(cosign)" in what
    }


def test_the_verifier_states_time_stamp_and_cosignature(vouched: Path) -> None:
    found = list(said(vouched).values())
    assert [outcome for outcome, _ in found] == ["proved", "proved"]
    assert "https://tsa.example states that the first" in found[0][1]
    assert "by openssl; trust its root" in found[0][1]
    assert "w.example saw the first" in found[1][1]
    assert not [one for one in verifier.check(vouched) if one[0] == "failed"]


def test_without_openssl_it_says_what_the_token_states_and_that_it_cannot_check(
    vouched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    (stamp, _) = said(vouched).values()
    assert stamp[0] == "not checkable here"
    assert "existed at 20" in stamp[1]


def test_a_proof_that_does_not_lead_here_is_found(vouched: Path, tmp_path: Path) -> None:
    shutil.copytree(vouched, tmp_path / "d")
    file = tmp_path / "d" / "custody.json"
    custody = json.loads(file.read_bytes())
    for index, path in custody["grown"].items():
        custody["grown"][index] = [keys.encode(b"\x00" * 32), *path[1:]]
    file.write_bytes(canonical.dumps(custody))
    assert {outcome for outcome, _ in said(tmp_path / "d").values()} == {"failed"}


@pytest.mark.parametrize("size", range(1, 18))
def test_the_verifiers_own_proof_of_growth_agrees_with_the_ledgers(size: int) -> None:
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(size)]
    for old in range(1, size + 1):
        roots = merkle.root(leaves[:old]), merkle.root(leaves)
        proof = merkle.consistency_proof(leaves, old, size)
        assert verifier.grown(old, size, *roots, proof)
        assert not verifier.grown(old, size, roots[0], b"\x00" * 32, proof)
        assert not verifier.grown(old, size, b"\x00" * 32, roots[1], proof)
        assert not verifier.grown(old, size, *roots, [*proof, b"\x00" * 32])
