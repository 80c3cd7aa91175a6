import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { throttle } from '../../../src/protocol/throttle.ts';

describe('throttle', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('delivers the first at once and then the last of each interval', () => {
    const seen: number[] = [];
    const push = throttle((n: number) => void seen.push(n), 100);
    push(1);
    push(2);
    push(3);
    expect(seen).toEqual([1]);
    vi.advanceTimersByTime(100);
    expect(seen).toEqual([1, 3]);
    vi.advanceTimersByTime(250);
    push(4);
    expect(seen).toEqual([1, 3, 4]);
  });

  it('passes at most ten a second however many come', () => {
    let delivered = 0;
    const push = throttle(() => delivered++, 100);
    for (let ms = 0; ms < 1000; ms++) {
      push(ms);
      vi.advanceTimersByTime(1);
    }
    expect(delivered).toBe(11); // at 0 ms, then once per full interval
  });

  it('says nothing after it was stopped', () => {
    const seen: number[] = [];
    const push = throttle((n: number) => void seen.push(n), 100);
    push(1);
    push(2);
    push.stop();
    vi.advanceTimersByTime(1000);
    expect(seen).toEqual([1]);
  });
});
