/** What of the example is copied: all that can be read, of the folder itself and of its configs. */
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Its data is generated, since a generator is smaller than what it generates; the generator is a bundle of its own. */
const COPIED = /\.(yaml|md|py)$/;
const CONFIGS = 'configs';

/** Copies the specs, configs, code and README of `from` into `to`, which is made. */
export async function copyExample(from: string, to: string): Promise<void> {
  for (const folder of ['', CONFIGS]) {
    await mkdir(join(to, folder), { recursive: true });
    const names = (await readdir(join(from, folder))).filter((name) => COPIED.test(name));
    for (const name of names) await copyFile(join(from, folder, name), join(to, folder, name));
  }
}
