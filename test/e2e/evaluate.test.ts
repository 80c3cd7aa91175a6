import { execFile } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Report, ReportSchema } from '../../src/report/schema.ts';
import { LONG_RUN, smallFiles, smallLog, smallSpec } from '../support/small-workspace.ts';
import { SPEC_ANSWER, sourceAnswer } from './harness/answers.ts';
import { RUN, RUN_MS, SOON, themeSetting, useEditor } from './harness/index.ts';

const cli = join(import.meta.dirname, '../../dist/cli.mjs');

function reports(workspace: string, name = 'lis'): string[] {
  const folder = join(workspace, '.lis', 'runs');
  try {
    const names = readdirSync(folder).filter((file) => file.endsWith(`-${name}.json`));
    return names.sort().map((file) => join(folder, file));
  } catch {
    return [];
  }
}

const read = (path: string): Report => ReportSchema.parse(JSON.parse(readFileSync(path, 'utf8')));

/** A report without what differs between two runs of the same thing: when, at what cost, and what came from the cache. */
function results({ created: _created, resources: _resources, base, tool, ...rest }: Report): unknown {
  const { cached: _cached, ...found } = base!;
  const { origin: _origin, ...program } = tool; // the editor, or the command line
  return { ...rest, tool: program, base: found };
}

/** As the CodeLens must show it: from the report and nothing else. */
function lensesOf(report: Report): RegExp[] {
  const base = report.arms.find(({ id }) => id === 'base')!;
  return [
    new RegExp(`^▶ Evaluate · ${SPEC_ANSWER}base AUC ${base.auc.toFixed(4)} · just now$`),
    ...report.sources.map((source) => {
      const answer = sourceAnswer(report, source).replaceAll('+', '\\+');
      return new RegExp(`^▶ ${source.name} · ${answer}$`);
    }),
  ];
}

/** One for all tests of this file. */
const editor = useEditor({
  files: {
    ...smallFiles(),
    'long.lis.yaml': smallSpec(LONG_RUN),
    'broken.lis.yaml': smallSpec().replace('  label: click', '  lable: click'),
    'wrong.lis.yaml': smallSpec().replace('user: user_id', 'user: usr_id'),
  },
  settings: themeSetting('dark'),
});

describe('evaluating a spec', () => {
  test('from the palette, it shows the base AUC and the LIS of each source, exactly as the CLI reports them', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('lis.yaml');
    const before = reports(workspace).length;
    await workbench.waitForCodeLens(before === 0 ? /^▶ Evaluate$/ : /^▶ Evaluate/);
    await workbench.runCommand('LIS: Evaluate');
    await expect.poll(() => reports(workspace).length, RUN).toBe(before + 1);

    const report = read(reports(workspace).at(-1)!);
    const [first, ...sources] = lensesOf(report).map((pattern) => expect.stringMatching(pattern));
    await expect.poll(() => workbench.codeLenses(), SOON).toEqual([first, 'Open report', ...sources]);

    const file = join(workspace, 'cli.json');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [cli, 'evaluate', join(workspace, 'lis.yaml'), '--format', 'json', '--report', file],
      { maxBuffer: 1 << 26 },
    );
    expect(results(read(file))).toEqual(results(report));
    expect(results(JSON.parse(stdout))).toEqual(results(report));
  });

  test('from its CodeLens, it writes the same numbers again', async () => {
    const { workbench, workspace } = editor();
    const before = reports(workspace);
    await workbench.clickCodeLens(/^▶ Evaluate/);
    await expect.poll(() => reports(workspace), RUN).toHaveLength(before.length + 1);
    expect(results(read(reports(workspace).at(-1)!))).toEqual(results(read(before[0]!)));
    await workbench.waitForCodeLens(/▶ Evaluate · .* · base AUC/);
  });

  test('says that it is stale, and why, when the spec or the data changed since', async () => {
    const { workbench, workspace } = editor();
    const log = join(workspace, 'data', 'clicks.csv');
    const [input] = read(reports(workspace).at(-1)!).inputs;
    writeFileSync(log, smallLog()); // as the report knows it, also after another try
    const written = new Date(input!.modified!);
    utimesSync(log, written, written);
    await workbench.openFile('lis.yaml');
    await workbench.replaceText(smallSpec('seeds: 2\n'));
    await workbench.waitForCodeLens(/stale: the spec changed/);
    await workbench.replaceText(smallSpec('# the same spec with another comment\n'));
    await workbench.waitForCodeLens(/just now$|min ago$/);
    appendFileSync(log, 'u1,i1,1700999999,1,p1\n');
    await workbench.replaceText(smallSpec());
    await workbench.waitForCodeLens(/stale: clicks\.csv changed/);
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});

describe('a run that comes to no report', () => {
  test('that is long tells how far it is, and ends with Cancel in its notification', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('long.lis.yaml');
    await workbench.waitForCodeLens(/^▶ Evaluate$/);
    await workbench.runCommand('LIS: Evaluate');
    await workbench.waitForCodeLens(/^training \S+.* … \d+ %$/, RUN_MS);
    const title = /LIS: evaluating long\.lis\.yaml/;
    await workbench.waitForNotification(/LIS: evaluating long\.lis\.yaml: training .* · \d+ %/);
    await workbench.screenshot('running');
    await workbench.pressInNotification(title, 'Cancel');
    await workbench.waitForNoNotification(title);
    await workbench.waitForCodeLens(/^▶ Evaluate$/);
    expect(reports(workspace, 'long')).toEqual([]);
  });

  test('that is long ends with LIS: Cancel, which is offered only while there is something to cancel', async () => {
    const { workbench } = editor();
    await workbench.openFile('long.lis.yaml');
    await expect.poll(() => workbench.commands('LIS: Cancel'), SOON).not.toContain('LIS: Cancel');
    await workbench.clickCodeLens(/^▶ Evaluate/);
    await workbench.waitForCodeLens(/… \d+ %/, RUN_MS);
    await expect.poll(() => workbench.commands('LIS: Cancel'), SOON).toContain('LIS: Cancel');
    await workbench.runCommand('LIS: Cancel');
    await workbench.waitForCodeLens(/^▶ Evaluate$/);
  });

  test('of a broken spec shows what is wrong with it at its line, before and when it is run', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('broken.lis.yaml');
    await expect
      .poll(() => workbench.problems(), SOON)
      .toContainEqual(expect.stringMatching(/lable.*label.*Ln 7, Col 3/s));
    await workbench.runCommand('LIS: Evaluate');
    await workbench.waitForNotification(/broken\.lis\.yaml, line 7.*lable/);
    await workbench.screenshot('broken-spec');
    expect(reports(workspace, 'broken')).toEqual([]);
  });

  test('that finds something wrong shows it at its line, and opens the log', async () => {
    const { workbench } = editor();
    await workbench.openFile('wrong.lis.yaml');
    await workbench.clickCodeLens(/^▶ Evaluate$/);
    await workbench.waitForNotification(/wrong\.lis\.yaml, line 5.*usr_id/, RUN_MS);
    await expect
      .poll(() => workbench.problems(), SOON)
      .toContainEqual(expect.stringMatching(/usr_id.*Ln 5, Col 9/s));
    await workbench.pressInNotification(/wrong\.lis\.yaml, line 5/, 'Show Log');
    await workbench.page
      .locator('.output-view')
      .getByText(/usr_id/)
      .first()
      .waitFor();
    await workbench.screenshot('failed-run');
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});
