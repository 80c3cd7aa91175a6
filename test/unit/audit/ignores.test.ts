import { describe, expect, it } from 'vitest';
import { auditPython } from '../../../src/audit/code/index.ts';
import { heeded } from '../../../src/audit/ignores.ts';

/** A program that leaks on its fifth line, with a comment there or above. */
const leaky = (comment: string, above = ''): string => `from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
X, y = load()
${above}
X = StandardScaler().fit_transform(X)${comment}
X_train, X_test, y_train, y_test = train_test_split(X, y)
`;

describe('a comment that ignores', () => {
  it('sets a finding aside, with its reason', () => {
    const { findings, ignored, idleIgnores } = auditPython(leaky('  # lis: ignore[LIS001] a known scale'));
    expect(findings).toEqual([]);
    expect(ignored).toMatchObject([{ code: 'LIS001', line: 5, reason: 'a known scale' }]);
    expect(idleIgnores).toEqual([]);
  });

  it('may stand on the line above, with several codes', () => {
    const { findings, ignored } = auditPython(leaky('', '# lis: ignore[LIS003, lis001]: a known scale'));
    expect(findings).toEqual([]);
    expect(ignored).toMatchObject([{ line: 5, reason: 'a known scale' }]);
  });

  it('behind code on the line above speaks for that line alone', () => {
    const { findings } = auditPython(leaky('', 'pass  # lis: ignore[LIS001] a known scale'));
    expect(findings).toMatchObject([{ line: 5 }]);
  });

  it('stands above another one and speaks for the same line', () => {
    const text = [
      '# lis: ignore[label-copy] known',
      '  # lis: ignore[random-split]: drawn once',
      'log:',
    ].join('\n');
    const found = [
      { code: 'label-copy', line: 3 },
      { code: 'random-split', line: 3 },
      { code: 'label-copy', line: 4 },
    ];
    expect(heeded(text, found, 'label-copy')).toEqual({
      findings: [found[2]],
      ignored: [
        { ...found[0], reason: 'known' },
        { ...found[1], reason: 'drawn once' },
      ],
      idleIgnores: [],
    });
  });

  it('is not idle where its finding was not looked for', () => {
    const text = 'log: # lis: ignore[outcome-like] known before the click';
    expect(heeded(text, [], 'label-copy', ['outcome-like']).idleIgnores).toEqual([]);
    expect(heeded(text, [], 'label-copy').idleIgnores).toEqual([
      { line: 1, message: 'Nothing of outcome-like is found here: remove the comment.' },
    ]);
  });

  it.each([
    ['without a reason', '  # lis: ignore[LIS001]', 'Give a reason'],
    ['without a code', '  # lis: ignore because', 'Name the code'],
    ['of another code', '  # lis: ignore[LIS003] it is fine', 'Nothing of LIS003'],
  ])('%s ignores nothing, and says so', (_, comment, message) => {
    const { findings, ignored, idleIgnores } = auditPython(leaky(comment));
    expect(findings).toMatchObject([{ code: 'LIS001', line: 5 }]);
    expect(ignored).toEqual([]);
    expect(idleIgnores).toEqual([{ line: 5, message: expect.stringContaining(message) }]);
  });
});
