/** Where the runs that are under way are marked. */
import { join } from 'node:path';

/** Beside the reports that the extension keeps for the workspace. */
export function marksFolder({ storage }: { storage: string }): string {
  return join(storage, '..', 'under-way');
}
