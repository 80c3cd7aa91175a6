/**
 * The encoded log, kept for later runs: while the files that it was read from hold the same bytes, a run neither reads nor encodes them. An
 * entry is found by what is read of the spec and by the contents of the files. Their hashes are looked up by their sizes, and made anew of a
 * file that is not, as far as the system tells, the one that was hashed.
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
  /** What the reading program is: another one may read other rows from the same files. Asked once the engine is there. */
  program(): string;
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

/** A file as it is now. */
interface Hashed {
  bytes: number;
  modified: string;
  hash: string;
  /** What changes with every change of its content, where the system tells the truth. */
  identity: string;
}

const HashesSchema = z.array(z.strictObject({ identity: z.string(), hash: z.string() }));

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
  const named = { program: program(), what: read.what, files: read.files };
  const hashesKey = (sizes: readonly number[]): string => keyOf({ sizes, ...named });
  const logKey = (hashes: readonly string[]): string => keyOf({ hashes, ...named });
  const keepHashes = async (files: readonly Hashed[]): Promise<void> => {
    const facts = files.map(({ identity, hash }) => ({ identity, hash }));
    const sizes = files.map(({ bytes }) => bytes);
    await store.write(hashesKey(sizes), { facts, bytes: new Uint8Array(0) });
  };
  const found = await filesNow(read);
  const keep = async (data: Dataset): Promise<void> => {
    const hashes = (data.inputs as FileFingerprint[]).map(({ hash }) => hash);
    const entry = entryOf(data);
    if (entry === undefined || found?.length !== hashes.length) return;
    await store.write(logKey(hashes), entry, breathe);
    await keepHashes(found.map((file, i) => ({ ...file, hash: hashes[i]! })));
  };
  if (found === undefined) return { keep };
  const known = await store.read(hashesKey(found.map(({ bytes }) => bytes)), HASHES_BYTES);
  const kept = HashesSchema.safeParse(known?.facts).data;
  if (kept?.length !== found.length) return { keep };
  const hashed: Hashed[] = [];
  for (const [i, file] of found.entries()) {
    const same = kept[i]!.identity === file.identity;
    const path = resolve(read.folder, read.files[i]!.path);
    const hash = same ? kept[i]!.hash : await contentHash(path, signal).catch(unlessCancelled);
    if (hash === undefined) return { keep };
    hashed.push({ ...file, hash });
  }
  const entry = await store.read(logKey(hashed.map(({ hash }) => hash)), MOST_BYTES, breathe);
  const data = entry && datasetOf(entry);
  if (data?.inputs.length !== hashed.length) return { keep };
  if (hashed.some(({ identity }, i) => identity !== kept[i]!.identity)) await keepHashes(hashed);
  const inputs = data.inputs.map((input, i) => {
    const { bytes, modified, hash } = hashed[i]!;
    return { ...input, bytes, modified, hash };
  });
  return { value: { ...data, inputs }, keep };
}

function unlessCancelled(error: unknown): undefined {
  if (error instanceof Cancelled) throw error;
}

const keyOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

/** Undefined where one of them is not there: what is wrong with it is told by what reads it. */
async function filesNow({ files, folder }: ReadLog): Promise<Omit<Hashed, 'hash'>[] | undefined> {
  try {
    return await Promise.all(
      files.map(async ({ path }) => {
        const place = resolve(folder, path);
        const { dev, ino, size, mtimeNs, ctimeNs } = await stat(place, { bigint: true });
        const { mtimeMs } = await stat(place); // as fingerprints have it, to the fraction
        const modified = new Date(mtimeMs).toISOString();
        // Copies keep sizes and modification times; the time of the last change of the file itself cannot be set.
        return { bytes: Number(size), modified, identity: [dev, ino, mtimeNs, ctimeNs].join(' ') };
      }),
    );
  } catch {
    return undefined;
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
