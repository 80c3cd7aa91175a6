/** Rows that stand on both sides of the split: whole copies, and events that were logged twice within a moment. */
import { count, percent } from '../../../common/format.ts';
import { mixBits } from '../../../common/hash.ts';
import type { Check, Found } from '../check.ts';
import type { AuditSubject } from '../subject.ts';

/** µs between two events that are taken for one. */
const MOMENT = 60e6;
/** Share of the evaluation rows from which copies are an error, and near copies worth a warning. */
const ERROR = 0.01;
const NOTE = 0.001;
const EXAMPLES = 3;

export const duplicates: Check = {
  name: 'copies of rows across the split',
  codes: ['duplicates-across-split', 'near-duplicates-across-split'],
  run: async (subject) => {
    const { evaluation } = subject;
    const { copies, near } = await rowsAlsoTrained(subject);
    const found = [...foundOf(subject, copies, true), ...foundOf(subject, near, false)];
    return { found, looked: evaluation.length };
  },
};

function foundOf(subject: AuditSubject, rows: readonly number[], exact: boolean): Found[] {
  const { data, spec, evaluation } = subject;
  const share = rows.length / evaluation.length;
  if (rows.length === 0 || (!exact && share < NOTE)) return [];
  const when = data.timeline === undefined ? '' : ', time';
  return [
    {
      code: exact ? 'duplicates-across-split' : 'near-duplicates-across-split',
      severity: exact && share >= ERROR ? 'error' : 'warning',
      about: 'log',
      target: 'log',
      message: exact
        ? `${count(rows.length)} evaluation rows (${percent(share)}) are copies of training rows: the same user, item${when}, label and columns.`
        : `${count(rows.length)} evaluation rows (${percent(share)}) have the user, the item and the label of a training row within a minute.`,
      evidence: [
        { name: 'evaluation rows', value: rows.length },
        { name: 'share', value: share },
      ],
      examples: rows.slice(0, EXAMPLES).map((row) => exampleOf(subject, row)),
      why: 'The ranker has learned the label of such a row from its copy, so that the row does not test what it knows of others.',
      remedy: `Drop copies before the split, by \`${spec.log.user}\`, \`${spec.log.item}\`${spec.log.time === undefined ? '' : ` and \`${spec.log.time}\``}.`,
      specPath: ['log', 'path'],
    },
  ];
}

/** What a person finds the row by. */
export function exampleOf({ data, spec }: AuditSubject, row: number): Record<string, string> {
  const time = data.timeline?.time[row];
  return {
    [spec.log.user]: data.userNames[data.user[row]!] ?? '',
    [spec.log.item]: data.itemNames[data.item[row]!] ?? '',
    ...(time !== undefined &&
      spec.log.time !== undefined && { [spec.log.time]: new Date(time / 1000).toISOString() }),
    label: String(data.label[row]),
  };
}

/**
 * Evaluation rows that equal a training row: in all that is known, or else in user, item and label within a moment. Rows are put into as many
 * buckets as there are rows, by a hash of the three; only those of one bucket are compared.
 */
async function rowsAlsoTrained(subject: AuditSubject): Promise<{ copies: number[]; near: number[] }> {
  const { data, training, evaluation, breathe } = subject;
  const time = data.timeline?.time;
  const trains = new Uint8Array(data.rows);
  for (const row of training) trains[row] = 1;
  const { start, rows, bucketOf } = buckets(data);
  await breathe();
  const copies: number[] = [];
  const near: number[] = [];
  for (const [done, row] of evaluation.entries()) {
    if (done % PIECE === 0) await breathe();
    const bucket = bucketOf(row);
    let [copied, seen] = [false, false];
    for (let k = start[bucket]!; k < start[bucket + 1]! && !copied; k++) {
      const other = rows[k]!;
      if (trains[other] === 0 || !sameEvent(data, row, other)) continue;
      const apart = time === undefined ? 0 : Math.abs(time[row]! - time[other]!);
      if (apart === 0 && equalColumns(subject, row, other)) copied = true;
      else if (time !== undefined && apart <= MOMENT) seen = true;
    }
    if (copied) copies.push(row);
    else if (seen) near.push(row);
  }
  return { copies, near };
}

/** Rows between two looks at the clock. */
const PIECE = 1 << 18;

function buckets(data: AuditSubject['data']) {
  const bits = Math.max(1, Math.ceil(Math.log2(data.rows)));
  const shift = 32 - Math.min(31, bits);
  const bucketOf = (row: number): number =>
    mixBits(data.user[row]! ^ mixBits(data.item[row]! ^ (data.label[row]! << 31))) >>> shift;
  const start = new Uint32Array(2 ** (32 - shift) + 1);
  for (let row = 0; row < data.rows; row++) start[bucketOf(row) + 1]!++;
  for (let bucket = 1; bucket < start.length; bucket++) start[bucket]! += start[bucket - 1]!;
  const next = start.slice(0, -1);
  const rows = new Uint32Array(data.rows);
  for (let row = 0; row < data.rows; row++) rows[next[bucketOf(row)]!++] = row;
  return { start, rows, bucketOf };
}

const sameEvent = ({ user, item, label }: AuditSubject['data'], a: number, b: number): boolean =>
  user[a] === user[b] && item[a] === item[b] && label[a] === label[b];

function equalColumns({ columns }: AuditSubject, a: number, b: number): boolean {
  return columns.every(({ column }) => {
    const values: ArrayLike<number> = column.type === 'numeric' ? column.values : column.codes;
    return Object.is(values[a], values[b]);
  });
}
