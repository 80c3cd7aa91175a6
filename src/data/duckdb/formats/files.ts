/** Which files a `path:` of the spec means: literal files, lists and globs, their format and compression. */
import { open, stat } from 'node:fs/promises';
import { basename, relative, resolve, sep } from 'node:path';
import { Failure, type FailureWhere } from '../../../common/failure.ts';
import { globFiles, isGlob } from '../../../common/glob.ts';
import { isAddress, tableIn, withoutCredentials } from '../../../specfile/remote-paths.ts';
import type { Role } from '../../plan/named-tables.ts';
import type { FileSource } from '../../table-source.ts';
import { identityOf } from '../session/unchanged.ts';
import { CONTENT_BYTES, type Compression, checkedContent, type Format, isText } from './content.ts';

export interface InputFile {
  role: Role;
  /** Absolute. */
  path: string;
  /** Relative to the spec's folder, with `/`: as reports and messages name it. */
  shown: string;
  bytes: number;
  /** Of the file when it was found, as `identityOf` says it. */
  identity: string;
  format: Format;
  compression: Compression;
}

/** A table that a cluster reads. */
export interface RemoteInput {
  role: Role;
  /** As the spec names it. */
  shown: string;
  remote: true;
}

export type Input = InputFile | RemoteInput;

export const isRemote = (input: Input): input is RemoteInput => 'remote' in input;

const FORMATS: Record<string, Format> = {
  parquet: 'parquet',
  pq: 'parquet',
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  // Whatever they are separated by: text/csv.ts finds out.
  data: 'csv',
  dat: 'csv',
  txt: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'jsonl',
  arrow: 'arrow',
  arrows: 'arrow',
  feather: 'arrow',
  ipc: 'arrow',
  inter: 'atomic',
  user: 'atomic',
  item: 'atomic',
  npy: 'npy',
};
const COMPRESSIONS: Record<string, Compression> = { gz: 'gzip', zst: 'zstd' };

/**
 * The files of one `path:`, sorted by path, each once.
 * @param specPath of the key that names them.
 * @throws Cancelled; Failure `data`: nothing matches, a file is missing or empty, formats are unknown or mixed.
 */
export async function resolveFiles(
  role: Role,
  { patterns, folder }: FileSource,
  specPath: readonly (string | number)[] = [role, 'path'],
  signal?: AbortSignal,
): Promise<InputFile[]> {
  const found = new Map<string, InputFile>();
  for (const pattern of patterns) {
    for (const path of await matches(pattern, folder, specPath, signal)) {
      if (!found.has(path)) found.set(path, await describe(role, path, folder, specPath));
    }
  }
  const files = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const other = files.find((file) => file.format !== files[0]?.format);
  if (files[0] && other) {
    throw new Failure(
      'data',
      'mixed-formats',
      `${specPath.join('.')} mixes ${files[0].format} (${files[0].shown}) and ${other.format} (${other.shown}): name files of one format.`,
      { file: other.shown, specPath },
    );
  }
  return files;
}

async function matches(
  pattern: string,
  folder: string,
  specPath: readonly (string | number)[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const literal = resolve(folder, pattern);
  if (await stat(literal).catch(() => undefined)) return [literal];
  const table = tableIn(pattern);
  if (table !== undefined) {
    const message = `${table} is a table of a catalogue: name the cluster that reads it in \`engine\`, or a file instead.`;
    throw new Failure('usage', 'table-without-engine', message, { file: table, specPath });
  }
  if (isAddress(pattern)) {
    const shown = withoutCredentials(pattern);
    const message = `${shown} is an address, and without \`engine\` only files on this machine are read: download it first, or name a cluster.`;
    throw new Failure('data', 'remote-file', message, { file: shown, specPath });
  }
  if (!isGlob(pattern)) {
    throw new Failure('data', 'missing-file', `${pattern} does not exist in ${folder}.`, {
      file: pattern,
      specPath,
    });
  }
  const paths = await globFiles(folder, pattern, { signal });
  if (paths.length === 0) {
    throw new Failure('data', 'empty-glob', `No file in ${folder} matches ${pattern}.`, {
      file: pattern,
      specPath,
    });
  }
  return paths;
}

/** The first bytes; undefined where the file cannot be opened. Asking for permission alone would not answer for the effective user. */
async function firstBytes(path: string): Promise<Uint8Array | undefined> {
  try {
    const handle = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(CONTENT_BYTES), 0, CONTENT_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}

async function describe(
  role: Role,
  path: string,
  folder: string,
  specPath: readonly (string | number)[],
): Promise<InputFile> {
  const shown = relative(folder, path).split(sep).join('/') || '.';
  const where: FailureWhere = { file: shown, specPath };
  const identity = await identityOf(path);
  const stats = await stat(path);
  if (stats.isDirectory()) {
    throw new Failure(
      'data',
      'is-folder',
      `${shown} is a folder: name its files, such as ${shown}/*.parquet.`,
      where,
    );
  }
  // A pipe would be waited for, a device never end, and a log is read more than once.
  if (!stats.isFile()) {
    throw new Failure('data', 'not-a-file', `${shown} is not a plain file: write its data to one.`, where);
  }
  const first = await firstBytes(path);
  if (first === undefined) {
    const message = `${shown} may not be read by this user: change its permissions, or name a copy.`;
    throw new Failure('data', 'unreadable-file', message, where);
  }
  const parts = basename(path).toLowerCase().split('.').slice(1);
  const compression = COMPRESSIONS[parts.at(-1) ?? ''] ?? 'none';
  if (compression !== 'none') parts.pop();
  const format = FORMATS[parts.at(-1) ?? ''];
  if (format === undefined) {
    throw new Failure(
      'data',
      'unknown-format',
      `${shown} has no known extension: use .parquet, .csv, .tsv, .txt, .dat, .data, .jsonl (also with .gz or .zst), .arrow, .feather or .inter.`,
      where,
    );
  }
  if (compression !== 'none' && (format === 'parquet' || format === 'arrow' || format === 'npy')) {
    throw new Failure(
      'data',
      'bad-compression',
      `${shown}: ${format} files are read uncompressed (Parquet and Arrow compress inside); decompress it first.`,
      where,
    );
  }
  if (stats.size === 0) throw new Failure('data', 'empty-file', `${shown} is empty.`, where);
  const content = isText(format) ? checkedContent(first, compression, where) : compression;
  return { role, path, shown, bytes: stats.size, identity, format, compression: content };
}
