/** Models in a real editor: what each surface shows of them is the report, and each leads to their lines. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { zonedTime } from '../../src/common/format.ts';
import type { Report } from '../../src/report/schema.ts';
import { openingSentences } from '../../src/report/words/opening.ts';
import { modelsReport } from '../fixtures/models-report.ts';
import { byTime } from '../fixtures/objective-report.ts';
import { stagedReport } from '../fixtures/staged-report.ts';
import { MODEL_SPEC, modelFiles } from '../support/model-workspace.ts';
import { smallLog, smallSpec } from '../support/small-workspace.ts';
import { gain, modelAnswer } from './harness/answers.ts';
import { RUN, SOON, themeSetting, useEditor } from './harness/index.ts';
import { ReportPage } from './harness/panel.ts';
import { readReport, reportsIn } from './harness/reports.ts';
import { SideBar } from './harness/side.ts';
import { SpecEditor } from './harness/spec-editor.ts';

/** Digits, written down a second time: nothing here is the extension's own code. */
const digits = (value: number) => Math.abs(value).toFixed(4);
const signed = (value: number) => `${value < 0 ? '-' : '+'}${digits(value)}`;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** Line of the spec, from 1, on which a part is named. */
const lineOf = (name: string) =>
  MODEL_SPEC.split('\n').findIndex((text) => text.includes(`name: ${name}`)) + 1;
const columnOf = (name: string) => MODEL_SPEC.split('\n')[lineOf(name) - 1]!.indexOf(name) + 1;

/** The rows of the panel's table of models: model, source, AIS, LIS, share, interval or reason; one row for one reason. */
function expectedModels({ models, sources }: Report): string[][] {
  const lisOf = (source: string) => {
    const { transferable, total } = sources.find(({ name }) => name === source)!.lis;
    return signed((transferable ?? total).value);
  };
  return models.flatMap(({ name, ais, captured, notCaptured, kind }) => {
    if (kind === 'predictions') {
      const why = notCaptured['content']!;
      return [[name, 'co-click, content', signed(ais.value), '–', '–', why]];
    }
    const share = captured['content']!;
    const range = `[${percent(share.low)}, ${percent(share.high)}]`;
    return [
      [name, 'content', signed(ais.value), lisOf('content'), percent(share.value), range],
      [name, 'co-click', signed(ais.value), lisOf('co-click'), '–', notCaptured['co-click']!],
    ];
  });
}

/** One for all tests of this file. */
const editor = useEditor({ files: modelFiles(), settings: themeSetting('dark') });

