/** Faults of the log itself: one event with two labels, and times that cannot be. */
import { count, percent } from '../../../common/format.ts';
import { lowerBound } from '../../../data/split.ts';
import type { Check, Found } from '../check.ts';
import type { AuditSubject } from '../subject.ts';
import { exampleOf } from './duplicates.ts';

const EXAMPLES = 3;
/** 1971-01-01, µs: most rows of a clock of their own are earlier. The engine refuses zeros that stand for no time. */
const FIRST_YEAR = 365 * 86_400e6;
const DAY = 86_400e6;
/** Clocks of machines differ by minutes; a day allows for time zones too. */
const AHEAD = DAY;

export const conflicts: Check = {
  name: 'events with two labels',
  codes: ['conflicting-labels'],
  run: async (subject) => {
    const rows = conflicting(subject);
    const { data, spec } = subject;
    const share = rows.length / data.rows;
    const what = data.timeline === undefined ? 'user and item' : 'user, item and time';
    const found: Found[] =
      rows.length === 0
        ? []
        : [
            {
              code: 'conflicting-labels',
              severity: 'warning',
              about: 'log',
              target: 'log',
              message: `${count(rows.length)} rows (${percent(share)}) have the ${what} of a row with the other label.`,
              evidence: [
                { name: 'rows', value: rows.length },
                { name: 'share', value: share },
              ],
              examples: rows.slice(0, EXAMPLES).map((row) => exampleOf(subject, row)),
              why: 'An event has one outcome. Where a click is logged as a row of its own beside its impression, the impression is learned as a negative, and the click tells it.',
              remedy:
                'Join outcomes to impressions before the split: one row for each event, with the label that it ended with.',
              specPath: ['log', 'label'],
            },
          ];
    // Without a time a user who changed their mind has two labels too: that says nothing.
    if (data.timeline === undefined)
      return {
        found: [],
        looked: 0,
        notChecked: [
          {
            check: 'events with two labels',
            why: `\`${spec.log.user}\` and \`${spec.log.item}\` may meet twice, and the spec names no time`,
          },
        ],
      };
    return { found, looked: data.rows };
  },
};

/** Rows of one user, item and time that hold both labels. Rows are in time order: only those of one time are compared. */
function conflicting({ data }: AuditSubject): number[] {
  const time = data.timeline?.time;
  if (time === undefined) return [];
  const found: number[] = [];
  for (let from = 0; from < data.rows; ) {
    let to = from + 1;
    while (to < data.rows && time[to] === time[from]) to++;
    if (to - from > 1) {
      const seen = new Map<number, number>();
      const pair = (row: number) => data.user[row]! * data.items + data.item[row]!;
      for (let row = from; row < to; row++)
        seen.set(pair(row), (seen.get(pair(row)) ?? 0) | (1 << data.label[row]!));
      for (let row = from; row < to; row++) if (seen.get(pair(row)) === 3) found.push(row);
    }
    from = to;
  }
  return found;
}

export const times: Check = {
  name: 'times that cannot be',
  codes: ['future-dated-rows'],
  run: async (subject) => {
    const { data, spec, now } = subject;
    const time = data.timeline?.time;
    const check = 'times that cannot be';
    if (time === undefined)
      return { found: [], looked: 0, notChecked: [{ check, why: 'the spec names no time column' }] };
    const late = data.rows - lowerBound(time, now + AHEAD);
    const early = lowerBound(time, FIRST_YEAR);
    // A clock of its own begins at 0: there the first year is all there is.
    if (early > data.rows / 2)
      return {
        found: [],
        looked: 0,
        notChecked: [
          { check, target: spec.log.time!, why: 'the times are numbers on a clock of their own, not dates' },
        ],
      };
    return {
      found: [
        ...timed(subject, late, data.rows - late, {
          code: 'future-dated-rows',
          message: `${count(late)} rows (${percent(late / data.rows)}) are dated after today; the last is of ${day(time[data.rows - 1]!)}.`,
          why: 'Rows that have not happened stand at the end of the log, in the evaluation, and their dates say nothing of their order.',
          remedy: 'Find out which writer dates them, and drop them or mend their time.',
        }),
      ],
      looked: data.rows,
    };
  },
};

function timed(
  subject: AuditSubject,
  rows: number,
  first: number,
  words: Pick<Found, 'code' | 'message' | 'why' | 'remedy'>,
): Found[] {
  if (rows === 0) return [];
  const shown = Array.from({ length: Math.min(EXAMPLES, rows) }, (_, i) => exampleOf(subject, first + i));
  return [
    {
      ...words,
      severity: 'warning',
      about: 'log',
      target: 'log',
      evidence: [{ name: 'rows', value: rows }],
      examples: shown,
      specPath: ['log', 'time'],
    },
  ];
}

const day = (t: number): string => new Date(t / 1000).toISOString().slice(0, 10);
