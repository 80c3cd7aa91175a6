/** Which spec a comment most likely meant that names one which is not there. Pure, so that it is tested without an editor. */
import { posix } from 'node:path';
import { distance } from 'fastest-levenshtein';

/**
 * @param written as the comment has it, relative to the folder of its file
 * @param folder of the file; with slashes, as are `specs`
 * @param specs absolute paths
 * @returns how the comment would name the spec whose path is most like the one that was written; undefined where there is no spec
 */
export function nearestSpec(written: string, folder: string, specs: readonly string[]): string | undefined {
  const wanted = posix.normalize(written.replaceAll('\\', '/'));
  const paths = specs.map((spec) => posix.relative(folder, spec));
  const [best] = paths.sort((a, b) => distance(wanted, a) - distance(wanted, b) || a.length - b.length);
  return best;
}
