/**
 * Which process a folder or file belongs to, written into its name, so that later runs can remove what killed ones left.
 * A process id says nothing on another machine, in another container or after a restart, so the name also holds a mark of
 * where the id counts. What carries another mark is judged by its age alone: its owner touches it while at work.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** How often what is in use is touched. */
const TOUCH_MS = 10 * 60_000;
/** Untouched for so long, what belongs to an unknown process is taken for left over. */
const STALE_MS = 24 * 3_600_000;

const inUse = new Set<string>();
let touching: NodeJS.Timeout | undefined;

/** `1f2e3d4c-4711`: where this process runs, and its id there. */
export const ownerTag = `${machineMark()}-${process.pid}`;

/** Of the machine, its present start, and the namespace of process ids (containers have one each). */
function machineMark(): string {
  const read = (look: () => string): string => {
    try {
      return look();
    } catch {
      return ''; // not Linux
    }
  };
  const boot = read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const namespace = read(() => readlinkSync('/proc/self/ns/pid'));
  return createHash('sha256').update(`${hostname()}\n${boot}\n${namespace}`).digest('hex').slice(0, 8);
}

/** The owner that a name holds: its tag, `unknown` for a name of an older version, `undefined` for names of other things. */
export type OwnerOf = (name: string) => string | undefined;

/** Of folders that `mkdtemp` makes of a stem and the owner's tag. */
export function ownedFolder(stem: string): OwnerOf {
  return (name) => {
    const rest = name.startsWith(`${stem}-`) ? name.slice(stem.length + 1) : '';
    const match = /^(?:([0-9a-f]{8}-\d+)-)?\w{6}$/.exec(rest);
    return match === null ? undefined : (match[1] ?? 'unknown');
  };
}

/** Keeps a file or folder from being taken for left over, on other machines too. @returns what ends that */
export function hold(path: string): () => void {
  inUse.add(path);
  touching ??= setInterval(touchAll, TOUCH_MS).unref();
  return () => {
    inUse.delete(path);
    if (inUse.size > 0) return;
    clearInterval(touching);
    touching = undefined;
  };
}

function touchAll(): void {
  const now = new Date();
  for (const path of inUse) void utimes(path, now, now).catch(() => undefined);
}

/**
 * Removes what ended processes have left in a folder. Never fails: what cannot be removed stays.
 * @param ownerOf picks the names in question
 * @param keepMs what is younger than this stays, so that people can look at it
 */
export async function sweep(folder: string, ownerOf: OwnerOf, keepMs = 0): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  // A temporary folder may hold thousands of names, of which few are in question.
  const found = names.flatMap((name) => {
    const owner = ownerOf(name);
    return owner === undefined ? [] : [{ owner, path: join(folder, name) }];
  });
  await Promise.all(
    found.map(async ({ owner, path }) => {
      if (inUse.has(path)) return;
      const ended = hasEnded(owner);
      if (ended === false) return;
      const leastAge = ended ? keepMs : Math.max(STALE_MS, keepMs);
      try {
        if (Date.now() - (await stat(path)).mtimeMs >= leastAge)
          await rm(path, { recursive: true, force: true });
      } catch {
        // Another run was quicker, or it belongs to another person.
      }
    }),
  );
}

/** Whether the process of a tag has ended; undefined where its id says nothing here. */
function hasEnded(tag: string): boolean | undefined {
  const [mark, id] = tag.split('-');
  if (id === undefined || mark !== ownerTag.split('-')[0]) return undefined;
  if (Number(id) === process.pid) return true; // what this process uses is known, and was left out
  try {
    process.kill(Number(id), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
