/**
 * The encoded log, kept for later runs: while the files that it was read from hold the same bytes, a run neither reads nor encodes them. An
 * entry is found by what is read of the spec and by the contents of the files. Their hashes are looked up by their sizes; a file whose
 * modification time is another one than when it was hashed is hashed again.
 */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as z from 'zod/mini';
import { Cancelled } from '../../common/failure.ts';
import { contentHash } from '../../report/kept/fingerprint.ts';
import type { FileFingerprint } from '../../report/schema.ts';
import { canonicalJson } from '../../specfile/hash.ts';
import type { Dataset } from '../dataset.ts';
import { DatasetSchema } from './dataset-schema.ts';
import { packNames, unpackNames } from './names.ts';
import { packed, unpacked } from './packed.ts';
import { isSound } from './sound.ts';
import { type Entry, Store } from './store.ts';

/** Bytes of all logs that are kept, at most. */
export const MOST_BYTES = 2 ** 32;
/** Bytes of a list of hashes, at most. */
const HASHES_BYTES = 2 ** 22;

/** Where logs are kept, and for whom. */
export interface KeepLogs {
  /** Absolute; made with the first entry. */
  folder: string;
  /** What the reading program is: another one may read other rows from the same files. */
  program: string;
}

/** What is read. */
export interface ReadLog {
  /** Of the spec, the versions of what reads it; of any form. */
  what: unknown;
  files: readonly Pick<FileFingerprint, 'role' | 'path' | 'part'>[];
  /** Absolute: paths start there. */
  folder: string;
}

export interface FoundLog {
  /** Absent where no earlier run has kept it. */
  value?: Dataset | undefined;
  keep(read: Dataset): Promise<void>;
}

interface Hashed {
  bytes: number;
  modified: string;
  hash: string;
}

const HashesSchema = z.array(z.strictObject({ modified: z.string(), hash: z.string() }));

/**
 * @returns the log as an earlier run has read it, where its files are what they were then
 * @throws Cancelled; never for what the folder or the files hold
 */
export async function keptLog(
  { folder, program }: KeepLogs,
  read: ReadLog,
  signal: AbortSignal,
): Promise<FoundLog> {
  const store = new Store(join(folder, 'log'), MOST_BYTES);
  const breathe = async (): Promise<void> => {
    await setImmediate();
    if (signal.aborted) throw new Cancelled();
  };
  const named = { program, what: read.what, files: read.files };
  const hashesKey = (sizes: readonly number[]): string => keyOf({ sizes, ...named });
  const logKey = (hashes: readonly string[]): string => keyOf({ hashes, ...named });
  const keep = async (data: Dataset): Promise<void> => {
    const files = data.inputs as FileFingerprint[];
    const entry = entryOf(data);
    if (entry === undefined) return;
    await store.write(logKey(files.map(({ hash }) => hash)), entry, breathe);
    const facts = files.map(({ modified, hash }) => ({ modified, hash }));
    const sizes = files.map(({ bytes }) => bytes);
    await store.write(hashesKey(sizes), { facts, bytes: new Uint8Array(0) });
  };
  const hashed = await hashesOf(read, (sizes) => store.read(hashesKey(sizes), HASHES_BYTES), signal);
  if (hashed === undefined) return { keep };
  const entry = await store.read(logKey(hashed.map(({ hash }) => hash)), MOST_BYTES, breathe);
  const data = entry && datasetOf(entry);
  if (data?.inputs.length !== hashed.length) return { keep };
  const inputs = data.inputs.map((input, i) => ({ ...input, ...hashed[i]! }));
  return { value: { ...data, inputs }, keep };
}

const keyOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

/** What the files hold; undefined where nothing is known of them. */
async function hashesOf(
  { files, folder }: ReadLog,
  known: (sizes: readonly number[]) => Promise<Entry | undefined>,
  signal: AbortSignal,
): Promise<Hashed[] | undefined> {
  try {
    const found = await Promise.all(files.map(({ path }) => stat(resolve(folder, path))));
    const entry = await known(found.map(({ size }) => size));
    const kept = HashesSchema.safeParse(entry?.facts).data;
    if (kept?.length !== files.length) return undefined;
    const hashed: Hashed[] = [];
    for (const [i, { path }] of files.entries()) {
      const modified = new Date(found[i]!.mtimeMs).toISOString();
      const same = kept[i]!.modified === modified;
      const hash = same ? kept[i]!.hash : await contentHash(resolve(folder, path), signal);
      hashed.push({ bytes: found[i]!.size, modified, hash });
    }
    return hashed;
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    return undefined; // what is wrong with a file is told by what reads it
  }
}

/** @returns undefined where it cannot be kept */
function entryOf(data: Dataset): ReturnType<typeof packed> | undefined {
  const userNames = packNames(data.userNames);
  const itemNames = packNames(data.itemNames);
  return userNames && itemNames && packed({ ...data, userNames, itemNames });
}

/** @returns undefined where it is not a log */
function datasetOf(entry: Entry): Dataset | undefined {
  const kept = DatasetSchema.safeParse(unpacked(entry)).data;
  if (kept === undefined) return undefined;
  const userNames = unpackNames(kept.userNames);
  const itemNames = unpackNames(kept.itemNames);
  if (userNames === undefined || itemNames === undefined) return undefined;
  const data: Dataset = { ...kept, userNames, itemNames };
  return isSound(data) ? data : undefined;
}
