/**
 * What a run has to do, counted in units whose cost is a constant of the machine: cells read, rows times seeds whose features
 * are built, fields updated in training. Known from the spec and the number of rows alone, before a run starts.
 */
import type { SourceSpec, Spec } from '../../spec/schema.ts';
import { type BuiltInRanker, builtInRanker } from '../../spec/schema-ranker.ts';
import { readSources } from '../../spec/source-bases.ts';
import {
  baseFields,
  plannedArms,
  plannedDrops,
  plannedFeatures,
  plannedProbes,
  vectorFeatures,
} from '../planned.ts';
import { isBuiltIn, rankersOf } from '../rankers.ts';

/** Sizes of a log. */
export interface LogSize {
  rows: number;
  trainRows: number;
  evalRows: number;
}

/** The part of a run that a unit belongs to, as its progress names it. */
export type CostPhase = 'read' | 'features' | 'train' | 'metrics';

/** Each unit with its phase. */
export const UNITS = {
  /** Opening the engine. */
  start: 'read',
  /** A column of a row. */
  'read cell': 'read',
  /** A base field of a row. */
  'base cell': 'features',
  /** A row, once for each seed, of a source of a kind. */
  'co-click': 'features',
  swing: 'features',
  session: 'features',
  pairs: 'features',
  embeddings: 'features',
  clusters: 'features',
  columns: 'features',
  'id-embedding': 'features',
  'clusters-of': 'features',
  /** A row of a model's vectors, and of a probe for each seed. */
  model: 'features',
  probe: 'features',
  /** Training: a field of a row, in cache lines of the table; a multiplication of a tower; and what each training has of its own. */
  'lr cell': 'train',
  'fm line': 'train',
  'tower product': 'train',
  training: 'train',
  /** An evaluation row of an arm and seed. */
  score: 'metrics',
} as const satisfies Record<string, CostPhase>;

export type Unit = keyof typeof UNITS;
export type Work = Partial<Record<Unit, number>>;

/** What a unit of work takes on some machine. */
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

/** A source, model or probe: what its features take, by unit. One task for each seed, or one alone. */
export interface FeatureWork {
  unit: Unit;
  /** Rows of one task. */
  amount: number;
  tasks: number;
}

export interface RunWork {
  read: Work;
  /** Encoding of the base. */
  base: Work;
  features: readonly FeatureWork[];
  /** For one visit of each training row. */
  train: Work;
  /** Trainings of built-in rankers. */
  trainings: number;
  /** Visits of a training row in one training, at most. */
  mostPasses: number;
  /** Visits that a patience beyond the usual one adds, below 0 where it is shorter. */
  patiencePasses: number;
  metrics: Work;
  /** Bytes of the encoded rows of all arms. */
  encodedBytes: number;
}

/** Bytes a row holds whatever its features: user and item code, label, part, time, slice. */
const ROW_BYTES = 4 + 4 + 1 + 1 + 8 + 2;
const FIELD_BYTES = 4;
const LINE_BYTES = 64;
/** The patience that rates are fitted at, in checks; and checks per epoch. */
const USUAL_PATIENCE = builtInRanker('fm').patience;
const CHECKS = 4;
/** A tower is gone through forwards and, for its gradients, twice backwards. */
const TOWER_WAYS = 3;

/** @param size of the log as far as it is known. Programs of the user's own are left out, since nothing tells what they take; logged scores train nothing. */
export function workOf(spec: Spec, { rows, trainRows, evalRows }: LogSize): RunWork {
  const known = readSources(spec);
  const { seeds } = spec;
  const base = baseFields(spec);
  const own = ownFields(spec, known);
  const fields = base + Math.max(0, ...own.map(({ fields: of }) => of));
  const arms = 1 + own.reduce((sum, { arms: of }) => sum + of, 0);
  const drops = spec.sources.reduce((sum, source) => sum + plannedDrops(source, known, false), 0);
  const train: Work = {};
  let trainings = 0;
  let mostPasses = 0;
  let patience = 0;
  for (const [index, ranker] of rankersOf(spec).entries()) {
    if (!isBuiltIn(ranker)) continue;
    const all = (arms + (index === 0 ? drops : 0)) * seeds;
    trainings += all;
    add(train, trainingWork(ranker, fields), all * trainRows);
    mostPasses = Math.max(mostPasses, ranker.epochs * (ranker.refit ? 2 : 1));
    patience = Math.max(patience, ranker.patience);
  }
  return {
    read: { start: 1, 'read cell': rows * (base + 4) },
    base: { 'base cell': rows * base },
    features: featureWork(spec, rows),
    train,
    trainings,
    mostPasses,
    patiencePasses: trainings === 0 ? 0 : (patience - USUAL_PATIENCE) / CHECKS,
    metrics: { score: evalRows * arms * seeds },
    encodedBytes:
      rows * (ROW_BYTES + FIELD_BYTES * (base + own.reduce((sum, { stored }) => sum + stored, 0))),
  };
}

/** Of every source, model and probe: its arms, the fields that it adds, and the fields that are held for all arms and seeds. */
function ownFields(
  spec: Spec,
  known: readonly SourceSpec[],
): { arms: number; fields: number; stored: number }[] {
  const sources = spec.sources.map((source) => {
    const arms = plannedArms(source, known);
    const fields = plannedFeatures(source, known);
    const copies = arms.reduce((sum, arm) => sum + (arm === 'leaked-total' ? 1 : spec.seeds), 0);
    return { arms: arms.length, fields, stored: fields * copies };
  });
  const models = spec.models.flatMap((model) => {
    if (!('embeddings' in model)) return [];
    const fields = vectorFeatures(model);
    const probes = plannedProbes(model, spec).length;
    return [{ arms: 1 + probes, fields, stored: fields * (1 + probes * spec.seeds) }];
  });
  return [...sources, ...models];
}

function featureWork(spec: Spec, rows: number): FeatureWork[] {
  const sources = spec.sources.map((source) => ({ unit: kindOf(source), amount: rows, tasks: spec.seeds }));
  const models = spec.models.flatMap((model): FeatureWork[] => {
    if (!('embeddings' in model)) return [];
    const probes = plannedProbes(model, spec).map(() => ({
      unit: 'probe' as const,
      amount: rows,
      tasks: spec.seeds,
    }));
    return [{ unit: 'model', amount: rows, tasks: 1 }, ...probes];
  });
  return [...sources, ...models];
}

function kindOf(source: SourceSpec): Unit {
  if ('build' in source) return source.build;
  if ('pairs' in source) return 'pairs';
  if ('embeddings' in source) return 'embeddings';
  return 'clusters' in source ? 'clusters' : 'columns';
}

/** One row visited once. */
export function trainingWork(ranker: BuiltInRanker, fields: number): Work {
  if (ranker.kind === 'lr') return { 'lr cell': fields };
  const lines = fields * Math.ceil((16 + 4 * ranker.factors) / LINE_BYTES);
  if (ranker.kind === 'fm') return { 'fm line': lines };
  const widths = [fields * ranker.factors, ...ranker.hidden, 1];
  const products = widths.slice(1).reduce((sum, width, layer) => sum + width * widths[layer]!, 0);
  return { 'fm line': lines, 'tower product': TOWER_WAYS * products };
}

function add(to: Work, work: Work, times: number): void {
  for (const [unit, amount] of Object.entries(work) as [Unit, number][])
    to[unit] = (to[unit] ?? 0) + amount * times;
}
