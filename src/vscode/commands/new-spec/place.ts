/** Where a new spec goes: near its data, never over another file. */
import { basename, dirname, join, relative } from 'node:path';

/** Folders that only hold data: the spec belongs above them, where the code is that it speaks for. */
const DATA_FOLDERS = /^(data|dataset|datasets|raw|interim|processed|input|inputs)$/i;

/** @param root the workspace folder that holds the data; undefined outside of any. */
export function specFolder(dataPath: string, root: string | undefined): string {
  let folder = dirname(dataPath);
  const inside = (path: string): boolean => root !== undefined && !relative(root, path).startsWith('..');
  while (DATA_FOLDERS.test(basename(folder)) && inside(dirname(folder))) folder = dirname(folder);
  return folder;
}

/** `lis.yaml`; where that is taken `clicks.lis.yaml`, then `clicks-2.lis.yaml`, … */
export async function specPath(
  folder: string,
  dataPath: string,
  exists: (path: string) => Promise<boolean>,
): Promise<string> {
  const plain = join(folder, 'lis.yaml');
  if (!(await exists(plain))) return plain;
  const stem = basename(dataPath).replace(/\..*$/, '') || 'data';
  for (let n = 1; ; n++) {
    const path = join(folder, `${n === 1 ? stem : `${stem}-${n}`}.lis.yaml`);
    if (!(await exists(path))) return path;
  }
}
