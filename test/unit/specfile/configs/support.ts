/** A project in memory, and a config in it as the adapters read it. */
import { resolve } from 'node:path';
import { adaptConfig } from '../../../../src/specfile/configs/adapt.ts';
import type { AdaptedConfig } from '../../../../src/specfile/configs/assemble.ts';
import type { DraftOptions } from '../../../../src/specfile/configs/draft-config.ts';
import type { ConfigFiles } from '../../../../src/specfile/configs/files.ts';

export const ROOT = resolve('/project');

export function memoryFiles(files: Record<string, string>): ConfigFiles {
  const texts = new Map(Object.entries(files).map(([path, text]) => [resolve(ROOT, path), text]));
  const paths = [...texts.keys()];
  return {
    read: async (path, limit) => texts.get(path)?.slice(0, limit),
    bytes: async (path, from, length) => {
      const bytes = texts.has(path) ? Buffer.from(texts.get(path)!, 'latin1') : undefined;
      const start = from < 0 ? (bytes?.length ?? 0) + from : from;
      return start < 0 ? undefined : bytes?.subarray(start, start + length);
    },
    list: async (folder) => [
      ...new Set(
        paths
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => path.slice(folder.length + 1).split('/')[0]!),
      ),
    ],
    exists: async (path) => texts.has(path) || paths.some((known) => known.startsWith(`${path}/`)),
  };
}

/** Adapts the config at `path`, which is among the files. */
export async function adapted(
  files: Record<string, string>,
  path: string,
  options?: DraftOptions,
): Promise<AdaptedConfig> {
  const config = await adaptConfig(files[path]!, resolve(ROOT, path), memoryFiles(files), options);
  if (config === undefined) throw new Error(`${path} is no training config`);
  return config;
}

/** `line:column message`, 1-based. */
export function told({ problems }: AdaptedConfig): string[] {
  return problems.map(({ range: { start }, message }) => `${start.line + 1}:${start.column + 1} ${message}`);
}

export function noted({ notes }: AdaptedConfig): string[] {
  return notes.map(({ code, place }) => `${code} ${place.range.start.line + 1}`);
}
