// Bytes: joining, hex, base64, and text that UTF-8 can write.

export const utf8 = (text) => new TextEncoder().encode(text.toWellFormed ? text.toWellFormed() : text);

export function join(pieces) {
  const joined = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let place = 0;
  for (const piece of pieces) {
    joined.set(piece, place);
    place += piece.length;
  }
  return joined;
}

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

export const unbase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

export function same(left, right) {
  return left.length === right.length && left.every((byte, place) => byte === right[place]);
}

// Canonical JSON of a flat object: keys sorted; JSON.stringify escapes strings as RFC 8785 does.
export function canonical(object) {
  const well = Object.entries(object).map(([key, value]) => [key, value?.toWellFormed ? value.toWellFormed() : value]);
  return utf8(JSON.stringify(Object.fromEntries(well.sort(([a], [b]) => (a < b ? -1 : 1)))));
}
