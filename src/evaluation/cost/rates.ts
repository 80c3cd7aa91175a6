/** Written by `npm run bench -- cost`; do not edit. What a unit of work takes, on the machine that docs/performance.md names. */
import type { Rates } from './units.ts';

export const RATES: Rates = {
  seconds: {
    start: 0.254,
    'read cell': 1.18e-7,
    'base cell': 3.13e-7,
    'co-click': 0.0000065,
    swing: 0.00000513,
    session: 0.00000414,
    pairs: 0.00000258,
    embeddings: 0.00000291,
    clusters: 0.00000315,
    columns: 0.00000118,
    'id-embedding': 0.0000449,
    'clusters-of': 0.00000386,
    model: 0.00000347,
    probe: 0.0000214,
    'lr cell': 1.44e-8,
    'fm line': 1.4e-8,
    'tower product': 7.34e-11,
    training: 0.0099,
    projection: 1.21e-8,
    trial: 0.00478,
    'head cell': 1.5e-9,
    'head row': 2.37e-8,
    head: 0.0271,
    score: 9.27e-7,
  },
  passes: 14.2,
  lengths: {
    search: 0.389,
    epochs: { lr: 1.75, fm: 10.3, deepfm: 4.25 },
    trees: { onScore: 31, alone: 65.2 },
  },
  contention: 1.01,
  memory: { start: 180000000, perEncodedByte: 4.35 },
};
