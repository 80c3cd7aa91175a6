/** Opens what a spec names: resolves the files, locks the door behind them, and checks every named column. */
import type { RunContext } from '../../../common/progress.ts';
import type { Spec } from '../../../specfile/schema.ts';
import {
  type FilesAt,
  type NamedPairs,
  type NamedTable,
  namedTables,
  type Role,
} from '../../plan/named-tables.ts';
import { logNeeds, type Need, pairNeeds, predictionNeeds, tableNeeds } from '../../plan/needs.ts';
import { filesIn } from '../../table-source.ts';
import { type ItemFile, itemFile } from '../beside/item-open.ts';
import type { OpenTable } from '../beside/open-table.ts';
import type { PredictionsFile } from '../beside/predictions.ts';
import { withFileName } from '../formats/file-name.ts';
import { type InputFile, resolveFiles } from '../formats/files.ts';
import { openIds } from '../formats/ids.ts';
import { openFile } from '../formats/readers.ts';
import { checkColumns } from '../formats/settle.ts';
import type { OpenFile } from '../session/columns.ts';
import type { Session } from '../session/session.ts';
import { whileUnchanged } from '../session/unchanged.ts';
import { type LabelPlan, planLabel } from './label.ts';

export interface OpenSpec {
  tables: OpenTable[];
  log: OpenTable;
  label: LabelPlan;
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
}

export async function openSpec(
  session: Session,
  spec: Spec,
  folder: string,
  run: RunContext,
): Promise<OpenSpec> {
  const resolved: ResolvedTable[] = [];
  for (const wanted of namedTables(spec)) {
    const filesOf = ({ patterns, path }: FilesAt) =>
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
      table.needs = pairNeeds(wanted.pairs);
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

function needsOf(role: Role, spec: Spec, label: LabelPlan | undefined): Need[] {
  if (role === 'log') return logNeeds(spec, (label as LabelPlan).columns);
  return tableNeeds(role as 'items', spec[role as 'items'] as NonNullable<Spec['items']>);
}
