import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import type { JobResult } from '../../validation/jobs.ts';
import { page } from '../../validation/page.ts';
import { scatter } from '../../validation/plots/scatter.ts';
import { ticks } from '../../validation/plots/svg.ts';
import { whiskers } from '../../validation/plots/whiskers.ts';
import { againstBest, agreementRow, ofWorld } from '../../validation/summary/agreement.ts';
import { gainOf, HONEST, trueUplift } from '../../validation/summary/arms.ts';
import { jointRows } from '../../validation/summary/joint.ts';
import {
  meanTau,
  overrated,
  pooledSpearman,
  shareByLot,
  shareOfBest,
  tauDifference,
} from '../../validation/summary/order.ts';
import { tables } from '../../validation/tables.ts';
import { inventedWorld } from './invented.ts';

const worlds = Array.from({ length: 12 }, (_, k) => inventedWorld(k + 1));
const results: JobResult[] = [
  ...worlds.map((result, k) => ({ job: { kind: 'world' as const, world: k + 1 }, result })),
  {
    job: { kind: 'agreement', data: 'ml-100k', base: 'lr' },
    result: { baseAuc: 0.7, gains: worlds[0]!.log.staged.gains },
  },
];
const made = tables(results, ['ml-latest-small']);
const folder = join(import.meta.dirname, '../../../docs');

/** Throws where the text is not XML. */
const parsed = (svg: string) => new JSDOM(svg, { contentType: 'image/svg+xml' }).window.document;

describe('order', () => {
  const lis = gainOf('staged');

  it('is whole where a number says all, reversed where it says the opposite', () => {
    expect(meanTau(worlds, HONEST, lis, trueUplift('clicks'))).toEqual({ value: 1, low: 1, high: 1 });
    expect(meanTau(worlds, HONEST, lis, trueUplift('worth')).value).toBe(-1);
    expect(pooledSpearman(worlds, HONEST, lis, trueUplift('clicks')).value).toBeCloseTo(1, 12);
    expect(shareOfBest(worlds, HONEST, lis, trueUplift('clicks')).value).toBe(1);
    expect(shareByLot(worlds, HONEST, trueUplift('clicks')).value).toBeLessThan(0.7);
    expect(overrated(worlds, HONEST, lis, trueUplift('clicks')).map(({ places }) => places.value)).toEqual([
      0, 0, 0, 0, 0,
    ]);
    const [first] = worlds;
    const off = overrated([first!], HONEST, lis, trueUplift('worth')).map(({ places }) => places.value);
    expect(off.toSorted((a, b) => a - b)).toEqual([-4, -2, 0, 2, 4]);
  });

  it('is compared in the same worlds', () => {
    const { value, low } = tauDifference(worlds, HONEST, [lis, gainOf('joint')], trueUplift('clicks'));
    const joint = meanTau(worlds, HONEST, gainOf('joint'), trueUplift('clicks'));
    expect(value).toBeCloseTo(1 - joint.value, 12);
    expect(low).toBeGreaterThan(0);
    const [first] = jointRows(worlds);
    expect([first!.staged.value, first!.joint.value]).toEqual([1, joint.value]);
  });
});

describe('agreementRow', () => {
  it('counts the sources whose AIS is not above, by estimates and by intervals', () => {
    const { low, high } = { low: -0.02, high: 0.02 };
    const at = (value: number) => ({ value, se: 0.01, low: value + low, high: value + high });
    const pair = (lis: number, ais: number) => ({
      ...{ source: 'a', transferable: at(lis), total: at(1) },
      ...{ ais: at(ais), before: at(0) },
    });
    const run = {
      ...ofWorld(worlds[0]!),
      pairs: [pair(0.01, 0), pair(0, 0.03), pair(0, 0.05), pair(0.02, 0.06)],
    };
    const row = agreementRow([run]);
    expect(row.below.transferable).toEqual({ point: 0.25, interval: 0.75 });
    expect(row.below.total).toEqual({ point: 1, interval: 1 });
    expect([row.runs, row.sources]).toEqual([1, 4]);
    const models = { world: at(0.025) };
    expect(againstBest([{ ...run, models }, run], 'world')).toEqual({
      ...{ runs: 2, ais: (0.025 + run.models['world']!.value) / 2 },
      above: { transferable: run.models['world']!.value > 0.02 ? 1 : 0.5, total: 0 },
    });
    expect(againstBest([run], 'nobody’s')).toBeUndefined();
  });
});

describe('the page', () => {
  const text = page(made);

  it('names every plot and holds every table', () => {
    for (const name of Object.keys(made.pictures)) expect(text).toContain(`](validation/${name}.svg)`);
    for (const part of Object.values(made)) if (typeof part === 'string') expect(text).toContain(part);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('says which reference data were not there', () => {
    expect(text).toContain('the rows of ml-latest-small are left out');
    expect(page({ ...made, missing: [] })).not.toContain('are left out');
  });

  it('in the repository has the columns that the code writes, and its plots', () => {
    const written = readFileSync(join(folder, 'validation.md'), 'utf8');
    const heads = (markdown: string) =>
      markdown.split('\n').filter((_, k, lines) => /^\| ---/.test(lines[k + 1] ?? ''));
    expect(heads(written)).toEqual(heads(text));
    expect(readdirSync(join(folder, 'validation')).sort()).toEqual(
      Object.keys(made.pictures)
        .map((name) => `${name}.svg`)
        .sort(),
    );
    for (const [, link] of written.matchAll(/\]\((validation\/[^)]+)\)/g))
      expect(existsSync(join(folder, link!))).toBe(true);
  });
});

describe('plots', () => {
  it('are well formed, with a mark for every point', () => {
    for (const svg of Object.values(made.pictures)) {
      expect(parsed(svg).documentElement.tagName).toBe('svg');
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    }
    const groups = [{ name: 'a & b', points: [[0, 1] as const, [2, 3] as const] }];
    const svg = parsed(scatter({ title: 'x < y', x: 'x', y: 'y', groups, diagonal: true }));
    expect(svg.querySelectorAll('path')).toHaveLength(3); // one is the legend's
    expect(svg.documentElement.getAttribute('aria-label')).toBe('x < y');
    expect(svg.querySelectorAll('.line')).toHaveLength(1);
  });

  it('leave out an interval that is not there', () => {
    const none = { value: Number.NaN, low: Number.NaN, high: Number.NaN };
    const rows = [{ name: 'a', intervals: [{ value: 0.5, low: 0.4, high: 0.6 }, none] }];
    const svg = parsed(whiskers({ title: 't', x: 'x', groups: ['g', 'h'], rows }));
    expect(svg.querySelectorAll('line[stroke]')).toHaveLength(1);
    expect(svg.querySelectorAll('path')).toHaveLength(3);
  });

  it('have round ticks', () => {
    expect(ticks(-0.03, 0.21)).toEqual([0, 0.05, 0.1, 0.15, 0.2]);
    expect(ticks(-40, 100)).toEqual([0, 50, 100]);
  });
});
