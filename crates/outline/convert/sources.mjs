// Reading the two sources `convert.mjs` is given: countries as TopoJSON, lakes as a shapefile.
// It reads what is used of either format, no more.

import { readFileSync } from "node:fs";
import { unwrap } from "./lines.mjs";

// Names that changed after the source was published.
const RENAMED = { Macedonia: "North Macedonia", eSwatini: "Eswatini" };


/** TopoJSON: arcs in degrees, and countries as lists of rings of arc numbers (~n: reversed). */
export function readAtlas(path) {
  const topology = JSON.parse(readFileSync(path, "utf8"));
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let [x, y] = [0, 0];
    return unwrap(arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    }));
  });
  const areas = topology.objects.countries.geometries.map((g) => ({
    name: RENAMED[g.properties.name] ?? g.properties.name,
    rings: (g.type === "Polygon" ? [g.arcs] : g.arcs).flat(),
  }));
  return { arcs, areas };
}

/** A shapefile of polygons: its rings in degrees, with `name_en` or `name` from the table beside. */
export function readLakes(shp, dbf) {
  const [shapes, table] = [readFileSync(shp), readFileSync(dbf)];
  const [headerSize, recordSize] = [table.readUInt16LE(8), table.readUInt16LE(10)];
  const fields = {};
  for (let at = 32, start = 1; table[at] !== 0x0d; at += 32) {
    const name = table.toString("latin1", at, at + 11).replace(/\0.*/s, "").toLowerCase();
    fields[name] = [start, (start += table[at + 16])];
  }
  const text = (record, name) => {
    const at = headerSize + record * recordSize;
    return table.toString("utf8", at + fields[name][0], at + fields[name][1]).replace(/\0.*/s, "").trim();
  };
  const lakes = [];
  for (let at = 100, record = 0; at < shapes.length; record++) {
    const size = shapes.readInt32BE(at + 4) * 2;
    const body = at + 8;
    at = body + size;
    if (shapes.readInt32LE(body) === 0) continue;
    const [parts, total] = [shapes.readInt32LE(body + 36), shapes.readInt32LE(body + 40)];
    const starts = Array.from({ length: parts }, (_, i) => shapes.readInt32LE(body + 44 + 4 * i));
    const first = body + 44 + 4 * parts;
    const rings = starts.map((start, i) => {
      const ring = [];
      for (let p = start; p < (starts[i + 1] ?? total); p++) {
        ring.push([shapes.readDoubleLE(first + 16 * p), shapes.readDoubleLE(first + 16 * p + 8)]);
      }
      return unwrap(ring);
    });
    lakes.push({ name: text(record, "name_en") || text(record, "name"), rings });
  }
  return lakes;
}
