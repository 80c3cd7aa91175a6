/** Item and user tables that lie beside a log: asks the engine about each, and takes the first one that fits. */
import { Failure } from '../common/failure.ts';
import type { RunContext } from '../common/progress.ts';
import type { Engine } from '../data/engine.ts';
import type { Neighbour } from '../data/look.ts';
import { timeFacts } from '../data/time-facts.ts';
import type { ChosenFeature, Inferred, LeftOut } from './inferred.ts';
import { isNamedLike, type TableRole, tableColumns, tableKey } from './table-choice.ts';

export interface FoundTable {
  role: TableRole;
  /** As a spec names it: absolute, of a file. */
  path: string;
  key: string;
  features: ChosenFeature[];
  left: LeftOut[];
}

/**
 * @param neighbours of the log
 * @returns at most one table per role, with a unique key and at least one usable column.
 */
export async function findTables(
  neighbours: readonly Neighbour[],
  inferred: Inferred,
  run: RunContext,
  engine: Pick<Engine, 'look'>,
): Promise<FoundTable[]> {
  const tables: FoundTable[] = [];
  for (const role of ['items', 'users'] as const) {
    const key = (role === 'items' ? inferred.item : inferred.user).value;
    if (key === undefined) continue;
    for (const neighbour of neighbours) {
      if (!isNamedLike(neighbour.name, role)) continue;
      const table = await readTable(role, neighbour, key, run, engine);
      if (table === undefined) continue;
      tables.push(table);
      break;
    }
  }
  return tables;
}

async function readTable(
  role: TableRole,
  { path, source }: Neighbour,
  logKey: string,
  run: RunContext,
  engine: Pick<Engine, 'look'>,
): Promise<FoundTable | undefined> {
  try {
    return await engine.look(source, run, async (look) => {
      const key = tableKey(look.profile, role, logKey);
      if (key === undefined) return undefined;
      const columns = tableColumns(look.profile, key, await timeFacts(look));
      return columns && { role, path, key, ...columns };
    });
  } catch (error) {
    // A neighbour that cannot be read is not what the user asked about.
    if (error instanceof Failure && error.kind === 'data') return undefined;
    throw error;
  }
}
