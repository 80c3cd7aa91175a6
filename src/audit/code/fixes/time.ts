/** Splits by time: `train_test_split(df, test_size=0.2)` as `train_test_split(df.sort_values('ts'), test_size=0.2, shuffle=False)`. */
import { endOf, startOf } from '../syntax/nodes.ts';
import { divisionOf, mentions, standingAt, wordsOf } from './blocks.ts';
import type { Broken, CodeFix } from './broken.ts';

/** Options that a split in order refuses, or does not heed. */
const IDLE = /^(shuffle|stratify|random_state)$/;

export function timeFix({ text, from, names, statements }: Broken): CodeFix | undefined {
  if (!text.startsWith('train_test_split', from)) return undefined;
  const standing = standingAt(statements, from);
  const division = divisionOf(standing?.block[standing.at]);
  const [column] = names;
  const frame = division?.parts[0]?.whole;
  if (division === undefined || division.parts.length !== 1 || frame?.kind !== 'name') return undefined;
  if (names.length !== 1 || column === undefined || !isColumn(text, frame.id, column)) return undefined;
  const { call } = division;
  const given = text.slice(startOf(call.callee), endOf(call));
  if (given.includes('#')) return undefined;
  const quote = text.includes(`"${column}"`) ? '"' : "'";
  const kept = call.args.flatMap(({ name, value }) =>
    name === undefined || IDLE.test(name) ? [] : [`${name}=${wordsOf(text, value)}`],
  );
  const all = [`${frame.id}.sort_values(${quote}${column}${quote})`, ...kept, 'shuffle=False'];
  const last = call.args.at(-1)!.value;
  return { title: 'Split by time', edits: [{ from: startOf(frame), to: endOf(last), text: all.join(', ') }] };
}

/** Whether the frame is one of pandas that surely has the column still. */
function isColumn(text: string, frame: string, column: string): boolean {
  const name = column.replace(/\W/g, '\\$&');
  const isQuoted = new RegExp(`(["'])${name}\\1`).test(text);
  const isGone = new RegExp(`(drop|pop|del|set_index|index_col)\\b[^\\n]*(["'])${name}\\2`).test(text);
  const isArray = new RegExp(`\\b${frame}\\s*=[^\\n]*(to_numpy|\\.values|\\bnp\\.|torch\\.|\\[\\[)`).test(
    text,
  );
  return isQuoted && !isGone && !isArray && mentions(text, 'pandas') && !/polars|pyspark/.test(text);
}
