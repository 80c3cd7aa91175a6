import { expect, it } from 'vitest';
import { sampledCounts, sampleHeadRows } from '../../../../src/evaluation/head/rows.ts';

const rows = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);
const all = { fit: rows(10_000, 90_000), validate: rows(90_000, 110_000) };

it('samples the same share of both parts, in order, and the same ones for a seed', () => {
  const { fit, validate } = sampleHeadRows(all, 3, 20_000);
  expect([fit.length, validate.length]).toEqual([16_000, 4000]);
  expect(sampledCounts(all, 20_000)).toEqual({ fit: 16_000, validate: 4000 });
  for (const part of [fit, validate]) expect([...part]).toEqual([...new Set(part)].sort((a, b) => a - b));
  expect(fit.every((row) => row >= 10_000 && row < 90_000)).toBe(true);
  expect(sampleHeadRows(all, 3, 20_000)).toEqual({ fit, validate });
  expect(sampleHeadRows(all, 4, 20_000)).not.toEqual({ fit, validate });
});

it('leaves fewer rows as they are', () => {
  expect(sampleHeadRows(all, 3)).toEqual(all);
});
