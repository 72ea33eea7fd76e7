// Sealing a container for the office, with a guard between the seal and whatever takes the sealed bytes.

import { Encrypter, Stanza } from "age-encryption";

import { CHUNK, containerChunks, containerSize } from "./container.js";
import { same, utf8 } from "./bytes.js";
import { Stop } from "./screen.js";

const MARK = "fairlead-drop/1";
const VERSION_LINE = utf8("age-encryption.org/v1\n");
const TAG = 16;
const NONCE = 16;
const PROBE = 16; // bytes of each chunk that are compared with what stands in their place once sealed

// The guard: throws when sealed bytes begin otherwise than an age file, hold plaintext, or do not look like noise.
export class Guard {
  constructor(payloadStart) {
    this.payloadStart = payloadStart;
    this.probes = [];
    this.seen = 0;
    this.head = [];
  }

  plain(chunk) {
    if (chunk.length >= PROBE) this.probes.push(chunk.slice(0, PROBE));
  }

  sealed(bytes) {
    for (let place = 0; place < bytes.length; ) {
      const offset = this.seen + place - this.payloadStart;
      if (offset < 0) {
        const step = Math.min(bytes.length - place, -offset);
        this.header(bytes.subarray(place, place + step));
        place += step;
        continue;
      }
      const within = offset % (CHUNK + TAG);
      const step = Math.min(bytes.length - place, CHUNK + TAG - within);
      if (within === 0 && step >= PROBE) this.chunk(bytes.subarray(place, place + step));
      else if (within === 0) throw new Stop("reason_selftest", "a chunk came in crumbs");
      place += step;
    }
    this.seen += bytes.length;
  }

  header(bytes) {
    for (const byte of bytes) if (this.head.length < VERSION_LINE.length) this.head.push(byte);
    if (this.head.length === VERSION_LINE.length && !same(this.head, VERSION_LINE)) throw new Stop("reason_selftest");
  }

  chunk(bytes) {
    const probe = this.probes.shift();
    if (probe && same(probe, bytes.subarray(0, PROBE))) throw new Stop("reason_selftest", "a chunk was not sealed");
    mustBeNoise(bytes.subarray(0, 4096));
  }
}

// The same test as fairlead_drop/shape.py: sealed bytes look like noise, text and padding do not.
export function mustBeNoise(bytes) {
  if (bytes.length < 512) return;
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte]++;
  const expected = bytes.length / 256;
  let chiSquared = 0;
  for (const count of counts) chiSquared += (count - expected) ** 2 / expected;
  if (!(chiSquared <= 600)) throw new Stop("reason_selftest", "sealed bytes do not look like noise");
}

// Two draws that differ, with the spread that chance gives: 256 bytes hold some 162 different ones.
export function mustBeRandom() {
  const draws = [0, 1].map(() => crypto.getRandomValues(new Uint8Array(256)));
  const good = draws.every((draw) => draw.length === 256 && new Set(draw).size > 100) && !same(draws[0], draws[1]);
  if (!good) throw new Stop("reason_random");
}

function markFor(tier, epoch, mailbox) {
  return { wrapFileKey: () => [new Stanza([MARK, tier, String(epoch), mailbox], new Uint8Array(0))] };
}

// Return { size, chunks }: how many bytes the sealed file has, and those bytes, guarded, as an async iterable.
export async function seal(terms, tier, words, tip) {
  mustBeRandom();
  const header = {
    tier,
    kind: tip.kind,
    call: tip.call || null,
    language: tip.language,
    mailbox: words.mailbox,
    reply_to: await words.recipient(),
  };
  const plainSize = containerSize(header, tip.text, tip.files);
  const encrypter = new Encrypter();
  for (const recipient of terms.recipients) {
    if (!recipient.startsWith("age1pq1")) throw new Stop("refused_recipients");
    encrypter.addRecipient(recipient);
  }
  encrypter.addRecipient(markFor(tier, terms.epoch, words.mailbox));
  const chunks = containerChunks(header, tip.text, tip.files, plainSize);
  let guard = null;
  const plain = new ReadableStream(
    {
      async pull(controller) {
        const next = await chunks.next();
        if (next.done) return controller.close();
        guard.plain(next.value);
        controller.enqueue(next.value);
      },
    },
    { highWaterMark: 0 },
  );
  const sealed = await encrypter.encrypt(plain);
  const size = sealed.size(plainSize);
  const body = plainSize + TAG * Math.max(1, Math.ceil(plainSize / CHUNK));
  guard = new Guard(size - body);
  if (guard.payloadStart <= NONCE) throw new Stop("reason_selftest");
  if (size > terms.max_bytes) throw new Stop("refused_too_large");
  return { size, chunks: guarded(sealed.getReader(), guard, size) };
}

async function* guarded(reader, guard, size) {
  let given = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    guard.sealed(value);
    given += value.length;
    yield value;
  }
  if (given !== size) throw new Stop("reason_selftest", "the sealed file has another size than it should");
}

// Join an async iterable of chunks to pieces of one size, the last one shorter.
export async function* pieces(chunks, size) {
  let held = [];
  let filled = 0;
  for await (let chunk of chunks) {
    while (filled + chunk.length >= size) {
      held.push(chunk.subarray(0, size - filled));
      yield new Blob(held);
      chunk = chunk.subarray(size - filled);
      held = [];
      filled = 0;
    }
    if (chunk.length) held.push(chunk);
    filled += chunk.length;
  }
  if (filled) yield new Blob(held);
}
