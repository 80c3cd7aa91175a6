/** `lis mcp [FOLDER]`: an MCP server on standard input and output, in a bundle of its own that no other command loads. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from '../common/failure.ts';

declare const __LIS_BUNDLED__: boolean | undefined;

/** @returns the exit code, once the client has closed the input. @throws Failure `usage` for what is not a folder */
export async function mcpCommand(given: string | undefined, cwd: string): Promise<number> {
  const folder = resolve(cwd, given ?? '.');
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Failure(
      'usage',
      'not-a-folder',
      `${given} is not a folder; name the one that holds your specs.`,
    );
  }
  const bundled = typeof __LIS_BUNDLED__ !== 'undefined' && __LIS_BUNDLED__;
  const place = new URL(bundled ? './mcp.mjs' : '../agents/serve.ts', import.meta.url);
  const { serve } = (await import(place.href)) as { serve(folders: readonly string[]): Promise<void> };
  await serve([folder]);
  return 0;
}