describe('a spec with models', () => {
  const spec = () => new SpecEditor(editor().workbench);
  const all = () => reportsIn(editor().workspace).map(readReport);
  /** The last run of the whole spec, which all but one test are about. */
  const report = () => all().findLast(({ spec: { only } }) => only === undefined)!;

  test('evaluated from its CodeLens, has the AIS of each over its line, as the report says', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('lis.yaml');
    const before = reportsIn(workspace).length;
    await workbench.clickCodeLens(before === 0 ? /^▶ Evaluate$/ : /^▶ Evaluate/);
    await expect.poll(() => reportsIn(workspace).length, RUN).toBe(before + 1);
    await expect
      .poll(() => workbench.codeLenses(), SOON)
      .toEqual([
        expect.stringMatching(/base AUC/),
        'Open report',
        expect.stringMatching(/^▶ [\w-]+ · .*LIS /),
        expect.stringMatching(/^▶ [\w-]+ · .*LIS /),
        ...report().models.map((model) => `▶ ${model.name} · ${modelAnswer(report(), model, 'content')}`),
      ]);
    expect(report().models).toHaveLength(3);
    await workbench.screenshot('models-lenses-dark');
  });

  test('says in Problems where the bottleneck is, at the name of the model', async () => {
    const { workbench } = editor();
    const verdict = report().verdicts.find(({ target }) => target === 'raw')!;
    expect(verdict.code).toBe('alignment-bottleneck');
    const place = `Ln ${lineOf('raw')}, Col ${columnOf('raw')}`;
    await expect
      .poll(async () => (await workbench.problems()).filter((text) => text.includes(place)), SOON)
      .toEqual([expect.stringContaining('The data is good and the model has not learnt it')]);
    await workbench.screenshot('models-problems-dark');
    await workbench.hidePanel();
  });

  test('tells of a model under the pointer what it reaches, and why it reaches nothing', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('lis.yaml');
    await spec().goTo(lineOf('raw'), columnOf('raw') + 1);
    const raw = report().models.find(({ name }) => name === 'raw')!;
    // Problems of the place are there at once, and what is said of the model a moment later.
    for (const said of [
      `${signed(raw.ais.low)} … ${signed(raw.ais.high)}`,
      `of the LIS of content ${percent(raw.captured['content']!.value)}`,
      raw.notCaptured['co-click']!,
    ])
      await expect.poll(() => spec().hoverHere(), SOON).toContain(said);
    await workbench.screenshot('models-hover-dark');
    await page.keyboard.press('Escape');
  });

  test('offers the columns of the files of a model', async () => {
    const { workbench, page } = editor();
    const line = MODEL_SPEC.split('\n').findIndex((text) => text.includes('score: score')) + 1;
    await workbench.openFile('lis.yaml');
    await workbench.replaceText(MODEL_SPEC); // what another try has typed
    await spec().goTo(line, MODEL_SPEC.split('\n')[line - 1]!.length + 1);
    for (let letter = 0; letter < 'score'.length; letter++) await page.keyboard.press('Backspace');
    await expect.poll(() => spec().suggestions(), SOON).toEqual(expect.arrayContaining(['score', 'ts']));
    await spec().closeSuggestions();
    await spec().type('scores');
    await expect
      .poll(
        async () => (await workbench.problems()).filter((text) => /no column `scores`.*Ln/.test(text)),
        SOON,
      )
      .toEqual([expect.stringContaining('data/v2.csv'), expect.stringContaining('data/v1.csv')]);
    // The view of the problems has the focus now.
    await spec().goTo(line, MODEL_SPEC.split('\n')[line - 1]!.length + 2);
    await page.keyboard.press('Backspace');
    await expect.poll(() => spec().lines(), SOON).toContain('    score: score');
    await workbench.save();
    await workbench.hidePanel();
  });

  test('has them in the side bar, each with its score, its verdict and the way to its line', async () => {
    const { workbench } = editor();
    const bar = new SideBar(workbench);
    await bar.open();
    await expect
      .poll(async () => (await bar.rows('Evaluations')).slice(3), SOON)
      .toEqual(report().models.map((model) => `${model.name} | ${modelAnswer(report(), model, 'content')}`));
    await expect.poll(() => bar.icon('Evaluations', 'raw'), SOON).toBe('warning');
    await bar.press('Evaluations', 'raw', 'Go to Line', workbench.position(`Ln ${lineOf('raw')}, Col 5`));
  });

  test('shows in the panel what the report says of each', async () => {
    const { workbench, page } = editor();
    const panel = new ReportPage(page);
    await new SideBar(workbench).press('Evaluations', 'aligned', 'Open Report', panel.locator('h1'));
    await expect.poll(() => panel.activeTab(), SOON).toBe('Scores');
    await expect.poll(() => panel.rows('models'), SOON).toEqual(expectedModels(report()));
    for (const { name, ais } of report().models) {
      await panel.unfold(name);
      const row = (await panel.rows(`estimates:${name}`)).at(-1);
      expect(row?.slice(1, 3)).toEqual([signed(ais.value), `[${signed(ais.low)}, ${signed(ais.high)}]`]);
    }
    await panel.tab('Run');
    const row = async (id: string) => (await panel.rows('arms')).find(([name]) => name === id);
    const auc = (id: string) => digits(report().arms.find((arm) => arm.id === id)!.auc);
    await expect.poll(async () => (await row('model:aligned'))?.[1], SOON).toBe(auc('model:aligned'));
    await expect
      .poll(async () => (await row('baseline:prod-v2'))?.slice(1, 5), SOON)
      .toEqual([auc('baseline:prod-v2'), '–', '–', '–']);
  });

  test('leads from a hint to the line of the model', async () => {
    const { workbench, page } = editor();
    const panel = new ReportPage(page);
    await panel.tab('Hints');
    await panel.press('Go to raw in lis.yaml');
    await expect
      .poll(() => workbench.statusBar(), SOON)
      .toContainEqual(expect.stringContaining(`Ln ${lineOf('raw')}, Col`));
  });

  test('shows the parts of a model among the segments', async () => {
    const panel = new ReportPage(editor().page);
    await panel.tab('Segments');
    await panel.choosePart('aligned');
    await expect.poll(async () => (await panel.table('segments')).header[1], SOON).toBe('AIS');
    const { segments } = report().models.find(({ name }) => name === 'aligned')!;
    await expect
      .poll(async () => (await panel.rows('segments')).map((cells) => cells.slice(0, 2)), SOON)
      .toEqual(
        segments.map(({ by, value, lis }) => [`${by}: ${value}`, lis === null ? '–' : signed(lis.value)]),
      );
  });

  test('evaluates one model alone, and leaves the others where they were', async () => {
    const { workbench, workspace, page } = editor();
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('lis.yaml');
    await workbench.runCommand('LIS: Evaluate Source or Model…');
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: 'aligned' });
    await row.waitFor();
    await workbench.screenshot('models-pick-dark');
    const before = reportsIn(workspace).length;
    await workbench.quickInput.pick('aligned');
    await expect.poll(() => reportsIn(workspace), RUN).toHaveLength(before + 1);
    const [whole, alone] = [report(), all().at(-1)!];
    expect(alone.spec.only).toEqual(['aligned']);
    expect(alone.sources).toEqual([]);
    expect(alone.models.map(({ name, ais }) => [name, ais.value])).toEqual([
      ['aligned', whole.models[0]!.ais.value],
    ]);
    const lens = `▶ ${alone.models[0]!.name} · AIS ${gain(alone.models[0]!.ais)} · evaluated alone`;
    await expect
      .poll(async () => (await workbench.codeLenses()).slice(4), SOON)
      .toEqual([
        lens,
        ...whole.models.slice(1).map((model) => `▶ ${model.name} · ${modelAnswer(whole, model, 'content')}`),
      ]);
    await workbench.clickCodeLens(/^Open report$/);
    const panel = new ReportPage(page);
    await panel.ready();
    await expect
      .poll(() => panel.texts('.notice.info'), SOON)
      .toEqual([
        expect.stringMatching(
          /^The newest run evaluated aligned alone\. From earlier runs: co-click, content, raw, prod-v2\./,
        ),
      ]);
    await expect.poll(() => panel.rows('models'), SOON).toHaveLength(4);
    const models = await panel.rows('models');
    expect(models.find(([name]) => name === 'aligned')?.at(-1)).toBe('evaluated without sources');
  });
});

