/** Columns that are aggregates over rows that are not known yet when the row is ranked: the row itself, or later ones. */
import { percent } from '../../../common/format.ts';
import type { AuditCode, Finding } from '../../../report/schema-audit.ts';
import { isOutcome } from '../../../specfile/names/outcome-names.ts';
import type { Found } from '../check.ts';
import type { ColumnFacts } from '../columns/facts.ts';
import type { AuditSubject } from '../subject.ts';
import { findRecipes, type Recipe } from './find.ts';
import type { Key, Value } from './history.ts';
import type { Probes } from './probes.ts';

/** Categories by which aggregates are tried, and columns of outcomes that are averaged, at most. */
const MOST_KEYS = 8;
const MOST_VALUES = 4;

export interface Aggregates {
  found: Found[];
  /** Columns that are honest aggregates, by name: they rank later rows better or worse as they fill, which is not a collapse. */
  honest: ReadonlySet<string>;
  /** Columns whose recipe was found, leaking ones among them. */
  explained: ReadonlySet<string>;
}

export async function aggregates(facts: readonly ColumnFacts[], subject: AuditSubject): Promise<Aggregates> {
  const { data, spec } = subject;
  const numeric = facts.flatMap(({ name, column, specPath }) =>
    column.type === 'numeric' ? [{ name, values: column.values, specPath }] : [],
  );
  const keys: Key[] = [
    { name: spec.log.user, codes: data.user, cardinality: data.users },
    { name: spec.log.item, codes: data.item, cardinality: data.items },
    ...facts
      .flatMap(({ name, column, attributeOf }) =>
        column.type === 'categorical' && attributeOf !== 'all'
          ? [{ name, codes: column.codes, cardinality: column.cardinality }]
          : [],
      )
      .filter(({ cardinality }) => cardinality > 2 && cardinality < data.rows / 2)
      .slice(0, MOST_KEYS),
  ];
  // What is one for all rows of a user, or an item, is no outcome of a row, whatever it is called: its mean would be itself.
  const attributes = new Set(facts.flatMap(({ name, attributeOf }) => (attributeOf ? [name] : [])));
  const outcomes = subject.columns
    .flatMap(({ name, column, outcome }) =>
      column.type === 'numeric' && (outcome || (isOutcome(name) && !attributes.has(name)))
        ? [{ name, values: column.values }]
        : [],
    )
    .slice(0, MOST_VALUES)
    .map(({ name, values }) => ({ name, values: values.map((value) => (Number.isNaN(value) ? 0 : value)) }));
  const values: Value[] = [{ name: spec.log.label, values: data.label }, ...outcomes];
  const trains = new Uint8Array(data.rows);
  for (const row of subject.training) trains[row] = 1;
  const log = { rows: data.rows, time: data.timeline?.time, trains };
  const recipes = await findRecipes(
    log,
    numeric.map((column) => column.values),
    keys,
    values,
    subject.breathe,
  );
  const named = recipes.map((recipe) => ({ ...recipe, ...numeric[recipe.column]! }));
  // The column that is averaged is trivially an aggregate of itself where a user or an item has one row.
  const real = named.filter(({ name, value }) => name !== value);
  return {
    found: real.flatMap((recipe) => (recipe.window.leak === undefined ? [] : [foundOf(recipe)])),
    honest: new Set(real.flatMap(({ name, window }) => (window.leak === undefined ? [name] : []))),
    explained: new Set(real.map(({ name }) => name)),
  };
}

const FORMS = { plain: '', rescaled: ', in another scale', rounded: ', rounded' } as const;

const AGREEMENT = {
  plain: 'correlation with that aggregate',
  rescaled: 'correlation of the ranks with those of that aggregate',
  rounded: 'share of rows that are that aggregate, rounded',
} as const;

interface Verdict {
  code: AuditCode;
  severity: Finding['severity'];
  why: string;
}

const VERDICTS: Readonly<Record<'own' | 'future' | 'training', Verdict>> = {
  own: {
    code: 'aggregate-of-own-row',
    severity: 'error',
    why: 'The aggregate has the outcome of the row itself in it, and so tells it; the fewer rows it is over, the more.',
  },
  training: {
    code: 'aggregate-of-own-row',
    severity: 'warning',
    why: 'Each training row has its own outcome in its aggregate, and evaluation rows do not: the ranker learns to trust it more than later rows justify.',
  },
  future: {
    code: 'aggregate-of-future',
    severity: 'error',
    why: 'The aggregate has rows in it that come after the one that is ranked. Nobody has seen them when the ranker runs in production.',
  },
};

/** What the column alone ranks of the rows that it was confirmed on, as it is and made anew. */
function probed({ whole, truncated, delayed, shuffled }: NonNullable<Probes['auc']>): Finding['evidence'] {
  return [
    { name: 'AUC alone', value: whole },
    { name: 'AUC alone, of the rows before', value: truncated },
    ...(delayed === undefined
      ? []
      : [{ name: 'AUC alone, as of the event of its key before', value: delayed }]),
    ...(shuffled === undefined ? [] : [{ name: 'AUC alone, of shuffled outcomes', value: shuffled }]),
  ];
}

function foundOf({
  name,
  key,
  value,
  window,
  fit,
  confirmed,
  probes: { moved, auc },
  specPath,
}: Recipe & { name: string; specPath?: ColumnFacts['specPath'] }): Found {
  const { code, severity, why } = VERDICTS[window.leak!];
  const ofOutcome = fit.statistic !== 'number';
  const what = {
    number: `the number of rows of its \`${key}\``,
    sum: `the sum of \`${value}\` over the rows of its \`${key}\``,
    mean: `the mean of \`${value}\` over the rows of its \`${key}\``,
  }[fit.statistic];
  const smooth =
    fit.smoothing === undefined
      ? ''
      : `, smoothed by ${Number(fit.smoothing.weight.toPrecision(3))} rows of ${Number(fit.smoothing.prior.toPrecision(3))}`;
  return {
    code,
    severity: ofOutcome ? severity : 'warning',
    about: 'column',
    target: name,
    message: `\`${name}\` is ${what} ${window.words}${smooth}${FORMS[fit.form ?? 'plain']}.`,
    evidence: [
      { name: AGREEMENT[fit.form ?? 'plain'], value: confirmed.fit.agreement },
      { name: 'rows that it was confirmed on', value: confirmed.rows },
      { name: 'rows that change when those from their own time on are left out', value: percent(moved) },
      ...(auc === undefined ? [] : probed(auc)),
    ],
    why,
    remedy: `Compute \`${name}\` from the rows before each row's time alone.`,
    specPath,
  };
}
