import { describe, expect, it } from 'vitest';
import { featureDiagnostics, featuresToDrop } from '../../../src/evaluation/describe/feature-diagnostics.ts';
import type { PhiColumn } from '../../../src/preference/features/source.ts';

// Rows 1, 2, 4 and 5 of the log are evaluated; labels 1, 0, 1, 0.
const evaluate = Uint32Array.of(1, 2, 4, 5);
const label = Uint8Array.of(0, 1, 0, 1, 1, 0);
const numeric = (name: string, ...values: number[]): PhiColumn => ({
  name,
  type: 'numeric',
  values: Float32Array.from(values),
});

describe('featureDiagnostics', () => {
  it('ranks the evaluation rows by one feature, missing lowest', () => {
    const columns = [
      // Positives 5 and missing, negatives 1 and missing: 5 beats both; missing loses to 1 and ties: 2.5 of 4.
      numeric('gappy', 9, 5, 1, 9, Number.NaN, Number.NaN),
      // Missing is below every value, be it as low as a float can be.
      numeric('low', 0, -3.4e38, Number.NaN, 0, -3, Number.NaN),
      numeric('backwards', 0, 1, 2, 0, 1, 2),
      numeric('absent', 1, Number.NaN, Number.NaN, 1, Number.NaN, Number.NaN),
    ];
    expect(featureDiagnostics(columns, evaluate, label)).toEqual([
      { name: 'gappy', singleAuc: 0.625, missing: 0.5 },
      { name: 'low', singleAuc: 1, missing: 0.5 },
      { name: 'backwards', singleAuc: 0, missing: 0 },
      { name: 'absent', singleAuc: 0.5, missing: 1 },
    ]);
  });

  it('reads doubles to their last bit', () => {
    const values = Float64Array.of(0, 1 + Number.EPSILON, 1, 0, 1 + Number.EPSILON, 1);
    expect(featureDiagnostics([{ name: 'fine', type: 'numeric', values }], evaluate, label)).toEqual([
      { name: 'fine', singleAuc: 1, missing: 0 },
    ]);
  });

  it('has no order of categories, but knows which are missing', () => {
    const codes = Uint32Array.of(0, 2, 0, 0, 1, 3);
    const column: PhiColumn = { name: 'cluster', type: 'categorical', codes, cardinality: 4 };
    expect(featureDiagnostics([column], evaluate, label)).toEqual([
      { name: 'cluster', singleAuc: null, missing: 0.25 },
    ]);
  });

  it('takes vectors no other way, and says which they are', () => {
    const codes = Uint32Array.of(0, 2, 0, 0, 1, 2);
    const values = Float32Array.of(1, 0, 0, 1);
    const column: PhiColumn = { name: 'projection', type: 'vector', codes, dimension: 2, values };
    expect(featureDiagnostics([column], evaluate, label)).toEqual([
      { name: 'projection', singleAuc: null, missing: 0.25, vector: true },
    ]);
  });

  it('refuses rows of one class, and can be stopped', () => {
    const column = numeric('any', 1, 2, 3, 4, 5, 6);
    expect(() => featureDiagnostics([column], Uint32Array.of(1, 3, 4), label)).toThrow('are positive');
    expect(() =>
      featureDiagnostics([column], evaluate, label, () => {
        throw new Error('stopped');
      }),
    ).toThrow('stopped');
  });
});

describe('featuresToDrop', () => {
  const feature = (name: string, singleAuc: number | null) => ({ name, singleAuc, missing: 0 });

  it('are the eight of highest single AUC, highest first', () => {
    const ten = Array.from({ length: 10 }, (_, i) => feature(`f${i}`, 0.5 + ((i * 3) % 10) / 100));
    // (3i mod 10) is 9 for i = 3, 8 for 6, 7 for 9, 6 for 2, 5 for 5, 4 for 8, 3 for 1, 2 for 4.
    expect(featuresToDrop(ten, false)).toEqual(['f3', 'f6', 'f9', 'f2', 'f5', 'f8', 'f1', 'f4']);
  });

  it('never are categorical, and of equals come in the order given', () => {
    expect(
      featuresToDrop([feature('a', 0.6), feature('b', null), feature('c', 0.3), feature('d', 0.6)], false),
    ).toEqual(['a', 'd', 'c']);
    expect(featuresToDrop([], false)).toEqual([]);
  });

  it('are a vector too, after the others', () => {
    const vector = { ...feature('v', null), vector: true as const };
    const ten = Array.from({ length: 10 }, (_, i) => feature(`f${i}`, 0.9 - i / 100));
    expect(featuresToDrop([vector, ...ten], false).slice(-2)).toEqual(['f7', 'v']);
  });

  it('are all features where an arm is a head, which is soon trained', () => {
    expect(featuresToDrop([feature('a', 0.4), feature('b', null)], true)).toEqual(['a', 'b']);
  });
});
