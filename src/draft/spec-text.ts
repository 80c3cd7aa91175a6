/** The spec that `lis init` and the editor write: every choice with its reason beside it, and what could not be decided as a comment. */

import { type VectorFile, vectorModel, vectorName } from '../specfile/authoring/vector-model.ts';
import { scalar } from '../specfile/authoring/yaml-values.ts';
import type { Choice, ChosenFeature, Inferred, LeftOut } from './inferred.ts';
import type { FoundTable } from './tables.ts';

export interface SpecTable extends Omit<FoundTable, 'path'> {
  /** Relative to the spec. */
  path: string;
}

/** What only some drafts have. */
export interface Besides {
  /** Names of the columns, where the files have none. */
  header?: readonly string[] | undefined;
  /** Files of item vectors, relative to the spec. */
  vectors?: readonly VectorFile[] | undefined;
}

const COMMENT_AT = 40;
/** The name of the source that every draft has. */
const CO_CLICK = 'co-click';

/**
 * @param paths of the log, relative to the spec's folder
 * @returns the text, ending in a line break
 */
export function specText(
  paths: readonly string[],
  inferred: Inferred,
  tables: readonly SpecTable[],
  facts: string,
  { header, vectors = [] }: Besides = {},
): string {
  const { user, item, label, time, group, split, score, features, left } = inferred;
  const timed = time.value !== undefined;
  const lines = [
    `# Drafted by LIS Lens from ${comment(facts)}. Check the choices, then evaluate.`,
    'version: 1',
    'log:',
    pair('  path', paths.length === 1 ? scalar(paths[0]!) : `[${paths.map(scalar).join(', ')}]`, ''),
    ...headerLines(header),
    ...choice('user', user),
    ...choice('item', item),
    ...choice('label', label),
    ...choice('time', time),
    ...(group === undefined ? [] : choice('group', group)),
    ...featureLines('  ', features),
    ...leftLines(left),
    ...tables.flatMap(({ role, path, key, features: columns, left: out }) => [
      `${role}:`,
      pair('  path', scalar(path), ''),
      pair('  key', scalar(key), 'unique'),
      ...featureLines('  ', columns),
      ...leftLines(out),
    ]),
    ...splitLines(split, timed),
    ...scoreLines(score),
    ...sourceLines(timed),
    ...modelLines(vectors),
  ];
  return `${lines.join('\n')}\n`;
}

function headerLines(header: readonly string[] | undefined): string[] {
  if (header === undefined) return [];
  const why = 'the first line holds values, not names: write those of your columns here and below';
  return [pair('  header', `[${header.map(scalar).join(', ')}]`, why)];
}

function choice(key: string, { value, why, candidates }: Choice): string[] {
  const others = candidates.length === 0 ? '' : `; or ${candidates.map(comment).join(', ')}`;
  if (value !== undefined) return [pair(`  ${key}`, scalar(value), `${why}${others}`)];
  const list =
    candidates.length === 0 ? 'no column comes near' : `candidates: ${candidates.map(comment).join(', ')}`;
  return [`  # ${key}: not decided, ${comment(why)}; ${list}`];
}

function featureLines(indent: string, features: readonly ChosenFeature[]): string[] {
  if (features.length === 0) return [];
  return [
    `${indent}features:`,
    ...features.map(({ name, type, why }) =>
      type === 'categorical'
        ? withComment(`${indent}  - ${scalar(name)}`, why)
        : withComment(`${indent}  - {name: ${scalar(name)}, type: numeric}`, why),
    ),
  ];
}

function leftLines(left: readonly LeftOut[]): string[] {
  return left.map(({ name, why }) => `  # ${comment(name)}: left out, ${comment(why)}`);
}

function splitLines(split: Inferred['split'], timed: boolean): string[] {
  if (split !== undefined) {
    const { column, train, validate, evaluate } = split;
    const parts = [
      `column: ${scalar(column)}`,
      `train: ${scalar(train)}`,
      ...(validate === undefined ? [] : [`validate: ${scalar(validate)}`]),
      `evaluate: ${scalar(evaluate)}`,
    ];
    return [withComment(`split: {${parts.join(', ')}}`, 'a ready-made split')];
  }
  if (!timed)
    return [
      '# split: not decided, without a time only a ready-made split works: {column: …, train: …, evaluate: …}',
    ];
  return [
    withComment(
      'split: {evaluate: 20%, slices: 10}',
      'the last fifth by time; slices: hourly, daily, weekly or a number',
    ),
  ];
}

function scoreLines(score: Inferred['score']): string[] {
  if (score === undefined) return [];
  const line = `ranker: {score: ${scalar(score.value)}}`;
  return [withComment(score.taken ? line : `# ${comment(line)}`, score.why)];
}

function sourceLines(timed: boolean): string[] {
  if (!timed)
    return [
      '# sources: columns of the log only, such as - {name: stats, columns: [COLUMN]}; others need a time',
    ];
  return [
    'sources:',
    withComment(`  - {name: ${CO_CLICK}, build: co-click}`, 'which items the same users have as positives'),
  ];
}

function modelLines(vectors: readonly VectorFile[]): string[] {
  if (vectors.length === 0) return [];
  const taken: string[] = [CO_CLICK];
  return [
    withComment('models:', "item vectors that lie beside the log: what a model's vectors add to the ranker"),
    ...vectors.map((file) => {
      const name = vectorName(file.path, taken);
      taken.push(name);
      return `  - ${vectorModel(name, file)}`;
    }),
  ];
}

function pair(key: string, value: string, why: string): string {
  return withComment(`${key}: ${value}`, why);
}

function withComment(text: string, why: string): string {
  return why === '' ? text : `${text.padEnd(COMMENT_AT)} # ${comment(why)}`;
}

/** Names and values of data may hold anything; a comment must stay one line. */
function comment(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]+/gu, ' ');
}
