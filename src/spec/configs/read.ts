/** Any file that carries a spec, parsed: a spec, a `lis:` block in a config, or a training config that is adapted to one. */
import { isSpecFile, looksLikeSpec } from '../detect.ts';
import { type ParsedSpec, parseSpec } from '../parse.ts';
import { type AdaptedConfig, type AdaptOptions, adaptConfig } from './adapt.ts';
import { configKind } from './detect.ts';
import type { ConfigFiles } from './files.ts';

export type ReadSpec = ParsedSpec & { config?: AdaptedConfig };

/** @param path absolute; what its author calls a spec is one, whatever it looks like */
export async function readSpecText(
  text: string,
  path: string,
  files: ConfigFiles,
  options?: AdaptOptions,
): Promise<ReadSpec> {
  if (isSpecFile(path) || configKind(text) === undefined) return parseSpec(text);
  if (looksLikeSpec(text)) {
    const parsed = parseSpec(text);
    if (parsed.embedded) return parsed;
  }
  const config = await adaptConfig(text, path, files, options);
  return config === undefined ? parseSpec(text) : { ...config, config };
}
