"""Tips as they are pulled, opened, judged and closed: each act signed, nothing of a tip in any of them.

``projections.py`` does to the tables what the entries say; ``mail.py`` reads what was opened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from sqlalchemy import select

from fairlead.awards.acts import Awards
from fairlead.errors import FairleadError, IntegrityError, MisuseError, RefusedError, UnreadableError
from fairlead.evidence import sealed
from fairlead.evidence.entries import Entry
from fairlead.evidence.exhibits import Exhibit, Exhibits, sealed_body
from fairlead.evidence.log import Act, Body, CustodyLog
from fairlead.evidence.store import PIECE, ExhibitStore
from fairlead.vault import epochs, filing, mail, projections
from fairlead.vault.epochs import Epochs
from fairlead.vault.holder import Holder
from fairlead.vault.mail import Message
from fairlead.vault.tables import DROPS, METADATA, TIPS
from fairlead_ledger import age, keys, tips
from fairlead_ledger.age_keys import Recipient
from fairlead_ledger.errors import LedgerError
from fairlead_ledger.filing import Filing, Leaf

if TYPE_CHECKING:
    from fairlead.vault.dropclient import DropClient

UNKNOWN = "F6"
"""NATO STANAG 2511: F, reliability cannot be judged; 6, truth cannot be judged. Nobody judged it yet: no verdict."""

MAX_TIP = 4 << 30  # bytes that are ever taken of one; ours: some six times what a drop takes
BATCH = 500  # tips whose receipt the drop is told of at once
LOT = 50  # tips whose entries are written at once; ours: the disk is then some two hundredths of the time
LOT_BYTES = 64 << 20  # or so many of them, whichever comes first: as much at most is opened again after a crash

STATUSES = ("filed", "read", "in_use", "decided", "closed")
"""What the drop shows to the source; coarse, so that none says what the office thinks of a tip."""


@dataclass(frozen=True)
class Tip:
    """One tip as it stands. ``mailbox`` is None where it was erased."""

    id: str  # SHA-256 of the sealed bytes
    origin: str
    position: int
    leaf: Leaf
    mailbox: str | None
    status: str
    grade: str
    pulled: datetime
    opened: bool
    kind: str | None  # of the message, once opened


@dataclass(frozen=True)
class Pulled:
    """What a pull brought; ``damaged``: not the bytes that their leaves name."""

    new: int
    damaged: int
    gone: int  # the drop holds them no longer, and no pull ever took them


@dataclass(frozen=True)
class Seen:
    """A message as shown, and the labels of the files that came with it."""

    message: Message
    files: tuple[tuple[Exhibit, sealed.Label], ...]


class Vault:
    """The tips of one case."""

    def __init__(self, log: CustodyLog, exhibits: Exhibits, store: ExhibitStore, awards: Awards) -> None:
        self.log = log
        self.exhibits = exhibits
        self.epochs = Epochs(log)
        self._store = store
        self._awards = awards
        log.project([*epochs.ACTS, *projections.ACTS], projections.project, METADATA)

    def know(self, url: str, origin: str, key: str) -> Entry:
        """Take note of a drop: its address, its name and the key of its log, both learned from its operator."""
        filing.check_key(origin, key)
        seen = [one["checkpoint"] for one in self.drops() if (one["origin"], one["key"]) == (origin, key)]
        return self.log.append("drop", origin, {"url": url, "key": key, "checkpoint": seen[0] if seen else None})

    def drops(self) -> list[dict[str, Any]]:
        """Return the drops known, with the newest checkpoint seen of each."""
        with self.log.database.reading() as connection:
            return [dict(row) for row in connection.execute(select(DROPS).order_by(DROPS.c.origin)).mappings()]

    def pull(self, drop: DropClient, on_progress: Callable[[float], None] = lambda _: None) -> Pulled:
        """Take every tip that is not here yet, and check the drop's log against what it said before.

        Raises IntegrityError where the log was rewritten; nothing is taken then. A tip leaves the drop once its
        receipt is here.
        """
        known = next((one for one in self.drops() if one["origin"] == drop.origin), None)
        if known is None:
            raise MisuseError(
                f"the drop {drop.origin} is not known to this case", "fairlead tips CASE drop URL ORIGIN KEY"
            )
        listed, note = _listed(drop)
        if filing.check(listed, note, known["key"], known["checkpoint"]):
            self.log.append("drop", drop.origin, {name: known[name] for name in ("url", "key")} | {"checkpoint": note})
        here = {tip.id for tip in self.tips()}
        new = damaged = gone = 0
        held: list[int] = []  # positions that the drop need not hold any longer
        lot: list[Act] = []
        taken = 0

        def write() -> None:
            nonlocal lot, taken
            self.log.append_all(lot)
            lot, taken = [], 0

        for number, one in enumerate(listed):
            on_progress(number / len(listed))
            leaf = Leaf.loads(one["leaf"].encode())
            if not one["kept"]:
                gone += leaf.sha256 not in here
                continue
            if leaf.sha256 not in here:
                act = self._take(drop, one, leaf)
                if act is None:
                    damaged += 1
                    continue
                lot.append(act)
                new, taken = new + 1, taken + leaf.size
                here.add(leaf.sha256)
            held.append(one["position"])
            if len(lot) == LOT or taken >= LOT_BYTES:
                write()
            if len(held) >= BATCH:
                write()  # the drop lets go of nothing whose entry is not in the log
                drop.ask("taken", positions=held)
                held = []
        write()
        if held:
            drop.ask("taken", positions=held)
        return Pulled(new, damaged, gone)

    def _take(self, drop: DropClient, one: dict[str, Any], leaf: Leaf) -> Act | None:
        """Keep the sealed bytes of a tip; return the act that records it, None where they are not those of the leaf."""
        known = self._store.has(leaf.sha256)
        pieces = _at_most(drop.fetch(one["position"]), min(leaf.size, MAX_TIP))
        received = self._store.receive(cast(BinaryIO, sealed.Pieces(pieces)))
        if (received.sha256, received.size) != (leaf.sha256, leaf.size):
            if not known:
                self._store.remove(received.sha256)
            return None
        said = {"drop": drop.origin, "position": one["position"], "leaf": one["leaf"]}
        body = {**sealed_body(received), **said, "epoch": leaf.epoch, "tier": leaf.tier, "day": leaf.day}
        return Act("tip_pull", received.sha256, body, {"mailbox": one["mailbox"]})

    def tips(self) -> list[Tip]:
        """Return the tips, in the order of the drops' logs."""
        with self.log.database.reading() as connection:
            query = select(TIPS).order_by(TIPS.c.origin, TIPS.c.position)
            rows = [dict(row) for row in connection.execute(query).mappings()]
        mailboxes = self.log.values(row["mailbox"] for row in rows if row["mailbox"])
        opened = {row["tip"]: row["kind"] for row in self._awards.tips()}
        return [
            Tip(
                row["tip"],
                row["origin"],
                row["position"],
                Leaf.loads(row["leaf"].encode()),
                cast("str | None", mailboxes.get(row["mailbox"])),
                row["status"],
                row["grade"],
                datetime.fromtimestamp(row["pulled_us"] / 1e6, UTC),
                row["tip"] in opened,
                opened.get(row["tip"]),
            )
            for row in rows
        ]

    def one(self, tip: str) -> Tip:
        """Return a tip by its SHA-256 or the beginning of it."""
        found = [one for one in self.tips() if one.id.startswith(tip.lower())]
        if len(found) != 1 or not tip:
            raise MisuseError(f"{'no' if not found else 'more than one'} tip {tip[:12]!r} in this case")
        return found[0]

    def open(self, tip: Tip, holder: Holder, purpose: str = "") -> Entry:
        """Open one tip; see :meth:`open_all`."""
        ((_, found),) = self.open_all([tip], holder, purpose)
        if isinstance(found, FairleadError):
            raise found
        return found

    def open_all(
        self, tips: Iterable[Tip], holder: Holder, purpose: str = ""
    ) -> Iterator[tuple[Tip, Entry | MisuseError | UnreadableError]]:
        """Open tips: message and files become sealed exhibits, each with its own key; then the openings are signed.

        Yields each with its entry, or with why it could not be opened, once entries are in the log: of some tips in one
        transaction, since the disk is what takes the time. What is damaged in the middle is kept as far as it goes, and
        the entry says so. Interrupted, at most one lot of tips is opened again.
        """
        epochs: dict[int, Sequence[Recipient]] = {}
        lot: list[tuple[Tip, list[Act]]] = []
        taken = 0
        for tip in tips:
            try:
                if tip.leaf.epoch not in epochs:
                    epochs[tip.leaf.epoch] = self.epochs.standing(tip.leaf.epoch).recipients
                lot.append((tip, self._opening(tip, holder, epochs[tip.leaf.epoch], purpose)))
            except (MisuseError, UnreadableError) as wrong:
                yield tip, wrong
                continue
            taken += tip.leaf.size
            if len(lot) == LOT or taken >= LOT_BYTES:
                yield from self._signed(lot)
                lot, taken = [], 0
        yield from self._signed(lot)

    def _signed(self, lot: list[tuple[Tip, list[Act]]]) -> Iterator[tuple[Tip, Entry | MisuseError]]:
        """Write the entries of some tips at once; where one is refused, each by itself, so that it stops no other."""
        try:
            written = iter(self.log.append_all([act for _, acts in lot for act in acts]))
            done = [(tip, [next(written) for _ in acts][-1]) for tip, acts in lot]
        except MisuseError as refused:
            if len(lot) == 1:
                yield lot[0][0], refused
                return
            for one in lot:
                yield from self._signed([one])
            return
        yield from done

    def _opening(self, tip: Tip, holder: Holder, recipients: Sequence[Recipient], purpose: str) -> list[Act]:
        """Seal the parts of a tip into the store; return the acts that record them, the opening last."""
        if tip.opened:
            raise MisuseError(f"tip {tip.id[:12]} was opened before", "show it: fairlead tips CASE show TIP")
        with self._store.stored(tip.id) as stream:
            head = stream.read(age.MAX_HEADER)
        mark = _mark(head)
        body: Body = {"of": tip.id, "epoch": tip.leaf.epoch}
        found: list[Act] = []
        with self._store.stored(tip.id) as stream:
            container = mail.Container(holder.stream(iter(lambda: stream.read(PIECE), b"")))
            for number, file in enumerate(container.files(), start=1):
                what = {**body, "what": "file", "number": number}
                try:
                    kept = self.exhibits.sealed_away(file.pieces, recipients, what, (file.name, file.modified_us))
                except (LedgerError, UnreadableError):  # in the middle of the file: what came before it is kept
                    container.damaged = True
                    break
                found.append(kept)
        message = container.message()
        what = {**body, "what": "message", "number": 0}
        told = self.exhibits.sealed_away([message.dumps()], recipients, what)
        opening = self._awards.opening(
            tip.id,
            tier=tip.leaf.tier,
            call=message.call,
            grade=tip.grade,
            kind=message.kind,
            purpose=purpose,
            exhibits=[told.object, *(kept.object for kept in found)],
            marked=mark,
            key=_key(message),
            damaged=mail.DAMAGED if container.damaged else None,
        )
        return [*found, told, opening]

    def first_of(self, tip: Tip) -> Tip | None:
        """Return the first tip of its mailbox that names a key for replies, where this one names another, or none.

        The words make both, the mailbox and that key; the key lies inside the sealed part. Who has copied a drop, or
        runs it, knows mailboxes and can write into them, but knows no source's key: such a message names another.
        """
        if tip.mailbox is None:
            return None
        mine = self._key_of(tip)
        for one in self.tips():
            if one.mailbox == tip.mailbox and one.opened and (theirs := self._key_of(one)) is not None:
                return None if mine == theirs else one
        return None

    def not_by_writer_of(self, message: Tip, claimant: Tip) -> Tip | None:
        """Return the tip whose key a message would have to name to speak for a claimant, where it does not.

        Which mailbox a tip came through is the drop's word; so it is the claimant's own key that counts.
        """
        theirs = self._key_of(claimant)
        if theirs is None:  # sealed with another tool
            return self.first_of(message)
        return None if self._key_of(message) == theirs else claimant

    def _key_of(self, tip: Tip) -> str | None:
        held = [entry.private["key"] for entry in self.log.entries("tip_open", tip.id) if "key" in entry.private]
        return next(map(str, self.log.values(held).values()), None)

    def parts(self, tip: Tip, what: str | None = None) -> list[tuple[Exhibit, Entry]]:
        """Return the sealed exhibits of a tip with their entries: its message first, then files, then replies."""
        opened = {sha256 for entry in self.log.entries("tip_open", tip.id) for sha256 in entry.body["exhibits"]}
        held = [entry for entry in self.log.entries("seal") if entry.body["of"] == tip.id]
        sent = {entry.body["exhibit"] for entry in self.log.entries("tip_reply", tip.id)}
        held = [entry for entry in held if entry.object in opened or entry.object in sent]  # nothing of a crash
        wanted = [entry for entry in held if what is None or entry.body["what"] == what]
        order = ("message", "file", "reply")
        wanted.sort(key=lambda entry: (order.index(entry.body["what"]), entry.body["number"], entry.index))
        return [(self.exhibits.get(entry.object), entry) for entry in wanted]

    def show(self, tip: Tip, holder: Holder, purpose: str) -> Seen:
        """Return a message and the labels of its files; that they were seen is signed first."""
        messages, files = self.parts(tip, "message"), self.parts(tip, "file")
        if not messages:
            raise MisuseError(f"tip {tip.id[:12]} was not opened yet", "fairlead tips CASE open TIP --identity FILE")
        self.log.append("unseal", tip.id, {"exhibits": [one.sha256 for one, _ in (*messages, *files)]}, purpose=purpose)
        labels = tuple((one, self.exhibits.label(one, holder.open)) for one, _ in files)
        return Seen(self.message(messages[-1][0], holder), labels)

    def message(self, exhibit: Exhibit, holder: Holder) -> Message:
        """Return the message in a sealed exhibit; whoever calls it logs it."""
        label = self.exhibits.label(exhibit, holder.open)
        return Message.loads(b"".join(self.exhibits.unseal(exhibit, label)))

    def messages(self, holder: Holder, purpose: str) -> Iterator[tuple[Tip, Message]]:
        """Yield the message of every opened tip; that all were seen is signed first, in one entry."""
        opened = {tip.id: tip for tip in self.tips() if tip.opened}
        held = [entry for entry in self.log.entries("seal") if entry.body["what"] == "message"]
        exhibits = {one.sha256: one for one in self.exhibits.sealed()}
        wanted = [(opened[e.body["of"]], exhibits[e.object]) for e in held if e.body["of"] in opened]
        self.log.append("unseal", "all messages", {"count": len(wanted)}, purpose=purpose)
        for tip, exhibit in wanted:
            yield tip, self.message(exhibit, holder)

    def reply(self, tip: Tip, text: str, holder: Holder, drop: DropClient) -> Entry:
        """Answer a source: a copy is sealed to the vault, the reply to the source's own key, and the drop holds it."""
        if not text.strip():
            raise MisuseError("a reply needs its words")
        if first := self.first_of(tip):
            raise RefusedError(
                f"tip {tip.id[:12]} names another key than tip {first.id[:12]}, the first of its mailbox: "
                "whoever sent it knew the mailbox, not the words",
                "answer the first; who has copied the drop, or runs it, can write into its mailboxes",
            )
        message = self.show(tip, holder, "to answer").message
        mailbox = message.mailbox or tip.mailbox
        if message.reply_to is None or mailbox is None:
            raise MisuseError(f"tip {tip.id[:12]} came without a mailbox that can be answered")
        number = len(self.parts(tip, "reply")) + 1
        body = {"of": tip.id, "what": "reply", "number": number, "epoch": tip.leaf.epoch}
        kept = self.exhibits.seal([text.encode()], self.epochs.standing(tip.leaf.epoch).recipients, body)
        try:
            sealed_reply = mail.reply(mailbox, message.reply_to, text)
        except LedgerError:
            raise UnreadableError(f"tip {tip.id[:12]}: what it names as the source's key is none") from None
        drop.ask("reply", mailbox=mailbox, sealed=keys.encode(sealed_reply))
        return self.log.append("tip_reply", tip.id, {"exhibit": kept.object, "number": number})

    def set_status(self, tip: Tip, status: str, drop: DropClient, reason: str = "") -> Entry:
        """Set the coarse status that the source sees; "closed" takes no further message."""
        if status not in STATUSES:
            raise MisuseError(f"no status {status!r}", f"one of {', '.join(STATUSES)}")
        if tip.mailbox is None:
            raise MisuseError(f"the mailbox of tip {tip.id[:12]} was erased")
        drop.ask("status", mailbox=tip.mailbox, status=status)
        return self.log.append("tip_status", tip.id, {"status": status}, purpose=reason)

    def grade(self, tip: Tip, grade: str, reason: str) -> Entry:
        """Judge source and content (A1 to F6); what nobody judged stays F6, which means unknown."""
        if not reason.strip():
            raise MisuseError("a grade needs its reason")
        return self.log.append("tip_grade", tip.id, {"grade": grade}, purpose=reason)

    def bar(self, tip: Tip, reason: str) -> Entry:
        """Put the mailbox of a tip on the bar list: what comes through it is pulled, and not opened with the others."""
        if tip.mailbox is None or not reason.strip():
            raise MisuseError("barring needs a mailbox that was not erased, and a reason")
        return self.log.append("tip_bar", tip.id, {}, private={"mailbox": tip.mailbox}, purpose=reason)

    def barred(self) -> set[str]:
        """Return the mailboxes on the bar list."""
        held = [entry.private["mailbox"] for entry in self.log.entries("tip_bar")]
        return {str(value) for value in self.log.values(held).values()}

    def filed(self, tip: Tip) -> Filing | None:
        """Return the proof that a tip was filed, from the leaves pulled and the newest checkpoint; None before one."""
        note = next((one["checkpoint"] for one in self.drops() if one["origin"] == tip.origin), None)
        leaves = [one.leaf for one in self.tips() if one.origin == tip.origin]
        return filing.proof(leaves, tip.position, note) if note else None


