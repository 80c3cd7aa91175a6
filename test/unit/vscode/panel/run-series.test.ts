import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { receiveInPanel } from '../../../../src/protocol/panel.ts';
import { RunHistory } from '../../../../src/report/kept/history.ts';
import { runPath, runPaths, writeReport } from '../../../../src/report/kept/store.ts';
import { runSeries } from '../../../../src/vscode/panel/run-series.ts';
import { allRunPaths, storedHome } from '../../../../src/vscode/state/reports/home.ts';
import { exampleReport } from '../../../fixtures/report.ts';

let folder: string;
let spec: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-series-'));
  spec = join(folder, 'lis.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(day: number, specPath = spec): Promise<string> {
  const created = new Date(Date.UTC(2026, 0, day));
  const path = runPath(specPath, created);
  await writeReport(path, exampleReport({ created: created.toISOString() }));
  return path;
}

it('is the newest fifty runs, oldest first; older and damaged ones are counted', async () => {
  for (let day = 1; day <= 53; day++) await run(day);
  writeFileSync(await run(54), '{"version": 1, "tool"');
  const series = await runSeries(await runPaths(spec), new RunHistory());
  expect(series.runs).toHaveLength(49);
  expect([series.older, series.damaged]).toEqual([4, 1]);
  expect([series.runs[0]!.created, series.runs.at(-1)!.created]).toEqual([
    ...['2026-01-05T00:00:00.000Z', '2026-02-22T00:00:00.000Z'],
  ]);
  expect(series.runs[0]).toMatchObject({
    ...{ rows: 100, baseAuc: 0.73548, metric: 'AUC' },
    gains: [{ name: 'co-click', what: 'LIS', estimate: { value: 0.00123 } }],
  });
  expect(receiveInPanel({ type: 'history', payload: series })).toHaveProperty('message');
});

it('has the runs beside the spec and those in the storage of the extension', async () => {
  const storage = join(folder, 'storage');
  const paths = [await run(1), await run(2, storedHome(spec, storage)), await run(3)];
  expect(await allRunPaths(spec, storage)).toEqual(paths.toReversed());
});

it('is empty without runs', async () => {
  expect(await runSeries([], new RunHistory())).toEqual({ runs: [], older: 0, damaged: 0 });
});
