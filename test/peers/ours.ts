/** Our side of a case, in a process of its own: `ours.ts CASE FOLDER` prints what was measured as JSON. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { axesOf, recipesOf } from '../../src/evaluation/base/search/recipes.ts';
import { auc, clusteredVariance, evaluationRows, ScoredArm } from '../../src/metrics/index.ts';
import { headOptions, runHead } from '../../src/ranker/head/index.ts';
import {
  binCodes,
  fieldBlock,
  quantileBins,
  type RankResult,
  type RankTask,
  type RowParts,
  runTask,
} from '../../src/ranker/index.ts';
import type { Report } from '../../src/report/schema.ts';
import { builtInOptions } from '../../src/specfile/schema-ranker.ts';
import { bytes, clocked, floats, type Measured, type PeerTask, peakBytes, taskOf, words } from './files.ts';

type Side = Omit<Measured, 'peakBytes' | 'startBytes'> & Partial<Pick<Measured, 'peakBytes'>>;

const [name = '', folder = ''] = process.argv.slice(2);
const startBytes = peakBytes();
/** As many as the peers try. */
const RECIPES = 4;
const MOST_EPOCHS = 30;
/** Of an epoch, four an epoch: the peers wait for two epochs too. */
const PATIENCE = 8;
const BINS = 64;
const PASSES = 3;

const hooks = { isCancelled: () => false, onFraction: () => undefined };
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

function partsOf(part: Uint8Array): RowParts {
  const rows = (wanted: number) => Uint32Array.from(part.keys()).filter((row) => part[row] === wanted);
  return { fit: rows(0), validate: rows(1), evaluate: rows(2) };
}

const labelsAt = (label: Uint8Array, rows: Uint32Array): Uint8Array =>
  Uint8Array.from(rows, (row) => label[row]!);

/** The first recipes of the product's own search, each with early stopping; then epochs of the chosen one alone. */
function ranker(kind: 'lr' | 'fm' | 'deepfm', { fields }: PeerTask): Side {
  const label = bytes(folder, 'label');
  const parts = partsOf(bytes(folder, 'part'));
  const columns = fields.map(({ name, cardinality }) => ({
    ...{ name, cardinality, codes: words(folder, `field-${name}`) },
  }));
  const options = builtInOptions.parse({ kind, epochs: MOST_EPOCHS, patience: PATIENCE, refit: false });
  const task: Omit<RankTask, 'options'> = {
    arm: 'base',
    seed: 1,
    blocks: [fieldBlock(columns)],
    label,
    parts,
  };
  const recipes = recipesOf(options, axesOf(options, new Set()), 0).slice(0, RECIPES);
  const best = (stop: RankResult['stop']): number => Math.max(...stop.validationAuc);
  const tried = recipes.map((recipe) => ({
    ...{ recipe, run: clocked(() => runTask({ ...task, options: recipe.options }, { ...hooks, auc })) },
  }));
  const [chosen] = tried.sort((a, b) => best(b.run.result.stop) - best(a.run.result.stop));
  const { recipe, run } = chosen!;
  const none = { ...parts, evaluate: new Uint32Array(0) };
  const alone = { ...task, options: recipe.options, parts: none, epochs: 1 };
  const epochs = Array.from(
    { length: PASSES },
    () => clocked(() => runTask(alone, { ...hooks, auc })).cpuSeconds,
  );
  const given = Object.entries(recipe.searched).map(([option, value]) => `${option} ${value}`);
  return {
    how: `${given.join(', ')}; best after ${run.result.stop.epochs} epochs`,
    cpuSeconds: run.cpuSeconds,
    seconds: run.seconds,
    rate: parts.fit.length / median(epochs),
    auc: auc(run.result.scores, labelsAt(label, parts.evaluate)),
  };
}

/** The product's own options; columns are binned as a run bins them. */
function head({ columns }: PeerTask): Side {
  const label = bytes(folder, 'label');
  const parts = partsOf(bytes(folder, 'part'));
  const base = floats(folder, 'pctr');
  const values = columns.map((_, c) => floats(folder, `column-${c}`));
  const options = headOptions(parts.fit.length + parts.validate.length);
  const { result, ...took } = clocked(() => {
    const binned = [...values, base].map((numbers, c) => {
      const edges = quantileBins(numbers, parts.fit, BINS - 1);
      const codes = binCodes(numbers, edges) as Uint8Array;
      return { name: columns[c] ?? 'base', type: 'numeric' as const, bins: edges.length + 2, codes };
    });
    return runHead({ columns: binned, base, label, ...parts, options, seed: 1 }, hooks);
  });
  const grown = result.validationLoss.length - 1;
  const rows = grown * parts.fit.length + result.trees * (parts.fit.length + parts.validate.length);
  return {
    how: `${result.trees} trees of ${options.leaves} leaves, rate ${options.learningRate.toFixed(2)}, ${BINS} bins`,
    ...took,
    rate: rows / took.cpuSeconds,
    auc: auc(result.scores, labelsAt(label, parts.evaluate)),
  };
}

function interval(): Side {
  const [label, user, score] = [
    bytes(folder, 'auc-label'),
    words(folder, 'auc-user'),
    floats(folder, 'auc-score'),
  ];
  const runs = Array.from({ length: PASSES }, () =>
    clocked(() => {
      const rows = evaluationRows(label, user);
      const arm = new ScoredArm(rows);
      arm.add(1, score);
      const { positiveSums, negativeSums } = arm.perSeed[0]!;
      return { auc: arm.auc, error: Math.sqrt(clusteredVariance(rows, positiveSums, negativeSums, arm.auc)) };
    }),
  );
  const { result, ...took } = runs.sort((a, b) => a.cpuSeconds - b.cpuSeconds)[PASSES >> 1]!;
  return {
    how: 'clustered by user, log loss included',
    ...took,
    rate: label.length / took.cpuSeconds,
    ...result,
  };
}

/** The command that users have, without its cache; what it says of itself, its threads included. */
async function whole({ threads, rows }: PeerTask): Promise<Side> {
  const started = performance.now();
  const options = ['--format', 'json', '--quiet', '--no-cache', '--threads', String(threads)];
  const child = spawn(process.execPath, ['dist/cli.mjs', 'evaluate', join(folder, 'lis.yaml'), ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  const code = await new Promise<number | null>((ended) => child.on('close', ended));
  if (code !== 0) throw new Error(`lis evaluate ended with ${code}`);
  const seconds = (performance.now() - started) / 1000;
  const { arms, resources } = JSON.parse(text) as Report;
  const aucOf = (id: string): number => arms.find((arm) => arm.id === id)?.auc ?? Number.NaN;
  const gain = (arm: string): [string, number] => [arm, aucOf(`${arm}:co-click`) - aucOf('base')];
  return {
    how: `${arms.length} arms, 3 seeds, all intervals and controls of a report`,
    ...{ cpuSeconds: resources.cpuSeconds, seconds, rate: rows / seconds, auc: aucOf('base') },
    peakBytes: resources.peakMemoryBytes,
    gains: Object.fromEntries(['honest', 'leaked-total', 'placebo'].map(gain)),
  };
}

async function measure(task: PeerTask): Promise<Side> {
  if (name === 'lr' || name === 'fm' || name === 'deepfm') return ranker(name, task);
  if (name === 'head') return head(task);
  return name === 'auc' ? interval() : whole(task);
}

const side = await measure(taskOf(folder));
process.stdout.write(`${JSON.stringify({ peakBytes: peakBytes(), startBytes, ...side })}\n`);