def _listed(drop: DropClient) -> tuple[list[dict[str, Any]], str | None]:
    """Return everything the drop lists, from the first leaf on, and its newest checkpoint."""
    listed: list[dict[str, Any]] = []
    while True:
        answer = drop.ask("list", after=len(listed) - 1)
        listed += answer["tips"]
        if not answer["tips"]:
            break
    if [one["position"] for one in listed] != list(range(len(listed))):
        raise IntegrityError(f"the drop {drop.origin} left out leaves of its log")
    return listed, answer["checkpoint"]


def _at_most(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Yield pieces until there are more bytes than the leaf names: a drop that was taken over could send for ever."""
    taken = 0
    for piece in pieces:
        yield piece
        taken += len(piece)
        if taken > size:
            return


def _key(message: Message) -> str | None:
    """Return what tells the key that a message names for replies, without the key."""
    return hashlib.sha256(message.reply_to.encode()).hexdigest() if message.reply_to else None


def _mark(head: bytes) -> str | None:
    """Return the tier that whoever sealed the tip marked it with, under the header's MAC; None without a mark."""
    reader = age.HeaderReader()
    try:
        reader.feed(head)
        mark = tips.Mark.find(reader.header.stanzas) if reader.header else None
    except LedgerError:
        return None
    return mark.tier if mark else None
