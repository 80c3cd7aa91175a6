/** Makes folders where `fs.mkdir` of Node would not: its own way never comes back from places that refuse with "not there". */
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing. `mkdir` with `recursive` tries for ever, deaf to signals, where a
 * folder exists and what is made in it "does not exist", as below /proc.
 * @param path absolute
 * @throws the system's error, also where a file is in the way
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const above = dirname(path);
    const missing = (folder: string) =>
      stat(folder).then(
        () => false,
        () => true,
      );
    if (code === 'ENOENT' && above !== path && (await missing(above))) {
      await makeFolder(above);
      return makeFolder(path);
    }
    // Another process may have made it, and a read-only place says so of folders that are there.
    const there = await stat(path).catch(() => undefined);
    if (there?.isDirectory() !== true) throw error;
  }
}
