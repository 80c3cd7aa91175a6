/** Written by `npm run bench -- cost`; do not edit. What a unit of work takes, on the machine that docs/performance.md names. */
import type { Rates } from './work.ts';

export const RATES: Rates = {
  seconds: {
    start: 0.155,
    'read cell': 7.49e-8,
    'base cell': 2.35e-7,
    'co-click': 0.00000655,
    swing: 0.00000549,
    session: 0.0000039,
    pairs: 0.00000262,
    embeddings: 0.00000354,
    clusters: 0.00000269,
    columns: 9.63e-7,
    'id-embedding': 0.0000393,
    'clusters-of': 0.00000355,
    model: 0.00000214,
    probe: 0.0000228,
    'lr cell': 1.47e-8,
    'fm line': 1.48e-8,
    'tower product': 1e-10,
    training: 0.0105,
    score: 0.00000194,
  },
  passes: 4.33,
  contention: 1.24,
  memory: { start: 180000000, perEncodedByte: 4.29 },
};
