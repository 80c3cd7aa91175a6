/** Logs and splits with a leak in them that is no column: each kind at several strengths, and the log as it is. */
import type { AuditCode } from '../../src/report/schema-audit.ts';
import { random } from '../support/random.ts';
import type { PlantLog } from './log.ts';

export interface Variant {
  kind: string;
  strength: string;
  /** What the audit must call it; absent of a log that is as it should be. */
  code?: AuditCode;
  /** Rows of the log, by number; one may stand twice. */
  rows: Uint32Array;
  /** 1 for each of these rows that is evaluated; absent where the last fifth by time is. */
  evaluated?: Uint8Array;
  label?: Uint8Array;
  /** ms */
  time?: Float64Array;
  /** What the spec promises to keep apart. */
  disjoint?: 'user' | 'item';
  /** Lists, where the variant is about them. */
  group?: Uint32Array;
}

const MINUTE = 60e3;
const DAY = 86_400e3;

export function variants(log: PlantLog, seed: number, now: number): Variant[] {
  const rows = Uint32Array.from({ length: log.rows }, (_, row) => row);
  const timed = evaluatedFrom(rows, log.cut);
  return [
    { kind: 'the log as it is', strength: '–', rows, evaluated: timed },
    ...splits(log, rows, seed),
    ...copies(log, rows, seed),
    ...lists(rows, timed, seed),
    ...[0.02, 0.002, 0.0005].map((share) => conflicting(log, share, seed)),
    ...[1e-2, 1e-3, 1e-4].map((share) => later(log, rows, share, now)),
    ...[1, 0.7, 0.4].map((share) => sorted(log, rows, share, seed)),
  ];
}

const evaluatedFrom = (rows: Uint32Array, cut: number): Uint8Array =>
  Uint8Array.from(rows, (row) => Number(row >= cut));

function splits(log: PlantLog, rows: Uint32Array, seed: number): Variant[] {
  const draw = random(seed * 53);
  const at = Uint8Array.from(rows, () => Number(draw() < 0.2));
  const last = new Int32Array(log.users).fill(-1);
  const number = new Uint32Array(log.users);
  for (const row of rows) {
    last[log.user[row]!] = row;
    number[log.user[row]!]!++;
  }
  const place = new Uint32Array(log.users);
  const tail = Uint8Array.from(rows, (row) => {
    const user = log.user[row]!;
    return Number(++place[user]! > Math.ceil(0.8 * number[user]!));
  });
  return [
    { kind: 'random split', strength: '20 %', code: 'random-split', rows, evaluated: at },
    {
      kind: 'last row of each user',
      strength: 'one each',
      code: 'leave-one-out-split',
      rows,
      evaluated: Uint8Array.from(rows, (row) =>
        Number(last[log.user[row]!] === row && number[log.user[row]!]! > 1),
      ),
    },
    { kind: 'last rows of each user', strength: '20 %', code: 'per-user-split', rows, evaluated: tail },
    {
      kind: 'split by users',
      strength: '20 %',
      code: 'per-entity-split',
      rows,
      evaluated: Uint8Array.from(rows, (row) => Number(log.user[row]! % 5 === 0)),
    },
    {
      kind: 'split by users that is not quite one',
      strength: '2 % of the users',
      code: 'entity-overlap',
      rows,
      evaluated: Uint8Array.from(rows, (row) =>
        Number(log.user[row]! % 5 === 0 && !(log.user[row]! % 250 === 0 && row % 2 === 0)),
      ),
    },
    ...[0.5, 0.05, 0.005].map((share, k) => broken(log, rows, share, seed + k)),
  ];
}

/** A split that promises to keep users apart, and keeps all but some of the evaluated ones. */
function broken(log: PlantLog, rows: Uint32Array, share: number, seed: number): Variant {
  const draw = random(seed * 73);
  // One at least, whose every other row trains.
  const slips = Uint8Array.from({ length: log.users }, (_, user) => Number(user === 0 || draw() < share));
  return {
    kind: 'users that the spec promises to keep apart',
    strength: `${share * 100} % of them`,
    code: 'entity-overlap',
    disjoint: 'user',
    rows,
    evaluated: Uint8Array.from(rows, (row) =>
      Number(log.user[row]! % 5 === 0 && !(slips[log.user[row]!] === 1 && row % 2 === 0)),
    ),
  };
}

