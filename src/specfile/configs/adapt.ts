/** Training configs where everything is at hand: the command line and the compute process. */
import { type AdaptedConfig, assembleConfig } from './assemble.ts';
import { type DraftOptions, draftConfig } from './draft-config.ts';
import type { ConfigFiles } from './files.ts';
import { nodeFiles } from './node-files.ts';
import { type ReadSpec, readSpecText } from './read.ts';

/** @returns undefined for a text that is no training config. */
export async function adaptConfig(
  text: string,
  path: string,
  files: ConfigFiles = nodeFiles(),
  options?: DraftOptions,
): Promise<AdaptedConfig | undefined> {
  const drafted = await draftConfig(text, path, files, options);
  return drafted && assembleConfig(drafted);
}

/** Any text that carries a spec; what a training config names is looked for on this machine. */
export function readAnySpec(text: string, path: string, files = nodeFiles()): Promise<ReadSpec> {
  return readSpecText(text, path, (config, at) => draftConfig(config, at, files));
}
