/** What counts as a positive in a RecBole config: `threshold`, else the label column, else a bound on the ratings. */
import { basename } from 'node:path';
import { isMapping } from '../../authoring/schema-walk.ts';
import { doubleQuoted } from '../../expression.ts';
import type { Chosen, Findings } from '../draft.ts';
import type { ConfigText } from '../text.ts';
import { type AtomicFile, findField, nameOf, placeOf } from './fields.ts';

const LABEL_FIELD = 'label';
const RATING_FIELD = 'rating';

/** A label and the columns that it is made of, which are no features. */
export interface ChosenLabel extends Chosen {
  columns: string[];
}

export function chooseLabel(
  config: ConfigText,
  inter: AtomicFile,
  findings: Findings,
): ChosenLabel | undefined {
  const columns = ['LABEL_FIELD', 'RATING_FIELD'].flatMap((key) => nameOf(config, key) ?? []);
  const rating = nameOf(config, 'RATING_FIELD') ?? RATING_FIELD;
  const used = [...new Set([...columns, rating, LABEL_FIELD])];
  const threshold = config.at(['threshold']);
  if (isMapping(threshold)) return fromThreshold(config, inter, threshold, used, findings);
  const label = nameOf(config, 'LABEL_FIELD') ?? LABEL_FIELD;
  const from = placeOf(config, 'LABEL_FIELD');
  if (inter.fields.some(({ name }) => name === label)) {
    const why = config.has(['LABEL_FIELD']) ? 'LABEL_FIELD' : 'LABEL_FIELD, by default';
    return { value: named(label), why, from, columns: used };
  }
  return fromRatings(config, inter, rating, used, findings);
}

/** RecBole: a row is positive where the field is at least the value. */
function fromThreshold(
  config: ConfigText,
  inter: AtomicFile,
  threshold: Record<string, unknown>,
  used: string[],
  findings: Findings,
): ChosenLabel | undefined {
  const [field, bound] = Object.entries(threshold)[0] ?? ['', undefined];
  const from = config.place(['threshold']);
  if (typeof bound !== 'number') {
    return findings.fail(
      'bad-threshold',
      'threshold must be one field and a number, such as {rating: 4}',
      from,
    );
  }
  if (findField(field, 'threshold', inter, from, findings) === undefined) return undefined;
  return { value: `${named(field)} >= ${bound}`, why: 'threshold', from, columns: [...used, field] };
}

/**
 * Without a label RecBole takes every row for a positive and draws negatives, which have no time of their own. Where there
 * are ratings, the low ones are the negatives.
 */
function fromRatings(
  config: ConfigText,
  inter: AtomicFile,
  rating: string,
  used: string[],
  findings: Findings,
): ChosenLabel | undefined {
  const from = placeOf(config, 'RATING_FIELD');
  const at = inter.fields.findIndex(({ name }) => name === rating);
  const values = at < 0 ? [] : valuesOf(inter, at);
  const [low, high] = [
    values.reduce((a, b) => Math.min(a, b), Infinity),
    values.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  if (!(low < high)) {
    const has =
      at < 0
        ? 'has no label and no ratings'
        : `has one and the same \`${rating}\` in every row that was looked at`;
    const message = `${basename(inter.path)} ${has}: every row is a positive, and RecBole draws its negatives. LIS needs rows that were shown and not liked: give LABEL_FIELD, or threshold: {rating: 4}`;
    return findings.fail('no-negatives', message, from);
  }
  if (low === 0 && high === 1)
    return { value: named(rating), why: 'RATING_FIELD, of 0 and 1', from, columns: used };
  const bound = Math.round(high * 0.8 * 2) / 2;
  const message = `without threshold RecBole takes every row for a positive; here \`${rating} >= ${bound}\` counts as liked (ratings from ${low} to ${high}): say what does with threshold: {${rating}: ${bound}}`;
  findings.note('inferred-threshold', message, from);
  return {
    value: `${named(rating)} >= ${bound}`,
    why: `ratings from ${low} to ${high}; what counts as liked is yours to say`,
    from,
    columns: used,
  };
}

function valuesOf(inter: AtomicFile, column: number): number[] {
  const lines = inter.head.split('\n').slice(0, -1); // the last one may be cut
  return lines.flatMap((line) => {
    const text = line.split(inter.delimiter)[column]?.trim();
    const value = Number(text);
    return text === undefined || text === '' || Number.isNaN(value) ? [] : [value];
  });
}

/** A column as an expression. */
function named(column: string): string {
  return /^[A-Za-z_]\w*$/.test(column) ? column : doubleQuoted(column);
}
