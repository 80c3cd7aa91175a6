/** Any file that carries a spec, parsed: a spec, a `lis:` block in a config, or a training config that is adapted to one. */
import { isSpecFile, looksLikeSpec } from '../detect.ts';
import { type ParsedSpec, parseSpec } from '../reading/parse.ts';
import { type AdaptedConfig, assembleConfig } from './assemble.ts';
import { configKind } from './detect.ts';
import type { DraftedConfig } from './draft-config.ts';

export type ReadSpec = ParsedSpec & { config?: AdaptedConfig };

/**
 * @param path absolute; what its author calls a spec is one, whatever it looks like
 * @param draft `draftConfig`, which the editor loads only when it is called
 */
export async function readSpecText(
  text: string,
  path: string,
  draft: (text: string, path: string) => Promise<DraftedConfig | undefined>,
): Promise<ReadSpec> {
  if (isSpecFile(path) || configKind(text) === undefined) return parseSpec(text);
  if (looksLikeSpec(text)) {
    const parsed = parseSpec(text);
    if (parsed.embedded) return parsed;
  }
  const drafted = await draft(text, path);
  if (drafted === undefined) return parseSpec(text);
  const config = assembleConfig(drafted);
  return { ...config, config };
}
