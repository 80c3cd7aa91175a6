/**
 * Logs with one row per event: `view`, `addtocart`, `purchase`. What is shown or only looked at is a row without, what goes
 * further is one with; the words are those of public logs, and the user decides.
 */
import type { ColumnProfile } from '../data/profile.ts';
import { snake } from '../specfile/names/column-names.ts';

const NAMES =
  /^(user_)?(event|behaviou?r|action|activity|interaction|feedback)(_?(type|name|kind|code))?$|^btag$/;

/** What events say of interest, by level: what was shown or turned down, seen, tried, and wanted. */
const LEVELS = [
  'impression impressions impr show shown exposure expose exposed display served dislike hate unlike undislike unfollow skip hide ' +
    'remove removefromcart removefromwishlist notinterested',
  'view views pv pageview viewitem itemview viewproduct productview browse browsed visit detail detailview seen open',
  'click clk clicks tap clickout listen play watch read stream',
  'cart addtocart addcart atc fav favorite favourite favor wishlist addtowishlist like love buy purchase order transaction ' +
    'checkout pay payment conversion share follow comment collect save bookmark download install subscribe rent borrow booking ' +
    'reservation apply complete retweet reply',
].map((words) => new Set(words.split(' ')));

export interface EventLabel {
  expression: string;
  why: string;
}

export function isEventColumn({ name, values = [] }: ColumnProfile): boolean {
  const levels = values.map(({ value }) => levelOf(value));
  const known = levels.filter((level) => level !== undefined);
  return NAMES.test(snake(name)) || (known.length > 1 && known.length === levels.length);
}

/**
 * @param column in an expression
 * @returns undefined where the column's values say nothing, or all the same
 */
export function eventLabel(profile: ColumnProfile, column: string): EventLabel | undefined {
  if (!isEventColumn(profile) || profile.values === undefined || profile.nulls > 0) return undefined;
  return profile.family === 'text' ? fromWords(profile.values, column) : fromCodes(profile, column);
}

function fromWords(values: readonly { value: string }[], column: string): EventLabel | undefined {
  const leveled = values.flatMap(({ value }) => {
    const level = levelOf(value);
    return level === undefined ? [] : [{ value, level }];
  });
  const least = Math.min(...leveled.map(({ level }) => level));
  const chosen = leveled.filter(({ level }) => level > least).map(({ value }) => value);
  if (chosen.length === 0) return undefined;
  const texts = chosen.map((value) => `'${value.replaceAll("'", "''")}'`);
  const others = values.map(({ value }) => value).filter((value) => !chosen.includes(value));
  return {
    expression: chosen.length === 1 ? `${column} = ${texts[0]}` : `${column} in (${texts.join(', ')})`,
    why: `one row per event: ${others.join(', ')} counts as not chosen; what counts as chosen is yours to say`,
  };
}

/** Tmall numbers its actions from 0, Taobao's mobile log from 1; the first is a click or look. */
function fromCodes({ values = [], whole, family }: ColumnProfile, column: string): EventLabel | undefined {
  if (family !== 'integer' && whole !== true) return undefined;
  const codes = values.map(({ value }) => Number(value)).sort((a, b) => a - b);
  const [first] = codes;
  if (codes.length < 2 || (first !== 0 && first !== 1) || codes.at(-1)! > first + 3) return undefined;
  const words =
    first === 0 ? '0 click, 1 cart, 2 purchase, 3 favourite' : '1 look, 2 favourite, 3 cart, 4 purchase';
  return {
    expression: `${column} > ${first}`,
    why: `codes of actions, read as in ${first === 0 ? "Tmall's" : "Taobao's"} logs (${words}): check what yours mean`,
  };
}

function levelOf(value: string): number | undefined {
  const word = snake(value).replaceAll('_', '');
  const level = LEVELS.findIndex((words) => words.has(word));
  return level < 0 ? undefined : level;
}
