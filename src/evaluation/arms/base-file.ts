/** The base of a log whose codes memory need not hold: the same codes as `baseBlock`, made some rows after another into a file. */
import { idKeys } from '../../common/hash.ts';
import type { Dataset, Timeline } from '../../data/dataset.ts';
import { countNames, type Entity, RunningCounts } from '../../preference/features/counts.ts';
import { binCodes, quantileBins, quantileRows, requireCodes } from '../../ranker/fields.ts';
import type { FieldBlock } from '../../ranker/ranker.ts';
import type { CodeFile } from '../../ranker/rows/code-file.ts';
import { windowsOf } from '../../ranker/rows/visits.ts';
import { CodeWriter } from '../../ranker/rows/write-codes.ts';
import type { Spec } from '../../specfile/schema.ts';
import type { Breathe, FieldForm } from './fields.ts';

/** Some fields, whose codes are made together. */
interface Fields {
  names: readonly string[];
  cardinalities: readonly number[];
  keys?: Uint32Array | undefined;
  ordered: boolean;
  /** Codes of each field in rows[from..to), which follow those that were asked for last. */
  codes(from: number, to: number): readonly (Uint8Array | Uint32Array)[];
}

/** Rows whose counts are made at once where only some of them are wanted. */
const COUNTED = 2 ** 18;

/**
 * @param form of bins alone: what needs numbers beside them is in memory
 * @param path of a file to be made
 * @throws Failure `internal`, Cancelled, what the system says of the file
 */
export async function baseFile(
  data: Dataset,
  spec: Spec,
  training: Uint32Array,
  { bins }: FieldForm,
  breathe: Breathe,
  path: string,
  windows = windowsOf(data.rows),
): Promise<FieldBlock<CodeFile>> {
  const groups = await fieldsOf(data, spec, quantileRows(training), bins, breathe);
  const names = groups.flatMap((group) => group.names);
  const cardinalities = groups.flatMap((group) => group.cardinalities);
  const writer = new CodeWriter(path, data.rows, windows, cardinalities);
  try {
    for (let from = 0; from < data.rows; from += writer.atOnce) {
      const to = Math.min(data.rows, from + writer.atOnce);
      let field = 0;
      for (const group of groups) {
        await breathe();
        for (const codes of group.codes(from, to)) {
          requireCodes({ name: names[field]!, cardinality: cardinalities[field]! }, codes, from);
          writer.set(field++, codes);
        }
      }
      await writer.next();
    }
    const ordered = groups.flatMap((group) => group.names.map(() => group.ordered));
    return {
      ...{ fields: names.length, cardinalities, names, codes: await writer.finish() },
      ...(ordered.includes(true) && { ordered }),
      keys: groups.flatMap(({ names: all, keys }) => all.map(() => keys)),
    };
  } finally {
    await writer.close();
  }
}

async function fieldsOf(
  data: Dataset,
  spec: Spec,
  sample: Uint32Array,
  bins: number,
  breathe: Breathe,
): Promise<Fields[]> {
  const keys = idKeys(data);
  const found = [
    given('user', data.user, data.users, keys.user),
    given('item', data.item, data.items, keys.item),
  ];
  for (const feature of data.features) {
    await breathe();
    const name = `feature:${feature.name}`;
    if (feature.type === 'categorical')
      found.push(given(name, feature.codes, feature.cardinality, feature.keys));
    else {
      const { values } = feature; // perhaps of a file, which would be read for each stretch of rows
      const edges = quantileBins(values, sample, bins);
      const codes = (from: number, to: number) => [binCodes(values.subarray(from, to), edges)];
      found.push({ names: [name], cardinalities: [edges.length + 2], ordered: true, codes });
    }
  }
  if (data.timeline !== undefined && spec.log.counts !== false)
    for (const entity of ['user', 'item'] as const)
      found.push(await counted(data, data.timeline, entity, sample, bins, breathe));
  return found;
}

/** A field that the log has codes of. */
function given(name: string, codes: Uint32Array, cardinality: number, keys: Uint32Array | undefined): Fields {
  return {
    ...{ names: [name], cardinalities: [cardinality], keys, ordered: false },
    codes: (from, to) => [codes.subarray(from, to)],
  };
}

/** The counts of users or of items: gone over twice, for their quantiles and for their bins. */
async function counted(
  data: Dataset,
  timeline: Timeline,
  entity: Entity,
  sample: Uint32Array,
  bins: number,
  breathe: Breathe,
): Promise<Fields> {
  const wanted = sample.toSorted();
  const sampled = [new Float64Array(wanted.length), new Float64Array(wanted.length)];
  const first = new RunningCounts(data, timeline, entity);
  const numbers = [new Float64Array(COUNTED), new Float64Array(COUNTED)] as const;
  for (let from = 0, next = 0; from < data.rows; from += COUNTED) {
    await breathe();
    const to = Math.min(data.rows, from + COUNTED);
    first.next(to, ...numbers);
    for (; next < wanted.length && wanted[next]! < to; next++)
      for (const [n, values] of numbers.entries()) sampled[n]![next] = values[wanted[next]! - from]!;
  }
  const places = Uint32Array.from(wanted.keys());
  const edges = sampled.map((values) => quantileBins(values, places, bins));
  const running = new RunningCounts(data, timeline, entity);
  return {
    names: countNames(entity).map((name) => `count:${name}`),
    cardinalities: edges.map(({ length }) => length + 2),
    ordered: true,
    codes(from, to) {
      const values = [new Float64Array(to - from), new Float64Array(to - from)] as const;
      running.next(to, ...values);
      return values.map((column, n) => binCodes(column, edges[n]!));
    },
  };
}
