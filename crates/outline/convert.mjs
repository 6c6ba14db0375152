// Makes `natural-earth-10m.bin.br` from Natural Earth's countries and lakes: see README.md.
//
//   node convert.mjs countries-10m.json ne_10m_lakes.shp ne_10m_lakes.dbf natural-earth-10m.bin.br
//
// Why a script and not a build step: the sources are 20 MB and change about once a year; the
// result is a few hundred kilobytes, committed, and the same bytes for the same input.
// It leaves out provinces, rivers, glaciers and every name but a country's or lake's English one.

import { writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { area, isClosed, isSeam, quantise, simplify, split, unwrap } from "./convert/lines.mjs";
import { readAtlas, readLakes } from "./convert/sources.mjs";

// Steps per degree. 1/250° is 440 m north to south: the source's own grid is 0.0036° by 0.0017°.
const STEPS = 250;
// A corner goes when the triangle it makes with its neighbours is smaller than this (km²).
const CORNER_KM2 = 1.35;
// Lakes carry no borders and are looked at less closely.
const LAKE_CORNER_KM2 = 4;
// Islands and lakes smaller than these go too, except the largest piece of each country.
const ISLAND_KM2 = 1;
const LAKE_KM2 = 25;
const [atlasPath, shpPath, dbfPath, outPath] = process.argv.slice(2);

const atlas = readAtlas(atlasPath);
const arcs = [];
/** The arc on the grid, or null when nothing is left of it. */
function shrink(points, limit) {
  const small = quantise(simplify(points, limit), STEPS);
  return small.length < 2 || (isClosed(points) && small.length < 4) ? null : small;
}

/** Adds a line to the file, in pieces if `odd` says so; gives the pieces' references. */
function place(points, limit, odd) {
  const pieces = split(points, odd).map((piece) => shrink(piece, limit));
  return pieces.filter(Boolean).map((piece) => 2 * (arcs.push(piece) - 1));
}

/** The references to walk the same line the other way. */
const backwards = (refs) => refs.toReversed().map((ref) => ref ^ 1);

const placed = new Map(); // atlas arc number -> its references in the file
const countries = [];
for (const { name, rings } of atlas.areas) {
  const sized = rings.map((ring) => {
    const whole = ring.flatMap((a) => (a < 0 ? atlas.arcs[~a].toReversed() : atlas.arcs[a]));
    return { ring, size: area(unwrap(whole)) };
  });
  const largest = Math.max(...sized.map((r) => r.size));
  const kept = sized.filter((r) => r.size >= ISLAND_KM2 || r.size === largest || r.ring.length > 1);
  const out = [];
  for (const { ring } of kept) {
    const refs = [];
    for (const a of ring) {
      const source = a < 0 ? ~a : a;
      if (!placed.has(source)) {
        placed.set(source, place(atlas.arcs[source], CORNER_KM2, isSeam));
      }
      const found = placed.get(source);
      refs.push(...(a < 0 ? backwards(found) : found));
    }
    if (refs.length > 0) out.push(refs);
  }
  if (out.length === 0) console.error(`too small to draw, left out: ${name}`);
  else countries.push({ name, rings: out });
}

// A large bay is both part of its lake and a lake of its own in the source (Georgian Bay, Saginaw
// Bay), whose mouth would be drawn as a shore across the water. Its points are the lake's.
const pieces = readLakes(shpPath, dbfPath)
  .map(({ name, rings }) => ({ name, rings: rings.toSorted((a, b) => area(b) - area(a)) }))
  .filter(({ rings }) => area(rings[0]) >= LAKE_KM2)
  .sort((a, b) => area(b.rings[0]) - area(a.rings[0]));
const taken = new Set();
const lakes = [];
for (const { name, rings } of pieces) {
  if (rings[0].filter((point) => taken.has(`${point}`)).length > 0.9 * rings[0].length) {
    console.error(`part of a larger lake, left out: ${name || "(no name)"}`);
    continue;
  }
  rings.flat().forEach((point) => taken.add(`${point}`));
  const large = rings.filter((ring) => area(ring) >= LAKE_KM2); // islands count like lakes
  const out = large.map((ring) => place(ring, LAKE_CORNER_KM2, isSeam));
  const found = out.filter((refs) => refs.length > 0);
  if (found.length > 0) lakes.push({ name, rings: found });
}

/** Unsigned little-endian base-128. */
function varint(out, value) {
  while (value > 127) {
    out.push((value & 127) | 128);
    value = Math.floor(value / 128);
  }
  out.push(value);
}
const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);

// Streams of like things compress better than one mixed stream.
const [shape, xs, ys] = [[], [], []];
varint(shape, STEPS);
varint(shape, arcs.length);
let [x, y] = [0, 0];
for (const arc of arcs) {
  varint(shape, arc.length);
  for (const p of arc) {
    varint(xs, zigzag(p[0] - x));
    varint(ys, zigzag(p[1] - y));
    [x, y] = p;
  }
}
for (const group of [countries, lakes]) {
  varint(shape, group.length);
  let next = 0;
  for (const { name, rings } of group) {
    const bytes = Buffer.from(name, "utf8");
    varint(shape, bytes.length);
    shape.push(...bytes);
    varint(shape, rings.length);
    for (const refs of rings) {
      varint(shape, refs.length);
      for (const ref of refs) {
        varint(shape, zigzag(ref - next));
        next = ref + 2; // most rings use fresh arcs, one after the other
      }
    }
  }
}
const sizes = [];
for (const stream of [shape, xs]) varint(sizes, stream.length);
const raw = Buffer.from([...sizes, ...shape].concat(xs, ys));
const packed = brotliCompressSync(raw, {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 22,
    [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
  },
});
writeFileSync(outPath, packed);
const points = arcs.reduce((sum, arc) => sum + arc.length, 0);
console.error(`${countries.length} countries, ${lakes.length} lakes, ${arcs.length} arcs, ${points} points, ${raw.length} bytes, ${packed.length} packed`);
