/**
 * What the schema cannot say: keys that are right each and wrong together. Every check marks the key that its author
 * would change, and says why.
 */

import { adding, removing, replacing } from '../authoring/repair.ts';
import { isMapping, valueAt } from '../authoring/schema-walk.ts';
import { isScoredHere } from '../model-kinds.ts';
import { instant, isNumeric } from '../moments.ts';
import { hasFactors, isBuiltIn, readsBins } from '../ranker-kinds.ts';
import type { SpecDocument } from '../reading/document.ts';
import { mark } from '../reading/mark.ts';
import type { SpecPath, SpecProblem } from '../reading/problem.ts';
import type { Spec } from '../schema.ts';
import { rankerOf } from '../schema-ranker.ts';
import { TRAITS } from '../sources/traits.ts';
import { baseProblems } from './bases.ts';
import { columnProblems } from './columns.ts';
import { gate } from './gate.ts';
import { objectives } from './objectives.ts';
import { observedRanges } from './observed.ts';
import { precision } from './precision.ts';
import { probes } from './probes.ts';
import { rolling } from './rolling.ts';
import { stagedTraining } from './training.ts';
import { vectorFiles } from './vectors.ts';

/** @param spec valid by the schema, defaults filled in */
export function semanticProblems(spec: Spec, document: SpecDocument): SpecProblem[] {
  return [
    timeless,
    repeatedNames,
    windows,
    vectorFiles,
    baseProblems,
    probes,
    timeRange,
    observedRanges,
    splitParts,
    rankers,
    stagedTraining,
    precision,
    objectives,
    rolling,
    gate,
    idleOptions,
    columnProblems,
  ].flatMap((check) => check(spec, document));
}

/** Slices, history and counts are made of time. Without it only a ready-made split and columns of the log remain. */
function timeless(spec: Spec, document: SpecDocument): SpecProblem[] {
  if (spec.log.time !== undefined) return [];
  if (!('column' in spec.split)) {
    return [
      mark(
        document,
        'error',
        'no-time',
        ['log'],
        '`log` has no `time`; name its time column, or give a ready-made split: {column: …, train: …, evaluate: …}',
        adding(document, ['log'], 'time', 'timestamp'),
      ),
    ];
  }
  const problems = spec.sources.flatMap((source, i) => {
    if (source.kind === 'columns') return [];
    const isBuilt = TRAITS[source.kind].origin === 'built';
    const key = isBuilt ? 'build' : source.kind;
    const why = isBuilt
      ? 'is built from what happened before each row, and without `log.time` nothing tells before from after'
      : "compares a candidate with the user's history, and without `log.time` there is no history";
    const message = `source \`${source.name}\` ${why}; name the time column, or use columns of the log as the source`;
    return [mark(document, 'error', 'needs-time', ['sources', i, key], message)];
  });
  for (const [i, model] of spec.models.entries()) {
    if (!isScoredHere(model)) continue;
    const message = `the vectors of model \`${model.name}\` are compared with the user's history, and without \`log.time\` there is none; name the time column, or give the model's predictions`;
    problems.push(mark(document, 'error', 'needs-time', ['models', i, model.kind], message));
  }
  if (spec.log.counts === true) {
    const message =
      'counts are as of the row’s time, and without `log.time` there is none; name the time column, or remove `counts: true`';
    const removal = removing(document, ['log', 'counts']);
    problems.push(mark(document, 'error', 'needs-time', ['log', 'counts'], message, removal));
  }
  for (const path of [['log'], ...spec.objectives.map((_, i) => ['objectives', i])]) {
    const key = [...path, 'labelTime'];
    if (!document.has(key)) continue;
    const message =
      'labels are known before or after a row’s time, and without `log.time` there is none; name the time column, or remove `labelTime`';
    problems.push(mark(document, 'error', 'needs-time', key, message, removing(document, key)));
  }
  if (document.has(['split', 'slices'])) {
    const message = '`slices` divide the timeline, and without `log.time` there is none; it has no effect';
    const removal = removing(document, ['split', 'slices']);
    problems.push(mark(document, 'warning', 'no-effect', ['split', 'slices'], message, removal));
  }
  return problems;
}

/** Sources and models share their names: a verdict or a lens says which one it is about by name alone. */
function repeatedNames(spec: Spec, document: SpecDocument): SpecProblem[] {
  const named = (['sources', 'models'] as const).flatMap((list) =>
    spec[list].map(({ name }, i) => ({ list, name, path: [list, i, 'name'] satisfies SpecPath })),
  );
  const taken = new Map<string, (typeof named)[number]>();
  for (const part of named) if (!taken.has(part.name)) taken.set(part.name, part);
  return named.flatMap(({ list, name, path }, n) => {
    const first = taken.get(name)!;
    if (first === named[n]) return [];
    const line = document.rangeOf(first.path, 'value').start.line + 1;
    const both = first.list === list ? `two ${list}` : 'a source and a model';
    const message = `${both} are called \`${name}\`; line ${line} has the name already, and reports need it to be unique`;
    const free = replacing(document, path, freeName(name, taken));
    return [mark(document, 'error', 'duplicate-name', path, message, free)];
  });
}

/** `swing` → `swing-2`, or the first number that is free. */
function freeName(name: string, taken: ReadonlyMap<string, unknown>): string {
  for (let n = 2; ; n++) {
    if (!taken.has(`${name}-${n}`)) return `${name}-${n}`;
  }
}

