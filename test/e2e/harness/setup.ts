/**
 * Once per run: the VSIX is packed (unless `npm test` has just done so) and installed into an extensions folder that
 * all editors of the run share, since nothing writes to it. Every editor has user data of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { build } from '../../../scripts/build.mjs';
import { type EditorCommand, ensureEditor } from '../../../scripts/editor.mjs';
import { installVsix } from '../../../scripts/lib/code-server.mjs';
import { vsixPath } from '../../../scripts/lib/targets.mjs';
import { packVsix } from '../../../scripts/package.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    editor: EditorCommand;
    chromium: string;
    extensions: string;
  }
}

async function freshVsix(): Promise<string> {
  if (process.env['LIS_VSIX_PACKED']) return vsixPath();
  await build();
  return packVsix();
}

export default async function setup({ provide }: TestProject): Promise<() => void> {
  const found = await ensureEditor();
  if ('reason' in found) throw new Error(`There is no editor to test in: ${found.reason}.`);
  const folder = mkdtempSync(join(tmpdir(), 'lis-e2e-'));
  const extensions = join(folder, 'extensions');
  await installVsix(found.editor, await freshVsix(), extensions, join(folder, 'user'));
  provide('editor', found.editor);
  provide('chromium', found.chromium);
  provide('extensions', extensions);
  return () => rmSync(folder, { recursive: true, force: true });
}
