/** Opens what a spec names: resolves the files, locks the door behind them, and checks every named column. */
import { Failure } from '../../../common/failure.ts';
import type { RunContext } from '../../../common/progress.ts';
import type { FeatureSpec, SourceSpec, Spec } from '../../../specfile/schema.ts';
import { readSources } from '../../../specfile/source-bases.ts';
import { filesIn } from '../../table-source.ts';
import { type ItemFile, itemFile, itemPatterns } from '../beside/item-open.ts';
import type { OpenTable } from '../beside/open-table.ts';
import { type PredictionsFile, predictionNeeds, SIDES } from '../beside/predictions.ts';
import { withFileName } from '../formats/file-name.ts';
import { type InputFile, type Role, resolveFiles, type TableRole } from '../formats/files.ts';
import { openIds } from '../formats/ids.ts';
import { openFile } from '../formats/readers.ts';
import { checkColumns } from '../formats/settle.ts';
import type { Need, OpenFile } from '../session/columns.ts';
import type { Session } from '../session/session.ts';
import { whileUnchanged } from '../session/unchanged.ts';
import { type LabelPlan, planLabel } from './label.ts';

export type PairsSpec = Extract<SourceSpec, { pairs: unknown }>;
export type ColumnsSpec = Extract<SourceSpec, { columns: unknown }>;

export interface OpenSpec {
  tables: OpenTable[];
  log: OpenTable;
  label: LabelPlan;
  /** Sources read from a file of pairs; `index` is the position in `spec.sources`. */
  pairs: { index: number; spec: PairsSpec; table: OpenTable }[];
  /** Sources and models read from a file of vectors or clusters. */
  itemFiles: ItemFile[];
  /** Two files of each model that is given by predictions. */
  predictions: PredictionsFile[];
}

/** One table to open: `path` is where the spec names its files. */
interface Wanted {
  id: string;
  role: Role;
  patterns: readonly string[];
  path: readonly (string | number)[];
  header?: readonly string[] | undefined;
  /** Files whose rows belong to those of the table by their order. */
  beside?: { patterns: readonly string[]; path: readonly (string | number)[] };
  pairs?: Omit<OpenSpec['pairs'][number], 'table'>;
  items?: Pick<ItemFile, 'at' | 'spec'>;
  predictions?: Omit<PredictionsFile, 'table'>;
}

interface ResolvedTable {
  wanted: Wanted;
  inputs: InputFile[];
  beside: InputFile[];
}

export async function openSpec(
  session: Session,
  spec: Spec,
  folder: string,
  run: RunContext,
): Promise<OpenSpec> {
  const resolved: ResolvedTable[] = [];
  for (const wanted of wantedTables(spec)) {
    const filesOf = ({ patterns, path }: { patterns: readonly string[]; path: Wanted['path'] }) =>
      resolveFiles(wanted.role, filesIn(folder, patterns), path, run.signal);
    const inputs = await filesOf(wanted);
    const beside = wanted.beside && (await filesOf(wanted.beside));
    resolved.push({ wanted, inputs, beside: beside ?? [] });
  }
  // The rows of such a file belong to the rows of another by their order alone.
  if (resolved.some(({ beside }) => beside.length > 0))
    await session.run('SET preserve_insertion_order = true');
  await session.lock(resolved.flatMap(({ inputs }) => inputs.map(({ path }) => path)));
  const files = resolved.flatMap(({ inputs, beside }) => [...inputs, ...beside]);
  return whileUnchanged(files, () => openTables(session, spec, folder, run, resolved));
}

async function openTables(
  session: Session,
  spec: Spec,
  folder: string,
  run: RunContext,
  resolved: readonly ResolvedTable[],
): Promise<OpenSpec> {
  const tables: OpenTable[] = [];
  const pairs: OpenSpec['pairs'] = [];
  const itemFiles: ItemFile[] = [];
  const predictions: PredictionsFile[] = [];
  let label: LabelPlan | undefined;
  for (const { wanted, inputs, beside } of resolved) {
    const { id, role } = wanted;
    let files: OpenFile[] = [];
    for (const input of inputs) files.push(await openTableFile(session, wanted, input, run.signal));
    if (role === 'log') {
      if ('column' in spec.split) files = withFileName(files, spec.split, folder);
      label = planLabel(spec.log.label, (name) => files[0]?.column(name) !== undefined);
    }
    const table: OpenTable = { id, role, files, needs: [], shown: shownOf(inputs) };
    tables.push(table);
    if (wanted.pairs !== undefined) {
      table.needs = pairNeeds(wanted.pairs.index, wanted.pairs.spec);
      pairs.push({ ...wanted.pairs, table });
    } else if (wanted.items !== undefined) {
      itemFiles.push(await itemFile(session, { ...wanted.items, table }, beside));
    } else if (wanted.predictions !== undefined) {
      table.needs = predictionNeeds(wanted.predictions);
      predictions.push({ ...wanted.predictions, table });
    } else {
      table.needs = needsOf(role, spec, label);
    }
    await checkColumns(session, files, table.needs);
  }
  return { tables, log: tables[0] as OpenTable, label: label as LabelPlan, pairs, itemFiles, predictions };
}

