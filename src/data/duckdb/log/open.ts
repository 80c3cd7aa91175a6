/** Opens what a spec names: resolves the files, locks the door behind them, and checks every named column. */
import type { RunContext } from '../../../common/progress.ts';
import type { ObjectiveSpec, Spec } from '../../../specfile/schema.ts';
import {
  type FilesAt,
  type NamedPairs,
  type NamedTable,
  namedTables,
  type Role,
} from '../../plan/named-tables.ts';
import {
  logNeeds,
  type Need,
  objectiveNeeds,
  pairNeeds,
  predictionNeeds,
  tableNeeds,
} from '../../plan/needs.ts';
import type { OpenRemote, RemoteTable } from '../../remote.ts';
import { filesIn } from '../../table-source.ts';
import { type ItemFile, itemFile } from '../beside/item-open.ts';
import type { OpenTable } from '../beside/open-table.ts';
import type { PredictionsFile } from '../beside/predictions.ts';
import { withFileName } from '../formats/file-name.ts';
import { type InputFile, resolveFiles } from '../formats/files.ts';
import { openIds } from '../formats/ids.ts';
import { openFile } from '../formats/readers.ts';
import { openRemote } from '../formats/remote.ts';
import { checkColumns } from '../formats/settle.ts';
import type { OpenFile } from '../session/columns.ts';
import type { Session } from '../session/session.ts';
import { whileUnchanged } from '../session/unchanged.ts';
import { type LabelPlan, planLabel } from './label.ts';

export interface OpenSpec {
  tables: OpenTable[];
  log: OpenTable;
  label: LabelPlan;
  /** One for each objective of the spec; without `label` where it has that of the log. */
  objectives: { index: number; spec: ObjectiveSpec; label?: LabelPlan | undefined }[];
  /** Sources read from a file of pairs; `index` is the position in `spec.sources`. */
  pairs: (NamedPairs & { table: OpenTable })[];
  /** Sources and models read from a file of vectors or clusters. */
  itemFiles: ItemFile[];
  /** Two files of each model that is given by predictions. */
  predictions: PredictionsFile[];
}

interface ResolvedTable {
  wanted: NamedTable;
  inputs: InputFile[];
  beside: InputFile[];
  /** Where a cluster reads it: then there are no files. */
  remote?: RemoteTable | undefined;
}

export async function openSpec(
  session: Session,
  spec: Spec,
  folder: string,
  run: RunContext,
  remote?: OpenRemote,
): Promise<OpenSpec> {
  const resolved: ResolvedTable[] = [];
  const named = namedTables(spec);
  const log = { table: named[0] as NamedTable, item: spec.log.item };
  for (const wanted of named) {
    const filesOf = ({ patterns, path }: FilesAt) =>
      resolveFiles(wanted.role, filesIn(folder, patterns), path, run.signal);
    const there = await remote?.(wanted, log);
    if (there !== undefined) {
      resolved.push({ wanted, inputs: [], beside: [], remote: there });
      continue;
    }
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
  const objectives: OpenSpec['objectives'] = [];
  for (const { wanted, inputs, beside, remote } of resolved) {
    const { id, role } = wanted;
    let files: OpenFile[] = remote === undefined ? [] : [openRemote(remote, role, run.signal)];
    for (const input of inputs) files.push(await openTableFile(session, wanted, input, run.signal));
    if (role === 'log') {
      if ('column' in spec.split) files = withFileName(files, spec.split, folder);
      const isColumn = (name: string): boolean => files[0]?.column(name) !== undefined;
      label = planLabel(spec.log.label, ['log', 'label'], isColumn);
      for (const [index, objective] of spec.objectives.entries()) {
        const specPath = ['objectives', index, 'label'];
        const planned =
          objective.label === undefined ? undefined : planLabel(objective.label, specPath, isColumn);
        objectives.push({ index, spec: objective, label: planned });
      }
    }
    const table: OpenTable = { id, role, files, needs: [], shown: remote?.shown ?? shownOf(inputs) };
    tables.push(table);
    if (wanted.pairs !== undefined) {
      table.needs = pairNeeds(wanted.pairs);
      pairs.push({ ...wanted.pairs, table });
    } else if (wanted.items !== undefined) {
      itemFiles.push(await itemFile(session, { ...wanted.items, table }, beside));
    } else if (wanted.predictions !== undefined) {
      table.needs = predictionNeeds(wanted.predictions);
      predictions.push({ ...wanted.predictions, table });
    } else {
      table.needs = needsOf(role, spec, label, objectives);
    }
    await checkColumns(session, files, table.needs);
  }
  const log = tables[0] as OpenTable;
  return { tables, log, label: label as LabelPlan, objectives, pairs, itemFiles, predictions };
}

/** What stands beside vectors without names may be a bare list of ids. */
function openTableFile(
  session: Session,
  { items, beside, path, header }: NamedTable,
  input: InputFile,
  signal: AbortSignal,
): Promise<OpenFile> {
  if (items === undefined || beside === undefined) return openFile(session, input, signal, { header });
  return openIds(session, input, items.spec.item, path, signal);
}

function shownOf(inputs: readonly InputFile[]): string {
  return `${inputs[0]?.shown}${inputs.length > 1 ? ` (and ${inputs.length - 1} more)` : ''}`;
}

function needsOf(
  role: Role,
  spec: Spec,
  label: LabelPlan | undefined,
  objectives: OpenSpec['objectives'],
): Need[] {
  if (role !== 'log') return tableNeeds(role as 'items', spec[role as 'items'] as NonNullable<Spec['items']>);
  const ofObjectives = objectives.flatMap(({ index, spec: objective, label: planned }) =>
    objectiveNeeds(index, objective, planned?.columns ?? []),
  );
  return [...logNeeds(spec, (label as LabelPlan).columns), ...ofObjectives];
}
