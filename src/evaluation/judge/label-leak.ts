/**
 * Where the label itself is read: a column that ranks nearly perfectly alone, or an arm that does. Gains that rest on it say nothing
 * about the data, so this verdict takes the place of all others on its target.
 */

import { baselineArm, modelArm } from '../../report/arm-ids.ts';
import { isScoredHere } from '../../report/model-kinds.ts';
import type { Verdict } from '../../report/schema.ts';
import { ARM_LEAK, COLUMN_LEAK, LEAK_ROWS, SUSPECT, THE_BASE } from '../../report/words/label-leak.ts';
import type { Spec } from '../../specfile/schema.ts';
import type { ScoredRun } from '../describe/scored-run.ts';
import type { PlaceOf } from '../load-spec.ts';
import { eitherWay } from './label-auc.ts';
import type { ColumnAuc, NamedAuc } from './leak-columns.ts';
import { type FoundLeak, leakWords, restsOnBase, suspectWords } from './leak-words.ts';

type SpecPath = readonly (string | number)[];

type Run = Pick<ScoredRun, 'rows' | 'scored' | 'columns' | 'sources' | 'models'>;

export interface LabelVerdicts {
  /** Label leaks by target, that of the base first: each is the only verdict on its target. */
  leaks: ReadonlyMap<string, Verdict>;
  /** What may hold the label, by target: the base, and sources of columns. */
  suspects: ReadonlyMap<string, Verdict>;
}

/** What one ranker's run says of columns and arms that hold the label, or may. */
export function labelVerdicts(run: Run, spec: Spec, placeOf: PlaceOf): LabelVerdicts {
  const leaks = new Map<string, Verdict>();
  const suspects = new Map<string, Verdict>();
  if (Math.min(run.rows.positives, run.rows.negatives) < LEAK_ROWS) return { leaks, suspects };
  const placed = (columns: readonly ColumnAuc[]) =>
    columns.map(({ specPath, ...column }) => ({ ...column, ...placeOf(specPath) }));
  const verdictOn = (target: string, kind: FoundLeak['kind'], found: Found): Verdict => ({
    code: 'label-leak',
    severity: 'error',
    target,
    ...leakWords({
      ...{ target, kind, arm: found.arm },
      columns: placed(found.columns),
    }),
  });
  const ofBase = found(run.columns, ['base'], run);
  const base = ofBase && verdictOn(THE_BASE, 'base', ofBase);
  if (base !== undefined) leaks.set(THE_BASE, base);
  for (const { name, kind, headline, columns } of run.sources) {
    const index = spec.sources.findIndex((source) => source.name === name);
    // What users' own future ranks is no leak where the source is judged without it: it has a verdict of its own.
    const arms = [...OF_SOURCE, headline].map((arm) => `${arm}:${name}`);
    const leak = found(inSpec(columns, ['sources', index], kind === 'columns'), arms, run);
    const verdict = leak && verdictOn(name, kind === 'columns' ? 'columns' : 'source', leak);
    const rests = base && restsOnBase(name, base);
    const shown = base === undefined || leak?.arm === undefined ? (verdict ?? rests) : rests;
    if (shown !== undefined) leaks.set(name, shown);
  }
  for (const { name, kind, columns } of run.models) {
    const index = spec.models.findIndex((model) => model.name === name);
    const here = isScoredHere({ kind });
    const arms = here ? [modelArm(name)] : [baselineArm(name), modelArm(name)];
    const leak = found(inSpec(columns, ['models', index], false), arms, run);
    const verdict = leak && verdictOn(name, here ? 'model' : 'predictions', leak);
    const rests = here ? base && restsOnBase(name, base) : undefined;
    const shown = rests === undefined || leak?.arm === undefined ? (verdict ?? rests) : rests;
    if (shown !== undefined) leaks.set(name, shown);
  }
  const suspect = (target: string, columns: readonly ColumnAuc[], arm?: number): void => {
    const sorted = columns.toSorted((a, b) => b.auc - a.auc);
    const near = sorted.filter(({ auc }) => auc >= SUSPECT);
    if (leaks.has(target) || (near.length === 0 && (arm ?? 0) < SUSPECT)) return;
    const words = suspectWords(target, placed(near.length > 0 ? near : sorted.slice(0, 1)), arm);
    suspects.set(target, { code: 'label-suspect', severity: 'warning', target, ...words });
  };
  suspect(THE_BASE, run.columns, run.scored.get('base')!.auc);
  for (const { name, kind, columns } of run.sources) {
    const index = spec.sources.findIndex((source) => source.name === name);
    if (kind === 'columns') suspect(name, inSpec(columns, ['sources', index], true));
  }
  return { leaks, suspects };
}

/** Arms of a source that read no events of the row's own user. */
const OF_SOURCE = ['honest', 'fresh', 'leaked', 'placebo'];

interface Found {
  /** Those that hold the label alone; where none does, the strongest. */
  columns: readonly ColumnAuc[];
  /** The arm that holds the label, where no column does alone. */
  arm?: { id: string; auc: number } | undefined;
}

function found(columns: readonly ColumnAuc[], arms: readonly string[], run: Run): Found | undefined {
  const sorted = columns.toSorted((a, b) => b.auc - a.auc);
  const alone = sorted.filter(({ auc }) => auc >= COLUMN_LEAK);
  if (alone.length > 0) return { columns: alone };
  const arm = arms
    .flatMap((id) => {
      const auc = run.scored.get(id)?.auc;
      return auc === undefined ? [] : [{ id, auc }];
    })
    .find(({ auc }) => eitherWay(auc) >= ARM_LEAK);
  return arm && { columns: sorted.slice(0, 1), arm };
}

/** @param listed the spec lists the features one by one, as columns */
function inSpec(columns: readonly NamedAuc[], at: SpecPath, listed: boolean): ColumnAuc[] {
  return columns.map((column, index) => ({
    ...column,
    specPath: listed ? [...at, 'columns', index] : [...at, 'name'],
  }));
}
