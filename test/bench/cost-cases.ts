/** Runs whose cost is known: small ones that the rates are fitted to, each of one kind of work, and others that they are held against. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { specOf, writeLog } from './large-log.ts';

export interface CostCase {
  name: string;
  specPath: string;
}

const LOG = `version: 1
log: {path: data/impressions.parquet, user: user_id, item: item_id, label: click, time: ts, features: [hour, position]}
split: {from: 2026-03-12, slices: daily}
`;
const CONTENT = 'data/content-good.parquet, item: item_id';
const VECTORS = `{name: v, embeddings: ${CONTENT}, vector: vector, use: [max, mean]}`;
const CO_CLICK = '{name: c, build: co-click, window: 7}';

const JOINT = 'training: joint';
const STAGED = 'training: staged';
const MODEL = `models: [{name: m, embeddings: ${CONTENT}, vector: vector, use: [max, mean]`;

/** What a case adds to the log. Training of an arm each, and in two stages; features of each kind of source are read by heads alone. */
const FITTED: Record<string, string> = {
  base: JOINT,
  lr: `${JOINT}\nranker: lr\nsources: [${CO_CLICK}]`,
  deepfm: `${JOINT}\nranker: {kind: deepfm, epochs: 3}\nseeds: 1\nsources: [${CO_CLICK}]`,
  'wide deepfm': `${JOINT}\nranker: {kind: deepfm, hidden: [256, 128], epochs: 1}\nseeds: 1\n`,
  'many factors': `${JOINT}\nranker: {kind: fm, factors: 64}\nsources: [${CO_CLICK}]`,
  joint: `${JOINT}\nsources: [${CO_CLICK}]`,
  'staged lr': `${STAGED}\nranker: lr\nsources: [${CO_CLICK}]`,
  'staged deepfm': `${STAGED}\nranker: deepfm\nseeds: 1\n`,
  staged: `${STAGED}\nsources: [${CO_CLICK}]`,
  projection: `${STAGED}\nseeds: 1\nsources: [{name: v, embeddings: ${CONTENT}, vector: vector, use: [projection]}]`,
  ...headsAlone({
    swing: 'sources: [{name: s, build: swing, window: 7}]',
    session: 'sources: [{name: s, build: session, window: 7}]',
    pmi: 'sources: [{name: s, build: pmi, window: 7}]',
    pairs:
      'sources: [{name: p, pairs: data/pairs-informative.parquet, left: left_item, right: right_item, weight: weight}]',
    embeddings: `sources: [${VECTORS}]`,
    clusters: `sources: [{name: k, clusters: ${CONTENT}, ids: [id_1, id_2]}]`,
    columns: 'sources: [{name: d, columns: [{name: dwell_ms, type: numeric}]}]',
    'id-embedding': 'sources: [{name: i, build: id-embedding, window: 7, use: [max, mean]}]',
    'clusters-of': `sources: [${VECTORS}, {name: k, build: clusters-of, of: v, levels: 3, clusters: 8}]`,
    model: `${MODEL}}]`,
    probe: `sources: [${CO_CLICK}]\n${MODEL}, probe: c}]`,
  }),
};

function headsAlone(cases: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(cases).map(([name, text]) => [name, `ranker: gbdt\n${text}`]));
}

/** Rows of the example's world, with the rows that each fitted case is run on: one size tells nothing of what each run has of its own. */
const SIZES = [30_000, 100_000];

const WHOLE: Record<string, string> = {
  'two sources, a model and a probe': `${STAGED}\nsources: [${CO_CLICK}, {name: s, build: swing, window: 7}]\n${MODEL}, probe: c}]`,
  'two rankers': `${STAGED}\nrankers: [fm, lr]\nsources: [${CO_CLICK}]`,
  'trees alone': `ranker: gbdt\nsources: [${CO_CLICK}]`,
  'a fixed stop': `${JOINT}\nranker: {kind: fm, epochs: 2, patience: 8}\nsources: [${CO_CLICK}]`,
};

function world(folder: string, rows: number): string {
  const worldFolder = join(folder, String(rows));
  mkdirSync(worldFolder);
  const options = ['examples/feed/generate.ts', '--rows', String(rows), '--out', join(worldFolder, 'data')];
  execFileSync(process.execPath, options, { stdio: 'ignore' });
  return worldFolder;
}

function written(folder: string, cases: Record<string, string>): CostCase[] {
  return Object.entries(cases).map(([name, text]) => {
    const specPath = join(folder, `${name.replaceAll(/\W+/g, '-')}.lis.yaml`);
    writeFileSync(specPath, `${LOG}${text}\n`);
    return { name, specPath };
  });
}

/** Millions of rows of logs that are large for a laptop: caches of the processor hold the small ones, and none of these. */
const LARGE = { fitted: [1, 3], scaled: [2], heldOut: [6] };

async function largeCase(folder: string, millions: number): Promise<CostCase> {
  const largeFolder = join(folder, `large-${millions}`);
  mkdirSync(largeFolder);
  await writeLog(millions * 1e6, join(largeFolder, 'log.parquet'));
  const specPath = join(largeFolder, 'lis.yaml');
  writeFileSync(specPath, specOf(7));
  return { name: `${millions} M rows of a long-tailed log`, specPath };
}

/** Those that rates are fitted to; whole runs that all of them are scaled by; and runs that they have not seen. */
export async function costCases(
  folder: string,
): Promise<Record<'fitted' | 'large' | 'scaled' | 'heldOut', CostCase[]>> {
  const fitted = SIZES.flatMap((rows) => written(world(folder, rows), FITTED));
  const whole = { ...WHOLE, joint: FITTED['joint']! };
  const [scaled, heldOut] = [300_000, 600_000].map((rows) => written(world(folder, rows), whole));
  const largeCases = (sizes: readonly number[]) =>
    Promise.all(sizes.map((millions) => largeCase(folder, millions)));
  return {
    fitted,
    large: await largeCases(LARGE.fitted),
    scaled: [...scaled!, ...(await largeCases(LARGE.scaled))],
    heldOut: [...heldOut!, ...(await largeCases(LARGE.heldOut))],
  };
}
