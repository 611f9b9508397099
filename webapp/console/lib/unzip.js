// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

const END = 0x06054b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const MOST_FILES = 65_535;
const MOST_BYTES = 0xffffffff;

const view = async blob => new DataView(await blob.arrayBuffer());

/**
 * What is in a zip without a comment: [{name, read}], where read() resolves to the bytes. Contents are read one by one.
 *
 * @throws RangeError if it is a ZIP64, SyntaxError if it is none
 */
export async function entriesOf(zip) {
  const end = await view(zip.slice(-END_BYTES));
  if (end.byteLength < END_BYTES || end.getUint32(0, true) !== END) {
    throw new SyntaxError('no end');
  }
  const count = end.getUint16(10, true);
  const size = end.getUint32(12, true);
  const start = end.getUint32(16, true);
  if (count === MOST_FILES || start === MOST_BYTES) {
    throw new RangeError('ZIP64');
  }
  const directory = await view(zip.slice(start, start + size));
  const entries = [];
  for (let at = 0; entries.length < count;) {
    const field = offset => directory.getUint32(at + offset, true);
    const short = offset => directory.getUint16(at + offset, true);
    const name = new TextDecoder().decode(new Uint8Array(directory.buffer, at + CENTRAL_BYTES, short(28)));
    const one = { method: short(10), packed: field(20), at: field(42) };
    entries.push({ name, read: () => contentOf(zip, one) });
    at += CENTRAL_BYTES + short(28) + short(30) + short(32);
  }
  return entries;
}

async function contentOf(zip, { method, packed, at }) {
  const local = await view(zip.slice(at, at + LOCAL_BYTES));
  const from = at + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
  const held = zip.slice(from, from + packed);
  const bytes = method === 0 ? held : new Response(held.stream().pipeThrough(new DecompressionStream('deflate-raw')));
  return new Uint8Array(await bytes.arrayBuffer());
}
