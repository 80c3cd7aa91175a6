/** The label: a column of 0 and 1, or a condition on events, ratings or shares; else what the log lacks for one. */

import { percent } from '../common/format.ts';
import type { ColumnProfile } from '../data/profile.ts';
import { doubleQuoted, ExpressionError, parseExpression } from '../specfile/expression.ts';
import { nameRank, snake } from '../specfile/names/column-names.ts';
import { isOutcome } from '../specfile/names/outcome-names.ts';
import { isNumber } from './column-kind.ts';
import { eventLabel, isEventColumn } from './events.ts';
import type { Choice } from './inferred.ts';
import { byName, shown } from './roles.ts';

interface LabelChoice {
  choice: Choice;
  /** The column that the label reads. */
  column?: string;
}

const YES = /^(yes|y|true|t|positive|pos|clicked|liked)$/i;
const NO = /^(no|n|false|f|negative|neg|not[ _]?clicked|disliked)$/i;
/** The other side of a label: `nonclk`, `is_hate`. */
const AGAINST = /(^|_)(non|not|dislike|unlike|unfollow|hate|skip|bounce)/;
const ASK = 'what counts as liked is yours to say';

/** @param headless whether the columns have no names of their own */
export function chooseLabel(
  columns: readonly ColumnProfile[],
  used: ReadonlySet<string>,
  headless: boolean,
): LabelChoice {
  const free = columns.filter(({ name, nulls }) => !used.has(name) && nulls === 0);
  const binary = free.filter(isBinary);
  const named = byName(binary, 'label')[0] ?? only(binary.filter(({ name }) => isOutcome(name)));
  if (named !== undefined) return ofBinary(named, binary, 'its name, and holds 0 and 1');
  const event = free.flatMap((column) => {
    const label = eventLabel(column, inExpression(column.name));
    return label === undefined ? [] : [chosen(column, label.expression, label.why)];
  })[0];
  if (event !== undefined) return event;
  const truth = byName(free, 'label').flatMap(ofTwoValues)[0];
  if (truth !== undefined) return truth;
  const rating = headless ? only(free.filter(isShortScale)) : byName(free.filter(isScale), 'rating')[0];
  if (rating !== undefined) {
    const range = `ratings from ${rating.min} to ${rating.max}, median ${rating.median}`;
    return chosen(rating, `${inExpression(rating.name)} >= ${ratingThreshold(rating)}`, `${range}: ${ASK}`);
  }
  const amount = free.filter(isScale).flatMap(ofOutcome)[0];
  if (amount !== undefined) return amount;
  const last = only(binary);
  if (last !== undefined) return ofBinary(last, binary, 'the only column of 0 and 1');
  return { choice: undecided(columns, binary, used) };
}

/** A column's name as an expression of more than it reads it: in quotes unless it stands for itself. */
export function inExpression(name: string): string {
  return KEYWORDS.test(name) ? doubleQuoted(name) : alone(name);
}

/** Words that are a column alone and something else inside an expression. */
const KEYWORDS = /^(and|or|not|between|in|is|null|like|true|false|case|select|with|from|values|table)$/i;

function alone(name: string): string {
  try {
    const read = parseExpression(name);
    if (read.kind === 'column' && read.name === name) return name;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
  }
  return doubleQuoted(name);
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}

function chosen({ name }: ColumnProfile, value: string, why: string): LabelChoice {
  return { choice: { value, why, candidates: [] }, column: name };
}

function ofBinary(best: ColumnProfile, binary: readonly ColumnProfile[], why: string): LabelChoice {
  const positive = best.values?.find(({ value }) => isOne(value))?.share ?? 0;
  return {
    choice: {
      value: alone(best.name),
      why: `${why}; ${percent(positive)} positive`,
      candidates: binary
        .filter((c) => c !== best && (nameRank(c.name, 'label') !== undefined || isOutcome(c.name)))
        .filter((c) => !AGAINST.test(snake(c.name)))
        .map(({ name }) => name),
    },
    column: best.name,
  };
}

function isOne(value: string): boolean {
  return value === 'true' || Number(value) === 1;
}