function windows(spec: Spec, document: SpecDocument): SpecProblem[] {
  const { slices } = spec.split;
  return spec.sources.flatMap((source, i) => {
    if (!('window' in source)) return [];
    const { window } = source;
    const at = ['sources', i, 'window'];
    const cosine = replacing(document, ['sources', i, 'weight'], 'cosine');
    const raw = source.build === 'co-click' && source.weight === 'raw';
    if (raw && window === 'all') {
      const message =
        'raw counts over `window: all` grow from slice to slice, so that their scale tells the date; give a number of slices, or `weight: cosine`';
      return [mark(document, 'error', 'raw-drift', at, message, cosine)];
    }
    if (window === 'all' || typeof slices !== 'number') return [];
    if (window > slices && document.has(at)) {
      const written = document.has(['split', 'slices']) ? 'the timeline has' : 'the timeline has by default';
      const message = `the window of ${window} slices is longer than the ${slices} slices that ${written}; use at most ${slices}, or \`all\`, or raise \`split.slices\``;
      const bound = replacing(document, at, String(slices));
      const all = raw ? undefined : replacing(document, at, 'all');
      return [mark(document, 'error', 'window-too-long', at, message, bound, all)];
    }
    if (raw && window >= slices) {
      const message = `raw counts grow while the window fills, and a window of ${window} of ${slices} slices never stops filling; a shorter \`window\` or \`weight: cosine\` does not drift`;
      return [mark(document, 'warning', 'raw-drift', at, message, cosine)];
    }
    return [];
  });
}

function timeRange(spec: Spec, document: SpecDocument): SpecProblem[] {
  if (!('from' in spec.split)) return [];
  const { from, to } = spec.split;
  const bad = Object.entries({ from, to }).flatMap(([key, value]) => {
    if (typeof value !== 'string' || instant(value) !== undefined) return [];
    const message = `\`${value}\` is not a date; write one such as 2026-10-24, or 2026-10-24T06:00:00Z`;
    return [mark(document, 'error', 'no-date', ['split', key], message)];
  });
  if (bad.length > 0 || to === undefined) return bad;
  const isText = (value: string | number): boolean => typeof value === 'string' && !isNumeric(value);
  if (isText(from) !== isText(to)) {
    const message =
      '`from` and `to` must be of one kind: two dates, or two numbers in the unit of the time column';
    return [mark(document, 'error', 'mixed-moments', ['split', 'to'], message)];
  }
  if ((instant(from) ?? 0) < (instant(to) ?? 0)) return [];
  const message = `evaluation ends before it begins: \`to\` (${to}) must be later than \`from\` (${from}); \`to\` itself is not evaluated`;
  return [mark(document, 'error', 'empty-range', ['split', 'to'], message)];
}

function splitParts(spec: Spec, document: SpecDocument): SpecProblem[] {
  const { split } = spec;
  if (!('column' in split)) return [];
  const values = new Map<string, string>();
  return (['train', 'validate', 'evaluate'] as const).flatMap((part) => {
    const value = split[part];
    const before = values.get(String(value));
    if (value === undefined) return [];
    values.set(String(value), part);
    if (before === undefined) return [];
    const message = `\`${part}\` and \`${before}\` are both \`${value}\`; the same rows cannot be in two parts`;
    return [mark(document, 'error', 'same-parts', ['split', part], message)];
  });
}

/** A report tells rankers apart by their kind, and all built-in ones read the same fields. */
function rankers(spec: Spec, document: SpecDocument): SpecProblem[] {
  const list = spec.rankers ?? [];
  const kinds: string[] = list.map((ranker) => (typeof ranker === 'string' ? ranker : ranker.kind));
  const written = spec.ranker;
  const bins = list.map((ranker) => {
    if (typeof ranker !== 'string') return readsBins(ranker) ? ranker.bins : undefined;
    return written.kind === ranker ? written.bins : rankerOf(ranker).bins;
  });
  const firstBinned = bins.findIndex((b) => b !== undefined);
  const problems = list.flatMap((_, i) => {
    const at: SpecPath = ['rankers', i];
    if (kinds.indexOf(kinds[i]!) !== i) {
      const message = `two rankers are \`${kinds[i]}\`; a report tells them apart by their kind, so evaluate the second one in a spec of its own`;
      return [mark(document, 'error', 'duplicate-ranker', at, message)];
    }
    if (bins[i] !== undefined && bins[i] !== bins[firstBinned]) {
      const message = `\`${kinds[i]}\` has ${bins[i]} bins and \`${kinds[firstBinned]}\` has ${bins[firstBinned]}; the features are built once for all rankers, so give them the same \`bins\``;
      return [mark(document, 'error', 'other-bins', at, message)];
    }
    return [];
  });
  const name = spec.ranker.kind;
  if (list.length > 0 && document.has(['ranker']) && !kinds.includes(name)) {
    const message = `\`ranker\` is \`${name}\`, which is not among \`rankers\`; it has no effect`;
    problems.push(mark(document, 'warning', 'no-effect', ['ranker'], message));
  }
  return problems;
}

/** Options that the chosen ranker or weight does not read. */
function idleOptions(spec: Spec, document: SpecDocument): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const idle = (path: SpecPath, message: string): void => {
    if (!document.has(path)) return;
    const range = document.rangeOf(path, 'pair');
    const suggestion = removing(document, path);
    problems.push({ severity: 'warning', code: 'no-effect', message, range, path, suggestion });
  };
  const { ranker } = spec;
  if (isBuiltIn(ranker) && !hasFactors(ranker) && isMapping(valueAt(document.value, ['ranker']))) {
    for (const key of ['factors', 'l2Factors', 'initialScale']) {
      idle(['ranker', key], `\`${ranker.kind}\` has no factors; \`${key}\` has no effect`);
    }
  }
  spec.sources.forEach((source, i) => {
    if (source.kind === 'co-click' && source.weight !== 'cosine') {
      idle(
        ['sources', i, 'shrinkage'],
        `\`shrinkage\` belongs to \`weight: cosine\`; it has no effect on ${source.weight}`,
      );
    }
  });
  return problems;
}
