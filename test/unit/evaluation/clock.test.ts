import { describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../src/common/failure.ts';
import type { Progress } from '../../../src/common/progress.ts';
import { Clock } from '../../../src/evaluation/tasks/clock.ts';

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

  it('gives phases as much of the bar as they are expected to take', () => {
    const { clock, seen } = recorded();
    clock.expect({ features: 6, train: 3, metrics: 1 });
    clock.report('features', 0.5, 'features');
    clock.report('train', 0, 'train');
    clock.report('metrics', 1, 'metrics');
    const [features, train, metrics] = seen.map((p) => p.fraction);
    expect(features).toBeCloseTo(0.06 + 0.93 * 0.3);
    expect(train).toBeCloseTo(0.06 + 0.93 * 0.6);
    expect(metrics).toBeCloseTo(0.99);
  });

  it('tells the time left by what was expected, until the training has a pace', () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(0);
    const { clock, seen } = recorded();
    clock.expect({ features: 6, train: 3, metrics: 1 });
    clock.report('features', 0.5, 'features');
    clock.report('train', 0.01, 'train');
    now.mockReturnValue(10_000);
    clock.report('train', 0.5, 'train');
    clock.report('report', 0, 'report');
    now.mockRestore();
    expect(seen.map((p) => p.secondsLeft)).toEqual([7, expect.closeTo(3.97), 11, 0]);
  });

  it('begins a second stage where the first one ends, and tells no time while another one is to come', () => {
    const { clock, seen } = recorded();
    clock.expect({ features: 1, train: 1, metrics: 0 });
    clock.enter([0, 0.6]);
    clock.report('report', 1, 'first');
    clock.enter([0.6, 1]);
    clock.report('features', 0, 'second');
    clock.report('train', 0, 'second');
    expect(seen.map((p) => p.fraction)).toEqual([0.6, 0.624, 0.81].map((value) => expect.closeTo(value)));
    expect(seen.map((p) => p.secondsLeft)).toEqual([undefined, 2, 1]);
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
