/** The units that work is counted in, and what they take. */
import type { RankerOptions } from '../../specfile/schema.ts';
import type { SourceKind } from '../../specfile/sources/index.ts';
import { TRAITS } from '../../specfile/sources/traits.ts';

/** Sizes of a log. */
export interface LogSize {
  rows: number;
  trainRows: number;
  evalRows: number;
}

/** The part of a run that a unit belongs to, as its progress names it. */
export type CostPhase = 'read' | 'features' | 'train' | 'metrics';

/** A row, once for each seed, of a source of a kind. */
const OF_SOURCES = Object.fromEntries(Object.keys(TRAITS).map((kind) => [kind, 'features'])) as Record<
  SourceKind,
  'features'
>;

/** Each unit with its phase: every kind of sources is one. */
export const UNITS = {
  /** Opening the engine. */
  start: 'read',
  /** A column of a row. */
  'read cell': 'read',
  /** A base field of a row. */
  'base cell': 'features',
  ...OF_SOURCES,
  /** A row of a model's vectors, and of a probe for each seed. */
  model: 'features',
  probe: 'features',
  /** Training: a field of a row, in cache lines of the table; a multiplication of a tower; and what each training has of its own. */
  'lr cell': 'train',
  'fm line': 'train',
  'tower product': 'train',
  training: 'train',
  /** A multiplication of a projection: a factor of a row with a vector, whatever its dimension. */
  projection: 'train',
  /** What each trial of a search has of its own, once a rung. */
  trial: 'train',
  /** Heads: a column of a row visited by a tree, the visit itself, and what each head has of its own. */
  'head cell': 'train',
  'head row': 'train',
  head: 'train',
  /** An evaluation row of an arm and seed. */
  score: 'metrics',
} as const satisfies Record<string, CostPhase>;

export type Unit = keyof typeof UNITS;
export type Work = Partial<Record<Unit, number>>;

/** Tasks that run side by side. */
export interface Batch {
  /** Of all tasks. */
  work: Work;
  tasks: number;
  /** Share of the longest task. */
  longest: number;
}

/** What early stopping decides of a run in two stages. */
export interface Lengths {
  /** Of the longest search of options that there can be, the share that is done. */
  search: number;
  /** Epochs of a base on all training rows, by its kind. */
  epochs: Record<RankerOptions['kind'], number>;
  /** Trees of a head: on a base score, or alone. */
  trees: { onScore: number; alone: number };
}

/** Nanoseconds a row of the work that a machine is measured by; see machine.ts. */
export interface Pace {
  training: number;
  sorting: number;
}

/** What a unit of work takes on some machine. */
export interface Rates {
  /** Seconds of CPU of one thread. */
  seconds: Readonly<Record<Unit, number>>;
  /** Visits of a training row in one training of an arm, where early stopping decides. */
  passes: number;
  /** The same in two stages: what early stopping decides there. */
  lengths: Lengths;
  /** How much slower a thread is beside another one. */
  contention: number;
  /** Bytes of the process: without a log, and for each byte of encoded rows. */
  memory: { start: number; perEncodedByte: number };
  /** Of the machine that they were fitted on. */
  pace: Pace;
}

export function add(to: Work, work: Work, times = 1): void {
  for (const [unit, amount] of Object.entries(work) as [Unit, number][])
    to[unit] = (to[unit] ?? 0) + amount * times;
}

export function scaled(work: Work, times: number): Work {
  const all: Work = {};
  add(all, work, times);
  return all;
}
