"""Makes the dossier of an award: the entries that it rests on with their proofs, and a verifier that recomputes it.

No tip and no exhibit goes along, no mailbox, no payee: only what was signed about them. Names of officers go along
where asked for, since only then can a stranger look for one person behind two keys.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from fairlead.awards.acts import Award
from fairlead.errors import MisuseError
from fairlead.evidence import stamps
from fairlead.evidence.entries import Entry, parse
from fairlead.evidence.log import CustodyLog
from fairlead.vault.intake import Vault
from fairlead_ledger import canonical, keys, merkle

README = """The dossier of an award, made by Fairlead.

award.json         how the award stands; programme.yaml its rules as they were when it was opened
filings/           proofs that the claimants' tips were filed with the drop, and when
manifest.json      the hash of every file here
custody.json       the entries of the custody log that it rests on, with their proofs
verify_award.py    python3 verify_award.py .     needs Python 3.11 and the package `cryptography`
"""


def make(vault: Vault, award: Award, out: Path, *, officers: bool = False) -> Path:
    """Make the dossier of an award at ``out``, a folder that must not exist; ``officers``: with their names."""
    if out.exists():
        raise MisuseError(f"{out}: exists already", "choose another name with -o")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as made:
        folder = Path(made) / out.name
        (folder / "filings").mkdir(parents=True)
        _write(vault, award, folder)
        _seal(vault.log, award, folder, _entries(vault.log, award), officers)
        folder.replace(out)
    return out


def _write(vault: Vault, award: Award, folder: Path) -> None:
    opened = next(vault.log.entries("award_open", award.file.id))
    (folder / "programme.yaml").write_text(opened.body["programme"], encoding="utf-8")
    state = json.dumps(award.file.to_json(), ensure_ascii=False, indent=2, sort_keys=True)
    (folder / "award.json").write_text(state + "\n", encoding="utf-8")
    (folder / "occasions.json").write_text("[]\n")
    (folder / "README.txt").write_text(README, encoding="utf-8")
    pulled = {tip.id: tip for tip in vault.tips()}
    for claimant in award.file.claimants:
        proof = vault.filed(pulled[claimant]) if claimant in pulled else None
        if proof is not None:
            (folder / "filings" / f"{claimant}.json").write_bytes(proof.dumps())
    for name, module in (("verify.py", "verifier.py"), ("verify_award.py", "award_verifier.py")):
        text = (files("fairlead.dossier") / module).read_text(encoding="utf-8")
        (folder / name).write_text(text, encoding="utf-8")


def _entries(log: CustodyLog, award: Award) -> list[Entry]:
    """Return the entries that the award rests on: actors, drops, its tips pulled and opened, led-to, and its steps.

    What others vouched for of the log goes along: it says up to where nobody can have written another history.
    """
    file = award.file
    kept = []
    for entry in log.entries():
        of_tip = entry.object in file.claimants and entry.act in ("tip_pull", "tip_open")
        if (
            entry.act in ("init", "enrol", "drop", *stamps.ACTS)
            or entry.object == file.id
            or entry.id in file.led_to
            or of_tip
        ):
            kept.append(entry)
    return kept


def _seal(log: CustodyLog, award: Award, folder: Path, entries: Sequence[Entry], officers: bool) -> None:
    hashed = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    manifest = {"v": 1, "case": log.verifier.name, "award": award.file.id, "files": hashed}
    data = canonical.dumps({**manifest, "exhibits": [], "occasions": []})
    (folder / "manifest.json").write_bytes(data)
    # The last step is signed here: a dossier from which later ones were left off contradicts it, and who signs another
    # step than the last is found by `verify` on the case.
    body = {"audience": "red", "occasions": [], "award": award.file.id, "last": award.file.last, "files": len(hashed)}
    making = log.append("dossier", hashlib.sha256(data).hexdigest(), body)
    note = log.checkpoint()
    leaves = list(log.leaves())
    size = int((note or "").splitlines()[1])
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves[:size]]
    proved = [
        {
            "index": entry.index,
            "leaf": keys.encode(leaves[entry.index]),
            "path": [keys.encode(node) for node in merkle.inclusion_proof(hashes, entry.index, size)],
            "disclosed": log.disclose(entry, ["person"])
            if officers and entry.act == "enrol" and "person" in entry.private
            else {},
        }
        for entry in [*entries, parse(leaves[making.index])]
    ]
    custody = {"v": 1, "key": str(log.verifier), "checkpoint": note, "entries": proved}
    grown = {
        str(entry.index): [keys.encode(node) for node in merkle.consistency_proof(hashes, entry.body["size"], size)]
        for entry in entries
        if entry.act in stamps.ACTS
    }
    custody |= {"grown": grown} if grown else {}
    (folder / "custody.json").write_bytes(canonical.dumps(custody))
