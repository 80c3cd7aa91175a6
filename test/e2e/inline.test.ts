/** Notes beside training code: in a Python file, a notebook and a config, with the report's numbers and nowhere else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Report, ReportSchema } from '../../src/report/schema.ts';
import { leakyFiles } from '../support/leaky-workspace.ts';
import { type Theme, themeSetting, useEditor } from './harness/index.ts';
import { notesOf, pointAtNote } from './harness/notes.ts';

const RUN_MS = 90_000;

function latest(workspace: string): Report {
  const folder = join(workspace, 'shop', '.lis', 'runs');
  const [name] = readdirSync(folder)
    .filter((file) => file.endsWith('-lis.json'))
    .sort()
    .reverse();
  return ReportSchema.parse(JSON.parse(readFileSync(join(folder, name!), 'utf8')));
}

/** The note of a feature, written down a second time. */
function expected(report: Report, source: string, name: string): string {
  const feature = report.sources.find((s) => s.name === source)!.features.find((f) => f.name === name)!;
  const { dropGain, singleAuc } = feature;
  const { value, low, high } = dropGain!;
  const digits = (Math.abs(value) < 0.01 ? value.toFixed(4) : value.toFixed(3)).replace(/^(?!-)/, '+');
  const auc = `single-feature AUC ${singleAuc!.toFixed(2)}`;
  if (low > 0) return `leaks ${digits} AUC · ${auc}`;
  return high < 0 ? `costs ${digits} AUC · ${auc}` : `no measurable effect · ${auc}`;
}

describe('notes beside training code', () => {
  const editor = useEditor({ files: leakyFiles(), settings: themeSetting('dark') });

  test('say nothing before the first run, and then what the report says', async () => {
    const { workbench, workspace, page } = editor();
    await workbench.openFile('shop/lis.yaml');
    await workbench.waitForCodeLens(/^▶ Evaluate$/, 30_000);
    await workbench.runCommand('LIS: Evaluate');
    await workbench.waitForCodeLens(/base AUC/, RUN_MS);
    await workbench.openFile('train.py');
    await expect.poll(async () => (await notesOf(page)).length, { timeout: 30_000 }).toBeGreaterThan(3);
    await workbench.screenshot('inline-dark');
    const report = latest(workspace);
    console.log(
      JSON.stringify(
        report.sources.map((s) => [s.name, s.lis, s.features, report.verdicts]),
        null,
        1,
      ).slice(0, 6000),
    );
    console.log(await notesOf(page));
    console.log(expected(report, 'joined-later', 'dwell_ms'));
    await pointAtNote(page, 'noise = log');
    await page.locator('.monaco-hover:not(.hidden) .hover-contents').first().waitFor();
    await workbench.screenshot('inline-hover');
    console.log(await page.locator('.monaco-hover:not(.hidden)').first().innerText());
    await workbench.openFile('explore.ipynb');
  });
});
