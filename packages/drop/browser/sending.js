// Sending sealed bytes: the puzzle, the pieces, and going on where the line broke. Knows nothing of what is inside.

import { sha256 } from "@noble/hashes/sha2.js";

import { hex, utf8 } from "./bytes.js";
import { pieces, seal } from "./sealing.js";
import { Stop } from "./screen.js";

const QUIET = { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", redirect: "error" };
const ATTEMPTS = 12;
const LONGEST_PAUSE_MS = 30000;
const PATIENCE_MS = 180000; // for one piece, behind Tor on a slow line
const HASHES_AT_ONCE = 2000;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Ask, again and again while the line is down; an answer that refuses stops at once.
export async function ask(path, options, waiting = () => {}) {
  for (let attempt = 0; ; attempt++) {
    let answer;
    try {
      answer = await fetch(path, { ...QUIET, ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch {
      if (attempt + 1 >= ATTEMPTS) throw new Stop("reason_line");
      waiting();
      await pause(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** attempt));
      continue;
    }
    const body = await answer.json().catch(() => ({}));
    if (answer.ok || answer.status === 409) return { status: answer.status, body };
    throw new Stop(body.refused ?? "reason_server");
  }
}

const post = (path, value, waiting) => ask(path, { method: "POST", body: JSON.stringify(value) }, waiting);

function zeroBits(digest) {
  let bits = 0;
  for (const byte of digest) {
    if (byte) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}

async function solve(puzzle, bits) {
  for (let answer = 0; ; answer++) {
    if (zeroBits(sha256(utf8(`${puzzle}.${answer}`))) >= bits) return String(answer);
    if (answer % HASHES_AT_ONCE === 0) await pause(0); // so that the page stays alive
  }
}

export async function getTerms() {
  return (await ask("/api/terms", {})).body;
}

export async function openMailbox(token) {
  return (await post("/api/mailbox", { token: hex(token) })).body;
}

// Seal and send one tip. A server that lost the upload gets it anew: sealed anew, since nothing sealed is kept here.
export async function send(terms, words, tip, screen) {
  for (let turn = 0; ; turn++) {
    try {
      return await sendOnce(turn ? await getTerms() : terms, words, tip, screen);
    } catch (error) {
      if (!(error instanceof Stop) || error.reason !== "refused_upload_gone" || turn >= 3) throw error;
    }
  }
}

async function sendOnce(terms, words, tip, screen) {
  screen.state("state_working");
  const answer = await solve(terms.puzzle, terms.bits);
  const sealed = await seal(terms, "T1", words, tip);
  const waiting = () => screen.state("state_waiting");
  const place = `/api/upload/${await begin({ puzzle: terms.puzzle, answer, size: sealed.size, mailbox: words.mailbox }, waiting)}`;
  const digest = sha256.create();
  let sent = 0;
  for await (const piece of pieces(sealed.chunks, terms.piece)) {
    digest.update(new Uint8Array(await piece.arrayBuffer()));
    screen.state("state_sealing", { percent: String(Math.floor((100 * sent) / sealed.size)) });
    await sendPiece(place, piece, sent, waiting);
    sent += piece.size;
  }
  return await finish(place, hex(digest.digest()), waiting);
}

// Begin an upload. Where the answer was lost, the puzzle is spent: then everything begins anew with another.
async function begin(asked, waiting) {
  let lost = false;
  const noting = () => {
    lost = true;
    waiting();
  };
  try {
    return (await post("/api/upload", asked, noting)).body.upload;
  } catch (error) {
    if (lost && error instanceof Stop && error.reason === "refused_ticket") throw new Stop("refused_upload_gone");
    throw error;
  }
}

// File what has arrived. The server may be at it already, where the line broke while it answered.
async function finish(place, digest, waiting) {
  for (let turn = 0; turn <= ATTEMPTS; turn++) {
    const { status, body } = await post(`${place}/finish`, { sha256: digest }, waiting);
    if (body.filed === true) return body;
    if (status !== 409) break;
    await pause(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** turn));
  }
  throw new Stop("reason_server");
}

// Send one piece; where the line broke in it, ask how far it came and send the rest.
async function sendPiece(place, piece, start, waiting) {
  let done = 0;
  for (let turn = 0; done < piece.size; turn++) {
    if (turn > ATTEMPTS) throw new Stop("reason_line");
    const options = { method: "PUT", body: piece.slice(done) };
    let next;
    try {
      const answer = await fetch(`${place}?at=${start + done}`, { ...QUIET, ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
      const body = await answer.json();
      if (!answer.ok && answer.status !== 409) throw new Stop(body.refused ?? "reason_server");
      next = body.next;
    } catch (error) {
      if (error instanceof Stop) throw error;
      waiting();
      await pause(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** turn));
      next = (await ask(place, {}, waiting)).body.next;
    }
    if (next === start + done) { // the server still waits on the line that broke
      waiting();
      await pause(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** turn));
    }
    if (!Number.isInteger(next) || next < start + done || next > start + piece.size) throw new Stop("refused_damaged");
    done = next - start;
  }
}
