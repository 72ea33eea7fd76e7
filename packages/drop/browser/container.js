// The inside of a tip: header, text, files, padding; the same as fairlead_ledger/tips.py. Written in chunks of 64 KiB.

import { sha256 } from "@noble/hashes/sha2.js";

import { canonical, hex, join, same, utf8 } from "./bytes.js";

export const CHUNK = 65536; // of age's payload, so that the guard knows what stands where
const MAGIC = utf8("fairlead-tip/1\n");
const MIN_SIZE = 4096;
const MAX_RECORD = 1 << 20;
const FRAME = 5;

function record(kind, data) {
  const framed = new Uint8Array(FRAME + data.length);
  framed[0] = kind.charCodeAt(0);
  new DataView(framed.buffer).setUint32(1, data.length);
  framed.set(data, FRAME);
  return framed;
}

function fileStart(file) {
  const modified = Number.isFinite(file.lastModified) ? file.lastModified * 1000 : null;
  return record("F", canonical({ name: file.name.slice(0, 1024), modified_us: modified }));
}

const fileEnd = (size, digest) => record("E", canonical({ size, sha256: hex(digest) }));

// Padmé: the size that a container is padded to.
export function paddedSize(size) {
  const least = Math.max(size, MIN_SIZE);
  const exponent = Math.floor(Math.log2(least));
  const unit = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1);
  return Math.ceil(least / unit) * unit;
}

function start(header, text) {
  const told = utf8(text);
  const pieces = [MAGIC, record("H", canonical({ v: 1, ...header }))];
  for (let place = 0; place < told.length; place += MAX_RECORD) pieces.push(record("T", told.subarray(place, place + MAX_RECORD)));
  return join(pieces);
}

// How many bytes the container has, before anything is read but the files' sizes.
export function containerSize(header, text, files) {
  let size = start(header, text).length + FRAME;
  for (const file of files) {
    const records = Math.ceil(file.size / MAX_RECORD);
    size += fileStart(file).length + file.size + records * FRAME + fileEnd(file.size, new Uint8Array(32)).length;
  }
  return paddedSize(size);
}

async function* parts(header, text, files) {
  yield start(header, text);
  for (const file of files) {
    yield fileStart(file);
    const digest = sha256.create();
    for (let place = 0; place < file.size; place += MAX_RECORD) {
      const data = new Uint8Array(await file.slice(place, place + MAX_RECORD).arrayBuffer());
      if (data.length !== Math.min(MAX_RECORD, file.size - place)) throw new Error("a file was not read whole");
      digest.update(data);
      yield record("D", data);
    }
    yield fileEnd(file.size, digest.digest());
  }
  yield record("Z", new Uint8Array(0));
}

// Yield the container in chunks of exactly 64 KiB (the last one shorter), padded to `size`.
export async function* containerChunks(header, text, files, size) {
  let held = new Uint8Array(CHUNK);
  let filled = 0;
  let total = 0;
  for await (let piece of parts(header, text, files)) {
    total += piece.length;
    if (total > size) throw new Error("a file grew while it was read");
    while (piece.length) {
      const step = Math.min(piece.length, CHUNK - filled);
      held.set(piece.subarray(0, step), filled);
      filled += step;
      piece = piece.subarray(step);
      if (filled === CHUNK) {
        yield held;
        held = new Uint8Array(CHUNK);
        filled = 0;
      }
    }
  }
  for (let missing = size - total; missing > 0 || filled; ) {
    const step = Math.min(missing, CHUNK - filled);
    filled += step; // `held` was made of zeros
    missing -= step;
    yield held.subarray(0, filled);
    held = new Uint8Array(CHUNK);
    filled = 0;
  }
}

// Return the text of a container: what a reply says. Throws where the bytes are none.
export function readText(data) {
  if (!same(data.subarray(0, MAGIC.length), MAGIC)) throw new Error("not a container");
  const told = [];
  let place = MAGIC.length;
  for (;;) {
    if (place + FRAME > data.length) throw new Error("the container ends too early");
    const size = new DataView(data.buffer, data.byteOffset + place + 1, 4).getUint32(0);
    const kind = String.fromCharCode(data[place]);
    const content = data.subarray(place + FRAME, place + FRAME + size);
    if (content.length !== size) throw new Error("the container ends too early");
    place += FRAME + size;
    if (kind === "Z") break;
    if (kind === "T") told.push(content);
  }
  return new TextDecoder().decode(join(told));
}
