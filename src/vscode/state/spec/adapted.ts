/**
 * Training configs in the editor. Their adapters are loaded with the first such config: most users have RecBole or FuxiCTR
 * configs, or have not.
 */

import * as vscode from 'vscode';
import type { AdaptedConfig } from '../../../specfile/configs/assemble.ts';
import type { DraftedConfig } from '../../../specfile/configs/draft-config.ts';
import { withSpec } from '../later.ts';

/** @returns undefined for a document that is no training config. */
export async function draftedConfig(
  text: string,
  path: string,
  dataset?: string,
): Promise<DraftedConfig | undefined> {
  const { draftConfig, nodeFiles } = await withSpec();
  // In an untrusted workspace nothing outside of it is looked at.
  const files = vscode.workspace.isTrusted ? nodeFiles() : nodeFiles(isInWorkspace);
  return draftConfig(text, path, files, { dataset });
}

/** The document as it is now. */
export async function adaptedConfig(
  document: vscode.TextDocument,
  dataset?: string,
): Promise<AdaptedConfig | undefined> {
  const drafted = await draftedConfig(document.getText(), document.uri.fsPath, dataset);
  if (drafted === undefined) return undefined;
  const { assembleConfig } = await withSpec();
  return assembleConfig(drafted);
}

function isInWorkspace(path: string): boolean {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path)) !== undefined;
}