/** A report of training in two stages and by an objective. */
const staged = stagedReport();
const twoStages = { ...staged, objectives: [byTime(staged)] };
const STAGED_SPEC = smallSpec('objectives:\n  - {name: time, weight: dwell_ms}\n');
/** Line and column of a text of its spec, from 1. */
const placeInStaged = (text: string): [number, number] => {
  const before = STAGED_SPEC.slice(0, STAGED_SPEC.indexOf(text)).split('\n');
  return [before.length, before.at(-1)!.length + 1];
};

/** As a run of `content` alone, after that of everything, would leave it. */
function contentAlone(): Report {
  const { gate: _gate, otherRankers: _others, ...report } = modelsReport();
  const [, content] = report.sources;
  return {
    ...report,
    created: '2026-11-02T09:30:00.000Z',
    spec: { ...report.spec, only: ['content'] },
    sources: [{ ...content!, lis: { total: { ...content!.lis.total, value: 0.0912 } } }],
    models: [],
    verdicts: [],
  };
}

describe('a report with probes and two rankers, and others', () => {
  const files = {
    'kept.lis.yaml': MODEL_SPEC,
    '.lis/runs/2026-11-01T10-00-00-000Z-kept.json': JSON.stringify(modelsReport()),
    'later.lis.yaml': MODEL_SPEC,
    '.lis/runs/2026-11-01T10-00-00-000Z-later.json': JSON.stringify(modelsReport()),
    '.lis/runs/2026-11-02T09-30-00-000Z-later.json': JSON.stringify(contentAlone()),
    'staged/data/clicks.csv': smallLog(),
    'staged/two.lis.yaml': STAGED_SPEC,
    'staged/.lis/runs/2026-11-01T10-00-00-000Z-two.json': JSON.stringify(twoStages),
    'train.yaml': `trainer: {epochs: 3}\nlis:\n${MODEL_SPEC.replaceAll(/^(?=.)/gm, '  ')}`,
    '.lis/runs/2026-11-01T10-00-00-000Z-train.json': JSON.stringify(modelsReport()),
  };
  // Only now: the tests before are about the one spec that is there.
  beforeAll(async () => {
    const { workbench, workspace } = editor();
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(workspace, dirname(path)), { recursive: true });
      writeFileSync(join(workspace, path), text);
    }
    await workbench.runCommand('View: Close All Editors');
  });
  const panel = () => new ReportPage(editor().page);

  test('shows the bracket from the probe over the AIS to the LIS, and each ranker', async () => {
    const { workbench } = editor();
    await workbench.openFile('kept.lis.yaml');
    await workbench.waitForCodeLens(/^Open report$/);
    await workbench.clickCodeLens(/^Open report$/);
    await panel().ready();
    const models = async () => {
      const { header, rows } = await panel().table('models');
      return [header, rows[0]];
    };
    await expect.poll(models, SOON).toEqual([
      ['model', 'source', 'probe AIS', 'AIS', 'LIS', 'captured', '95 % interval'],
      ['notellm', 'content', '+0.0441', '+0.0309', '+0.0749', '41.2 %', '[33.1 %, 49.3 %]'],
    ]);
    await panel().tab('Run');
    await expect
      .poll(() => panel().rows('rankers'), SOON)
      .toEqual([
        [
          'co-click',
          'fm',
          '0.6003',
          'transferable LIS',
          '+0.0377',
          '[+0.0294, +0.0460]',
          'worth aligning on',
        ],
        ['co-click', 'deepfm', '0.6155', 'transferable LIS', '+0.0251', '[+0.0159, +0.0343]', '–'],
        ['content', 'fm', '0.6003', 'total LIS', '+0.0749', '[+0.0638, +0.0860]', 'may be worth aligning on'],
        ['content', 'deepfm', '0.6155', 'total LIS', '+0.0533', '[+0.0422, +0.0644]', '–'],
        ['notellm', 'fm', '0.6003', 'AIS', '+0.0309', '[+0.0243, +0.0375]', '–'],
        ['notellm', 'deepfm', '0.6155', 'AIS', '+0.0222', '[+0.0151, +0.0293]', '–'],
        [
          'off-the-shelf',
          'fm',
          '0.6003',
          'AIS',
          '-0.0012',
          '[-0.0044, +0.0020]',
          'alignment is the bottleneck',
        ],
      ]);
  });

  test('keeps a share beside the LIS that it is of, when the source has been evaluated since', async () => {
    const { workbench } = editor();
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('later.lis.yaml');
    await workbench.clickCodeLens(/^Open report$/);
    await panel().ready();
    const when = `notellm Run of ${zonedTime(modelsReport().created)}`;
    const row = async () => (await panel().rows('models'))[0];
    await expect.poll(async () => (await row())?.[0], SOON).toContain(when);
    await expect
      .poll(async () => (await row())?.slice(3, 6), SOON)
      .toEqual(['+0.0309', '+0.0749 newer run: +0.0912', '41.2 %']);
    await workbench.screenshot('models-panel-later');
    await panel().locator('table[data-table="models"]').scrollIntoViewIfNeeded();
    await workbench.screenshot('models-panel-later-table');
  });

  test('has its models over their lines in a config with a `lis:` block as well', async () => {
    const { workbench } = editor();
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('train.yaml');
    await expect
      .poll(async () => (await workbench.codeLenses()).slice(-3), SOON)
      .toEqual([
        expect.stringMatching(/^▶ Evaluate [\w-]+$/),
        expect.stringMatching(/^▶ Evaluate [\w-]+$/),
        expect.stringMatching(/^▶ [\w-]+ · AIS \+0\.009 ±0\.002 · stale: the spec changed$/),
      ]);
    await workbench.screenshot('models-block');
  });

  test('of two stages and an objective has the best source over its line and a row in each hover', async () => {
    const { workbench } = editor();
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('staged/two.lis.yaml');
    await workbench.waitForCodeLens(
      /^time · not worth aligning on · co-click LIS \+0\.0001 ±0\.0002 · stale: /,
    );
    const text = new SpecEditor(workbench);
    await text.goTo(...placeInStaged('time, weight'));
    await expect
      .poll(() => text.hoverHere(), SOON)
      .toMatch(/^time.*co-click, not worth aligning on\s*\+0\.0001\s*-0\.0001 … \+0\.0003/);
    await text.goTo(...placeInStaged('co-click, build'));
    await expect.poll(() => text.hoverHere(), SOON).toMatch(/LIS by time\s*\+0\.0001/);
    await workbench.screenshot('spec-objective');
  });

  test('of two stages says first how strong the base is, and lists what was tried for it', async () => {
    const { workbench } = editor();
    await workbench.openFile('staged/two.lis.yaml');
    await workbench.runCommand('LIS: Open Report');
    await panel().ready();
    await expect.poll(() => panel().texts('.opening'), SOON).toEqual([openingSentences(twoStages).join(' ')]);
    await panel().tab('Base');
    const recipes = async () => (await panel().rows('trials')).filter(([name]) => /^recipe \d+$/.test(name!));
    await expect
      .poll(async () => (await recipes())[1]?.slice(0, 3), SOON)
      .toEqual([...['recipe 3', '0.4004', 'chosen']]);
    if ((await recipes()).length < 10) await panel().press('Show 2 more rows'); // as another try may have
    await expect.poll(async () => (await recipes()).length, SOON).toBe(10);
  });

  test('shows each source by the log’s label and by the objective', async () => {
    await panel().tab('Scores');
    await expect
      .poll(async () => (await panel().rows('objectives')).map((row) => row.slice(0, 4)), SOON)
      .toContainEqual([twoStages.sources[0]!.name, 'time', 'weighted AUC', '0.7219']);
  });

  test('shows the gain over weaker bases', async () => {
    await panel().tab('Base');
    await panel().choosePart('content');
    await expect
      .poll(() => panel().rows('curve'), SOON)
      .toEqual([
        ['lr', '0.6017', '+0.0379', '[+0.0299, +0.0459]', '0.4100'],
        ['fm', '0.6442', '+0.0191', '[+0.0131, +0.0251]', '0.4100'],
        ['fm, chosen', '0.6558', '+0.0177', '[+0.0117, +0.0237]', '0.4100'],
      ]);
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});
