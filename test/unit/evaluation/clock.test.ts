import { describe, expect, it } from 'vitest';
import { Clock } from '../../../src/evaluation/clock.ts';
import { Cancelled } from '../../../src/report/failure.ts';
import type { Progress } from '../../../src/report/progress.ts';

function recorded(signal = new AbortController().signal) {
  const seen: Progress[] = [];
  const clock = new Clock({ signal, onProgress: (p) => seen.push(p), threads: 1, memoryBytes: 1 });
  return { clock, seen };
}

describe('Clock', () => {
  it('maps the share of a phase into the run, and never goes back', () => {
    const { clock, seen } = recorded();
    clock.report('read', 1, 'read');
    clock.report('train', 0.5, 'train');
    clock.report('features', 0, 'late word');
    clock.report('report', 1, 'done');
    const fractions = seen.map((p) => p.fraction);
    expect(fractions[0]).toBeCloseTo(0.03);
    expect(fractions[1]).toBeCloseTo(0.56);
    expect(fractions[2]).toBe(fractions[1]);
    expect(fractions[3]).toBe(1);
  });

  it('says nothing of the time left before it knows', () => {
    const { clock, seen } = recorded();
    clock.report('train', 0.01, 'train');
    expect(seen[0]?.secondsLeft).toBeUndefined();
  });

  it('says how many rows are worked on as soon as the log is read', () => {
    const { clock, seen } = recorded();
    clock.report('read', 0, 'read');
    clock.rows = 3000;
    clock.report('train', 0, 'train');
    expect(seen.map(({ rows }) => rows)).toEqual([undefined, 3000]);
  });

  it('lets an abort in', async () => {
    const controller = new AbortController();
    const { clock } = recorded(controller.signal);
    await expect(clock.breathe()).resolves.toBeUndefined();
    controller.abort();
    await expect(clock.breathe()).rejects.toThrow(Cancelled);
  });
});
