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
    const copies = await rowsAlsoIn(subject, 0);
    const near = subject.data.timeline === undefined ? [] : await rowsAlsoIn(subject, MOMENT);
    const onlyNear = new Set(near);
    for (const row of copies) onlyNear.delete(row);
    const found = [...foundOf(subject, copies, true), ...foundOf(subject, [...onlyNear], false)];
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
      why: 'The ranker has learned the label of such a row from its copy: it is no test of what it knows of others.',
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
 * Evaluation rows that equal a training row: in all that is known where `apart` is 0, else in user, item and label within that time.
 * Rows are sorted by user and item; only neighbours are compared.
 */
async function rowsAlsoIn(subject: AuditSubject, apart: number): Promise<number[]> {
  const { data, training, evaluation, breathe } = subject;
  const time = data.timeline?.time;
  const trains = new Uint8Array(data.rows);
  for (const row of training) trains[row] = 1;
  const evaluates = new Uint8Array(data.rows);
  for (const row of evaluation) evaluates[row] = 1;
  // Rows by a hash of user and item; equal pairs end up side by side, and in time order.
  const order = Uint32Array.from({ length: data.rows }, (_, row) => row);
  const hash = new Uint32Array(data.rows);
  for (let row = 0; row < data.rows; row++)
    hash[row] = mixBits(data.user[row]! ^ mixBits(data.item[row]! ^ (data.label[row]! << 31)));
  await breathe();
  order.sort((a, b) => hash[a]! - hash[b]! || a - b);
  await breathe();
  const same = (a: number, b: number): boolean =>
    data.user[a] === data.user[b] && data.item[a] === data.item[b] && data.label[a] === data.label[b];
  const found: number[] = [];
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && hash[order[to]!] === hash[order[from]!]) to++;
    if (to - from > 1) {
      const block = order.subarray(from, to);
      for (const row of block) {
        if (evaluates[row] === 0) continue;
        const other = block.some(
          (b) =>
            trains[b] === 1 &&
            same(row, b) &&
            (time === undefined || Math.abs(time[row]! - time[b]!) <= apart) &&
            (apart > 0 || equalColumns(subject, row, b)),
        );
        if (other) found.push(row);
      }
    }
    from = to;
  }
  return found;
}

function equalColumns({ columns }: AuditSubject, a: number, b: number): boolean {
  return columns.every(({ column }) => {
    const values: ArrayLike<number> = column.type === 'numeric' ? column.values : column.codes;
    return Object.is(values[a], values[b]);
  });
}
