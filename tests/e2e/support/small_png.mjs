// Makes a screenshot small enough to be kept in the repository: the same picture with a palette.
//
// Pages of this product have few colours, so the 64 most frequent ones lose nothing that an eye
// would miss. Reads what Chromium writes (8 bits, RGB or RGBA, not interlaced) and nothing else.

import assert from "node:assert/strict";
import * as zlib from "node:zlib";

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const COLOURS = 64;

/** The same picture with a palette. */
export function small(png) {
  const { width, height, pixels, channels } = decoded(png);
  const counts = new Map();
  const colours = new Uint32Array(width * height);
  for (let at = 0, pixel = 0; at < colours.length; at++, pixel += channels) {
    const colour = (pixels[pixel] << 16) | (pixels[pixel + 1] << 8) | pixels[pixel + 2];
    colours[at] = colour;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const frequent = [...counts].sort(([, a], [, b]) => b - a).slice(0, COLOURS);
  const palette = frequent.map(([colour]) => [colour >> 16, (colour >> 8) & 255, colour & 255]);
  const place = new Map(frequent.map(([colour], index) => [colour, index]));
  for (const colour of counts.keys()) {
    if (!place.has(colour)) place.set(colour, nearest(palette, [colour >> 16, (colour >> 8) & 255, colour & 255]));
  }
  const rows = Buffer.alloc((width + 1) * height);
  for (let at = 0; at < colours.length; at++) {
    const y = Math.floor(at / width);
    rows[y * (width + 1) + 1 + (at % width)] = place.get(colours[at]);
  }
  return encoded(width, height, palette, rows);
}

function nearest(palette, [r, g, b]) {
  let best = 0;
  let least = Infinity;
  palette.forEach(([pr, pg, pb], index) => {
    const distance = (pr - r) ** 2 + (pg - g) ** 2 + (pb - b) ** 2;
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}

function decoded(png) {
  assert.ok(png.subarray(0, 8).equals(SIGNATURE), "not a PNG");
  const parts = [];
  let head;
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const kind = png.toString("latin1", at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (kind === "IHDR") head = body;
    if (kind === "IDAT") parts.push(body);
    at += 12 + length;
  }
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const channels = { 2: 3, 6: 4 }[head[9]];
  assert.ok(head[8] === 8 && channels && head[12] === 0, "not a screenshot of Chromium");
  return { width, height, channels, pixels: unfiltered(zlib.inflateSync(Buffer.concat(parts)), width * channels, height, channels) };
}

/** Undoes the line filters (PNG §9). */
function unfiltered(data, stride, height, channels) {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const value = data[y * (stride + 1) + 1 + x];
      const left = x >= channels ? out[y * stride + x - channels] : 0;
      const up = y > 0 ? out[(y - 1) * stride + x] : 0;
      const corner = x >= channels && y > 0 ? out[(y - 1) * stride + x - channels] : 0;
      out[y * stride + x] = value + [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
    }
  }
  return out;
}

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function encoded(width, height, palette, rows) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", head),
    chunk("PLTE", Buffer.from(palette.flat())),
    chunk("IDAT", zlib.deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(kind, body) {
  const named = Buffer.concat([Buffer.from(kind, "latin1"), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** Node has it built in from version 20.15 on. */
function crc32(bytes) {
  if (zlib.crc32) return zlib.crc32(bytes);
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
