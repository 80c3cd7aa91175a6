/** Where an export goes, so that it never mixes with anybody's other files. */
import { join } from 'node:path';

/** What says that a folder is an earlier export. */
const MANIFEST = 'manifest.json';

/**
 * The picked folder itself where it is empty or an earlier export, else a new folder in it: `lis-features`, `ctr-features`.
 * @param list the names in a folder; undefined where it does not exist.
 */
export async function exportFolder(
  picked: string,
  specName: string,
  list: (folder: string) => Promise<readonly string[] | undefined>,
): Promise<string> {
  const free = async (folder: string): Promise<boolean> => {
    const names = await list(folder);
    return (
      names === undefined ||
      names.length === 0 ||
      (names.includes(MANIFEST) && names.includes('base.parquet'))
    );
  };
  if (await free(picked)) return picked;
  const stem = join(picked, `${specName.replace(/(\.lis)?\.ya?ml$/i, '')}-features`);
  for (let n = 1; ; n++) {
    const folder = n === 1 ? stem : `${stem}-${n}`;
    if (await free(folder)) return folder;
  }
}
