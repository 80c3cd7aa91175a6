/**
 * The order in which training rows are visited: a function of the seed and the number of rows, so that all arms of a
 * seed see the same rows in the same order and their scores stay paired.
 */

/** The four words that the generator of a seed starts from: splitmix32, so that neighbouring seeds are unrelated. */
export function seedWords(seed: number): [number, number, number, number] {
  let s = seed >>> 0;
  const next = (): number => {
    s = (s + 0x9e3779b9) >>> 0;
    let z = s;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  return [next(), next(), next(), next()];
}

/** xoshiro128** (Blackman and Vigna 2018). Kernels that shuffle have the same one: src/kernels/assembly/idfactors.ts. */
export function randomBits(seed: number): () => number {
  let [a, b, c, d] = seedWords(seed);
  return () => {
    const five = Math.imul(b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  };
}

/** Rows shuffled between two calls of `onPiece`. */
const PIECE = 2 ** 18;

/**
 * Shuffles `rows` in place (Fisher–Yates). Calling it again with the same generator gives the next epoch's order.
 * The bias of scaling 32 bits to a range is below rows / 2³².
 * @param onPiece called every few milliseconds; throws to stop.
 */
export function shuffle(rows: Uint32Array, bits: () => number, onPiece: () => void = () => {}): void {
  for (let i = rows.length - 1; i > 0; i--) {
    if (i % PIECE === 0) onPiece();
    const j = Math.floor(bits() * 2 ** -32 * (i + 1));
    const held = rows[i]!;
    rows[i] = rows[j]!;
    rows[j] = held;
  }
}
