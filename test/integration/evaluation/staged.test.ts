/** Training in two stages: a base whose scores are out of sample, and a head per arm on top of them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/common/failure.ts';
import type { RunContext } from '../../../src/common/progress.ts';
import { Trace } from '../../../src/common/trace.ts';
import { type Report, ReportSchema } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';
import { random } from '../../support/random.ts';
import { smallLog, smallSpec } from '../../support/small-workspace.ts';

const parent = mkdtempSync(join(tmpdir(), 'lis-staged-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

let folders = 0;
function workspace(spec: string, log = smallLog(6000)): string {
  const folder = join(parent, String(folders++));
  mkdirSync(join(folder, 'data'), { recursive: true });
  writeFileSync(join(folder, 'data', 'clicks.csv'), log);
  writeFileSync(join(folder, 'lis.yaml'), spec);
  return join(folder, 'lis.yaml');
}

/** @param source the only one that is evaluated: what most tests ask is the same of each, and `recent` is the smaller */
const run = (specPath: string, source = 'recent', changes: Partial<RunContext> = {}): Promise<Report> =>
  evaluate({
    specPath,
    sources: [source],
    run: {
      signal: new AbortController().signal,
      onProgress: () => {},
      threads: 1,
      memoryBytes: 2 ** 31,
      ...changes,
    },
  });

/** A report without what may differ between two runs of the same spec. */
const numbers = ({ created: _created, resources: _resources, ...rest }: Report) => rest;
const arm = (report: Report, id: string) => report.arms.find((listed) => listed.id === id)!;

/** The log with further columns per row. */
function withColumns(
  log: string,
  names: readonly string[],
  cellsOf: (cells: readonly string[]) => unknown[],
): string {
  const [header, ...lines] = log.trim().split('\n');
  return `${[`${header},${names.join(',')}`, ...lines.map((line) => `${line},${cellsOf(line.split(',')).join(',')}`)].join('\n')}\n`;
}

describe('a trained base', () => {
  it('gives every arm a head on the same scores, to the same bytes whatever the threads', async () => {
    const path = workspace(smallSpec('training: staged\nseeds: 2\n'));
    const report = await run(path, 'co-click');
    expect(ReportSchema.parse(report)).toEqual(report);
    const trace = new Trace();
    expect(numbers(await run(path, 'co-click', { threads: 2, trace }))).toEqual(numbers(report));
    const tasks = trace.spans.filter(({ track }) => track > 0);
    expect(new Set(tasks.map(({ track }) => track))).toEqual(new Set([1, 2]));
    expect(new Set(tasks.map(({ category }) => category))).toEqual(
      new Set(['features', 'trial', 'train', 'head']),
    );
    const worked = tasks.map(({ name, args: { bytes: _, ...args } = {} }) => JSON.stringify([name, args]));
    expect(worked.toSorted()).toEqual([...new Set(worked)].toSorted()); // nothing twice
    expect(arm(report, 'base').auc).toBeGreaterThan(0.53);
    const { lis, placeboGain } = report.sources.find(({ name }) => name === 'co-click')!;
    expect(lis.total.value).toBeGreaterThan(0.01);
    expect(Math.abs(placeboGain!.value)).toBeLessThan(0.01);
  });

  it('loses nothing to columns that say nothing', async () => {
    const draw = random(11);
    const noise = ['n1', 'n2', 'n3', 'n4'];
    const log = withColumns(smallLog(6000), noise, () => noise.map(() => draw().toFixed(4)));
    const columns = noise.map((name) => `{name: ${name}, type: numeric}`).join(', ');
    const spec = smallSpec('training: staged\n').replace(
      /sources:[\s\S]*window: 2\n/,
      `sources:\n  - {name: noise, columns: [${columns}]}\n`,
    );
    const report = await run(workspace(spec, log), 'noise');
    const { lis } = report.sources[0]!;
    expect(Math.abs(lis.total.value)).toBeLessThan(0.004);
    expect(lis.total.low).toBeLessThan(0);
  });

  it('says where a log is too small for blocks', async () => {
    const path = workspace(
      smallSpec('training: staged\n'),
      withColumns(smallLog(40), ['late'], () => [0]),
    );
    await expect(run(path)).rejects.toThrow(/training rows cannot be divided into blocks|needs|users/);
  });
});

