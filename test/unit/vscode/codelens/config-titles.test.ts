import { describe, expect, it } from 'vitest';
import { configFacts, readingLines } from '../../../../src/vscode/codelens/config-titles.ts';
import { exampleReport } from '../../../fixtures/report.ts';

const t = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d+)\}/g, (_match, i) => String(args[Number(i)]));

describe('over a training config', () => {
  it('stand base, LIS, verdict, age and what is stale', () => {
    const report = exampleReport();
    const [source] = report.sources;
    const verdict = {
      code: 'no-headroom' as const,
      severity: 'info' as const,
      target: source!.name,
      message: '',
      action: '',
    };
    const now = Date.parse(report.created) + 3 * 60_000;
    const facts = configFacts({ ...report, verdicts: [verdict] }, now, 'feed.inter changed', t);
    expect(facts[0]).toBe('base AUC 0.7355');
    expect(facts[1]).toMatch(new RegExp(`^${source!.name} LIS [+-]0\\.\\d{4} ±0\\.\\d{4}$`));
    expect(facts).toContain('no headroom');
    expect(facts.slice(-2)).toEqual(['3 min ago', 'stale: feed.inter changed']);
  });

  it('says how it was read, with the reasons, then what is done otherwise', () => {
    const choices = [
      { key: 'user', value: 'user_id', why: 'USER_ID_FIELD' },
      { key: 'features', value: 'age', why: '' },
    ];
    expect(readingLines('RecBole', choices, [{ message: 'x is not applied' }], t)).toBe(
      'Read as a RecBole config:\nuser: user_id (USER_ID_FIELD)\nfeatures: age\nNote: x is not applied',
    );
  });
});
