import { execFile } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Report, ReportSchema } from '../../src/report/schema.ts';
import { LONG_RUN, smallFiles, smallSpec } from '../support/small-workspace.ts';
import { type Theme, themeSetting, useEditor } from './harness/index.ts';

/** A run of the small workspace takes seconds; a machine that does other things as well may take a minute. */
const RUN_MS = 90_000;
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

/** A report without what differs between two runs of the same thing: when, how long, how much memory. */
function results({ created: _created, resources, ...rest }: Report): unknown {
  return { ...rest, rowsTrained: resources.rowsTrained };
}

const verdictOf = ({ verdicts }: Report, source: string): string =>
  verdicts.find(({ target }) => target === source)!.code.replace('-headroom', ' headroom');

/** As the CodeLens must show it, written down a second time: digits from the report and nothing else. */
function lensesOf(report: Report): RegExp[] {
  const digits = (value: number) => Math.abs(value).toFixed(4).replace('.', '\\.');
  const signed = (value: number) => `${value < 0 ? '-' : '\\+'}${digits(value)}`;
  const base = report.arms.find(({ id }) => id === 'base')!;
  return [
    new RegExp(`^▶ Evaluate · base AUC ${digits(base.auc)} · just now$`),
    ...report.sources.map(({ name, lis: { transferable, total } }) => {
      const half = (transferable!.high - transferable!.low) / 2;
      return new RegExp(
        `^▶ · LIS ${signed(transferable!.value)} ±${digits(half)} \\(total ${signed(total.value)}\\) · ${verdictOf(report, name)}$`,
      );
    }),
  ];
}

