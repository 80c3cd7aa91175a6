/** `id-embedding` learns its vectors by the recipe that the search finds for the base, in evaluations and in exports. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../src/report/schema.ts';
import { evaluate, exportFeatures } from '../../support/evaluate.ts';
import { query } from '../../support/query.ts';
import { smallSpec, writeSmallWorkspace } from '../../support/small-workspace.ts';

const folder = mkdtempSync(join(tmpdir(), 'lis-id-ranker-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { specPath } = writeSmallWorkspace(folder);

const specOf = (changes: string): string =>
  smallSpec(`seeds: 1\n${changes}`).replace(
    /sources:[\s\S]*window: 2\n/,
    'sources:\n  - {name: ids, build: id-embedding, window: 4, use: [max, mean]}\n',
  );

async function run(changes: string): Promise<{ report: Report; messages: string[] }> {
  const messages: string[] = [];
  const context = {
    ...{ signal: new AbortController().signal, threads: 1, memoryBytes: 2 ** 31 },
    onProgress: ({ message }: { message: string }) => messages.push(message.replace(/ of .*| base.*/, '')),
  };
  const report = await evaluate({ specPath, specText: specOf(changes), run: context });
  return { report, messages };
}

/** The spec's line that gives the options which a search has found. */
function pinned({ ranker, base }: Report): string {
  const { trials, chosen } = base!.search!;
  return `ranker: ${JSON.stringify({ kind: ranker['kind'], ...trials[chosen]!.options })}\n`;
}
const aucOf = ({ arms }: Report) => arms.map(({ id, auc }) => [id, auc]);

describe('the vectors of the ranker', () => {
  it('are those of a spec that gives the found options, and the search is made once, before them', async () => {
    const { report, messages } = await run('');
    const { report: given } = await run(pinned(report));
    expect(aucOf(given)).toEqual(aucOf(report));
    const { report: usual } = await run(
      'ranker: {learningRate: 0.01, l2: 0.0001, l2Factors: 0.001, initialScale: 0.01}\n',
    );
    expect(aucOf(usual)).not.toEqual(aucOf(report));
    const at = (message: string) => messages.indexOf(message);
    expect(at('searching the options')).toBeGreaterThan(at('building the base features'));
    expect(messages.lastIndexOf('searching the options')).toBeLessThan(at('building the features'));
    const { trials, rows } = report.base!.search!;
    const visited = rows.fit * trials.reduce((sum, { epochs }) => sum + epochs, 0);
    expect(report.resources.baseRowsTrained).toBeGreaterThan(visited);
  });

  it('are of a search of their own where the base has no factors', async () => {
    const { report, messages } = await run('ranker: gbdt\n');
    expect(messages).toContain('searching the options');
    expect(report.base!.search).toBeUndefined();
    expect(report.resources.baseRowsTrained).toBeGreaterThan(0);
  });

  it('are searched for in joint training too', async () => {
    const { report } = await run('training: joint\n');
    const { report: given } = await run(`training: joint\n${pinned(report)}`);
    expect(aucOf(given)).toEqual(aucOf(report));
  });

  it('are the same in exported features', async () => {
    const { report } = await run('');
    const quiet = { signal: new AbortController().signal, onProgress: () => {}, threads: 1 };
    const exported = async (name: string, changes: string): Promise<unknown> => {
      const request = { specPath, specText: specOf(changes), run: { ...quiet, memoryBytes: 2 ** 31 } };
      await exportFeatures(request, join(folder, name));
      return query(`SELECT leaked_max FROM '${join(folder, name, 'ids.parquet')}' ORDER BY row`);
    };
    const found = await exported('found', '');
    expect(await exported('given', pinned(report))).toEqual(found);
    expect(await exported('usual', 'ranker: {learningRate: 0.01, initialScale: 0.01}\n')).not.toEqual(found);
  });
});
