/** Any value as data: what a list or a dictionary holds, joined. */
import { roleIn } from '../flow/names.ts';
import { type Data, makeData, type Scope, type Value } from '../flow/values.ts';
import { importsLibrary } from '../libraries.ts';
import { combined } from '../library/combined.ts';
import type { Run } from './run.ts';

/** `from data import test_set`: rows of another file, where the name says so. */
function importedRows(m: Run, path: string): Data | undefined {
  const name = path.split('.').at(-1)!;
  const role = roleIn(name);
  if (role === undefined || !/^([a-z_]\w*\.)+[a-zX_]\w*$/.test(path) || importsLibrary(`import ${path}`))
    return undefined;
  const known = m.scope.get(`import ${path}`);
  if (known?.kind === 'data') return known;
  const data = makeData({ rows: m.root({ unit: { base: -1 - m.facts.rows.length }, from: 0, to: 0 }, role) });
  outermostOf(m.scope).variables.set(`import ${path}`, data);
  return data;
}

function outermostOf(scope: Scope): Scope {
  let at = scope;
  while (at.outer !== undefined) at = at.outer;
  return at;
}

export function dataOf(m: Run, value: Value | undefined, depth: number): Data | undefined {
  if (value === undefined || depth > 3) return undefined;
  if (value.kind === 'data') return value;
  if (value.kind === 'object') {
    const all = [...value.attributes.values()].flatMap((inner) =>
      inner.kind === 'data' && inner.rows !== undefined ? [inner] : [],
    );
    return all[0];
  }
  if (value.kind === 'library') return importedRows(m, value.path);
  if (value.kind === 'columns')
    return value.taints.length > 0 ? makeData({ taints: value.taints, isSummary: true }) : undefined;
  const inner =
    value.kind === 'sequence'
      ? value.items
      : value.kind === 'dictionary'
        ? [...value.entries.values()]
        : undefined;
  if (inner === undefined) return undefined;
  const rest = value.kind === 'sequence' || value.kind === 'dictionary' ? value.rest : undefined;
  const all = [...inner, ...(rest === undefined ? [] : [rest])].flatMap(
    (item) => dataOf(m, item, depth + 1) ?? [],
  );
  if (all.length <= 1) return all[0];
  return combined(m, all);
}