describe('boosted trees alone', () => {
  it('need no base: their heads learn from all training rows, and each column is measured', async () => {
    const report = await run(workspace(smallSpec('ranker: gbdt\n')), 'co-click');
    expect(report.ranker).toEqual({ kind: 'gbdt', bins: 32 });
    const { fit, validate } = report.base!.headRows!;
    expect(fit + validate).toBe(report.data.trainRows);
    expect(report.resources.baseRowsTrained).toBe(0);
    expect(report.resources.rowsTrained).toBeGreaterThan(0);
    const { features, lis } = report.sources.find(({ name }) => name === 'co-click')!;
    expect(lis.total.value).toBeGreaterThan(0.01);
    expect(features).toHaveLength(4);
    expect(features.every(({ dropGain }) => dropGain !== undefined)).toBe(true);
    expect(report.arms.map(({ id }) => id).filter((id) => id === 'base' || id.startsWith('drop:'))).toEqual([
      'base',
    ]);
  });
});

describe('logged scores', () => {
  const favoured = ([user = '', item = '']: readonly string[]) =>
    Number(user.slice(1)) % 5 === Number(item.slice(1)) % 5;
  const draw = random(3);
  const log = withColumns(smallLog(6000), ['pctr', 'rank', 'const'], (cells) => {
    const p = (favoured(cells) ? 0.5 : 0.15) + 0.1 * draw();
    return [p.toFixed(4), Math.round(1000 * p), 0.3];
  });

  let made: Promise<Report> | undefined;
  /** With the probabilities of the log, evaluated once. */
  const logged = () => {
    made ??= run(workspace(smallSpec('ranker: {score: pctr}\n'), log), 'co-click');
    return made;
  };

  it('are the base: no ranker is trained, and the seed changes the head alone', async () => {
    const report = await logged();
    expect(ReportSchema.parse(report)).toEqual(report);
    expect(report.ranker).toEqual({ kind: 'logged', score: 'pctr' });
    expect(arm(report, 'base')).toMatchObject({ ranker: 'logged' });
    expect(arm(report, 'base').auc).toBeGreaterThan(0.68);
    expect(Math.abs(report.sources[0]!.lis.transferable!.value)).toBeLessThan(0.02);
    const other = await run(workspace(smallSpec('ranker: {score: rank}\n'), log));
    expect(Math.abs(arm(other, 'base').auc - arm(report, 'base').auc)).toBeLessThan(0.015);
  });

  it('have additive heads where few rows are positive, unless the spec wants trees', async () => {
    const few = await logged();
    expect(few.base!.head).toMatchObject({ kind: 'additive', by: 'rows' });
    const { fit, validate } = few.base!.headRows!;
    expect(few.base!.head!.positives).toBeGreaterThan(0.1 * (fit + validate));
    for (const { trees, perSeed } of few.arms) {
      expect(trees).toBeUndefined();
      expect(perSeed.every(({ penalty }) => penalty !== undefined)).toBe(true);
    }
    const { features } = few.sources.find(({ name }) => name === 'co-click')!;
    expect(features.map(({ dropGain }) => typeof dropGain?.value)).toEqual(Array(4).fill('number'));
    const wanted = await run(workspace(smallSpec('head: trees\nranker: {score: pctr}\n'), log));
    expect(wanted.base!.head).toEqual({ ...few.base!.head, kind: 'trees', by: 'spec' });
    expect(wanted.arms.every(({ trees }) => trees !== undefined)).toBe(true);
  });

  it('have heads on as many rows as the spec allows, drawn by the seed', async () => {
    const spec = 'head: trees\nranker: {score: pctr}\nseeds: 2\n';
    const all = await run(workspace(smallSpec(spec), log));
    const some = await run(workspace(smallSpec(`${spec}headRows: 1000\n`), log));
    const { fit, validate } = some.base!.headRows!;
    expect(fit + validate).toBeGreaterThan(998);
    expect(fit + validate).toBeLessThanOrEqual(1000);
    const { headRows, head } = all.base!;
    const share = (fit + validate) / (headRows!.fit + headRows!.validate);
    expect(some.base!.head!.positives).toBe(Math.round(share * head!.positives));
    expect(some.resources.rowsTrained).toBeLessThan(0.5 * all.resources.rowsTrained);
    const [first, second] = arm(some, 'base').perSeed;
    expect(first!.auc).not.toBe(second!.auc);
  });

  it('that rank nothing are refused at their place in the spec', async () => {
    const failure = (await run(workspace(smallSpec('ranker: {score: const}\n'), log)).catch(
      (error: unknown) => error,
    )) as Failure;
    expect(failure).toMatchObject({
      code: 'score-constant',
      where: { file: expect.stringMatching(/lis\.yaml$/) },
    });
    const text = (await run(workspace(smallSpec('ranker: {score: position}\n'), log)).catch(
      (error: unknown) => error,
    )) as Failure;
    expect(text).toMatchObject({ code: 'bad-score' });
    expect(text.message).toMatch(
      /`position` in data\/clicks\.csv holds text \(VARCHAR\): a score is a number\./,
    );
  });
});
