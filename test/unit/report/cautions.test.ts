import { describe, expect, test } from 'vitest';
import { cautions } from '../../../src/report/words/cautions.ts';
import { openingSentences } from '../../../src/report/words/opening.ts';
import { inEnglish } from '../../../src/report/words/translate.ts';
import { exampleReport } from '../../fixtures/report.ts';

const report = exampleReport();
const told = (changes: Partial<typeof report>) => cautions({ ...report, ...changes }, inEnglish);
const withNew = (rowShare: number) => ({
  data: { ...report.data, evalUsers: 924, newUsers: { users: 823, rowShare } },
});

describe('what may turn the answer', () => {
  test('is that users have no past, where most rows are theirs', () => {
    expect(told(withNew(0.49))).toEqual([]);
    expect(told(withNew(0.89))).toEqual([
      '89.0 % of the evaluated rows are of users without any earlier row (823 of 924 users): their history holds only what they do in the evaluated window.',
    ]);
  });

  test('is that few users decide, or that lists are told apart', () => {
    const warnings = [
      { code: 'few-clusters', message: 'Only 15.9 effective users …', count: 16 },
      { code: 'between-lists', message: 'Most of …' },
    ];
    expect(told({ warnings })).toEqual([
      expect.stringMatching(/^Few users decide this, about 16/),
      expect.stringContaining('`metric: gauc`'),
    ]);
    expect(told({ warnings, sources: [], models: [] })).toEqual([]);
  });

  test('stands behind the answer, before the base', () => {
    const [answer, caution, base] = openingSentences({ ...report, ...withNew(0.89) });
    expect([answer, base]).toEqual(openingSentences(report));
    expect(caution).toMatch(/^89\.0 %/);
  });
});
