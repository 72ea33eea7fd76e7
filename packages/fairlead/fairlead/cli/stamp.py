"""``fairlead stamp``: let time-stamp authorities and witnesses vouch for the last checkpoint of a case."""

from __future__ import annotations

from pathlib import Path

import click
import httpx
from cryptography import x509

from fairlead.case import Case
from fairlead.cli import acting, terminal
from fairlead.errors import IntegrityError, MisuseError, UnreachableError
from fairlead.evidence import stamps
from fairlead.evidence.entries import Entry
from fairlead_ledger.cosignatures import WitnessKey
from fairlead_ledger.errors import NoteError

EPILOG = """\b
Examples:
  fairlead stamp CASE --authority https://tsa.example.org --root example-root.pem \\
      --authority https://time.example.net --root net-root.pem
  fairlead stamp CASE --witness http://127.0.0.1:8481 --witness-key "witness.example.org+…"
Two authorities that do not depend on each other are worth more than one.
"""
_TIMEOUT_S = 30.0
_LONGEST = 1 << 20  # bytes of an answer; tokens have some thousand


@click.command("stamp", epilog=EPILOG)
@terminal.case_argument
@click.option("--authority", "authorities", multiple=True, metavar="URL", help="A time-stamp authority (RFC 3161).")
@click.option(
    "--root",
    "roots",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Root certificates (PEM) that you trust for them.",
)
@click.option("--witness", "witnesses", multiple=True, metavar="URL", help="A witness (C2SP tlog-witness).")
@click.option("--witness-key", "witness_keys", multiple=True, help="The verifier key of each, in the same order.")
@acting.purpose_option
@terminal.format_option
def command(
    case: Path,
    authorities: tuple[str, ...],
    roots: tuple[Path, ...],
    witnesses: tuple[str, ...],
    witness_keys: tuple[str, ...],
    purpose: str,
    form: str,
) -> int:
    """Send the hash of the last checkpoint to authorities, the checkpoint to witnesses, and keep what they sign.

    They learn the case's random id and how many entries it has, nothing of what is in it; who listens on the way
    learns that you asked. Each answer is checked before it is kept. Exit status 1 where one of them gave none.
    """
    if not authorities and not witnesses:
        raise MisuseError("nobody to ask", "--authority URL --root FILE.pem, or --witness URL --witness-key KEY")
    if len(witnesses) != len(witness_keys):
        raise MisuseError(f"{len(witnesses)} witnesses and {len(witness_keys)} keys", "one --witness-key for each")
    trusted = [one for root in roots for one in certificates(root)]
    opened = Case.open(case)
    made, failed = [], 0
    asked = [(url, None) for url in authorities] + [
        (url, _key(key)) for url, key in zip(witnesses, witness_keys, strict=True)
    ]
    for url, witness in asked:
        try:
            if witness is None:
                made.append(stamps.stamp(opened.log, url, trusted, post, purpose))
            else:
                made.append(stamps.cosign(opened.log, url, witness, post, purpose))
        except (UnreachableError, IntegrityError) as failure:
            failed += 1
            terminal.error(f"{url}: {failure}", failure.hint)
    _tell(made, form)
    return 1 if failed else 0


def certificates(file: Path) -> list[x509.Certificate]:
    """Return the certificates in a PEM file; MisuseError where there is none."""
    try:
        return x509.load_pem_x509_certificates(file.read_bytes())
    except ValueError as broken:
        raise MisuseError(f"{file}: expected certificates in PEM, found none that can be read ({broken})") from broken


def post(url: str, body: bytes, kind: str) -> tuple[int, bytes]:
    """Send bytes and return status and body; UnreachableError where nobody answers, or at endless length."""
    try:
        with httpx.stream("POST", url, content=body, headers={"Content-Type": kind}, timeout=_TIMEOUT_S) as answer:
            held = b""
            for piece in answer.iter_bytes():
                held += piece
                if len(held) > _LONGEST:
                    raise UnreachableError(f"the answer is longer than {_LONGEST} bytes")
            return answer.status_code, held
    except (httpx.HTTPError, httpx.InvalidURL) as failure:
        raise UnreachableError(f"cannot be asked: {failure}") from failure


def _key(text: str) -> WitnessKey:
    try:
        return WitnessKey.parse(text)
    except NoteError as wrong:
        raise MisuseError(str(wrong), "the witness prints its key when it starts") from wrong


def _tell(made: list[Entry], form: str) -> None:
    if form == "json":
        terminal.print_json([{"act": one.act, "entry": one.id, "index": one.index, "body": one.body} for one in made])
        return
    for one in made:
        who = one.body.get("authority") or str(one.body["witness"]).partition("+")[0]
        verb = "time stamp" if one.act == stamps.TIMESTAMP else "cosignature"
        sentence = f"{verb} by {who} at {one.body['time']} over the first {one.body['size']} entries"
        terminal.results.print(sentence, markup=False)
        terminal.messages.print(f"signed, entry {one.index} of the custody log", markup=False)
