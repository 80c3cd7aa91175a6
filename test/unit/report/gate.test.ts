import { describe, expect, it } from 'vitest';
import { assertGate, gatedName, gateResult, parseBound } from '../../../src/report/gate.ts';
import type { Verdict } from '../../../src/report/schema.ts';
import { byTime } from '../../fixtures/objective-report.ts';
import { modelsReport, sampleReport } from './sample.ts';

const report = sampleReport(); // transferable 0.012, total 0.0391
const namesOf = (...sources: string[]) => ({ sources, models: [], objectives: [] });

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
    expect(gateResult({ source: 'co-click', ...bounds }, report).met).toBe(met);
  });

  it('gives the condition, and the value of the bound that decided', () => {
    expect(gateResult({ source: 'co-click', transferable: '>= 0.002', total: '>= 0.5' }, report)).toEqual({
      source: 'co-click',
      condition: 'transferable >= 0.002 and total >= 0.5',
      value: 0.0391,
      met: false,
    });
    expect(gateResult({ source: 'co-click', transferable: '>= 0.002' }, report)).toEqual({
      source: 'co-click',
      condition: 'transferable >= 0.002',
      value: 0.012,
      met: true,
    });
  });

  it('refuses a transferable bound on data with a total only', () => {
    const declared = sampleReport();
    delete declared.sources[0]!.lis.transferable;
    expect(() => gateResult({ source: 'co-click', transferable: '>= 0' }, declared)).toThrow(
      expect.objectContaining({ code: 'gate-without-transferable', kind: 'usage' }),
    );
  });
});

describe('assertGate', () => {
  it('names the nearest source, or those there are', () => {
    const gate = { source: 'co-clik', transferable: '>= 0.1' };
    expect(() => assertGate(gate, namesOf('swing', 'co-click'))).toThrow(
      /`co-clik`.*did you mean `co-click`\?/,
    );
    expect(() => assertGate(gate, namesOf('editorial-2026'))).toThrow(/there is `editorial-2026`\./);
    expect(() => assertGate(gate, namesOf('aaaaaaaaaa', 'bbbbbbbbbbb'))).toThrow(
      /there are `aaaaaaaaaa`, `bbbbbbbbbbb`\./,
    );
    expect(() => assertGate(gate, namesOf())).toThrow(/there are no sources/);
    expect(() => assertGate(gate, namesOf())).toThrow(
      expect.objectContaining({
        kind: 'usage',
        code: 'unknown-gate-source',
        where: { specPath: ['gate', 'source'] },
      }),
    );
  });
  it('refuses a gate without a bound, or with a bound that is none', () => {
    expect(() => assertGate({ source: 'a' }, namesOf('a'))).toThrow(
      expect.objectContaining({ code: 'empty-gate' }),
    );
    expect(() => parseBound('< 3')).toThrow(expect.objectContaining({ code: 'bad-gate' }));
    expect(parseBound('>=-0.5')).toEqual({ operator: '>=', limit: -0.5 });
  });
});