function isBinary({ family, values = [] }: ColumnProfile): boolean {
  if (values.length !== 2) return false;
  if (family === 'boolean') return true;
  return values.every(({ value }) => Number(value) === 0 || Number(value) === 1) && family !== 'text';
}

/** `yes` and `no`, 1 and −1. */
function ofTwoValues(column: ColumnProfile): LabelChoice[] {
  const { name, distinct, values = [], family } = column;
  if (distinct !== 2) return [];
  if (isNumber(column) && values.every(({ value }) => Math.abs(Number(value)) === 1))
    return [chosen(column, `${inExpression(name)} = 1`, 'its name, and holds 1 and -1')];
  const yes = values.find(({ value }) => YES.test(value))?.value;
  const no = values.find(({ value }) => NO.test(value))?.value;
  if (family !== 'text' || yes === undefined || no === undefined) return [];
  return [chosen(column, `${inExpression(name)} = '${yes}'`, `its name, and holds ${yes} and ${no}`)];
}

function isScale(column: ColumnProfile): boolean {
  return isNumber(column) && column.distinct > 2;
}

/** As ratings without a name are told: a few numbers from 0 or 1 to 10 at most. */
function isShortScale(column: ColumnProfile): boolean {
  const [low, top] = [Number(column.min), Number(column.max)];
  return isScale(column) && column.distinct <= 20 && low >= 0 && low <= 1 && top > 2 && top <= 10;
}

/** Four fifths of the scale, as 4 of 5 and 8 of 10; the median where the scale is open; the top where all lie above. */
function ratingThreshold({ min, max, median }: ColumnProfile): number {
  const [low, top] = [Number(min), Number(max)];
  const threshold = low >= 0 && top <= 100 ? Math.round(top * 0.8 * 2) / 2 : (median ?? top);
  return low >= threshold ? top : threshold;
}

/** `watch_ratio >= 1`, `read_percentage >= 50`, `click_cnt > 0`: how much there was of an outcome. */
function ofOutcome(column: ColumnProfile): LabelChoice[] {
  const { name, min, max } = column;
  const words = snake(name).split('_');
  const [low, top] = [Number(min), Number(max)];
  const counted = words.at(-1)!.match(/^(cnt|count|num)$/) && isOutcome(words.slice(0, -1).join('_'));
  if (counted && low === 0)
    return [chosen(column, `${inExpression(name)} > 0`, `it counts from 0 to ${max}: ${ASK}`)];
  if (!isOutcome(name) || low < 0) return [];
  const share = words.some((word) => /^(pct|percent|percentage)$/.test(word)) && top > 1.5 ? 50 : 1;
  if (share === 1 && !words.some((word) => /^(ratio|pct|percent|percentage|progress)$/.test(word))) return [];
  const threshold = share === 1 && top <= 1 ? 0.5 : share;
  if (low >= threshold || top < threshold) return [];
  return [chosen(column, `${inExpression(name)} >= ${threshold}`, `shares from ${min} to ${max}: ${ASK}`)];
}

const UNSEEN =
  'a label needs rows of both kinds, so add what was shown and not chosen as rows of 0, or draw items that the user had not met as such rows';
const UNCHOSEN = 'a label needs rows of both kinds, so add the rows that were chosen, or name another column';

function undecided(
  columns: readonly ColumnProfile[],
  binary: readonly ColumnProfile[],
  used: ReadonlySet<string>,
): Choice {
  const single = columns.filter(({ name, distinct }) => !used.has(name) && distinct === 1);
  const constant = byName(single, 'label')[0] ?? single.find(isEventColumn);
  const why = (): string => {
    if (constant !== undefined) {
      const [value] = constant.examples;
      const none = value === 'false' || (isNumber(constant) && Number(value) <= 0);
      return `\`${constant.name}\` is always ${value}: ${none ? UNCHOSEN : UNSEEN}`;
    }
    if (binary.length > 0) return 'no column of 0 and 1 is named like a label';
    return `no column tells what was chosen from what was not: ${UNSEEN}`;
  };
  return { why: why(), candidates: shown(binary) };
}