/** Training rows that stand in the evaluation again, as they are or some seconds later. */
function copies(log: PlantLog, rows: Uint32Array, seed: number): Variant[] {
  return [0.1, 0.01, 0.002].flatMap((share, k): Variant[] => {
    const draw = random(seed * 59 + k);
    const again = rows.filter((row) => row < log.cut && draw() < share * 0.25);
    const all = Uint32Array.from([...rows, ...again]);
    const evaluated = Uint8Array.from(all, (row, i) => Number(row >= log.cut || i >= rows.length));
    const later = Float64Array.from(all, (row, i) => log.time[row]! + (i < rows.length ? 0 : 0.2 * MINUTE));
    const words = { strength: `${share * 100} % of the evaluation`, rows: all, evaluated };
    return [
      { kind: 'copies of training rows', code: 'duplicates-across-split', ...words },
      {
        kind: 'copies of training rows, seconds later',
        code: 'near-duplicates-across-split',
        ...words,
        time: later,
      },
    ];
  });
}

function lists(rows: Uint32Array, timed: Uint8Array, seed: number): Variant[] {
  return [0.5, 0.05, 0.005].map((share, k): Variant => {
    const draw = random(seed * 61 + k);
    const group = Uint32Array.from(rows, (row) => Math.floor(row / 8));
    // Lists that the cut divides go over whole, then some are divided.
    const evaluated = Uint8Array.from(rows, (row) => timed[Math.floor(row / 8) * 8]!);
    for (let from = 0; from + 8 <= rows.length; from += 8)
      if (evaluated[from] === 1 && draw() < share) evaluated[from + 3] = 0;
    return {
      kind: 'lists divided by the split',
      strength: `${share * 100} % of the lists`,
      code: 'divided-lists',
      rows,
      evaluated,
      group,
    };
  });
}

/** A click that is logged beside its impression: a row more, at the same time, with the other label. */
function conflicting(log: PlantLog, share: number, seed: number): Variant {
  const draw = random(seed * 67);
  const twice = [...log.label.keys()].filter(() => draw() < share);
  const rows = Uint32Array.from([...log.label.keys(), ...twice]);
  return {
    kind: 'events with both labels',
    strength: `${share * 100} % of the rows`,
    code: 'conflicting-labels',
    rows,
    evaluated: evaluatedFrom(rows, log.cut),
    label: Uint8Array.from(rows, (row, i) => (i < log.rows ? log.label[row]! : 1 - log.label[row]!)),
  };
}

/** A file whose positives are written first, every so many rows, as where it is made list by list. */
function sorted(log: PlantLog, rows: Uint32Array, share: number, seed: number): Variant {
  const draw = random(seed * 71);
  const batch = 500;
  const written: number[] = [];
  for (let from = 0; from < rows.length; from += batch) {
    const some = [...rows.subarray(from, from + batch)];
    written.push(...(draw() < share ? some.sort((a, b) => log.label[b]! - log.label[a]! || a - b) : some));
  }
  return {
    kind: 'positives first in the file',
    strength: `${share * 100} % of it`,
    code: 'row-order',
    rows: Uint32Array.from(written),
  };
}

/** Rows that are dated a month after today. */
function later(log: PlantLog, rows: Uint32Array, share: number, now: number): Variant {
  const step = Math.round(1 / share);
  const time = Float64Array.from(rows, (row) =>
    row % step === 0 ? Math.max(log.time[row]!, now) + 30 * DAY : log.time[row]!,
  );
  const strength = `${share * 100} % of the rows`;
  return { kind: 'times after today', strength, code: 'future-dated-rows', rows, time };
}