describe('evaluating a spec', () => {
  const editor = useEditor({ files: smallFiles(), settings: themeSetting('dark') });

  test('from the palette, it shows the base AUC and the LIS of each source, exactly as the CLI reports them', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('lis.yaml');
    await workbench.waitForCodeLens(/^▶ Evaluate$/, 30_000);
    await workbench.runCommand('LIS: Evaluate');
    await workbench.waitForCodeLens(/base AUC/, RUN_MS);

    const [path, ...others] = reports(workspace);
    expect(others).toEqual([]);
    const report = read(path!);
    const lenses = await workbench.codeLenses();
    expect(lenses).toHaveLength(4);
    expect(lenses.splice(1, 1)).toEqual(['Open report']);
    for (const [i, pattern] of lensesOf(report).entries()) expect(lenses[i]).toMatch(pattern);

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
    await workbench.clickCodeLens(/^▶ Evaluate/);
    await expect.poll(() => reports(workspace), { timeout: RUN_MS }).toHaveLength(2);
    const [first, second] = reports(workspace).map(read);
    expect(results(second!)).toEqual(results(first!));
    await workbench.waitForCodeLens(/▶ Evaluate · base AUC/);
  });

  test.each<Theme>(['light', 'dark', 'high-contrast', 'high-contrast-light'])(
    'can be seen in the %s theme',
    async (theme) => {
      const { workbench, setSettings } = editor();
      await setSettings(themeSetting(theme));
      await workbench.waitForTheme(theme);
      await workbench.waitForCodeLens(/base AUC/);
      await workbench.screenshot(`evaluated-${theme}`);
    },
  );

  test('shows the last result after a reload, and evaluates again', async () => {
    const { workbench, workspace } = editor();
    await workbench.reload();
    await workbench.waitForCodeLens(/base AUC/, 30_000);
    await workbench.runCommand('LIS: Evaluate');
    await expect.poll(() => reports(workspace), { timeout: RUN_MS }).toHaveLength(3);
  });

  test('says that it is stale, and why, when the spec or the data changed since', async () => {
    const { workbench, workspace } = editor();
    await workbench.replaceText(smallSpec('seeds: 2\n'));
    await workbench.waitForCodeLens(/stale: the spec changed/);
    await workbench.replaceText(smallSpec('# the same spec with another comment\n'));
    await workbench.waitForCodeLens(/just now$|min ago$/);
    appendFileSync(join(workspace, 'data', 'clicks.csv'), 'u1,i1,1700999999,1,p1\n');
    await workbench.replaceText(smallSpec());
    await workbench.waitForCodeLens(/stale: clicks\.csv changed/);
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});

describe('a long run', () => {
  const files = { ...smallFiles(30_000), 'long.lis.yaml': smallSpec(LONG_RUN) };
  const editor = useEditor({ files, settings: themeSetting('light') });

  test('tells how far it is, and ends with Cancel in its notification', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('long.lis.yaml');
    await workbench.waitForCodeLens(/^▶ Evaluate$/, 30_000);
    await workbench.runCommand('LIS: Evaluate');
    expect(await workbench.waitForCodeLens(/training .* … \d+ %/, RUN_MS)).toMatch(
      /^training \S+.* … \d+ %$/,
    );
    const title = /LIS: evaluating long\.lis\.yaml/;
    await workbench.waitForNotification(/LIS: evaluating long\.lis\.yaml: training .* · \d+ %/);
    await workbench.screenshot('running');
    await workbench.pressInNotification(title, 'Cancel');
    await workbench.waitForNoNotification(title, 3000);
    await workbench.waitForCodeLens(/^▶ Evaluate$/, 3000);
    expect(reports(workspace, 'long')).toEqual([]);
  });

  test('ends with LIS: Cancel, which is offered only while there is something to cancel', async () => {
    const { workbench } = editor();
    expect(await workbench.commands('LIS: Cancel')).not.toContain('LIS: Cancel');
    await workbench.clickCodeLens(/^▶ Evaluate/);
    await workbench.waitForCodeLens(/… \d+ %/, RUN_MS);
    await expect.poll(() => workbench.commands('LIS: Cancel'), { timeout: 20_000 }).toContain('LIS: Cancel');
    await workbench.runCommand('LIS: Cancel');
    await workbench.waitForCodeLens(/^▶ Evaluate$/, 3000);
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});

describe('a spec that cannot run', () => {
  const files = {
    ...smallFiles(),
    'broken.lis.yaml': smallSpec().replace('  label: click', '  lable: click'),
    'wrong.lis.yaml': smallSpec().replace('user: user_id', 'user: usr_id'),
  };
  const editor = useEditor({ files, settings: themeSetting('light') });

  test('shows what is wrong with it at its line, before and when it is run', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('broken.lis.yaml');
    await expect
      .poll(() => workbench.problems(), { timeout: 30_000 })
      .toContainEqual(expect.stringMatching(/lable.*label.*Ln 7, Col 3/s));
    await workbench.runCommand('LIS: Evaluate');
    expect(await workbench.waitForNotification(/broken\.lis\.yaml, line 7/)).toMatch(/lable/);
    await workbench.screenshot('broken-spec');
    expect(reports(workspace, 'broken')).toEqual([]);
  });

  test('shows what the run found wrong at its line, and opens the log', async () => {
    const { workbench } = editor();
    await workbench.openFile('wrong.lis.yaml');
    await workbench.clickCodeLens(/^▶ Evaluate$/);
    const message = await workbench.waitForNotification(/wrong\.lis\.yaml, line 5/, RUN_MS);
    expect(message).toMatch(/usr_id/);
    await expect
      .poll(() => workbench.problems(), { timeout: 20_000 })
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

describe('a workspace that is not trusted', () => {
  const editor = useEditor({ files: smallFiles(), trusted: false, settings: themeSetting('light') });

  test('parses the spec, and offers no evaluation', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('lis.yaml');
    await workbench.waitForCodeLens(/^Trust this workspace to evaluate$/, 30_000);
    await workbench.screenshot('untrusted');
    expect(await workbench.commands('LIS: ')).not.toContain('LIS: Evaluate');
    expect(await workbench.commands('LIS: ')).toContain('LIS: Show Log');
    expect(reports(workspace)).toEqual([]);
    expect(editor().consoleErrors).toEqual([]);
  });
});
