/**
 * Once per run: the VSIX is packed (unless `npm test` has just done so) and installed into an extensions folder that
 * all editors of the run share, since nothing writes to it. The probe is beside it (probe.ts).
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { build } from '../../../scripts/build.mjs';
import { type EditorCommand, ensureEditor } from '../../../scripts/editor.mjs';
import { installVsixs } from '../../../scripts/lib/code-server.mjs';
import { vsixPath } from '../../../scripts/lib/targets.mjs';
import { packVsix } from '../../../scripts/package.mjs';
import { packProbe } from './probe.ts';

declare module 'vitest' {
  interface ProvidedContext {
    editor: EditorCommand;
    chromium: string;
    extensions: string;
    /** Of the run, removed at its end. */
    folder: string;
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
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lis-'))); // short: sockets will lie in it
  const extensions = join(folder, 'extensions');
  const probe = join(folder, 'probe.vsix');
  packProbe(probe);
  await installVsixs(found.editor, [await freshVsix(), probe], extensions, join(folder, 'user'));
  provide('editor', found.editor);
  provide('chromium', found.chromium);
  provide('extensions', extensions);
  provide('folder', folder);
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
}
