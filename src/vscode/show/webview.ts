/** Fills a panel of the editor with the page that the extension brings: the one place that gives a webview its contents. */
import * as vscode from 'vscode';
import { pageHtml } from './page.ts';

/** @param page which of the pages of the bundle it is */
export function showPage(panel: vscode.WebviewPanel, extension: vscode.Uri, page: 'report' | 'runs'): void {
  const media = vscode.Uri.joinPath(extension, 'dist', 'webview');
  panel.webview.options = { enableScripts: true, localResourceRoots: [media] };
  const address = (name: string) => panel.webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString();
  panel.webview.html = pageHtml({
    script: address('panel.js'),
    style: address('panel.css'),
    language: vscode.env.language,
    title: panel.title,
    page,
  });
  panel.iconPath = {
    light: vscode.Uri.joinPath(extension, 'media', 'panel-light.svg'),
    dark: vscode.Uri.joinPath(extension, 'media', 'panel-dark.svg'),
  };
}

/** The translations of the editor's language, as far as they are plain texts; none in English. */
export function strings(): Record<string, string> {
  const bundle: Record<string, unknown> = vscode.l10n.bundle ?? {};
  return Object.fromEntries(
    Object.entries(bundle).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
