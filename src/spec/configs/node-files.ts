/** `ConfigFiles` on the file system of this machine. */
import { open, readdir, stat } from 'node:fs/promises';
import { SCAN_LIMIT } from '../detect.ts';
import type { ConfigFiles } from './files.ts';

/** @param allowed what may be looked at; anything else is as if it were not there. */
export function nodeFiles(allowed: (path: string) => boolean = () => true): ConfigFiles {
  return {
    async read(path, limit = SCAN_LIMIT) {
      if (!allowed(path)) return undefined;
      try {
        if (!(await stat(path)).isFile()) return undefined; // a pipe would be waited for
        const file = await open(path);
        try {
          const { buffer, bytesRead } = await file.read(Buffer.alloc(limit), 0, limit, 0);
          return buffer.toString('utf8', 0, bytesRead);
        } finally {
          await file.close();
        }
      } catch {
        return undefined;
      }
    },
    list: async (folder) => (allowed(folder) ? readdir(folder).catch(() => []) : []),
    exists: async (path) =>
      allowed(path) &&
      stat(path).then(
        () => true,
        () => false,
      ),
  };
}
