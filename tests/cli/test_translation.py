"""A translation beside its original: recorded as an act, told wherever a claim is read from it."""

from __future__ import annotations

import json

from fairlead.evidence import translations

CLAIM = {
    "speaker": {"name": "A. Speaker", "kind": "person", "office": None, "state": "KR", "how": "named"},
    "accused": ["CN"], "conduct": "illicit imports", "conduct_kinds": [], "number": 7, "unit": "occasions",
    "counts": "acts", "not_stated": [],
}  # fmt: skip


def translated(fairlead, found, *options):
    original = found.root / "original.txt"
    original.write_text("원문", encoding="utf-8")
    kept = found.case.exhibits.add(original)
    said = fairlead("translation", found.root, found.sha256[:8], "--of", kept.sha256[:8], "--from", "Korean", *options)
    return kept, said


def test_a_claim_from_a_translation_names_the_original_and_never_the_translator(fairlead, found):
    row = {"row": 1, "kind": "claim", "quote": "seven occasions", "speaker": "A. Speaker", "about": "China",
           "body": json.dumps(CLAIM), "char_start": 1, "char_end": 9}  # fmt: skip
    found.read(found.sha256, "statements", [row])
    kept, said = translated(fairlead, found, "--translator", "Mx Example Translator")
    assert said.out.strip() == f"{found.sha256[:8]}: translated from Korean by a person, of {kept.sha256[:8]}"
    told = " ".join(fairlead("claims", found.root).out.split())
    assert f"translated from Korean by a person, of original.txt ({kept.sha256[:12]})" in told
    assert "Example Translator" not in told
    (entry,) = found.case.log.entries(act="translate")
    assert entry.body == {"original": kept.sha256, "language": "ko", "into": "en", "machine": None}
    assert translations.recorded(found.case.log)[found.sha256].translator == "Mx Example Translator"


def test_a_machine_is_named_and_nobody_is_refused(fairlead, found):
    _, said = translated(fairlead, found, "--machine", "example-mt 2.1")
    assert "by the machine example-mt 2.1" in said.out
    _, nobody = translated(fairlead, found)
    assert (nobody.status, "name who translated it" in nobody.err) == (2, True)
    _, both = translated(fairlead, found, "--machine", "m", "--translator", "t")
    assert both.status == 2
    unknown = fairlead("translation", found.root, found.sha256[:8], "--of", found.sha256[:8], "--from", "xx-none")
    assert unknown.status == 2
