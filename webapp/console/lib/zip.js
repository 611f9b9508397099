// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/** The checks of a zip, by the polynomial of PKZIP. */
const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) {
    n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  }
  return n;
});

export function crc32(bytes) {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) {
    crc = TABLE[(crc ^ bytes[i]) & 0xff] ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const UTF8_NAMES = 0x0800;
const FIRST_DAY = 0x21;
const END = 0x06054b50;
const END_BYTES = 22;
const MOST_FILES = 65_535;
const MOST_BYTES = 0xffffffff;

/** A zip of [{name, blob}], unpacked as they are. Contents are read one by one, and stay where they are until it is sent. */
export async function zipOf(files) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const { name, blob } of files) {
    const encoded = new TextEncoder().encode(name);
    const crc = crc32(new Uint8Array(await blob.arrayBuffer()));
    const common = fields([[2, 20], [2, UTF8_NAMES], [2, 0], [2, 0], [2, FIRST_DAY], [4, crc], [4, blob.size], [4, blob.size],
      [2, encoded.length], [2, 0]]);
    parts.push(fields([[4, 0x04034b50]]), common, encoded, blob);
    directory.push(fields([[4, 0x02014b50], [2, 20]]), common, fields([[2, 0], [2, 0], [2, 0], [4, 0], [4, at]]), encoded);
    at += 30 + encoded.length + blob.size;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  if (files.length > MOST_FILES || at + size > MOST_BYTES) {
    throw new RangeError(`${files.length} files of ${at} bytes`);
  }
  const end = fields([[4, END], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, at], [2, 0]]);
  return new Blob([...parts, ...directory, end], { type: 'application/zip' });
}

/** Whether a zip without a comment has its end. */
export const isWhole = async zip => zip.size >= END_BYTES
  && new DataView(await zip.slice(-END_BYTES).arrayBuffer()).getUint32(0, true) === END;

/** Numbers of so many bytes each, the lowest byte first. */
function fields(values) {
  const bytes = new Uint8Array(values.reduce((sum, [width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of values) {
    if (width === 2) {
      view.setUint16(at, value, true);
    } else {
      view.setUint32(at, value, true);
    }
    at += width;
  }
  return bytes;
}
