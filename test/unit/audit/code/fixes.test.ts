import { describe, expect, it } from 'vitest';
import { auditCells, auditPython } from '../../../../src/audit/code/index.ts';

const program = (feature: string): string => `import pandas as pd
from pyspark.sql import functions as F
from sklearn.linear_model import Ridge
df = pd.read_csv('a.csv', parse_dates=['date']).sort_values('date')
df['x'] = ${feature}
n = int(0.8 * len(df))
model = Ridge().fit(df[['x']][:n], df['y'][:n])
`;

/** The text after the edits of its first finding's fix. */
function repaired(text: string): string {
  const [finding] = auditPython(text).findings;
  const edits = [...(finding?.fix?.edits ?? [])].sort((a, b) => b.from - a.from);
  return edits.reduce(
    (before, { from, to, text: put }) => before.slice(0, from) + put + before.slice(to),
    text,
  );
}

describe('a fix', () => {
  it.each([
    ["df['a'].shift(-1)", "df['a'].shift(1)"],
    ["df['a'].shift(periods=-2)", "df['a'].shift(periods=2)"],
    ["df['a'].bfill()", "df['a'].ffill()"],
    ["df['a'].fillna(method='bfill')", "df['a'].fillna(method='ffill')"],
    ["df['a'].rolling(7, center=True).mean()", "df['a'].rolling(7, center=False).mean()"],
  ])('of %s', (wrong, right) => {
    expect(repaired(program(wrong))).toBe(program(right));
    expect(auditPython(program(right)).findings).toEqual([]);
  });

  it('of a split keeps the order of the rows', () => {
    const text = `import pandas as pd
from sklearn.model_selection import train_test_split
df = pd.read_csv('a.csv', parse_dates=['date']).sort_values('date')
train, test = train_test_split(df, shuffle=True)
`;
    expect(repaired(text)).toBe(text.replace('True', 'False'));
  });

  it('counts within its cell', () => {
    const [first, ...rest] = program("df['a'].shift(-1)").split(/(?=df\['x'\])/);
    const { cell, fix } = auditCells([first!, rest.join('')]).findings[0]!;
    expect(cell).toBe(1);
    expect(fix?.edits.map(({ from, to }) => rest.join('').slice(from, to))).toEqual(['-']);
  });

  it('is not offered where one line does not say how', () => {
    const { findings } = auditPython(program("(df['a'] - df['a'].mean())"));
    expect(findings.every(({ fix }) => fix === undefined)).toBe(true);
  });
});
