/** LIS against AIS: on both worlds at several sizes and base strengths, and on the reference data where there are any. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Arm } from '../../src/evaluation/arms/arms.ts';
import { type Gain, gainsOf } from './gains.ts';
import { inFolder } from './measure.ts';
import { drawWorld } from './settings.ts';
import { specText } from './spec.ts';
import { trainSpec } from './train.ts';
import { createSmallWorld, writeSmallWorld } from './worlds/create.ts';

/** From the weakest. What each is, is written on the page. */
export const BASES = {
  lr: { ranker: '{kind: lr}', seeds: 3 },
  'fm, untuned': {
    ranker:
      '{kind: fm, learningRate: 0.01, l2: 0.0001, l2Factors: 0.001, initialScale: 0.01, epochs: 6, patience: 6}',
    seeds: 1,
  },
  'fm, tuned': { ranker: undefined, seeds: 3 },
} as const;
export type BaseName = keyof typeof BASES;

export interface AgreementRun {
  /** `feed`, `ads`, or the folder of a reference log. */
  data: string;
  /** Of a world. */
  rows?: number;
  base: BaseName;
  /** Of the world, as for `drawWorld`; how strong tastes and content are differs from one to the next. */
  world?: number;
}

export interface Agreement {
  baseAuc: number;
  gains: Record<string, Gain>;
}

/** As many users and items as a log of this size has. */
const ROWS_PER_USER = 60;
const ROWS_PER_DAILY_ITEM = 3000;
const SIZES = [20_000, 40_000];
/** Of each kind. */
const WORLDS = 2;
/** Numbers that no small world has; odd ones are feeds. */
const FIRST_WORLD = 10_001;
export const REFERENCES = ['ml-100k', 'ml-latest-small'] as const;

const ADAPTER = 'dimensions: 32, steps: 60, batch: 128';
const WANTED: readonly Arm['arm'][] = ['base', 'leaked', 'leaked-total', 'model', 'probe'];
const wanted = ({ arm, drop }: Arm) => drop === undefined && WANTED.includes(arm);

/** All runs, the reference data's where its folder is there. */
export function agreementRuns(reference: string): AgreementRun[] {
  const bases = Object.keys(BASES) as BaseName[];
  const simulated = SIZES.flatMap((rows) =>
    Array.from({ length: 2 * WORLDS }, (_, k) => FIRST_WORLD + k).flatMap((world) =>
      bases.map((base): AgreementRun => ({ data: drawWorld(world).kind, rows, base, world })),
    ),
  );
  const real = REFERENCES.filter((data) => existsSync(join(reference, data))).flatMap((data) =>
    bases.map((base): AgreementRun => ({ data, base })),
  );
  return [...real, ...simulated];
}

export function measureAgreement(run: AgreementRun, reference: string): Promise<Agreement> {
  return inFolder(async (folder) => {
    const text =
      run.rows === undefined || run.world === undefined
        ? referenceSpec(join(reference, run.data), BASES[run.base])
        : await worldSpec(folder, run.rows, run.world, BASES[run.base]);
    const { base, gains } = gainsOf(await trainSpec(folder, text, wanted));
    return { baseAuc: base, gains };
  });
}

type Base = (typeof BASES)[BaseName];

/** Writes the files of a larger world. @returns its spec */
async function worldSpec(folder: string, rows: number, number: number, base: Base): Promise<string> {
  const drawn = {
    ...drawWorld(number),
    ...{ rows, users: Math.round(rows / ROWS_PER_USER), requests: 1 },
    itemsPerDay: Math.round(rows / ROWS_PER_DAILY_ITEM),
  };
  const world = createSmallWorld(drawn);
  await writeSmallWorld(world, drawn, folder);
  return specText(world, { ...base, training: 'staged', deployed: false, probes: true, adapter: ADAPTER });
}

/** MovieLens: its items have vectors of title and overview. */
function referenceSpec(folder: string, { ranker, seeds }: Base): string {
  const file = (name: string) => JSON.stringify(join(folder, `${name}.parquet`));
  const pairs = ['co-click', 'swing', 'session', 'pmi'];
  const probes = pairs.map((source) => `{source: ${source}, ${ADAPTER}}`);
  return `version: 1
log: {path: ${file('ratings')}, user: user_id, item: item_id, label: rating >= 4, time: ts}
split: {evaluate: 20%, slices: 10}
sources:
${pairs.map((build) => `  - {name: ${build}, build: ${build}}`).join('\n')}
  - {name: ranker-vectors, build: id-embedding}
models:
  - {name: title, embeddings: ${file('embeddings-glove100')}, item: item_id, vector: emb, probe: [${probes.join(', ')}]}
seeds: ${seeds}
${ranker === undefined ? '' : `ranker: ${ranker}\n`}`;
}
