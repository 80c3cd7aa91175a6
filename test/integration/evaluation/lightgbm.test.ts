/**
 * The worked example of a ranker of one's own, as its README says: a virtual environment with the pinned packages, here one that is
 * kept for later runs, and the spec as it stands. LightGBM must find what the feed's files are known to be worth, and find it again.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFeed } from '../../../examples/feed/generate.ts';
import { simulate } from '../../../examples/feed/impressions.ts';
import { ensureVenv } from '../../../scripts/lib/python.mjs';
import type { Report } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';

let folder: string;
/** Why the example cannot run here. */
let missing: string | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lis-lightgbm-'));
  missing = await setUp();
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function setUp(): Promise<string | undefined> {
  const venv = await ensureVenv();
  if ('reason' in venv) return venv.reason;
  const example = join(folder, 'lightgbm');
  cpSync('examples/lightgbm', example, { recursive: true, filter: (path) => !/venv|\.lis/.test(path) });
  mkdirSync(join(example, 'venv', 'bin'), { recursive: true });
  writeFileSync(join(example, 'venv', 'bin', 'python'), twice(venv.folder), { mode: 0o755 });
  await writeFeed(simulate(50_000, 1), join(folder, 'feed', 'data'));
  return undefined;
}

/**
 * The Python of the environment; the training of the first block is done once more, and both predictions are kept. A whole second run would say
 * no more, and take six trainings, most of whose time goes into starting Python. That takes half as long where Python may keep what it compiles.
 */
const twice = (venv: string): string => `#!/bin/sh
unset PYTHONDONTWRITEBYTECODE
'${venv}/bin/python' "$@" || exit
case "$2" in
*-block-1-*)
  made="$(dirname "$2")/predictions.parquet"
  mv "$made" '${folder}/first.parquet' && '${venv}/bin/python' "$@" || exit
  cp "$made" '${folder}/second.parquet'
esac
`;

/** Of one seed. */
function run(sources: string[]): Promise<Report> {
  const signal = new AbortController().signal;
  const context = { signal, onProgress: () => {}, threads: 2, memoryBytes: 2 ** 31 };
  return evaluate({ specPath: join(folder, 'lightgbm', 'lis.yaml'), sources, seeds: 1, run: context });
}

describe('LightGBM as the ranker', () => {
  it('finds what the files are worth, and the same once more', async ({ skip }) => {
    if (missing !== undefined) {
      if (process.env['LIS_TEST_REQUIRE'] === 'all') throw new Error(missing);
      skip(missing);
    }
    const report = await run(['informative', 'random']);
    const [informative, random] = report.sources;
    const base = report.arms[0]!;
    console.log(
      `base AUC ${base.auc.toFixed(4)}, informative ${informative!.lis.total.value.toFixed(4)}, random ${random!.lis.total.value.toFixed(4)}`,
    );
    // Affinity and quality, which decide most clicks, are not in the base.
    expect(base.auc).toBeGreaterThan(0.59);
    expect(base.auc).toBeLessThan(0.63);
    expect(informative!.lis.total.low).toBeGreaterThan(0.05);
    expect(Math.abs(random!.lis.total.value)).toBeLessThan(0.001);
    for (const { placeboGain } of report.sources) expect(Math.abs(placeboGain!.value)).toBeLessThan(0.001);
    const verdict = (target: string) => report.verdicts.find((found) => found.target === target)!.code;
    expect(verdict('informative')).toBe('headroom');
    expect(verdict('random')).toMatch(/^(no-headroom|underpowered)$/); // one seed leaves the interval wide
    for (const { logLoss } of report.arms) expect(logLoss).toBeLessThan(0.43); // that of the click rate alone: 0.42

    const [first, second] = ['first', 'second'].map((name) => readFileSync(join(folder, `${name}.parquet`)));
    expect(first!.length).toBeGreaterThan(10_000);
    expect(second).toEqual(first);
  }, 300_000);
});
