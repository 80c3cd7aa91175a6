import type { Facts, Feature } from '../flow/facts.ts';
import { isLabelName } from '../flow/names.ts';
import { timeColumn } from '../flow/rows.ts';
import type { Conclusion, Rule } from './rule.ts';

const PLAIN_LABEL = /^(y|label|target)s?$/i;

function counts(facts: Facts, { taint, column, isSure }: Feature): boolean {
  if (taint.kind === 'itself') {
    return (
      taint.column !== undefined &&
      (facts.labels.has(taint.column) || PLAIN_LABEL.test(taint.column)) &&
      !(column !== undefined && facts.labels.has(column))
    );
  }
  if (
    column !== undefined &&
    (facts.labels.has(column) || (!isSure && isLabelName(column) && !taint.needsTime))
  )
    return false;
  return !taint.needsTime || (taint.rows !== undefined && timeColumn(taint.rows) !== undefined);
}

function conclude(facts: Facts): Conclusion[] {
  const features = facts.learned > 0 ? facts.features : facts.futures;
  return features
    .filter((feature) => counts(facts, feature))
    .map(({ taint, column }) => ({
      place: taint.place,
      message: `A feature holds ${taint.what}${taint.kind === 'itself' ? ', and so its label' : ''}.`,
      names: [column, taint.column].flatMap((name) => name ?? []),
    }));
}

export const FUTURE: Rule = {
  code: 'LIS005',
  title: 'A feature that looks ahead',
  severity: 'error',
  why: 'A feature takes values of later rows (`shift(-1)`, `lead`, a centred window, filling backwards, the next match in time), or a window of the label that ends with the row itself. When the model is used, these values do not exist yet.',
  remedy: 'Shift the other way, end windows before the row (`shift(1)` first), and fill forwards.',
  wrong: `import pandas as pd

df = pd.read_csv('sales.csv', parse_dates=['date']).sort_values('date')
df['demand'] = df['sales'].rolling(7, center=True).mean()
model.fit(df[['demand', 'price']], df['sales'])
`,
  right: `import pandas as pd

df = pd.read_csv('sales.csv', parse_dates=['date']).sort_values('date')
df['demand'] = df['sales'].shift(1).rolling(7).mean()
model.fit(df[['demand', 'price']], df['sales'])
`,
  conclude,
};
