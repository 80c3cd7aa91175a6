import { describe, expect, it } from 'vitest';
import { assertGate, gateResult, parseBound } from '../../../src/report/gate.ts';
import { sampleReport } from './sample.ts';

const { sources } = sampleReport(); // transferable 0.012, total 0.0391

describe('gateResult', () => {
  it.each([
    [{ transferable: '>= 0.012' }, true],
    [{ transferable: '> 0.012' }, false],
    [{ transferable: '>=0.0121' }, false],
    [{ total: '> 0.039' }, true],
    [{ transferable: '>= -0.001' }, true],
    [{ transferable: '>= 0.002', total: '>= 0.01' }, true],
    [{ transferable: '>= 0.002', total: '>= 0.5' }, false],
  ])('%o is met: %s', (bounds, met) => {
    expect(gateResult({ source: 'co-click', ...bounds }, sources).met).toBe(met);
  });

  it('gives the condition, and the value of the bound that decided', () => {
    expect(gateResult({ source: 'co-click', transferable: '>= 0.002', total: '>= 0.5' }, sources)).toEqual({
      source: 'co-click',
      condition: 'transferable >= 0.002 and total >= 0.5',
      value: 0.0391,
      met: false,
    });
    expect(gateResult({ source: 'co-click', transferable: '>= 0.002' }, sources)).toEqual({
      source: 'co-click',
      condition: 'transferable >= 0.002',
      value: 0.012,
      met: true,
    });
  });

  it('refuses a transferable bound on data with a total only', () => {
    const declared = structuredClone(sources);
    delete declared[0]!.lis.transferable;
    expect(() => gateResult({ source: 'co-click', transferable: '>= 0' }, declared)).toThrow(
      expect.objectContaining({ code: 'gate-without-transferable', kind: 'usage' }),
    );
  });
});

describe('assertGate', () => {
  it('names the nearest source, or those there are', () => {
    const gate = { source: 'co-clik', transferable: '>= 0.1' };
    expect(() => assertGate(gate, ['swing', 'co-click'])).toThrow(/`co-clik`.*did you mean `co-click`\?/);
    expect(() => assertGate(gate, ['editorial-2026'])).toThrow(/there is `editorial-2026`\./);
    expect(() => assertGate(gate, ['aaaaaaaaaa', 'bbbbbbbbbbb'])).toThrow(
      /there are `aaaaaaaaaa`, `bbbbbbbbbbb`\./,
    );
    expect(() => assertGate(gate, [])).toThrow(/there are no sources/);
    expect(() => assertGate(gate, [])).toThrow(
      expect.objectContaining({
        kind: 'usage',
        code: 'unknown-gate-source',
        where: { specPath: ['gate', 'source'] },
      }),
    );
  });
  it('refuses a gate without a bound, or with a bound that is none', () => {
    expect(() => assertGate({ source: 'a' }, ['a'])).toThrow(expect.objectContaining({ code: 'empty-gate' }));
    expect(() => parseBound('< 3')).toThrow(expect.objectContaining({ code: 'bad-gate' }));
    expect(parseBound('>=-0.5')).toEqual({ operator: '>=', limit: -0.5 });
  });
});
