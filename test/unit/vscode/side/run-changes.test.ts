import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followRuns } from '../../../../src/vscode/side/run-changes.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the list of specs while they run', () => {
  const start = () => {
    const running = new Set<string>();
    const drawn: string[] = [];
    const follow = followRuns({
      isRunning: (path) => running.has(path),
      drawAll: () => drawn.push('all'),
      drawRow: (path) => drawn.push(path),
      intervalMs: 2000,
    });
    return { running, drawn, follow };
  };

  it('is drawn whole with the start and the end of a run, and its row now and then', () => {
    const { running, drawn, follow } = start();
    running.add('a');
    follow.changed('a');
    for (let i = 0; i < 30; i++) {
      follow.changed('a');
      vi.advanceTimersByTime(100);
    }
    expect(drawn).toEqual(['all', 'a', 'a']);
    running.delete('a');
    follow.changed('a');
    vi.advanceTimersByTime(10_000);
    expect(drawn).toEqual(['all', 'a', 'a', 'all']);
  });

  it('keeps the rows of several runs apart', () => {
    const { running, drawn, follow } = start();
    for (const path of ['a', 'b']) {
      running.add(path);
      follow.changed(path);
    }
    for (const path of ['a', 'b', 'a', 'b']) follow.changed(path);
    vi.advanceTimersByTime(2500);
    expect(drawn).toEqual(['all', 'all', 'a', 'b', 'a', 'b']);
  });

  it('draws nothing once it is disposed of', () => {
    const { running, drawn, follow } = start();
    running.add('a');
    for (let i = 0; i < 3; i++) follow.changed('a');
    follow.dispose();
    vi.advanceTimersByTime(10_000);
    expect(drawn).toEqual(['all', 'a']);
  });
});
