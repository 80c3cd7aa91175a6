/** Over which rows of its key an aggregate may have been taken, as seen from one row. */

/** Why rows of a window should not be known when the row is ranked; undefined where it is honest. */
export type Leak = 'own' | 'future' | 'training' | undefined;

export interface Window {
  /** The end of "… of the rows": `before it`, `in the whole log`. */
  words: string;
  leak: Leak;
  /** Whether the row itself is taken out of the range. */
  without?: 'itself';
  /** Only training rows count. */
  trained?: true;
  /**
   * Times of the range around a row at time t, µs; the start belongs to it, and the end where `closed`. Without it: all rows.
   */
  range?(t: number): { from: number; to: number; closed?: boolean; open?: boolean };
}

const HOUR = 3600e6;
const DAY = 24 * HOUR;
const LENGTHS: readonly [string, number][] = [
  ['hour', HOUR],
  ['day', DAY],
  ['3 days', 3 * DAY],
  ['7 days', 7 * DAY],
  ['14 days', 14 * DAY],
  ['30 days', 30 * DAY],
];

const EVER = Number.NEGATIVE_INFINITY;
const NEVER = Number.POSITIVE_INFINITY;

/** Those that can be told without times. */
export const UNTIMED: readonly Window[] = [
  { words: 'in the whole log', leak: 'future' },
  { words: 'in the whole log but the row itself', leak: 'future', without: 'itself' },
  { words: 'in the training rows, the row itself among them', leak: 'training', trained: true },
];

/** Honest ones first: a column that an honest window explains is honest, whatever else comes near. */
export const TIMED: readonly Window[] = [
  { words: 'before it', leak: undefined, range: (t) => ({ from: EVER, to: t }) },
  ...LENGTHS.map(
    ([words, length]): Window => ({
      words: `in the ${words} before it`,
      leak: undefined,
      range: (t) => ({ from: t - length, to: t }),
    }),
  ),
  {
    words: 'on the day before',
    leak: undefined,
    range: (t) => ({ from: (Math.floor(t / DAY) - 1) * DAY, to: Math.floor(t / DAY) * DAY }),
  },
  {
    words: 'on all days before its own',
    leak: undefined,
    range: (t) => ({ from: EVER, to: Math.floor(t / DAY) * DAY }),
  },
  {
    words: 'up to it, the row itself among them',
    leak: 'own',
    range: (t) => ({ from: EVER, to: t, closed: true }),
  },
  ...LENGTHS.map(
    ([words, length]): Window => ({
      words: `in the ${words} up to it, the row itself among them`,
      leak: 'own',
      range: (t) => ({ from: t - length, to: t, closed: true }),
    }),
  ),
  {
    words: 'on its day, later rows among them',
    leak: 'future',
    range: (t) => ({ from: Math.floor(t / DAY) * DAY, to: (Math.floor(t / DAY) + 1) * DAY }),
  },
  { words: 'after it', leak: 'future', range: (t) => ({ from: t, to: NEVER, open: true }) },
  ...LENGTHS.flatMap(([words, length]): Window[] => [
    {
      words: `in the ${words} after it`,
      leak: 'future',
      range: (t) => ({ from: t, to: t + length, closed: true, open: true }),
    },
    {
      words: `in the ${words} before and after it`,
      leak: 'future',
      range: (t) => ({ from: t - length, to: t + length, closed: true }),
    },
  ]),
];
