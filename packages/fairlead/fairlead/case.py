"""A case: opens its folder and its database, and hands each room what it needs. It derives and prints nothing.

``case.json`` says which case it is; ``exhibits/`` holds its bytes, ``case.db`` (or a PostgreSQL database) its acts,
``readings/`` and ``derived/`` what can be made again from both.
"""

from __future__ import annotations

import getpass
import secrets
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from cryptography.x509 import Certificate

from fairlead.awards import checks as award_checks
from fairlead.awards.acts import Awards
from fairlead.dossier import award_again
from fairlead.errors import IntegrityError, MisuseError
from fairlead.evidence import actors, durable, log_checks, stamps, store_checks, table_checks, tables
from fairlead.evidence.database import Database
from fairlead.evidence.entries import Entry
from fairlead.evidence.exhibits import Exhibits
from fairlead.evidence.log import CustodyLog
from fairlead.evidence.store import ExhibitStore
from fairlead.evidence.verification import Check, Report
from fairlead.register import Register, followed
from fairlead.register.calls import Calls
from fairlead.register.identities import Identities
from fairlead.register.statements import Said, said
from fairlead.vault.intake import Vault
from fairlead_ledger import canonical, keys
from fairlead_ledger.errors import LedgerError
from fairlead_ledger.notes import Verifier

if TYPE_CHECKING:
    from fairlead.dossier.material import Material
    from fairlead.dossier.numbers import Numbers
    from fairlead.typologies.occasion import Occasion

Settings = dict[str, str | int | None]
FORMAT = 1
_FIELDS = {"format", "case", "name", "regime", "checkpoints", "database"}
_KNOWN = {"case.json", "case.db", "exhibits"}


class Case:
    """One investigation. ``id`` never changes; ``name`` is for people; ``regime`` names the law it is under."""

    def __init__(self, root: Path, settings: Settings, *, read_only: bool = False) -> None:
        self.root = root
        self.settings = settings
        self.id = str(settings["case"])
        self.name = str(settings["name"])
        self.regime = str(settings["regime"])
        self.readings_folder = root / "readings"
        self.derived_folder = root / "derived"
        self.store = ExhibitStore(root / "exhibits")
        verifier = Verifier.parse(str(settings["checkpoints"]))
        self.log = CustodyLog(_database(root, settings), self.id, verifier, read_only=read_only)
        self.exhibits = Exhibits(self.store, self.log, self.readings_folder)
        self.register = Register(self.log, self.exhibits)
        self.calls = Calls(self.log)
        self.awards = Awards(self.log)
        self.identities = Identities(self.log, self.exhibits)
        self.vault = Vault(self.log, self.exhibits, self.store, self.awards)

    @classmethod
    def create(cls, path: Path, name: str | None = None, regime: str = "dprk", database: str | None = None) -> Case:
        """Make a case in a folder that is missing or empty; its maker is its first custodian and investigator.

        ``database`` is the URL of an empty PostgreSQL database; None: a file in the case. A failure leaves no case.
        """
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise MisuseError(f"{path} exists and is not an empty folder", "give the case a name of its own")
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.resolve().parent / f".{path.resolve().name}.{secrets.token_hex(4)}"
        try:
            beside.mkdir(mode=0o700)
            _begin(beside, name or path.resolve().name, regime, database)
            _settle(beside, path)
        except OSError as failure:
            raise durable.not_kept(str(path), failure) from failure
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Case:
        """Open a case; MisuseError where there is none, IntegrityError where its settings are damaged."""
        file = path / "case.json"
        if not file.is_file():
            raise MisuseError(f"no case at {path}", f"make one with `fairlead init {path}`")
        return cls(path, read_settings(file), read_only=read_only)

    def statements(self) -> list[Said]:
        """Return what the pages of the case say, as the machine read it and as people judged that."""
        exhibits = [exhibit.sha256 for exhibit in self.exhibits.all()]
        return list(said(self.followed(), exhibits))

    def followed(self) -> Path:
        """Return the folder of readings as people judged them, from which all that follows is derived."""
        return followed.kept(self.readings_folder, self.derived_folder, self.register.judgements())

    def material(self, occasions: Sequence[Occasion], numbers: Sequence[Numbers] = ()) -> Material:
        """Return what a dossier of these occasions is made from."""
        from fairlead.dossier.material import Material  # draws PDF pages: long to load, and few need it

        return Material(
            self.name,
            self.log,
            self.exhibits,
            self.store,
            self.readings_folder,
            self.derived_folder,
            occasions,
            numbers,
            self.register.judgements(),
            self.followed(),
        )


