/** How far each column moved from training to evaluation: the population stability index (PSI), and the share without a value. */
import { percent } from '../../../common/format.ts';
import type { FeatureColumn } from '../../../data/dataset.ts';
import type { Found } from '../check.ts';
import type { AuditSubject } from '../subject.ts';
import type { ColumnFacts } from './facts.ts';

const BINS = 10;
/** Above this a distribution is called another one (N. Siddiqi, Credit Risk Scorecards, 2006). */
const LARGE = 0.25;
/** Change of the share without a value that is told. */
const MISSING = 0.2;
/** Rows added to each bin, so that an empty one has a logarithm. */
const HALF = 0.5;
/** Codes beyond this are counted as one: rare ones come and go in any log. */
const MOST_CODES = 50;

export function drifts(facts: readonly ColumnFacts[], { training, evaluation }: AuditSubject): Found[] {
  return facts.flatMap(({ name, column, missing, specPath }): Found[] => {
    const bins = binsOf(column, training);
    const index = psi(counted(bins, training), counted(bins, evaluation));
    const lost = missing.evaluation - missing.training;
    if (index < LARGE && Math.abs(lost) < MISSING) return [];
    const what =
      Math.abs(lost) >= MISSING
        ? `is missing in ${percent(missing.training)} of the training rows and in ${percent(missing.evaluation)} of the evaluation rows`
        : `is distributed otherwise in evaluation than in training (PSI ${index.toFixed(2)}, where 0.25 is large)`;
    return [
      {
        code: 'column-drift',
        severity: 'info',
        about: 'column',
        target: name,
        message: `\`${name}\` ${what}.`,
        evidence: [
          { name: 'PSI', value: index },
          { name: 'share without a value in training', value: missing.training },
          { name: 'share without a value in evaluation', value: missing.evaluation },
        ],
        why: 'A column that changes its meaning, or begins to be filled, at the cut is learned on other values than it is used on.',
        remedy: `Look at \`${name}\` over time, and fill or leave it out where its meaning changed.`,
        specPath,
      },
    ];
  });
}

interface Bins {
  binOf(row: number): number;
  bins: number;
}

function binsOf(column: FeatureColumn, training: Uint32Array): Bins {
  if (column.type === 'categorical') {
    const seen = new Float64Array(column.cardinality);
    for (const row of training) seen[column.codes[row]!]!++;
    const common = [...seen.keys()].sort((a, b) => seen[b]! - seen[a]!).slice(0, MOST_CODES);
    const place = new Uint8Array(column.cardinality).fill(common.length);
    for (const [bin, code] of common.entries()) place[code] = bin;
    return { binOf: (row) => place[column.codes[row]!]!, bins: common.length + 1 };
  }
  const known = Float64Array.from(training, (row) => column.values[row]!)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const edges = [
    ...new Set(
      Array.from({ length: BINS - 1 }, (_, i) => known[Math.floor(((i + 1) * known.length) / BINS)]),
    ),
  ].filter((edge) => edge !== undefined);
  const binOf = (row: number): number => {
    const value = column.values[row]!;
    if (Number.isNaN(value)) return edges.length + 1;
    let bin = 0;
    while (bin < edges.length && value >= edges[bin]!) bin++;
    return bin;
  };
  return { binOf, bins: edges.length + 2 };
}

function counted({ binOf, bins }: Bins, rows: Uint32Array): Float64Array {
  const counts = new Float64Array(bins).fill(HALF);
  for (const row of rows) counts[binOf(row)]!++;
  return counts.map((rowsIn) => rowsIn / (rows.length + HALF * bins));
}

/** Σ (a − b) · ln(a / b) over the shares of the bins. */
function psi(training: Float64Array, evaluation: Float64Array): number {
  let sum = 0;
  for (let bin = 0; bin < training.length; bin++)
    sum += (evaluation[bin]! - training[bin]!) * Math.log(evaluation[bin]! / training[bin]!);
  return sum;
}
