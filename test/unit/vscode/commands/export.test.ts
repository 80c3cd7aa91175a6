/** `LIS: Export Report…` against a stand-in for the editor: what each format writes, and where it offers to. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { renderCsv } from '../../../../src/report/exports/csv.ts';
import { renderHtml } from '../../../../src/report/exports/html/html.ts';
import { renderMarkdown } from '../../../../src/report/exports/markdown.ts';
import { type Report, ReportSchema } from '../../../../src/report/schema.ts';
import { exportReport } from '../../../../src/vscode/commands/report/export.ts';
import type { Panels } from '../../../../src/vscode/panel/panels.ts';
import { fullReport } from '../../../fixtures/full-report.ts';

const editor = vi.hoisted(() => ({
  pick: '',
  offered: [] as string[],
  proposed: '',
  written: undefined as { path: string; contents: Uint8Array } | undefined,
  told: [] as string[],
}));

vi.mock('vscode', () => {
  const said = async (text: string) => void editor.told.push(text);
  return {
    l10n: { t: (text: string, ...parts: unknown[]) => text.replace(/\{(\d)\}/g, (_, i) => String(parts[i])) },
    Uri: { file: (fsPath: string) => ({ fsPath }) },
    window: {
      showQuickPick: async (items: { label: string }[]) => {
        editor.offered = items.map(({ label }) => label);
        return items.find(({ label }) => label === editor.pick);
      },
      showSaveDialog: async ({ defaultUri }: { defaultUri: { fsPath: string } }) => {
        editor.proposed = defaultUri.fsPath;
        return { fsPath: '/out/file' };
      },
      showInformationMessage: said,
      showErrorMessage: said,
    },
    workspace: {
      fs: {
        writeFile: async ({ fsPath }: { fsPath: string }, contents: Uint8Array) => {
          editor.written = { path: fsPath, contents };
        },
      },
    },
  };
});
vi.mock('../../../../src/vscode/exports/load.ts', async () => {
  const bundle = await import('../../../../src/vscode/exports/bundle.ts');
  return { loadExports: () => bundle };
});

const report = fullReport();
const drawn = vi.fn(async (format: string, theme?: string) =>
  format === 'png' ? Buffer.from(`png ${theme}`).toString('base64') : `<svg>${theme}</svg>`,
);
const panels = { show: async () => ({ draw: drawn }) } as unknown as Panels;
const services = {
  reports: { load: async (): Promise<{ report: Report } | undefined> => ({ report }) },
  log: { info: () => undefined, error: () => undefined },
  context: {},
};
const run = (specPath = '/w/ctr.lis.yaml', given = services) =>
  exportReport(given as unknown as Parameters<typeof exportReport>[0], panels, { specPath });
const text = (): string => Buffer.from(editor.written!.contents).toString('utf8');

beforeEach(() => {
  Object.assign(editor, { pick: '', offered: [], proposed: '', written: undefined, told: [] });
  drawn.mockClear();
});

describe('exporting a report', () => {
  test.each([
    ['HTML', '/w/ctr-report.html', renderHtml(report)],
    ['Markdown', '/w/ctr-report.md', renderMarkdown(report)],
    ['CSV', '/w/ctr-report.csv', renderCsv(report)],
  ])('as %s writes what the command line writes', async (pick, proposed, contents) => {
    editor.pick = pick;
    await run();
    expect(editor.proposed).toBe(proposed);
    expect(text()).toBe(contents);
    expect(editor.told).toEqual(['Exported file.']);
  });

  test('as JSON writes the report itself', async () => {
    editor.pick = 'JSON';
    await run('/w/lis.yaml');
    expect(editor.proposed).toBe('/w/lis-report.json');
    expect(ReportSchema.parse(JSON.parse(text()))).toEqual(report);
  });

  test.each([
    ['PNG', 'png', undefined],
    ['PNG, light', 'png', 'light'],
    ['SVG', 'svg', undefined],
    ['SVG, light', 'svg', 'light'],
  ])('as %s writes what the panel draws', async (pick, format, theme) => {
    editor.pick = pick;
    await run();
    expect(drawn.mock.calls).toEqual([[format, theme]]);
    expect(text()).toBe(format === 'png' ? `png ${theme}` : `<svg>${theme}</svg>`);
  });

  test('offers eight formats, and writes nothing where none is chosen', async () => {
    await run();
    expect(editor.offered).toEqual([
      ...['PNG', 'PNG, light', 'SVG', 'SVG, light', 'HTML', 'Markdown', 'CSV', 'JSON'],
    ]);
    expect(editor.written).toBeUndefined();
  });

  test('says why there is nothing to export', async () => {
    await run('/w/lis.yaml', { ...services, reports: { load: async () => undefined } });
    expect(editor.told).toEqual(['The report was not exported: lis.yaml has not been evaluated yet.']);
    expect(editor.written).toBeUndefined();
  });
});
