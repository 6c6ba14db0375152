// What `convert.mjs` does to one line: measure, simplify, put on a grid, cut. Points are
// [longitude, latitude] in degrees. It leaves out which lines there are and who shares them.

const KM = 111.2; // kilometres in a degree of latitude
// Beyond this latitude (degrees) corners must be this many times larger to stay: Antarctica and
// the Arctic archipelagos would otherwise take a fifth of the file.
const POLAR = 67;
const POLAR_COARSER = 8;

/** Longitudes made continuous: a step of more than half the globe is the antimeridian. */
export function unwrap(points) {
  let turn = 0;
  return points.map(([x, y], i) => {
    if (i > 0) {
      const step = x - points[i - 1][0];
      if (step > 180) turn -= 360;
      if (step < -180) turn += 360;
    }
    return [x + turn, y];
  });
}

/** How much a corner weighs: its triangle's area in km², flat at its own latitude, and less
 *  where few maps will ever look. */
function weigh(a, b, c) {
  const k = Math.cos((b[1] * Math.PI) / 180);
  const twice = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
  return ((Math.abs(twice) / 2) * k * KM * KM) / (Math.abs(b[1]) > POLAR ? POLAR_COARSER : 1);
}

/** Area of a closed line in km², flat at its first point's latitude. */
export function area(ring) {
  let twice = 0;
  for (let i = 1; i < ring.length; i++) {
    twice += (ring[i - 1][0] - ring[0][0]) * (ring[i][1] - ring[0][1]);
    twice -= (ring[i][0] - ring[0][0]) * (ring[i - 1][1] - ring[0][1]);
  }
  return (Math.abs(twice) / 2) * Math.cos((ring[0][1] * Math.PI) / 180) * KM * KM;
}

/** Visvalingam: takes the corner with the smallest triangle away until none is below `limit`.
 *  The ends stay, so arcs that met still meet; a closed line keeps three corners. */
export function simplify(points, limit) {
  const closed = isClosed(points);
  const least = closed ? 4 : 2;
  const before = points.map((_, i) => i - 1);
  const after = points.map((_, i) => i + 1);
  const weight = points.map((p, i) =>
    i === 0 || i === points.length - 1 ? Infinity : weigh(points[i - 1], p, points[i + 1]));
  const heap = [];
  const push = (i) => {
    heap.push([weight[i], i]);
    for (let k = heap.length - 1; k > 0;) {
      const up = (k - 1) >> 1;
      if (heap[up][0] <= heap[k][0]) break;
      [heap[up], heap[k]] = [heap[k], heap[up]];
      k = up;
    }
  };
  const pop = () => {
    const top = heap[0];
    const last = heap.pop();
    if (heap.length === 0) return top;
    heap[0] = last;
    for (let k = 0; ;) {
      let low = k;
      for (const c of [2 * k + 1, 2 * k + 2]) if (c < heap.length && heap[c][0] < heap[low][0]) low = c;
      if (low === k) return top;
      [heap[low], heap[k]] = [heap[k], heap[low]];
      k = low;
    }
  };
  for (let i = 1; i < points.length - 1; i++) push(i);
  let left = points.length;
  const gone = new Uint8Array(points.length);
  while (heap.length > 0 && left > least) {
    const [w, i] = pop();
    if (gone[i] || w !== weight[i]) continue;
    if (w >= limit) break;
    gone[i] = 1;
    left--;
    const [a, b] = [before[i], after[i]];
    after[a] = b;
    before[b] = a;
    for (const j of [a, b]) {
      if (j === 0 || j === points.length - 1) continue;
      // Never lighter than what has just gone, or one flat bay would unravel whole coasts.
      weight[j] = Math.max(w, weigh(points[before[j]], points[j], points[after[j]]));
      push(j);
    }
  }
  return points.filter((_, i) => !gone[i]);
}

export function isClosed(points) {
  const [first, last] = [points[0], points.at(-1)];
  return points.length > 2 && first[0] === last[0] && first[1] === last[1];
}

/** On the grid of 1/steps°, without repeats and without corners on a straight line. */
export function quantise(points, steps) {
  const out = [];
  for (const [x, y] of points) {
    const p = [Math.round(x * steps), Math.round(y * steps)];
    const a = out.at(-1);
    if (a && a[0] === p[0] && a[1] === p[1]) continue;
    const b = out.at(-2);
    if (b) {
      const [ux, uy, vx, vy] = [a[0] - b[0], a[1] - b[1], p[0] - a[0], p[1] - a[1]];
      if (ux * vy === uy * vx && ux * vx + uy * vy > 0) out.pop();
    }
    out.push(p);
  }
  return out;
}

/** Cuts a line where `odd(a, b)` of its segments begins or ends to hold. */
export function split(points, odd) {
  const runs = [[points[0]]];
  for (let i = 1; i < points.length; i++) {
    const cut = i > 1 && odd(points[i - 1], points[i]) !== odd(points[i - 2], points[i - 1]);
    if (cut) runs.push([points[i - 1]]);
    runs.at(-1).push(points[i]);
  }
  return runs;
}

/** Along the antimeridian, where the source cuts Chukotka and two islands of Fiji in half: kept
 *  as arcs of their own so that the reader of the file can tell them from coasts. */
export function isSeam(a, b) {
  return Math.abs(Math.abs(a[0]) - 180) < 0.001 && Math.abs(a[0] - b[0]) < 0.001;
}
