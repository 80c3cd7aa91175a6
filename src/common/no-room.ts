/** What the system says of a file among the temporary ones, said as a failure of the machine. */
import { tmpdir } from 'node:os';
import { Failure } from './failure.ts';

/** @throws Failure `temporary-space` */
export function noRoom({ message }: Error): never {
  throw new Failure(
    'resource',
    'temporary-space',
    `A large log does not fit into the temporary folder ${tmpdir()} (${message}): make room there, or name another one in TMPDIR.`,
  );
}

/** @throws Failure `temporary-space` */
export function orNoRoom<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    return noRoom(error as Error);
  }
}

/** What the system says of a file is said as such; other errors are thrown as they are. @throws always */
export function ofSystem(error: unknown): never {
  if (error instanceof Error && 'syscall' in error) noRoom(error);
  throw error;
}
