import { describe, expect, it } from 'vitest';
import { AUDIT_CODES } from '../../../src/report/schema-audit.ts';
import { VerdictSchema } from '../../../src/report/schema-judged.ts';
import { AUDIT_MEANINGS } from '../../../src/report/words/glossary/audit.ts';
import { EXPLAINED, explained, nearestName } from '../../../src/report/words/glossary/explain.ts';
import { VERDICT_MEANINGS } from '../../../src/report/words/glossary/verdicts.ts';

describe('the words of reports', () => {
  it('have a meaning for every verdict and every finding', () => {
    expect(Object.keys(VERDICT_MEANINGS)).toEqual(VerdictSchema.shape.code.options);
    expect(Object.keys(AUDIT_MEANINGS).sort()).toEqual([...AUDIT_CODES].sort());
    for (const { name, means } of EXPLAINED) expect([name, means.length > 20]).toEqual([name, true]);
  });

  it('have a meaning each, which no other word shares', () => {
    const words = EXPLAINED.filter(({ kind }) => kind === 'a word');
    expect(new Set(words.map(({ means }) => means)).size).toBe(words.length);
  });

  it('are found by their name, however it is written', () => {
    for (const word of ['label-copy', 'Label copy', 'LABEL_COPY'])
      expect(explained(word).map(({ name }) => name)).toEqual(['label-copy']);
    expect(explained('lis')[0]).toMatchObject({ name: 'LIS', kind: 'a word' });
    expect(explained('transferable').map(({ name }) => name)).toEqual(['transferable LIS']);
    expect(explained('nonsense')).toEqual([]);
  });

  it('have a nearest one, where one is near', () => {
    expect(nearestName('headrom')).toBe('headroom');
    expect(nearestName('xyzzyxyzzy')).toBeUndefined();
  });
});
