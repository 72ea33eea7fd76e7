"""Translations: which exhibit gives another in which language, and who translated it. An act beside two exhibits.

The translator's name is private to the log entry, so that it can be erased; a machine is named openly. Both texts stay
exhibits of their own: what is read from a translation is cited there, and says of which original it is a translation.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import pycountry

from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.evidence.exhibits import Exhibit
from fairlead.evidence.log import CustodyLog

ACT = "translate"


@dataclass(frozen=True)
class Translation:
    """One translation: SHA-256 of both, languages as ISO 639 codes, and who made it; None where that was erased."""

    entry: str
    translation: str
    original: str
    language: str
    into: str
    translator: str | None
    machine: str | None

    def document(self) -> dict[str, str | None]:
        """Return it as JSON, without the translator's name."""
        return {name: value for name, value in asdict(self).items() if name != "translator"}

    @property
    def words(self) -> str:
        """Who translated from which language: "translated from Korean by a person" where the name is not to be told."""
        by = f"by the machine {self.machine}" if self.machine else "by a person"
        return f"translated from {language_name(self.language)} {by}"


def record(
    log: CustodyLog,
    translation: Exhibit,
    original: Exhibit,
    *,
    language: str,
    into: str = "en",
    translator: str | None = None,
    machine: str | None = None,
    purpose: str = "",
) -> Entry:
    """Record that one exhibit translates another. Raises MisuseError for one exhibit twice, or nobody who did it."""
    if translation.sha256 == original.sha256:
        raise MisuseError("an exhibit is no translation of itself", "add the translation as a file of its own")
    if bool(translator and translator.strip()) == bool(machine and machine.strip()):
        raise MisuseError("name who translated it: a person or a machine", "--translator NAME or --machine NAME")
    body = {
        "original": original.sha256,
        "language": _code(language),
        "into": _code(into),
        "machine": machine.strip() if machine else None,
    }
    private = {"translator": translator.strip() if translator else None}
    return log.append(ACT, translation.sha256, body, private=private, purpose=purpose)


def recorded(log: CustodyLog) -> dict[str, Translation]:
    """Return the last translation recorded of each exhibit that is one, by its SHA-256."""
    found: dict[str, Translation] = {}
    for entry in log.entries(act=ACT):
        commitment = entry.private.get("translator", "")
        name = log.values([commitment]).get(commitment)
        found[entry.object] = Translation(
            entry.id,
            entry.object,
            entry.body["original"],
            entry.body["language"],
            entry.body["into"],
            None if name is None else str(name),
            entry.body["machine"],
        )
    return found


def language_name(code: str) -> str:
    """Return a language's English name."""
    found = pycountry.languages.get(alpha_2=code) or pycountry.languages.get(alpha_3=code)
    return found.name if found else code


def _code(text: str) -> str:
    """Return the ISO 639 code of a language given by its code or its English name."""
    wanted = text.strip().lower()
    every = pycountry.languages
    found = every.get(alpha_2=wanted) or every.get(alpha_3=wanted) or every.get(name=text.strip().capitalize())
    if found is None:
        raise MisuseError(f"unknown language: {text!r}", "ko, zh, ru, ... (ISO 639) or its English name")
    return str(getattr(found, "alpha_2", found.alpha_3))
