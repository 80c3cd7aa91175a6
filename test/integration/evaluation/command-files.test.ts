/** What a program of the user's own finds in its files, read from the folder that a failed run leaves. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../../src/evaluation/command/job.ts';
import { evaluate } from '../../support/evaluate.ts';
import { query } from '../../support/query.ts';
import { writeSmallWorkspace } from '../../support/small-workspace.ts';

/** Three days, of which the last is evaluated up to 18:00; what comes after is left out. */
const SPEC = `version: 1
log:
  path: data/clicks.csv
  user: user_id
  item: item_id
  label: click
  time: ts
  group: user_id
  weight: ts
  features: [position, {name: ts, type: numeric}]
split: {from: 2023-11-17, to: 2023-11-17T18:00:00, slices: daily}
sources: [{name: recent, build: co-click, window: 2}]
ranker: {command: [sh, -c, exit 1]}
training: joint
seeds: 1
`;

let folder: string;
let job: Job;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lis-files-'));
  const { specPath } = writeSmallWorkspace(folder, 3000, SPEC);
  const signal = new AbortController().signal;
  const run = { signal, onProgress: () => {}, threads: 1, memoryBytes: 2 ** 30 };
  await expect(evaluate({ specPath, run })).rejects.toMatchObject({ code: 'command-failed' });
  const cache = join(folder, '.lis/cache');
  const kept = join(cache, readdirSync(cache)[0]!);
  const name = readdirSync(kept).find((entry) => entry.startsWith('001-'))!;
  job = JSON.parse(readFileSync(join(kept, name, 'job.json'), 'utf8')) as Job;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the files of a job', () => {
  it('hold each row that a part uses, and neither label nor weight of those to evaluate', async () => {
    const [base] = job.files;
    expect(base.key).toEqual(['row', 'user', 'item', 'time', 'group', 'weight', 'label', 'part']);
    const parts = await query(`
      SELECT part::INTEGER AS part, count(*)::INTEGER AS rows, count(label)::INTEGER AS labels,
        count(weight)::INTEGER AS weights, sum(label)::INTEGER AS positives
      FROM '${base.path}' GROUP BY part ORDER BY part`);
    const { fit, validate, evaluate: judged } = job.rows;
    expect(parts).toMatchObject([
      { part: 0, rows: fit, labels: fit, weights: fit },
      { part: 1, rows: validate, labels: validate, weights: validate },
      { part: 2, rows: judged, labels: 0, weights: 0, positives: null },
    ]);
    expect(fit + validate + judged).toBeLessThan(3000); // some rows come after the evaluation
    // Against the log itself: the same rows, their labels, times and numeric values.
    const [same] = await query(`
      WITH log AS (SELECT * FROM read_csv('${folder}/data/clicks.csv'))
      SELECT count(*)::INTEGER AS rows,
        count(*) FILTER (part < 2 AND b.label <> click OR epoch(time) <> ts OR feature_ts <> ts OR group_users <> 1)::INTEGER AS wrong
      FROM '${base.path}' b JOIN log ON b.user = user_id AND b.item = item_id AND epoch(b.time) = ts
      JOIN (SELECT "group" AS g, count(DISTINCT "user") AS group_users FROM '${base.path}' GROUP BY g) ON g = b."group"`);
    expect(same).toEqual({ rows: fit + validate + judged, wrong: 0 });
  });

  it('have typed features: codes that stand for one value each, and raw numbers', async () => {
    const [base, sourceFile] = job.files;
    const named = Object.fromEntries(base.features.map((feature) => [feature.name, feature]));
    expect(named['user_code']).toMatchObject({ type: 'categorical', feature: 'user' });
    expect(named['feature_position']).toMatchObject({ type: 'categorical', cardinality: 11 });
    expect(named['feature_ts']).toEqual({ name: 'feature_ts', type: 'numeric', feature: 'feature:ts' });
    expect(Object.keys(named).filter((name) => name.startsWith('count_'))).toHaveLength(4);
    const [codes] = await query(`
      SELECT count(DISTINCT user_code)::INTEGER = count(DISTINCT "user")::INTEGER AS matched, min(user_code)::INTEGER AS least,
        min(feature_position)::INTEGER AS position, max(feature_position)::INTEGER AS most
      FROM '${base.path}'`);
    expect(codes).toEqual({ matched: true, least: 1, position: 1, most: 10 });
    // The base has the columns of the source, and nothing in them.
    expect(sourceFile.key).toEqual(['row']);
    expect(sourceFile.features).toEqual(
      [1, 2, 3, 4].map((n) => ({ name: `phi_${n}`, type: 'numeric', missing: true })),
    );
    const [empty] = await query(
      `SELECT count(phi_1) + count(phi_2) + count(phi_3) + count(phi_4) AS values, count(*)::INTEGER AS rows FROM '${sourceFile.path}'`,
    );
    expect(Number(empty!['values'])).toBe(0);
    expect(empty!['rows']).toBe(job.rows.fit + job.rows.validate + job.rows.evaluate);
  });
});
