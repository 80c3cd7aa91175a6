/** Completion in specs and `lis:` blocks: what `src/specfile/completion` says, with the columns and files looked up where it wants them. */

import { readdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { CompletionEntry, Cursor, FileEntry, Known } from '../../specfile/completion/complete.ts';
import { completion } from '../show/lines.ts';
import { rendered } from '../show/markdown.ts';
import type { BesideHost } from '../state/beside-host.ts';
import type { Columns } from '../state/columns/columns.ts';

/** Beside letters: what opens a value, an entry, a mapping, a list, a path's next part. */
const TRIGGERS = [' ', '-', '{', '[', ',', '/', ':'];

/** The editor waits this long for columns; keys and choices are not held up longer, and asking again gives the rest. */
const PATIENCE_MS = 5000;

const KINDS: Record<CompletionEntry['kind'], vscode.CompletionItemKind> = {
  key: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.EnumMember,
  column: vscode.CompletionItemKind.Field,
  file: vscode.CompletionItemKind.File,
  folder: vscode.CompletionItemKind.Folder,
  snippet: vscode.CompletionItemKind.Snippet,
};

export function registerCompletion(host: BesideHost): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider(
    host.configSelector,
    {
      async provideCompletionItems(document, position, token) {
        if (!host.holdsSpec(document)) return undefined;
        const { cursorAt, entriesAt, wantsAt } = await host.withSpec();
        const cursor = cursorAt(document.getText(), document.offsetAt(position));
        if (cursor === undefined || token.isCancellationRequested) return undefined;
        const known = await lookUp(document, wantsAt(cursor), host.services.columns);
        if (token.isCancellationRequested) return undefined;
        const entries = entriesAt(cursor, known);
        return new vscode.CompletionList(
          entries.map((entry, i) => item(entry, i, document, cursor)),
          known.late === true,
        );
      },
    },
    ...TRIGGERS,
  );
}

async function lookUp(
  document: vscode.TextDocument,
  wants: { table?: { patterns: string[] } | undefined; folder?: string | undefined },
  columns: Columns,
): Promise<Known & { late?: boolean }> {
  const specPath = document.uri.fsPath;
  if (!vscode.workspace.isTrusted) return {};
  if (wants.folder !== undefined) return { files: await filesIn(resolve(dirname(specPath), wants.folder)) };
  if (wants.table === undefined) return {};
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), PATIENCE_MS);
  });
  const look = await Promise.race([columns.of(specPath, wants.table), patience]);
  clearTimeout(timer);
  return look === 'late' ? { late: true } : { table: look?.facts };
}

async function filesIn(folder: string): Promise<FileEntry[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files = entries.map((entry) => ({ name: entry.name, folder: entry.isDirectory() }));
  return files.sort((a, b) => Number(b.folder) - Number(a.folder) || (a.name < b.name ? -1 : 1));
}

function item(
  entry: CompletionEntry,
  order: number,
  document: vscode.TextDocument,
  cursor: Cursor,
): vscode.CompletionItem {
  const result = completion(entry.label, entry.detail, KINDS[entry.kind]);
  result.range = new vscode.Range(document.positionAt(entry.start), document.positionAt(entry.end));
  result.insertText = entry.snippet ? new vscode.SnippetString(entry.insert) : entry.insert;
  result.sortText = String(order).padStart(4, '0');
  // The editor compares with what stands in the range: behind a quote, or in the middle of an expression.
  if (cursor.dash) result.filterText = document.getText(result.range) || entry.label;
  if (entry.documentation) result.documentation = rendered(entry.documentation);
  if (entry.more) result.command = { command: 'editor.action.triggerSuggest', title: '' };
  return result;
}
