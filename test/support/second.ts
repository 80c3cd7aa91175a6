/**
 * The second within which a cancelled run ends, on the machine as it is now. A machine that is slow or has other work takes longer
 * for everything, and that says nothing of the program: how much longer is measured by how long a Node program that does nothing
 * takes to start and end, which a developer's machine without other work does within `QUIET_MS`.
 */
import { spawnSync } from 'node:child_process';

const QUIET_MS = 50;

/** Milliseconds: 1000, or as many times more as this machine is slower than a quiet one. Ask right after what is measured. */
export function secondHere(): number {
  const times = Array.from({ length: 3 }, () => {
    const started = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    return performance.now() - started;
  });
  const [, median = QUIET_MS] = times.sort((a, b) => a - b);
  return 1000 * Math.max(1, median / QUIET_MS);
}
