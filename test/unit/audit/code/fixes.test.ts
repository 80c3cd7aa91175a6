import { describe, expect, it } from 'vitest';
import { auditCells, auditPython, type CodeFix } from '../../../../src/audit/code/index.ts';
import { parsePython } from '../../../../src/code/python/parse.ts';
import { readCorpus } from '../../../support/code-corpus.ts';

const program = (feature: string): string => `import pandas as pd
from pyspark.sql import functions as F
from sklearn.linear_model import Ridge
df = pd.read_csv('a.csv', parse_dates=['date']).sort_values('date')
df['x'] = ${feature}
n = int(0.8 * len(df))
model = Ridge().fit(df[['x']][:n], df['y'][:n])
`;

const edited = (text: string, edits: CodeFix['edits']): string =>
  [...edits]
    .sort((a, b) => b.from - a.from)
    .reduce((before, { from, to, text: put }) => before.slice(0, from) + put + before.slice(to), text);

/** The text after the edits of its first finding's fix. */
const repaired = (text: string): string => edited(text, auditPython(text).findings[0]?.fix?.edits ?? []);

describe('a fix', () => {
  it.each([
    ["df['a'].shift(-1)", "df['a'].shift(1)"],
    ["df['a'].shift(periods=-2)", "df['a'].shift(periods=2)"],
    ["df['a'].bfill()", "df['a'].ffill()"],
    ["df['a'].fillna(method='bfill')", "df['a'].fillna(method='ffill')"],
    ["df['a'].rolling(7, center=True).mean()", "df['a'].rolling(7, center=False).mean()"],
    ["df['y'].rolling(7, center=True).mean()", "df['y'].shift(1).rolling(7, center=False).mean()"],
    ["df['y'].rolling(7).mean()", "df['y'].shift(1).rolling(7).mean()"],
    ["df['a'].diff(-1)", "df['a'].diff(1)"],
    ["df.groupby('k')['a'].pct_change(-5)", "df.groupby('k')['a'].pct_change(5)"],
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

  it.each([
    "df.groupby('k')['y'].rolling(7).mean()",
    "df['y'].rolling(7).mean().shift(-1)",
    "grouped['y'].rolling(7).mean()",
  ])('is not offered for %s, which another line may change the sense of', (feature) => {
    const text = program(feature).replace("df['x']", "grouped = df.groupby('k')\ndf['x']");
    const { findings } = auditPython(text);
    expect(findings.map(({ code }) => code)).toEqual(['LIS005']);
    expect(findings[0]!.fix).toBeUndefined();
  });

  it('leaves no finding of its rule behind, in any program of the corpus, and a text that is still Python', () => {
    const offered = readCorpus().flatMap(({ file, text, notebook }) => {
      const { findings } = notebook ? { findings: [] } : auditPython(text);
      return findings.flatMap(({ code, fix }) =>
        fix === undefined ? [] : [{ file, text, code, fix, findings }],
      );
    });
    expect(offered.length).toBeGreaterThan(30);
    for (const { file, text, code, fix, findings } of offered) {
      const after = edited(text, fix.edits);
      const count = (all: typeof findings): number => all.filter((finding) => finding.code === code).length;
      expect(count(auditPython(after).findings), file).toBe(count(findings) - 1);
      expect(errorsIn(after), file).toBe(errorsIn(text));
    }
  });
});

/** Places where the grammar cannot go on. */
function errorsIn(text: string): number {
  let errors = 0;
  parsePython(text).tree.iterate({
    enter: ({ type }) => {
      if (type.isError) errors++;
    },
  });
  return errors;
}

const split = (
  before: string,
  call = 'train_test_split(X, y, random_state=0)',
): string => `import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
df = pd.read_csv('a.csv')
X, y = df.drop(columns='y'), df['y']
${before}
X_train, X_test, y_train, y_test = ${call}
`;
const scored = 'print(SVC().fit(X_train, y_train).score(X_test, y_test))\n';

describe('a fit before a split', () => {
  const fixed = `X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
`;

  it('moves behind it', () => {
    const text = split('scaler = StandardScaler()\nX = scaler.fit_transform(X)') + scored;
    const [before] = split('scaler = StandardScaler()').split(/^X_train/m);
    expect(repaired(text)).toBe(before + fixed + scored);
  });

  it('gets a name where it has none, and leaves the one that held all rows', () => {
    const text =
      split('Xs = StandardScaler().fit_transform(X)', 'train_test_split(Xs, y, random_state=0)') + scored;
    const [before] = split('#').split(/^#/m);
    expect(repaired(text)).toBe(
      before +
        fixed.replace('X_train = scaler.fit', 'scaler = StandardScaler()\nX_train = scaler.fit') +
        scored,
    );
  });

  it('gets the labels of the training rows where it was given labels', () => {
    const text = split('picked = best.fit_transform(X, y)', 'train_test_split(picked, y)') + scored;
    expect(repaired(text)).toContain(
      'X_train = best.fit_transform(X_train, y_train)\nX_test = best.transform(X_test)',
    );
  });

  it("works at the end of a notebook's cell, and not across cells", () => {
    const [setup, rest] = split('scaler = StandardScaler()\nX = scaler.fit_transform(X)').split(
      /(?<=StandardScaler\(\)\n)/,
    );
    const [finding] = auditCells([setup!, rest!.trimEnd(), scored]).findings;
    expect(edited(rest!.trimEnd(), finding!.fix!.edits)).toBe(fixed.trimEnd());
    const apart = rest!.split(/(?<=fit_transform\(X\)\n)/);
    expect(auditCells([setup!, ...apart, scored]).findings[0]!.fix).toBeUndefined();
  });

  it.each([
    ['is read between', split('X = StandardScaler().fit_transform(X)\nprint(X)') + scored],
    ['is read later', `${split('X = StandardScaler().fit_transform(X)')}${scored}print(X)\n`],
    [
      'is made of what changes',
      split("Xs = StandardScaler().fit_transform(X)\nX = X[['a']]", 'train_test_split(Xs, y)') + scored,
    ],
    [
      'is changed in place',
      split("Xs = StandardScaler().fit_transform(X)\nX.pop('k')", 'train_test_split(Xs, y)') + scored,
    ],
    ['stands beside a comment', split('X = StandardScaler().fit_transform(X)  # scale') + scored],
    ['has options', split('X = StandardScaler().fit_transform(X, sample_weight=w)') + scored],
    [
      'is split by a choice of options',
      split('X = StandardScaler().fit_transform(X)', 'train_test_split(X, y, **options)') + scored,
    ],
    [
      'is made before a loop',
      split('X = StandardScaler().fit_transform(X)\nfor k in range(3):\n    print(k)') + scored,
    ],
    [
      'has a part of its own name',
      split('X = StandardScaler().fit_transform(X)').replace('X_train,', 'X,') +
        scored.replace('X_train', 'X'),
    ],
    ['is given labels that are not split', split('X = best.fit_transform(X, labels)') + scored],
  ])('stays where it %s', (_, text) => {
    const [finding] = auditPython(text).findings;
    expect(finding).toMatchObject({ code: 'LIS001' });
    expect(finding!.fix).toBeUndefined();
  });
});

describe('a random split of one frame', () => {
  const text = (
    call: string,
    read = "pd.read_csv('a.csv', parse_dates=['ts'])",
  ): string => `import pandas as pd
from sklearn.model_selection import train_test_split
df = ${read}
train, test = ${call}
`;

  it.each([
    ['train_test_split(df)', "train_test_split(df.sort_values('ts'), shuffle=False)"],
    [
      "train_test_split(df, test_size=0.2, stratify=df['y'], random_state=1)",
      "train_test_split(df.sort_values('ts'), test_size=0.2, shuffle=False)",
    ],
  ])('%s goes by time', (wrong, right) => {
    expect(repaired(text(wrong))).toBe(text(right));
    expect(auditPython(text(right)).findings).toEqual([]);
  });

  it.each([
    text('train_test_split(df)', "pd.read_csv('a.csv', index_col='ts', parse_dates=['ts'])"),
    text('train_test_split(df)', "pd.read_csv('a.csv', parse_dates=['ts']).to_numpy()"),
    text('train_test_split(df, # one\n  test_size=0.1)'),
    text("train_test_split(df[['a']])"),
  ])('stays where the frame may lack the column: %s', (program) => {
    const [finding] = auditPython(program).findings;
    expect(finding).toMatchObject({ code: 'LIS003' });
    expect(finding!.fix).toBeUndefined();
  });
});
