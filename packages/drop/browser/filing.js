// Checks a proof of filing: RFC 6962 inclusion, and the checkpoint's Ed25519 signature. The same as fairlead_ledger/filing.py.

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";

import { join, same, unbase64, utf8 } from "./bytes.js";

const node = (left, right) => sha256(join([Uint8Array.of(1), left, right]));

function rootOf(leaf, index, size, path) {
  let hash = sha256(join([Uint8Array.of(0), leaf]));
  let used = 0;
  for (let position = index, last = size - 1; last > 0; position = Math.floor(position / 2), last = Math.floor(last / 2)) {
    if (position % 2 === 1) hash = node(path[used++], hash);
    else if (position < last) hash = node(hash, path[used++]);
  }
  if (used !== path.length) throw new Error("a path of another length");
  return hash;
}

function openNote(note, verifier) {
  const [name, keyId, encoded] = [...verifier.split("+", 2), verifier.split("+").slice(2).join("+")];
  const key = unbase64(encoded);
  const end = note.lastIndexOf("\n\n");
  const text = note.slice(0, end + 1);
  for (const line of note.slice(end + 2).split("\n")) {
    const [dash, signer, signature] = line.split(" ");
    if (dash !== "\u2014" || signer !== name) continue;
    const raw = unbase64(signature);
    const own = Array.from(raw.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (own === keyId && ed25519.verify(raw.subarray(4), utf8(text), key.subarray(1))) return text.split("\n");
  }
  throw new Error("not signed by the log");
}

// Tell whether a proof (its JSON text) holds under the log's key.
export function holds(proofText, verifier) {
  try {
    const proof = JSON.parse(proofText);
    const [, size, root] = openNote(proof.checkpoint, verifier);
    if (proof.index >= Number(size)) return false;
    return same(rootOf(utf8(proof.leaf), proof.index, Number(size), proof.path.map(unbase64)), unbase64(root));
  } catch {
    return false;
  }
}
