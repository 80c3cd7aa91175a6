/** The specs of a small world: as the product evaluates its log, and the same of the rows that a deployment must rank. */
import type { SmallWorld } from './worlds/small-world.ts';

/** In the order of the page. The last two are files: judgements by the world's own vectors, and judgements about anything. */
export const SOURCES = ['co-click', 'session', 'ranker-vectors', 'curated', 'random'] as const;
export type SourceName = (typeof SOURCES)[number];

/** Those made of pairs, on which vectors can be aligned. */
export const PAIR_SOURCES = ['co-click', 'session', 'curated', 'random'] as const satisfies SourceName[];

/** The world's own vectors; the same spoilt; and numbers that know nothing. `buried` is aligned on each of `PAIR_SOURCES`. */
export const MODELS = ['world', 'spoilt', 'buried', 'noise'] as const;
export type ModelName = (typeof MODELS)[number];

export type Training = 'staged' | 'joint';

export interface SpecOptions {
  training: Training;
  seeds: number;
  /** Whether candidates after the log are evaluated, instead of the log's last days. */
  deployed: boolean;
  /** Whether vectors are aligned too. */
  probes: boolean;
  /** YAML of the ranker; the default where absent. */
  ranker?: string | undefined;
  /** YAML of how adapters are trained; short, as small worlds need it, where absent. */
  adapter?: string | undefined;
}

/** Days of the log that are evaluated, and the moment of the deployment. */
const CUT = '2026-03-11';
const DEPLOYED = '2026-03-15';

export function specText(
  { log }: Pick<SmallWorld, 'log'>,
  {
    training,
    seeds,
    deployed,
    probes,
    ranker,
    adapter = 'dimensions: 32, steps: 20, batch: 64',
  }: SpecOptions,
): string {
  const features = log.features.map(({ name, numeric }) =>
    numeric ? `{name: ${name}, type: numeric}` : name,
  );
  const pairs = (name: string) =>
    `{name: ${name}, pairs: pairs-${name}.parquet, left: left_item, right: right_item, time: ts, user: user_id}`;
  const probe = PAIR_SOURCES.map((name) => `{source: ${name}, ${adapter}}`);
  const model = (name: string) =>
    `{name: ${name}, embeddings: content-${name}.parquet, item: item_id, vector: vector${
      name === 'buried' && probes ? `, probe: [${probe.join(', ')}]` : ''
    }}`;
  return `version: 1
log:
  path: [${deployed ? 'log.parquet, candidates.parquet' : 'log.parquet'}]
  user: user_id
  item: item_id
  label: click
  time: ts
  group: request
  features: [${features.join(', ')}]
split: {from: ${deployed ? DEPLOYED : CUT}, slices: daily}
sources:
  - {name: co-click, build: co-click, window: 7}
  - {name: session, build: session, window: 7}
  - {name: ranker-vectors, build: id-embedding, window: 7}
  - ${pairs('curated')}
  - ${pairs('random')}
models:
${MODELS.map((name) => `  - ${model(name)}`).join('\n')}
training: ${training}
seeds: ${seeds}
${ranker === undefined ? '' : `ranker: ${ranker}\n`}`;
}
