/** `ConfigFiles` on the file system of this machine. */
import { open, readdir, stat } from 'node:fs/promises';
import { SCAN_LIMIT } from '../detect.ts';
import type { ConfigFiles } from './files.ts';

/** @param allowed what may be looked at; anything else is as if it were not there. */
export function nodeFiles(allowed: (path: string) => boolean = () => true): ConfigFiles {
  const bytes: ConfigFiles['bytes'] = async (path, from, length) => {
    if (!allowed(path)) return undefined;
    try {
      const found = await stat(path);
      if (!found.isFile()) return undefined; // a pipe would be waited for
      const start = from < 0 ? found.size + from : from;
      if (start < 0) return undefined;
      const file = await open(path);
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    } catch {
      return undefined;
    }
  };
  return {
    bytes,
    async read(path, limit = SCAN_LIMIT) {
      const head = await bytes(path, 0, limit);
      return head && Buffer.from(head).toString('utf8');
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