def read_settings(file: Path) -> Settings:
    """Read ``case.json``; raises IntegrityError where it is not as :meth:`Case.create` wrote it."""
    try:
        settings = canonical.loads(file.read_bytes().removesuffix(b"\n"))
        if not isinstance(settings, dict) or set(settings) != _FIELDS or settings["format"] != FORMAT:
            raise IntegrityError(f"{file} is not of the form that this version knows", "put back its copy")
        Verifier.parse(str(settings["checkpoints"]))
    except LedgerError as broken:
        raise IntegrityError(f"{file} is damaged: {broken}", "put back its copy") from broken
    return settings


def _begin(root: Path, name: str, regime: str, database: str | None) -> None:
    """Write settings, tables and the first two entries: who made the case, and who that is."""
    case = secrets.token_hex(16)
    case_key, own = actors.load_or_make(actors.case_key_path(case)), actors.own_key()
    settings: Settings = {
        "format": FORMAT,
        "case": case,
        "name": name,
        "regime": regime,
        "checkpoints": str(Verifier(f"fairlead/{case}", keys.public_bytes(case_key))),
        "database": database,
    }
    durable.put(root / "case.json", canonical.dumps(settings) + b"\n")
    if database is None:
        Database.sqlite(root / "case.db", create=True).engine.connect().close()
    with _database(root, settings).writing() as connection:
        tables.LOG.create_all(connection)
        if connection.execute(sa.select(tables.FRONTIER.c.id)).first():
            raise MisuseError("the database holds a case already", "give an empty one")
    made = Case(root, settings)
    key = keys.encode(keys.public_bytes(own))
    made.log.append("init", case, {**_public(settings), "key": key, "roles": [actors.CUSTODIAN]})
    made.log.enrol(key, actors.OWN_ROLES, _login())


def _settle(beside: Path, path: Path) -> None:
    """Give a finished case its name; into a folder that is there, its files move, ``case.json`` last."""
    if path.exists():
        for name in ("case.db", "case.json"):
            if (beside / name).exists():
                durable.replace(beside / name, path / name)
        durable.sync_folder(path)
    else:
        durable.replace(beside, path)
    durable.sync_folder(path.parent)


def _public(settings: Settings) -> Settings:
    """Return what the first entry says of the settings: all but the place of the database, which may move."""
    return {field: value for field, value in settings.items() if field != "database"}


def _database(root: Path, settings: Settings) -> Database:
    url = settings["database"]
    return Database.sqlite(root / "case.db") if url is None else Database.at(str(url))


def _login() -> str | None:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return None


def verify(
    path: Path,
    *,
    against: Path | None = None,
    authority_roots: Sequence[Certificate] = (),
    rederive: Callable[[Case], Iterable[Check]] | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> Report:
    """Check a case and return the report; it writes nothing. MisuseError where there is no case at ``path``.

    ``against`` is a checkpoint kept elsewhere. ``authority_roots``: only time stamps under these certificates count.
    ``rederive`` makes the checks that derive readings, events and occasions again. ``on_progress`` gets the part of the
    exhibits' bytes looked at (0 to 1).
    """
    report, case, entries = Report(), None, list[Entry]()
    if not path.is_dir() or not any((path / name).exists() for name in ("case.json", "case.db", "exhibits")):
        raise MisuseError(f"no case at {path}", f"make one with `fairlead init {path}`")
    with report.guarding("case.json"):
        settings = read_settings(path / "case.json")
        with report.guarding("case.db" if settings["database"] is None else "database"):
            case = Case(path, settings, read_only=True)
            audit = log_checks.check_log(case.log, report)
            entries = audit.entries
            _check_settings(settings, entries, report)
            log_checks.check_outside(case.log, audit, report, against)
            stamps.check_stamps(entries, audit.roots, case.log.verifier, report, authority_roots)
            table_checks.check_tables(case.log, entries, report)
    store_checks.check_store(ExhibitStore(path / "exhibits"), entries, report, on_progress)
    if case:
        with report.guarding("awards"):
            report.add(award_checks.check(case.awards.all(), case.log.actors(), entries))
            report.add(award_again.check(case.log, case.awards.all(), entries))
    if rederive and case:
        with report.guarding("readings, events and occasions"):
            report.add(rederive(case))
    store_checks.check_folder(path, _KNOWN, report)
    return report


def _check_settings(settings: Settings, entries: list[Entry], report: Report) -> None:
    said = {field: entries[0].body.get(field) for field in _public(settings)} if entries else {}
    for field, value in _public(settings).items():
        if said.get(field) != value:
            report.failed("case.json", f"{field}: the first entry says {said.get(field)!r}, found {value!r}")
    if said == _public(settings):
        report.proved("case.json", "it says what the first entry of the log says")
