/**
 * `LIS: Export Report…`: tables and documents straight from the report, pictures as the panel draws them; written by the
 * host, wherever the user says.
 */
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { PictureFormat, PictureTheme } from '../../../protocol/panel.ts';
import { readReport, reportText } from '../../../report/kept/store.ts';
import type { Report } from '../../../report/schema.ts';
import { loadExports } from '../../exports/load.ts';
import type { Panels } from '../../panel/panels.ts';
import type { Subject } from '../../panel/subject.ts';
import { sentenceOf, showError, showInfo } from '../../show/messages.ts';
import { pickOne, saveDialog } from '../../show/picks.ts';
import type { Services } from '../../state/services.ts';

const { t } = vscode.l10n;

interface Format extends vscode.QuickPickItem {
  ending: string;
  picture?: PictureFormat;
  theme?: PictureTheme;
  text?(report: Report): string;
}

const formats = ({ context }: Pick<Services, 'context'>): Format[] => [
  { label: 'PNG', description: t('picture of the charts in the panel'), ending: 'png', picture: 'png' },
  {
    ...{ label: t('PNG, light'), description: t('the same in light colours, for documents') },
    ...{ ending: 'png', picture: 'png', theme: 'light' },
  },
  { label: 'SVG', description: t('drawing of the charts in the panel'), ending: 'svg', picture: 'svg' },
  {
    ...{ label: t('SVG, light'), description: t('the same in light colours, for documents') },
    ...{ ending: 'svg', picture: 'svg', theme: 'light' },
  },
  {
    label: 'HTML',
    description: t('one page with charts, to mail or publish'),
    ending: 'html',
    text: (report) => loadExports(context).renderHtml(report),
  },
  {
    label: 'Markdown',
    description: t('for pull requests and wikis'),
    ending: 'md',
    text: (report) => loadExports(context).renderMarkdown(report),
  },
  {
    label: 'CSV',
    description: t('every estimate, in full precision'),
    ending: 'csv',
    text: (report) => loadExports(context).renderCsv(report),
  },
  { label: 'JSON', description: t('the report itself'), ending: 'json', text: reportText },
];

/** Asks for format and place, then writes the file. What goes wrong is told in one sentence. */
export async function exportReport(
  services: Pick<Services, 'reports' | 'log' | 'context'>,
  panels: Panels,
  subject: Subject,
): Promise<void> {
  try {
    const report = await reportOf(services, subject);
    const format = await pickOne(formats(services), { placeHolder: t('Export the report as') });
    if (format === undefined) return;
    const target = await saveDialog({
      defaultUri: vscode.Uri.file(defaultPath(subject.specPath, format.ending)),
      filters: { [format.label]: [format.ending] },
      title: t('Export the report as {0}', format.label),
    });
    if (target === undefined) return;
    await vscode.workspace.fs.writeFile(target, await contentsIn(format, report, panels, subject));
    services.log.info(`Exported the report of ${subject.specPath} to ${target.fsPath}.`);
    const open = t('Open');
    const choice = await showInfo(t('Exported {0}.', basename(target.fsPath)), open);
    if (choice === open) await vscode.commands.executeCommand('vscode.open', target);
  } catch (error) {
    const sentence = sentenceOf(error);
    services.log.error(`Export of ${subject.specPath}: ${sentence}`);
    void showError(t('The report was not exported: {0}', sentence));
  }
}

async function reportOf(
  { reports }: Pick<Services, 'reports'>,
  { specPath, reportPath }: Subject,
): Promise<Report> {
  if (reportPath !== undefined) return readReport(reportPath);
  const known = await reports.load(specPath);
  if (known === undefined) throw new Error(t('{0} has not been evaluated yet.', basename(specPath)));
  return known.report;
}

async function contentsIn(
  { picture, theme, text }: Format,
  report: Report,
  panels: Panels,
  subject: Subject,
): Promise<Uint8Array> {
  if (text !== undefined) return Buffer.from(text(report), 'utf8');
  const panel = await panels.show(subject);
  const format = picture ?? 'png';
  return Buffer.from(await panel.draw(format, theme), format === 'png' ? 'base64' : 'utf8');
}

/** Beside the spec: `lis-report.png`, `ctr-report.png`. */
function defaultPath(specPath: string, ending: string): string {
  const name = basename(specPath).replace(/(\.lis)?\.ya?ml$/i, '') || 'lis';
  return join(dirname(specPath), `${name}-report.${ending}`);
}