describe('a gate on a model', () => {
  const models = modelsReport(); // notellm 0.0096, prod-v2 0.0021

  it.each([
    ['notellm', '>= 0.0096', true],
    ['notellm', '> 0.0096', false],
    ['prod-v2', '>= 0.01', false],
  ])('%s, ais %s is met: %s', (model, ais, met) => {
    const value = model === 'notellm' ? 0.0096 : 0.0021;
    expect(gateResult({ model, ais }, models)).toEqual({
      ...{ model, condition: `ais ${ais}`, value, met },
    });
  });

  it('is named by what it is on', () => {
    expect(gatedName({ model: 'notellm' })).toBe('notellm');
    expect(gatedName({ source: 'co-click' })).toBe('co-click');
  });

  it('refuses what is not there, and says which kind a name is of', () => {
    const evaluated = { sources: ['co-click'], models: ['notellm'], objectives: [] };
    const refused = (gate: Parameters<typeof assertGate>[0]) => {
      try {
        assertGate(gate, evaluated);
      } catch (error) {
        return error;
      }
      return undefined;
    };
    expect(refused({ model: 'notelm', ais: '>= 0' })).toMatchObject({
      ...{ kind: 'usage', code: 'unknown-gate-model', where: { specPath: ['gate', 'model'] } },
      message: 'the gate names the model `notelm`, which is not evaluated; did you mean `notellm`?',
    });
    expect(refused({ model: 'co-click', ais: '>= 0' })).toMatchObject({
      message:
        'the gate names the model `co-click`, which is not evaluated; it is a source: write `source: co-click` with `transferable` or `total`.',
    });
    expect(refused({ source: 'notellm', total: '>= 0' })).toMatchObject({
      message:
        'the gate names the source `notellm`, which is not evaluated; it is a model: write `model: notellm` with `ais`.',
    });
    expect(refused({ model: 'notellm' })).toMatchObject({
      code: 'empty-gate',
      message: 'the gate has no bound; add one such as `ais: ">= 0.001"`.',
    });
    expect(refused({ model: 'notellm', ais: '>= x' })).toMatchObject({ code: 'bad-gate' });
    expect(refused({ model: 'notellm', ais: '>= 0.1' })).toBeUndefined();
    expect(() => assertGate({ model: 'm', ais: '>= 0' }, namesOf('a'))).toThrow(/there are no models\./);
  });
});

describe('a gate on an objective', () => {
  const both = { ...report, objectives: [byTime(report)] }; // transferable 0.0001, total 0.03 by time

  it.each([
    ['transferable', '>= 0.0001', true],
    ['transferable', '>= 0.002', false],
    ['total', '> 0.03', false],
  ] as const)('holds the estimate by it: %s %s is met: %s', (which, bound, met) => {
    const found = gateResult({ source: 'co-click', objective: 'time', [which]: bound }, both);
    const value = which === 'total' ? 0.03 : 0.0001;
    expect(found).toEqual({
      ...{ source: 'co-click', objective: 'time', condition: `${which} ${bound}`, value, met },
    });
    expect(gatedName(found)).toBe('co-click by time');
  });

  it('may hold a model', () => {
    const models = modelsReport(); // notellm 0.0096 by the label of the log
    const [notellm] = models.models;
    const time = {
      ...byTime(models),
      models: [{ ...notellm!, ais: { ...notellm!.ais, value: -0.001 } }],
    };
    const gate = { model: 'notellm', objective: 'time', ais: '> 0' };
    expect(gateResult(gate, { ...models, objectives: [time] })).toMatchObject({ value: -0.001, met: false });
  });

  it('is met by no leak of that objective’s label, and by a leak of another label alone', () => {
    const leak: Verdict = {
      ...({ code: 'label-leak', severity: 'error' } as const),
      ...{ target: 'co-click', message: 'Leaks.', action: 'Mend.' },
    };
    const gate = { source: 'co-click', objective: 'time', total: '> 0' };
    const [time] = both.objectives;
    expect(gateResult(gate, { ...both, objectives: [{ ...time!, verdicts: [leak] }] })).toMatchObject({
      ...{ met: false, leak: true },
    });
    expect(gateResult(gate, { ...both, verdicts: [leak] })).toMatchObject({ met: true });
  });

  it('refuses an objective that is not there', () => {
    const gate = { source: 'co-click', objective: 'tiem', total: '> 0' };
    expect(() => gateResult(gate, both)).toThrow(
      expect.objectContaining({
        ...{ kind: 'usage', code: 'unknown-gate-objective', where: { specPath: ['gate', 'objective'] } },
        message: 'the gate names the objective `tiem`, which is not evaluated; did you mean `time`?',
      }),
    );
    expect(() => gateResult(gate, report)).toThrow(/there are no objectives\./);
  });
});
