/** Written by `npm run bench -- cost`; do not edit. What a unit of work takes, on the machine that docs/performance.md names. */
import type { Unit } from './work.ts';

export interface Rates {
  /** Seconds of CPU of one thread. */
  seconds: Readonly<Record<Unit, number>>;
  /** Visits of a training row in one training, where early stopping decides. */
  passes: number;
  /** How much slower a thread is beside another one. */
  contention: number;
  /** Bytes of the process: without a log, and for each byte of encoded rows. */
  memory: { start: number; perEncodedByte: number };
}

export const RATES: Rates = {
  seconds: {
    start: 0.166,
    'read cell': 4.22e-8,
    'base cell': 1.79e-7,
    'co-click': 0.00000677,
    swing: 0.00000572,
    session: 0.00000392,
    pairs: 0.00000191,
    embeddings: 0.00000312,
    clusters: 0.0000026,
    columns: 7.85e-7,
    'id-embedding': 0.0000342,
    'clusters-of': 0.00000295,
    model: 0.00000213,
    probe: 0.0000148,
    'lr cell': 1.1e-8,
    'fm line': 1.23e-8,
    'tower product': 8.38e-11,
    training: 0.0159,
    score: 0.00000168,
  },
  passes: 4.2,
  contention: 1.05,
  memory: { start: 176000000, perEncodedByte: 4.28 },
};