/** What stands beside vectors without names may be a bare list of ids. */
function openTableFile(
  session: Session,
  { items, beside, path, header }: Wanted,
  input: InputFile,
  signal: AbortSignal,
): Promise<OpenFile> {
  if (items === undefined || beside === undefined) return openFile(session, input, signal, { header });
  return openIds(session, input, items.spec.item, path, signal);
}

function wantedTables(spec: Spec): Wanted[] {
  const { log, items, users, models } = spec;
  const wanted: Wanted[] = [
    { id: 'log', role: 'log', patterns: log.path, path: ['log', 'path'], header: log.header },
  ];
  for (const [role, table] of [
    ['items', items],
    ['users', users],
  ] as const) {
    if (table === undefined) continue;
    const { path, header } = table;
    wanted.push({ id: role, role, patterns: path, path: [role, 'path'], header });
  }
  for (const [index, source] of readSources(spec).entries()) {
    const { header } = 'header' in source ? source : {};
    const table = { id: `source${index}`, role: 'source', header } as const;
    const at = ['sources', index];
    if (source.kind === 'pairs') {
      wanted.push({
        ...table,
        patterns: source.pairs,
        path: [...at, 'pairs'],
        pairs: { index, spec: source },
      });
    } else if (source.kind === 'clusters' || source.kind === 'embeddings') {
      wanted.push({ ...table, ...itemPatterns(source, at), items: { at, spec: source } });
    }
  }
  for (const [index, model] of models.entries()) {
    const at = ['models', index];
    const role = 'model';
    if (model.kind === 'embeddings') {
      const { header } = model;
      wanted.push({
        id: `model${index}`,
        role,
        ...itemPatterns(model, at),
        header,
        items: { at, spec: model },
      });
      continue;
    }
    for (const side of SIDES) {
      const predictions = { index, spec: model, side };
      wanted.push({
        id: `model${index}_${side}`,
        role,
        patterns: model[side],
        path: [...at, side],
        header: model.header,
        predictions,
      });
    }
  }
  return wanted;
}

function shownOf(inputs: readonly InputFile[]): string {
  return `${inputs[0]?.shown}${inputs.length > 1 ? ` (and ${inputs.length - 1} more)` : ''}`;
}

function needsOf(role: Role, spec: Spec, label: LabelPlan | undefined): Need[] {
  if (role === 'log') return logNeeds(spec, label as LabelPlan);
  return tableNeeds(role as 'items', spec[role as 'items'] as TableSpec);
}

type TableSpec = NonNullable<Spec['items']>;

function logNeeds({ log, split, sources, models, ranker }: Spec, label: LabelPlan): Need[] {
  const needs: Need[] = [
    { column: log.user, use: 'key', specPath: ['log', 'user'] },
    { column: log.item, use: 'key', specPath: ['log', 'item'] },
    ...label.columns.map((column): Need => ({ column, use: 'value', specPath: ['log', 'label'] })),
    ...featureNeeds(['log', 'features'], log.features),
    ...sources.flatMap((source, i) =>
      source.kind === 'columns' ? featureNeeds(['sources', i, 'columns'], source.columns) : [],
    ),
  ];
  if (log.time !== undefined) needs.push({ column: log.time, use: 'time', specPath: ['log', 'time'] });
  if (log.group !== undefined) needs.push({ column: log.group, use: 'key', specPath: ['log', 'group'] });
  if (log.weight !== undefined) needs.push({ column: log.weight, use: 'value', specPath: ['log', 'weight'] });
  if (ranker.kind === 'logged')
    needs.push({ column: ranker.score, use: 'value', specPath: ['ranker', 'score'] });
  if ('column' in split) needs.push({ column: split.column, use: 'category', specPath: ['split', 'column'] });
  for (const [index, model] of models.entries()) {
    if (model.kind !== 'predictions') continue;
    // A column that is read anyway keeps the type that it is read with.
    const known = new Set(needs.map((need) => need.column));
    for (const [i, column] of model.key.entries()) {
      if (!known.has(column)) needs.push({ column, use: 'key', specPath: ['models', index, 'key', i] });
    }
  }
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

function tableNeeds(role: TableRole, table: TableSpec): Need[] {
  return [
    { column: table.key, use: 'key', specPath: [role, 'key'] },
    ...featureNeeds([role, 'features'], table.features),
  ];
}

function featureNeeds(listPath: readonly (string | number)[], features: readonly FeatureSpec[]): Need[] {
  return features.map(({ name, type }, i) => ({
    column: name,
    use: type === 'numeric' ? 'value' : 'category',
    specPath: [...listPath, i],
  }));
}

function pairNeeds(index: number, spec: PairsSpec): Need[] {
  const uses = { left: 'key', right: 'key', user: 'key', weight: 'value', time: 'time' } as const;
  return (['left', 'right', 'user', 'weight', 'time'] as const).flatMap((key): Need[] => {
    const column = spec[key];
    return column === undefined ? [] : [{ column, use: uses[key], specPath: ['sources', index, key] }];
  });
}
