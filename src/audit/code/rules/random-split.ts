import type { Facts } from '../flow/facts.ts';
import { outerRole, type Rows, type Split, timeColumn } from '../flow/rows.ts';
import type { Place } from '../syntax/nodes.ts';
import type { Conclusion, Rule } from './rule.ts';

/** Where the rows, or rows that they are part of, were shuffled. */
function shuffledAt(rows: Rows): Place | undefined {
  for (
    let at: Rows | undefined = rows;
    at !== undefined;
    at = at.bases.length === 1 ? at.bases[0] : undefined
  ) {
    if (at.shuffled !== undefined) return at.shuffled;
    if (at.split?.kind === 'time') return undefined;
  }
  return undefined;
}

function conclude(facts: Facts): Conclusion[] {
  const byMask = facts.rows.flatMap(({ role, split }) =>
    role !== undefined && split !== undefined ? [split] : [],
  );
  const found: Conclusion[] = [];
  for (const split of new Set([...facts.splits, ...byMask])) {
    const { rows } = split;
    const column = timeColumn(rows);
    if (column === undefined || outerRole(rows) !== undefined) continue;
    const place = placeOfChance(split);
    if (place === undefined) continue;
    const by = split.kind === 'folds' ? `\`${split.by}\` makes folds` : 'The split takes rows at random';
    found.push({
      place,
      message: `${by} of rows that have a time (\`${column}\`): the model trains on rows later than those it is tested on.`,
      names: [column],
    });
  }
  return found;
}

/** Where chance decides: the split itself, or the shuffle before it. */
function placeOfChance({ kind, place, rows }: Split): Place | undefined {
  if (kind === 'random' || kind === 'folds') return place;
  return kind === 'position' ? shuffledAt(rows) : undefined;
}

export const RANDOM_SPLIT: Rule = {
  code: 'LIS003',
  title: 'Random split of rows with a time',
  severity: 'warning',
  why: 'When rows have a time, a random split trains on rows that lie after the test rows. In use the future is not known, so the score is too good, most of all where tastes, prices or items change.',
  remedy: 'Sort by time and test on the last part (`shuffle=False`, a cut by date, `TimeSeriesSplit`).',
  wrong: `import pandas as pd
from sklearn.model_selection import train_test_split

df = pd.read_csv('clicks.csv', parse_dates=['timestamp'])
train, test = train_test_split(df, test_size=0.2)
`,
  right: `import pandas as pd
from sklearn.model_selection import train_test_split

df = pd.read_csv('clicks.csv', parse_dates=['timestamp']).sort_values('timestamp')
train, test = train_test_split(df, test_size=0.2, shuffle=False)
`,
  conclude,
};
