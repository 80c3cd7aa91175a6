/** Logged propensities: the same scores, weighed as if every candidate had been as likely to be shown. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reportText } from '../../../src/report/kept/store.ts';
import type { Report } from '../../../src/report/schema.ts';
import { byObjectiveRows } from '../../../src/report/words/objectives.ts';
import { evaluate } from '../../support/evaluate.ts';
import { smallLog } from '../../support/small-workspace.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-off-policy-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** @param chanceOf the propensity that is logged, of a row number and whether the user favours the item */
function run(chanceOf: (row: number, favoured: boolean) => number | string): Promise<Report> {
  const [header, ...lines] = smallLog(4000).trimEnd().split('\n');
  const rows = lines.map((line, row) => {
    const [user, item] = line.split(',');
    return `${line},${chanceOf(row, Number(user!.slice(1)) % 5 === Number(item!.slice(1)) % 5)}`;
  });
  writeFileSync(join(folder, 'log.csv'), [`${header},chance`, ...rows].join('\n'));
  const specText = `version: 1
log: {path: log.csv, user: user_id, item: item_id, time: ts, label: click, features: [position], propensity: chance}
split: {evaluate: 25%, slices: 10}
seeds: 2
ranker: gbdt
sources: [{name: co-click, build: co-click}]
`;
  const nothing = { signal: new AbortController().signal, onProgress: () => {} };
  const specPath = join(folder, 'lis.yaml');
  return evaluate({ specPath, specText, run: { ...nothing, threads: 1, memoryBytes: 2 ** 31 } });
}

it('equal ones give the plain numbers, on as many rows', async () => {
  const report = await run(() => 0.25);
  const { effectiveRows, effectivePositives, baseValue, sources } = report.offPolicy!;
  expect(effectiveRows).toBeCloseTo(report.data.evalRows, 6);
  expect(effectivePositives).toBeLessThan(effectiveRows);
  expect(baseValue).toBeCloseTo(report.arms[0]!.auc, 10);
  const [plain, weighed] = [report.sources[0]!, sources[0]!].map(({ lis }) => lis.transferable!);
  expect(weighed!.value).toBeCloseTo(plain!.value, 10);
  // One is bootstrapped, the other computed.
  expect(weighed!.se / plain!.se).toBeGreaterThan(0.8);
  expect(weighed!.se / plain!.se).toBeLessThan(1.25);
  expect(report.warnings.map(({ code }) => code)).not.toContain('exposure-bias');
  expect(byObjectiveRows(report)[2]!.slice(1, 3)).toEqual(['1/chance', 'IPW AUC']);
  expect(() => reportText(report)).not.toThrow();
});

it('weigh rows that were rarely shown more, and say how few are left', async () => {
  const report = await run((row, favoured) => (row % 50 === 0 ? 0.001 : favoured ? 0.9 : 0.5));
  const { effectiveRows } = report.offPolicy!;
  expect(effectiveRows).toBeLessThan(0.1 * report.data.evalRows);
  expect(report.warnings).toContainEqual(
    expect.objectContaining({ code: 'few-effective-rows', count: Math.round(effectiveRows) }),
  );
});

it.each([0, -0.2, 1.5, '1e-300', 'inf', 'NaN', '', 'often'])('%j is refused', async (chance) => {
  await expect(run((row) => (row === 3 ? chance : 0.5))).rejects.toMatchObject({
    code: 'bad-propensity',
    message: expect.stringMatching(
      /^1 row has no propensity above 0 and at most 1 in `chance` of log\.csv.*: write the chance/,
    ),
    where: { specPath: ['log', 'propensity'] },
  });
});
