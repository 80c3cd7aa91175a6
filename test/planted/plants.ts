/** Columns with a leak in them, of each kind at several strengths, and honest ones that look like them. */
import type { AuditCode } from '../../src/report/schema-audit.ts';
import { random } from '../support/random.ts';
import type { PlantLog } from './log.ts';

export interface Plant {
  name: string;
  kind: string;
  /** What an audit may call it. */
  codes: readonly AuditCode[];
  /** How strong, for the table: the weaker, the later in the list of its kind. */
  strength: string;
  values: Float64Array;
}

const HOUR = 3600e3;
const DAY = 24 * HOUR;

/** By which rows are grouped. */
type By = 'user' | 'item';

const OUTCOME: readonly AuditCode[] = ['label-copy', 'one-class-values', 'outcome-like'];
const OWN: readonly AuditCode[] = ['aggregate-of-own-row', 'encoding-collapse', ...OUTCOME];
/** Over a window with one row the aggregate is the label. */
const FUTURE: readonly AuditCode[] = ['aggregate-of-future', 'encoding-collapse', ...OUTCOME];

export function plants(log: PlantLog, seed: number): Plant[] {
  return [...copies(log, seed), ...outcomes(log, seed), ...aggregates(log), ...scores(log, seed)];
}

/** The label with a share of the rows turned. */
function copies({ label, rows }: PlantLog, seed: number): Plant[] {
  return [0, 0.02, 0.1, 0.3].flatMap((turned, k) => {
    const draw = random(seed * 31 + k);
    const values = Float64Array.from({ length: rows }, (_, row) =>
      draw() < turned ? 1 - label[row]! : label[row]!,
    );
    const plant = { kind: 'label, turned in a share of rows', codes: OUTCOME, strength: String(turned) };
    return [{ ...plant, name: `copy_${k}`, values }];
  });
}

/** A value that is written with the outcome: on some positives alone, or on all rows, more on positives. */
function outcomes({ label, rows }: PlantLog, seed: number): Plant[] {
  const some = [1, 0.3, 0.1, 0.03].map((share, k): Plant => {
    const draw = random(seed * 37 + k);
    const values = Float64Array.from({ length: rows }, (_, row) =>
      label[row] === 1 && draw() < share ? 1000 * Math.exp(draw()) : Number.NaN,
    );
    return {
      name: `after_${k}`,
      kind: 'written on a share of positives',
      codes: OUTCOME,
      strength: String(share),
      values,
    };
  });
  const shifted = [3, 1, 0.5, 0.25].map((shift, k): Plant => {
    const draw = random(seed * 41 + k);
    const values = Float64Array.from({ length: rows }, (_, row) => shift * label[row]! + normal(draw));
    return {
      name: `dwell_${k}`,
      kind: 'noise, shifted on positives',
      codes: OUTCOME,
      strength: `${shift} sd`,
      values,
    };
  });
  return [...some, ...shifted];
}

/** Rates of a user or an item over rows that the row should not know. */
function aggregates(log: PlantLog): Plant[] {
  return (['item', 'user'] as const).flatMap((by): Plant[] => {
    const plant = (
      name: string,
      kind: string,
      codes: readonly AuditCode[],
      strength: string,
      values: Float64Array,
    ): Plant => ({
      ...{ name: `${by}_${name}`, kind: `${kind}, by ${by}`, codes, strength, values },
    });
    const smoothed = [0, 10, 100].flatMap((weight) => [
      plant(
        `own_${weight}`,
        'rate up to the row, with its own label',
        OWN,
        `prior of ${weight} rows`,
        rates(log, by, upTo(log), weight),
      ),
      plant(
        `whole_${weight}`,
        'rate in the whole log',
        FUTURE,
        `prior of ${weight} rows`,
        rates(log, by, () => true, weight),
      ),
      plant(
        `train_${weight}`,
        'rate in all training rows',
        OWN,
        `prior of ${weight} rows`,
        rates(log, by, (_, other) => other < log.cut, weight),
      ),
    ]);
    const rounded = plant(
      'rounded',
      'rate in the whole log, rounded',
      FUTURE,
      '3 digits',
      rates(log, by, () => true, 10).map((v) => Math.round(v * 1000) / 1000),
    );
    const logs = plant(
      'logged',
      'rate in the whole log, logarithm',
      FUTURE,
      'log',
      rates(log, by, () => true, 10).map((v) => Math.log(v + 1e-3)),
    );
    const windows = [HOUR, DAY, 7 * DAY].flatMap((length) => [
      plant(
        `next_${length / HOUR}`,
        'rate in the time after the row',
        FUTURE,
        `${length / HOUR} h`,
        rates(log, by, after(log, length), 10),
      ),
      plant(
        `around_${length / HOUR}`,
        'rate in the time around the row',
        FUTURE,
        `${length / HOUR} h`,
        rates(log, by, around(log, length), 10),
      ),
    ]);
    const popularity = plant(
      'popularity',
      'number of rows in the whole log',
      FUTURE,
      'count',
      counts(log, by, () => true),
    );
    return [...smoothed, rounded, logs, ...windows, popularity];
  });
}

