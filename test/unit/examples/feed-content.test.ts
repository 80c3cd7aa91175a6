import { describe, expect, it } from 'vitest';
import { BURIED_DIMENSIONS, buriedVectors } from '../../../examples/feed/buried.ts';
import { CONTENT_FILES, type ContentFile, itemContent } from '../../../examples/feed/content.ts';
import { simulate } from '../../../examples/feed/impressions.ts';
import { DIMENSIONS } from '../../../examples/feed/world.ts';

const feed = simulate(20_000, 3);
const files = itemContent(feed);
const { count, topic, vectors } = feed.world.items;

function cosine(a: Float32Array, b: Float32Array, i: number, j = i): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let d = 0; d < DIMENSIONS; d++) {
    const [x, y] = [a[i * DIMENSIONS + d]!, b[j * DIMENSIONS + d]!];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}

const mean = (numberOf: (item: number) => number) => {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += numberOf(i);
  return sum / count;
};

describe('buriedVectors', () => {
  const buried = buriedVectors(feed);
  const width = BURIED_DIMENSIONS;

  it('is a function of the feed, a vector for every item', () => {
    expect(buried).toHaveLength(count * width);
    expect(buried.every(Number.isFinite)).toBe(true);
    expect(buriedVectors(simulate(20_000, 3))).toEqual(buried);
  });

  it('leans to the truth, but less than the weak one', () => {
    const similarity = (a: Float32Array, size: number, i: number, j: number) => {
      const [x, y] = [a.subarray(i * size, (i + 1) * size), a.subarray(j * size, (j + 1) * size)];
      const dot = (p: Float32Array, q: Float32Array) => p.reduce((sum, value, d) => sum + value * q[d]!, 0);
      return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
    };
    const apart = (a: Float32Array, size: number) => {
      const sums = { same: 0, sames: 0, other: 0, others: 0 };
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < i; j++) {
          const same = topic[i] === topic[j];
          sums[same ? 'same' : 'other'] += similarity(a, size, i, j);
          sums[same ? 'sames' : 'others']++;
        }
      }
      return sums.same / sums.sames - sums.other / sums.others;
    };
    expect(apart(buried, width)).toBeGreaterThan(0.05);
    expect(apart(buried, width)).toBeLessThan(apart(files.weak.vectors, DIMENSIONS));
  });
});

describe('itemContent', () => {
  it('is a function of the feed', () => {
    expect(itemContent(simulate(20_000, 3))).toEqual(files);
  });

  it.each(CONTENT_FILES)('%s: a vector and two ids for every item', (name) => {
    const content = files[name];
    expect(content.vectors).toHaveLength(count * DIMENSIONS);
    expect(content.vectors.every(Number.isFinite)).toBe(true);
    expect(content.ids.map((ids) => ids.length)).toEqual([count, count]);
    expect([Math.max(...content.ids[0]) < 32, Math.max(...content.ids[1]) < 8]).toEqual([true, true]);
  });

  it('good is the truth, weak leans to it, noise does not', () => {
    const near = (name: ContentFile) => mean((i) => cosine(files[name].vectors, vectors, i));
    expect(near('good')).toBeCloseTo(1, 6);
    expect(near('weak')).toBeGreaterThan(0.45);
    expect(near('weak')).toBeLessThan(0.7);
    expect(Math.abs(near('noise'))).toBeLessThan(0.05);
    const right = (name: ContentFile) => mean((i) => Number(files[name].ids[0][i] === topic[i]));
    expect(right('good')).toBe(1);
    expect(right('weak')).toBeGreaterThan(0.6);
    expect(right('weak')).toBeLessThan(0.8);
    expect(right('noise')).toBeLessThan(0.1);
  });

  it('has octants that part a topic', () => {
    const pairs = new Set(Array.from(topic, (t, i) => `${t} ${files.good.ids[1][i]}`));
    expect(pairs.size).toBeGreaterThan(3 * new Set(topic).size);
  });
});
