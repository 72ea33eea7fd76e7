"""A dossier holds what a stranger needs, refuses what an audience may not have, and names every change."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from fairlead.case import Case
from fairlead.cli.dossier import make
from fairlead.deriving import derive
from fairlead.deriving.rederive import check_dossier
from fairlead.dossier import package, verifier
from fairlead.dossier.material import Material
from fairlead.dossier.package import Made
from fairlead.errors import MisuseError, RefusedError
from fairlead.evidence.handling import Handling


def outcomes(dossier: Path, key: str | None = None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for outcome, what, why in verifier.check(dossier, key):
        found.setdefault(outcome, []).append(f"{what}: {why}")
    return found


def test_a_dossier_as_made_is_proved_as_folder_and_as_zip(dossier: Made) -> None:
    for path in (dossier.folder, dossier.archive):
        found = outcomes(path)
        assert "failed" not in found
        assert len(found["proved"]) > 8


def test_its_own_verifier_runs_alone_with_nothing_of_fairlead(dossier: Made, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    shutil.copytree(dossier.folder, alone)
    # -I: no path of the project or the user; an import of fairlead fails on the first line
    verify = str(alone / "verify.py")
    code = (
        "import runpy, sys; sys.modules['fairlead'] = sys.modules['fairlead_ledger'] = None; "
        f"sys.argv = ['verify.py', {str(alone)!r}]; runpy.run_path({verify!r}, run_name='__main__')"
    )
    ran = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ", 0 failed" in ran.stdout


def test_every_changed_byte_is_found_and_named_or_in_a_file_nobody_vouches_for(dossier: Made) -> None:
    chance = random.Random(5)
    files = [path for path in sorted(dossier.folder.rglob("*")) if path.is_file()]
    for _ in range(60):
        path = chance.choice(files)
        data = bytearray(path.read_bytes())
        at = chance.randrange(len(data))
        data[at] ^= 1 << chance.randrange(8)
        before = path.read_bytes()
        path.write_bytes(data)
        try:
            found = outcomes(dossier.folder)
        finally:
            path.write_bytes(before)
        assert "failed" in found, f"{path.name} at {at}"
        named = " ".join(found["failed"])
        assert path.name in named or path.name in ("manifest.json", "custody.json") or path.name[:12] in named


def test_a_file_left_out_and_a_file_put_in_are_named(dossier: Made) -> None:
    (dossier.folder / "dossier.html").unlink()
    (dossier.folder / "extra.txt").write_text("not ours")
    found = outcomes(dossier.folder)
    assert found["failed"] == ["dossier.html: missing"]
    assert found["not vouched for"] == ["extra.txt: not part of the dossier"]


def test_a_dossier_of_another_key_is_not_taken_for_the_cases(dossier: Made) -> None:
    custody = json.loads((dossier.folder / "custody.json").read_text())
    assert "failed" not in outcomes(dossier.folder, custody["key"])
    other = custody["key"].replace("fairlead/", "fairlead/0")
    assert "failed" in outcomes(dossier.folder, other)


def test_a_rewritten_manifest_with_fitting_hashes_is_found_against_the_log(dossier: Made) -> None:
    page = dossier.folder / "README.txt"
    page.write_text("forged")
    manifest = json.loads((dossier.folder / "manifest.json").read_text())
    manifest["files"]["README.txt"] = verifier.sha256_of(page)
    (dossier.folder / "manifest.json").write_bytes(verifier.canonical(manifest))
    assert outcomes(dossier.folder)["failed"] == ["manifest.json: no entry of the log names this manifest"]


def test_readings_and_occasions_are_derived_again_from_a_dossier(case: Case, dossier: Made) -> None:
    checks = list(check_dossier(dossier.folder))
    assert [check.outcome.value for check in checks if check.outcome.value == "failed"] == []
    assert any("read again" in check.why for check in checks)


def test_an_exhibit_above_the_audience_is_refused_and_nothing_is_written(case: Case, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"simulated-vessels-list\.pdf: is marked green"):
        make(case, derive.occasions(case)[:1], tmp_path / "public", "clear")
    assert list(tmp_path.iterdir()) == []


def test_redacted_it_carries_no_whole_exhibit_and_still_verifies(case: Case, tmp_path: Path) -> None:
    made = make(case, derive.occasions(case)[:1], tmp_path / "redacted", "green", redact=True)
    assert set(made.carried.values()) == {"hash"}  # a PDF has no lines to give pieces of
    assert not (made.folder / "exhibits").exists()
    found = outcomes(made.folder)
    assert "failed" not in found
    assert found["not checkable here"]


def test_what_exists_is_not_overwritten(case: Case, dossier: Made) -> None:
    with pytest.raises(MisuseError, match="exists already"):
        make(case, derive.occasions(case)[:1], dossier.folder, "green")


def test_the_page_is_stamped_loads_nothing_and_names_the_reply(dossier: Made) -> None:
    page = (dossier.folder / "dossier.html").read_text(encoding="utf-8")
    assert "machine candidate, not for release" in page
    assert "not asked by us" in page
    assert "Does not show" in page
    assert "violation" not in page.replace("in violation of UN sanctions", "")  # only where a list is quoted
    for loader in ("<script", "<link", 'src="http', "@import", "url("):
        assert loader not in page


def test_words_from_an_exhibit_cannot_become_markup(case: Case, tmp_path: Path) -> None:
    occasion = derive.occasions(case)[0]
    nasty = replace(occasion, title="<script>alert(1)</script>", goods=("<img src=x onerror=alert(1)>",))
    page = (make(case, [nasty.sealed()], tmp_path / "nasty", "green").folder / "dossier.html").read_text()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_zip_whose_names_lead_outside_is_refused(dossier: Made, tmp_path: Path) -> None:
    evil = tmp_path / "evil.zip"
    with zipfile.ZipFile(evil, "w") as packed:
        packed.writestr("../outside.txt", "x")
    found = outcomes(evil)
    assert "leads outside" in found["failed"][0]
    assert not (tmp_path / "outside.txt").exists()


def test_a_source_is_named_only_where_it_may_be(case: Case, tmp_path: Path) -> None:
    hidden = tmp_path / "list.pdf"
    shutil.copy(case.store.path(case.exhibits.all()[0].sha256), hidden)
    page = (make(case, derive.occasions(case)[:1], tmp_path / "named", "green").folder / "dossier.html").read_text()
    assert "a registry" in page
    case.exhibits.add(hidden, source="a registry", handling=Handling(None, "green", may_attribute=False))
    made = make(case, derive.occasions(case)[:1], tmp_path / "unnamed", "green")
    assert "a registry" not in (made.folder / "dossier.html").read_text()
    assert "a registry" not in (made.folder / "custody.json").read_text()


def test_what_is_drawn_around_an_occasion_keeps_to_the_handling_of_exhibits_it_does_not_cite(
    case: Case, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("heard by one who must not be named")
    sha256 = case.exhibits.add(secret, handling=Handling(None, "red")).sha256
    material = Material(case.name, case.log, case.exhibits, case.store, case.readings_folder, case.derived_folder, [])
    assert sha256 in package._hidden(material, "amber+strict")
    assert sha256 not in package._hidden(material, "red")
