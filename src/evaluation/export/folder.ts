/**
 * The folder of an export. Its files gather in a hidden folder inside it and take their places together once all of them are
 * written, the manifest last: where an export is stopped, the earlier one stays whole, and a manifest never stands beside
 * files of two exports.
 */
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Failure } from '../../common/failure.ts';
import { makeFolder } from '../../common/folder.ts';
import { hold, ownedFolder, ownerTag, sweep } from '../../common/owner.ts';
import type { FeatureManifest } from './manifest.ts';

export const MANIFEST = 'manifest.json';

const GATHERING = '.lis-export';

/** Whether a name in an export's folder is of an export that has not ended. */
export function isGathering(name: string): boolean {
  return ownedFolder(GATHERING)(name) !== undefined;
}

/**
 * @param folder absolute; made where it is absent
 * @param write writes every file of the export into the folder that it is given, and describes them
 * @throws Failure `resource`, and what `write` throws
 */
export async function exportInto(
  folder: string,
  write: (gathering: string) => Promise<FeatureManifest>,
): Promise<FeatureManifest> {
  const gathering = await refusing(folder, async () => {
    await makeFolder(folder);
    await sweep(folder, ownedFolder(GATHERING));
    return mkdtemp(join(folder, `${GATHERING}-${ownerTag}-`));
  });
  const release = hold(gathering);
  try {
    const manifest = await write(gathering);
    await refusing(folder, async () => {
      await writeFile(join(gathering, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
      await replace(folder, gathering, filesOf(manifest));
    });
    return manifest;
  } finally {
    release();
    await rm(gathering, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function replace(folder: string, gathering: string, files: readonly string[]): Promise<void> {
  const before = await earlier(folder);
  await rm(join(folder, MANIFEST), { force: true });
  for (const file of before) if (!files.includes(file)) await rm(join(folder, file), { force: true });
  for (const file of [...files, MANIFEST]) await rename(join(gathering, file), join(folder, file));
}

/** Files of the earlier export; none where there is no manifest that can be read. */
async function earlier(folder: string): Promise<string[]> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as FeatureManifest;
    return filesOf(manifest).filter((file) => file === basename(file) && file.endsWith('.parquet'));
  } catch {
    return [];
  }
}

function filesOf({ files }: FeatureManifest): string[] {
  const vectors = files.flatMap(({ columns }) => columns.flatMap((column) => column.vectors ?? []));
  return [...new Set([...files.map(({ file }) => file), ...vectors])];
}

async function refusing<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      const sentence = `The features do not fit into ${folder}: the disk is full; free some space or choose another place.`;
      throw new Failure('resource', 'disk-full', sentence, { file: folder });
    }
    const sentence = `The features cannot be written to ${folder} (${message}): choose another place.`;
    throw new Failure('resource', 'cannot-write', sentence, { file: folder });
  }
}