/** A score that was fitted on the training rows it scores: it leans to their labels, and not to those of later rows. */
function scores(log: PlantLog, seed: number): Plant[] {
  const honest = rates(log, 'item', before(log), 20);
  return [3, 1, 0.3].map((shift, k): Plant => {
    const draw = random(seed * 43 + k);
    const values = Float64Array.from(
      { length: log.rows },
      (_, row) => logit(honest[row]!) + normal(draw) * 0.5 + (row < log.cut ? shift * log.label[row]! : 0),
    );
    const codes: AuditCode[] = ['score-of-trained-rows', 'encoding-collapse', 'one-class-values'];
    return {
      name: `score_${k}`,
      kind: 'score that knows its training labels',
      codes,
      strength: `${shift} logits`,
      values,
    };
  });
}

/** Honest columns: whatever an audit calls an error here is a false alarm. */
export function honest(log: PlantLog, seed: number): Record<string, Float64Array> {
  const draw = random(seed * 47);
  const quality = Float64Array.from({ length: log.items }, () => normal(draw));
  return {
    ...log.clean,
    item_before: rates(log, 'item', before(log), 10),
    user_before: rates(log, 'user', before(log), 10),
    item_week: rates(
      log,
      'item',
      (row, other) => log.time[other]! < log.time[row]! && log.time[other]! >= log.time[row]! - 7 * DAY,
      10,
    ),
    item_seen: counts(log, 'item', before(log)),
    user_seen: counts(log, 'user', before(log)),
    item_attribute: Float64Array.from(log.item, (item) => quality[item]!),
    noise: Float64Array.from({ length: log.rows }, () => normal(draw)),
    of_day: Float64Array.from(log.time, (time) => Math.floor((time % DAY) / HOUR)),
    weekday: Float64Array.from(log.time, (time) => Math.floor(time / DAY) % 7),
  };
}

type Counts = (row: number, other: number) => boolean;
const before =
  ({ time }: PlantLog): Counts =>
  (row, other) =>
    time[other]! < time[row]!;
const upTo =
  ({ time }: PlantLog): Counts =>
  (row, other) =>
    time[other]! <= time[row]!;
const after =
  ({ time }: PlantLog, length: number): Counts =>
  (row, other) =>
    time[other]! > time[row]! && time[other]! <= time[row]! + length;
const around =
  ({ time }: PlantLog, length: number): Counts =>
  (row, other) =>
    Math.abs(time[other]! - time[row]!) <= length;

/** Slow and obvious: each row looks at all rows of its user or item. */
function tally(
  log: PlantLog,
  by: By,
  counts: Counts,
  statistic: (number: number, positives: number) => number,
): Float64Array {
  const codes = log[by];
  const rowsOf: number[][] = Array.from({ length: by === 'user' ? log.users : log.items }, () => []);
  for (let row = 0; row < log.rows; row++) rowsOf[codes[row]!]!.push(row);
  return Float64Array.from({ length: log.rows }, (_, row) => {
    let [number, positives] = [0, 0];
    for (const other of rowsOf[codes[row]!]!) {
      if (!counts(row, other)) continue;
      number++;
      positives += log.label[other]!;
    }
    return statistic(number, positives);
  });
}

/** Positive rates, smoothed by `weight` rows of the log's rate; missing where nothing counts. */
function rates(log: PlantLog, by: By, counts: Counts, weight: number): Float64Array {
  const rate = log.label.reduce((sum, value) => sum + value, 0) / log.rows;
  return tally(log, by, counts, (number, positives) =>
    number + weight === 0 ? Number.NaN : (positives + weight * rate) / (number + weight),
  );
}

function counts(log: PlantLog, by: By, counted: Counts): Float64Array {
  return tally(log, by, counted, (number) => number);
}

/** Box and Muller. */
function normal(draw: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}

const logit = (p: number): number => Math.log(Math.max(1e-4, p) / (1 - Math.min(1 - 1e-4, p)));
