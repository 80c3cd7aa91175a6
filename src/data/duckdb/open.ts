/** Opens what a spec names: resolves the files, locks the door behind them, and checks every named column. */
import { Failure } from '../../report/failure.ts';
import type { RunContext } from '../../report/progress.ts';
import type { FeatureSpec, Spec } from '../../spec/schema.ts';
import { type InputFile, type Role, resolveFiles } from './files.ts';
import { type LabelPlan, planLabel } from './label.ts';
import { type OpenFile, openFile } from './readers.ts';
import type { Session } from './session.ts';
import { checkColumns, type Need } from './table.ts';

export interface OpenTable {
  role: Role;
  files: OpenFile[];
  needs: Need[];
  /** How messages name the table: its file, or its first file and the number of the others. */
  shown: string;
}

export interface OpenSpec {
  tables: OpenTable[];
  log: OpenTable;
  label: LabelPlan;
}

export async function openSpec(
  session: Session,
  spec: Spec,
  folder: string,
  run: RunContext,
): Promise<OpenSpec> {
  const patterns: [Role, readonly string[]][] = [['log', spec.log.path]];
  if (spec.items) patterns.push(['items', spec.items.path]);
  if (spec.users) patterns.push(['users', spec.users.path]);
  const resolved: [Role, InputFile[]][] = [];
  for (const [role, paths] of patterns)
    resolved.push([role, await resolveFiles(session, role, paths, folder)]);
  await session.lock(resolved.flatMap(([, files]) => files.map(({ path }) => path)));

  const tables: OpenTable[] = [];
  let label: LabelPlan | undefined;
  for (const [role, inputs] of resolved) {
    const files: OpenFile[] = [];
    for (const input of inputs) files.push(await openFile(session, input, run.signal));
    if (role === 'log') label = planLabel(spec.log.label, files[0]?.columns ?? []);
    const needs =
      role === 'log' ? logNeeds(spec, label as LabelPlan) : tableNeeds(role, spec[role] as TableSpec);
    checkColumns(files, needs);
    const others = inputs.length > 1 ? ` (and ${inputs.length - 1} more)` : '';
    tables.push({ role, files, needs, shown: `${inputs[0]?.shown}${others}` });
  }
  return { tables, log: tables[0] as OpenTable, label: label as LabelPlan };
}

type TableSpec = NonNullable<Spec['items']>;

function logNeeds({ log, split }: Spec, label: LabelPlan): Need[] {
  const needs: Need[] = [
    { column: log.user, use: 'key', specPath: ['log', 'user'] },
    { column: log.item, use: 'key', specPath: ['log', 'item'] },
    ...label.columns.map((column): Need => ({ column, use: 'value', specPath: ['log', 'label'] })),
    ...featureNeeds('log', log.features),
  ];
  if (log.time !== undefined) needs.push({ column: log.time, use: 'value', specPath: ['log', 'time'] });
  if (log.group !== undefined) needs.push({ column: log.group, use: 'key', specPath: ['log', 'group'] });
  if (log.weight !== undefined) needs.push({ column: log.weight, use: 'value', specPath: ['log', 'weight'] });
  if ('column' in split) needs.push({ column: split.column, use: 'category', specPath: ['split', 'column'] });
  if (log.time === undefined && !('column' in split)) {
    throw new Failure(
      'usage',
      'no-time',
      'Without `log.time` only a ready-made split works: name the time column, or write `split: {column: …}`.',
      { specPath: ['log'] },
    );
  }
  return needs;
}

function tableNeeds(role: Role, table: TableSpec): Need[] {
  return [{ column: table.key, use: 'key', specPath: [role, 'key'] }, ...featureNeeds(role, table.features)];
}

function featureNeeds(role: Role, features: readonly FeatureSpec[]): Need[] {
  return features.map(({ name, type }, i) => ({
    column: name,
    use: type === 'numeric' ? 'value' : 'category',
    specPath: [role, 'features', i],
  }));
}
