/** Where the editor gets the text of a comparison from: also of one that it restores after a reload. */

import * as vscode from 'vscode';
import type { Services } from '../../state/services.ts';
import { actions } from '../later.ts';

/** Spelled like `SCHEME` of documents.ts, which is loaded with the first document. */
const SCHEME = 'lis-runs';

export function registerComparisons(services: Services): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri, token) => documentText(services, uri, token),
  });
}

async function documentText(
  services: Services,
  { query }: vscode.Uri,
  token: vscode.CancellationToken,
): Promise<string> {
  const { textOf } = await actions();
  const abort = new AbortController();
  const listening = token.onCancellationRequested(() => abort.abort());
  try {
    return await textOf(services, JSON.parse(query), abort.signal);
  } finally {
    listening.dispose();
  }
}
