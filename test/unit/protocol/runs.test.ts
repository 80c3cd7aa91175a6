import { describe, expect, test } from 'vitest';
import { RunsStateSchema, receiveFromRuns, receiveInRuns } from '../../../src/protocol/runs.ts';

describe('messages of the page LIS Runs', () => {
  test('are checked by who receives them', () => {
    expect(receiveFromRuns({ type: 'pin', payload: { path: '/w/a.json', pinned: true } })).toEqual({
      message: { type: 'pin', payload: { path: '/w/a.json', pinned: true } },
    });
    expect(receiveFromRuns({ type: 'compare', payload: { paths: ['/w/a.json'] } })).toHaveProperty('problem');
    expect(receiveFromRuns({ type: 'pay', payload: {} })).toEqual({ problem: 'unknown message "pay"' });
    const long = { path: '/w/a.json', tags: [], note: 'n'.repeat(5000) };
    expect(receiveFromRuns({ type: 'annotate', payload: long })).toHaveProperty('problem');
    const tags = { path: '/w/a.json', tags: ['a'] };
    expect(receiveFromRuns({ type: 'annotate', payload: tags })).toEqual({
      message: { type: 'annotate', payload: tags },
    });
    expect(receiveInRuns({ type: 'runs', payload: { runs: [], trusted: true } })).toHaveProperty('message');
    expect(receiveInRuns({ type: 'runs', payload: { runs: [{}], trusted: true } })).toHaveProperty('problem');
  });

  test('what the page keeps has its defaults', () => {
    expect(RunsStateSchema.parse({})).toEqual({ filter: '', sort: {} });
    expect(RunsStateSchema.safeParse({ comparing: ['/w/a.json'] }).success).toBe(false);
  });
});
