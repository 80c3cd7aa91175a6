/**
 * Lets go of what nothing refers to any more. V8 looks for garbage when its own heap grows; arrays of a log's rows lie outside it, and gigabytes
 * of them can wait for minutes in a process whose heap holds a few megabytes.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Of the memory setting, what the process may hold before garbage is looked for. */
const UNASKED = 0.5;
/** Of the memory setting, what it may take from then on before garbage is looked for again. */
const GROWN = 1 / 32;

let collect: (() => void) | undefined;
/** The least that the process has held since garbage was last looked for. */
let least = 0;

/** Takes some 40 ms of a heap of 30 MB, and longer the more objects there are. @returns bytes that the process holds then */
export function collectGarbage(): number {
  collect ??= collector();
  collect();
  // Arrays are freed behind the first one, in a thread that the second one waits for.
  collect();
  least = process.memoryUsage.rss();
  return least;
}

/** V8's own; nothing where the runtime has none to give: it then looks for garbage when it likes. */
function collector(): () => void {
  try {
    setFlagsFromString('--expose-gc');
    return runInNewContext('gc') as () => void;
  } catch {
    return () => {};
  } finally {
    setFlagsFromString('--no-expose-gc');
  }
}

/**
 * Looks for garbage where memory matters and has grown: may be called often.
 * @param memoryBytes the memory setting
 * @returns bytes that the process holds
 */
export function easeMemory(memoryBytes: number): number {
  const held = process.memoryUsage.rss();
  least = Math.min(least, held);
  return held > UNASKED * memoryBytes && held > least + GROWN * memoryBytes ? collectGarbage() : held;
}
