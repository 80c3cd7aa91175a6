/**
 * A small workspace for tests of the surfaces: a seeded click log in which users favour one of five groups of items, so
 * that co-click has something to find, and the spec that evaluates it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { random } from './random.ts';

const USERS = 120;
const ITEMS = 60;
const GROUPS = 5;

/** The log's CSV text: `rows` impressions, 90 seconds apart. The same number gives the same bytes. */
export function smallLog(rows = 3000): string {
  const next = random(7);
  const pick = (n: number): number => Math.floor(next() * n);
  const lines = ['user_id,item_id,ts,click,position'];
  for (let row = 0; row < rows; row++) {
    const user = pick(USERS);
    const item = pick(ITEMS);
    const position = pick(10);
    const favoured = user % GROUPS === item % GROUPS;
    const popular = item < ITEMS / 4 ? 0.15 : 0;
    const click = next() < (favoured ? 0.55 : 0.12) + popular ? 1 : 0;
    lines.push(`u${user},i${item},${1_700_000_000 + row * 90},${click},p${position}`);
  }
  return `${lines.join('\n')}\n`;
}

export interface SmallWorkspace {
  specPath: string;
  logPath: string;
}

/** The files of the workspace, path → contents. */
export function smallFiles(rows = 3000, spec = smallSpec()): Record<string, string> {
  return { 'data/clicks.csv': smallLog(rows), 'lis.yaml': spec };
}

/** Writes the workspace into `folder`. */
export function writeSmallWorkspace(folder: string, rows?: number, spec?: string): SmallWorkspace {
  for (const [path, contents] of Object.entries(smallFiles(rows, spec))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
  return { specPath: join(folder, 'lis.yaml'), logPath: join(folder, 'data', 'clicks.csv') };
}

/**
 * Lines for the end of the spec that make a run train for minutes, soon: every arm is trained at length, and the features, which
 * are built before and by the seed, are those of few seeds.
 */
export const LONG_RUN =
  'seeds: 30\ntraining: joint\nranker: {kind: fm, factors: 64, learningRate: 0.0001, epochs: 100, patience: 100}\n';

/** @param changes lines put at the end of the spec. */
export function smallSpec(changes = ''): string {
  return `# Clicks of a small shop
version: 1
log:
  path: data/clicks.csv
  user: user_id
  item: item_id
  label: click
  time: ts
  features: [position]
split: {evaluate: 20%, slices: 10}
sources:
  - {name: co-click, build: co-click, window: all}
  - name: recent
    build: co-click
    window: 2
${changes}`;
}
