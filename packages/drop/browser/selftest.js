// Whether this browser seals correctly. Runs before any form is shown; whatever is not as it should be stops the page.
// Known answers come from another implementation (vectors.json), so that a primitive that is broken both ways is found.

import { sha256 } from "@noble/hashes/sha2.js";
import { Decrypter, identityToRecipient } from "age-encryption";

import { hex, join, same, unbase64, unhex, utf8 } from "./bytes.js";
import { paddedSize, readText } from "./container.js";
import { mustBeNoise, mustBeRandom, seal } from "./sealing.js";
import { Stop } from "./screen.js";
import { Words } from "./words.js";
import { sealed as knownFiles, words as knownWords } from "../fairlead_drop/vectors.json";

const PROBE_SIZE = 70000; // more than one chunk of age's payload

function must(holds, what) {
  if (holds !== true) throw new Stop("reason_selftest", what);
}

function words() {
  for (const vector of knownWords) {
    const made = new Words(unhex(vector.entropy_hex));
    must(made.list().join(" ") === vector.words, "words");
    must(hex(made.token) === vector.token_hex, "token");
    must(made.mailbox === vector.mailbox, "mailbox");
    must(made.identity === vector.identity, "identity");
  }
}

async function opensWhatOthersSealed() {
  for (const vector of knownFiles) {
    const decrypter = new Decrypter();
    decrypter.addIdentity(vector.identity);
    must((await identityToRecipient(vector.identity)) === vector.recipient, "recipient");
    const opened = await decrypter.decrypt(unbase64(vector.file));
    must(hex(sha256(opened)) === vector.plain_sha256, "known file");
  }
}

async function collect(chunks) {
  const all = [];
  for await (const chunk of chunks) all.push(chunk);
  return join(all);
}

async function sealsWhatItOpens() {
  const { identity, recipient } = knownFiles[0];
  const text = "fairlead ".repeat(PROBE_SIZE / 9);
  const file = new File([utf8(text)], "probe");
  const terms = { recipients: [recipient], epoch: 1, max_bytes: Infinity };
  const tip = { kind: "tip", call: null, language: "en", text, files: [file] };
  const sealed = [];
  for (let turn = 0; turn < 2; turn++) {
    const made = await seal(terms, "T1", Words.generate(), tip);
    sealed.push(await collect(made.chunks));
    must(sealed[turn].length === made.size, "size");
  }
  must(!same(sealed[0].subarray(0, 400), sealed[1].subarray(0, 400)), "the same key twice");
  must(!same(sealed[0].subarray(-400), sealed[1].subarray(-400)), "the same seal twice");
  for (const one of sealed) {
    mustBeNoise(one.subarray(-4096));
    must(!new TextDecoder("latin1").decode(one).includes("fairlead fairlead"), "plaintext shows");
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    must(readText(await decrypter.decrypt(one)) === text, "what was sealed does not open");
  }
}

function basics() {
  must(hex(sha256(utf8("abc"))) === "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "SHA-256");
  must(paddedSize(1) === 4096 && paddedSize(1000003) === 1015808, "padding");
}

export async function selfTest() {
  try {
    mustBeRandom();
    basics();
    words();
    await opensWhatOthersSealed();
    await sealsWhatItOpens();
  } catch (error) {
    throw error instanceof Stop ? error : new Stop("reason_selftest", String(error));
  }
}
