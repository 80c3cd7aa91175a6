/**
 * A small workspace for tests of the surfaces: a seeded click log in which users favour one of five groups of items, so
 * that co-click has something to find, and the spec that evaluates it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { random } from './random.ts';

const USERS = 120;
const ITEMS = 60;
const GROUPS = 5;

export interface SmallWorkspace {
  specPath: string;
  logPath: string;
}

/** Writes `data/clicks.csv` with `rows` rows and `lis.yaml` into `folder`. The same arguments write the same bytes. */
export function writeSmallWorkspace(folder: string, rows = 3000, spec = smallSpec()): SmallWorkspace {
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
  mkdirSync(join(folder, 'data'), { recursive: true });
  const logPath = join(folder, 'data', 'clicks.csv');
  const specPath = join(folder, 'lis.yaml');
  writeFileSync(logPath, `${lines.join('\n')}\n`);
  writeFileSync(specPath, spec);
  return { specPath, logPath };
}

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
