"""Who is paid: kept apart from everything else, and opened by two custodians together, each opening signed.

A payee's particulars are sealed to one custodian's key, and what comes out is sealed to the other's: neither opens them
alone. The log holds them as a private value that can be erased. That two keys are two people is the office's to see to.
"""

from __future__ import annotations

from fairlead.awards.acts import Awards
from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.evidence.log import CustodyLog
from fairlead.vault.holder import Holder
from fairlead_ledger import age, keys
from fairlead_ledger.age_keys import Recipient
from fairlead_ledger.errors import AgeError

MAX_PARTICULARS = 65_536  # bytes: a name, an account, a scan of neither


def put(log: CustodyLog, awards: Awards, award: str, tip: str, particulars: bytes, to: tuple[str, str]) -> Entry:
    """Keep a payee's particulars for one claimant, sealed to two custodians' recipients (age1pq...)."""
    file = awards.one(award).file
    if tip not in file.claimants:
        raise MisuseError(f"tip {tip[:12]} is no claimant of this award")
    if not 0 < len(particulars) <= MAX_PARTICULARS:
        raise MisuseError(f"particulars have 1 to {MAX_PARTICULARS} bytes")
    if to[0] == to[1]:
        raise MisuseError("two custodians have two keys", "name two recipients")
    try:
        inner, outer = (Recipient.parse(text) for text in to)
    except AgeError as wrong:
        raise MisuseError(str(wrong)) from wrong
    sealed = age.seal(age.seal(particulars, [inner]), [outer])
    return log.append("payee_put", file.id, {"tip": tip, "to": list(to)}, private={"payee": keys.encode(sealed)})


def unlock(log: CustodyLog, awards: Awards, award: str, tip: str, second: Holder, purpose: str) -> bytes:
    """Take off the outer seal, as the second custodian; what is returned only the first one can open."""
    entry = _entry(log, awards, award, tip)
    value = log.values([entry.private["payee"]]).get(entry.private["payee"])
    if value is None:
        raise MisuseError("the payee's particulars were erased")
    opened = second.open(keys.decode(str(value)))
    _sign(log, entry, "outer", purpose)
    return opened


def open_(log: CustodyLog, awards: Awards, award: str, tip: str, inner: bytes, first: Holder, purpose: str) -> bytes:
    """Open what the second custodian unlocked, as the first; the opening is signed before anything is returned."""
    entry = _entry(log, awards, award, tip)
    opened = first.open(inner)
    _sign(log, entry, "inner", purpose)
    return opened


def _entry(log: CustodyLog, awards: Awards, award: str, tip: str) -> Entry:
    held = [entry for entry in log.entries("payee_put", awards.one(award).file.id) if entry.body["tip"] == tip]
    if not held:
        raise MisuseError(f"no payee is kept for tip {tip[:12]} of this award")
    return held[-1]


def _sign(log: CustodyLog, entry: Entry, seal: str, purpose: str) -> None:
    if not purpose.strip():
        raise MisuseError("an opening needs its purpose")
    log.append("payee_open", entry.object, {"tip": entry.body["tip"], "seal": seal}, purpose=purpose)
