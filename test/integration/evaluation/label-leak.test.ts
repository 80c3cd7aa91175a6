/** Columns, ids and scores that hold the label, from the file to the report. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Report, ReportSchema } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';
import { random } from '../../support/random.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-leak-'));
  const next = random(11);
  const header = 'u,i,y,t,honest,watched,status,shy,shown';
  const rows = Array.from({ length: 1600 }, (_, row) => {
    const [user, item] = [Math.floor(next() * 40), Math.floor(next() * 25)];
    const y = Number(next() < (user % 5 === item % 5 ? 0.6 : 0.2));
    return {
      keys: [user, item],
      y,
      cells: [
        ...[`u${user}`, `i${item}`, y, 1_700_000_000 + row * 60],
        Math.floor(next() * 8),
        y === 1 ? 100 + Math.floor(next() * 900) : '', // known after a click alone
        y === 1 ? 2 : next() < 0.5 ? 1 : 3, // codes in no order
        y === 1 ? -next().toFixed(3) : 0, // backwards
        y === 1 ? `r${row}` : `n${row}`, // an id of one row each says nothing by its rate
      ],
    };
  });
  writeFileSync(join(folder, 'log.csv'), [header, ...rows.map(({ cells }) => cells.join(','))].join('\n'));
  const scores = (name: string, scoreOf: (y: number) => number) =>
    writeFileSync(
      join(folder, name),
      ['u,i,t,s', ...rows.map(({ cells: [u, i, , t], y }) => [u, i, t, scoreOf(y)].join(','))].join('\n'),
    );
  scores('with.csv', (y) => y + next() / 2);
  scores('without.csv', () => next());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(features: string, rest: string): Promise<Report> {
  const specText = `version: 1
log: {path: log.csv, user: u, item: i, label: y, time: t, features: [${features}]}
split: {evaluate: 30%, slices: 5}
ranker: {kind: fm, epochs: 1}
seeds: 1
${rest}`;
  const signal = new AbortController().signal;
  const context = { signal, onProgress: () => {}, threads: 1, memoryBytes: 2 ** 31 };
  const report = await evaluate({ specPath: join(folder, 'lis.yaml'), specText, run: context });
  return ReportSchema.parse(report);
}

const said = ({ verdicts }: Report) =>
  verdicts.map(({ code, target, columns }) => [code, target, columns?.map(({ name, line }) => [name, line])]);

describe('a label leak', () => {
  it('of a source is its only verdict, names the columns and their lines, and meets no gate', async () => {
    const report = await run(
      'honest',
      `sources:
  - name: joined
    columns:
      - {name: watched, type: numeric}
      - {name: shown, type: categorical}
      - {name: shy, type: numeric}
  - {name: cc, build: co-click}
gate: {source: joined, total: ">= 0.001"}
`,
    );
    const [leak, ...others] = said(report);
    expect(leak).toEqual([
      'label-leak',
      'joined',
      [
        ['watched', 9],
        ['shy', 11],
      ],
    ]);
    expect(new Set(others.map(([, target]) => target))).toEqual(new Set(['cc']));
    expect(report.gate).toMatchObject({ met: false, leak: true });
    expect(report.sources.map(({ versus }) => versus)).toEqual([undefined, undefined]);
  });

  it('of the base takes every source with it, by codes in no order too', async () => {
    const report = await run(
      'honest, {name: status, type: numeric}',
      'sources: [{name: cc, build: co-click}]\n',
    );
    expect(said(report)).toEqual([
      ['label-leak', 'the base', [['status', 2]]],
      ['label-leak', 'cc', [['status', 2]]],
    ]);
    expect(report.verdicts[0]!.columns![0]).toMatchObject({ auc: 1, specPath: ['log', 'features', 1] });
  });

  it('of score files is their model’s, and no warning beside it', async () => {
    const report = await run(
      'honest',
      `models:
  - {name: prod, predictions: with.csv, baseline: without.csv, key: [u, i, t], score: s}
`,
    );
    expect(said(report)).toEqual([['label-leak', 'prod', []]]);
    expect(report.verdicts[0]!.message).toContain(
      'The scores of prod rank the evaluation rows with AUC 1.0000',
    );
  });

  it('is none of honest columns, whatever they are made of', async () => {
    const report = await run(
      'honest, shown',
      'sources: [{name: joined, columns: [honest]}, {name: cc, build: co-click}]\n',
    );
    expect(report.verdicts.map(({ code }) => code)).not.toContain('label-leak');
    expect(report.verdicts.map(({ code }) => code)).not.toContain('label-suspect');
  });
});
