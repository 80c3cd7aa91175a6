/** What a trace says of a task: two tasks of a run that say the same would be one computed twice. */
import type { Span } from '../../common/trace.ts';
import { isInMemory } from '../../ranker/rows/in-memory.ts';
import type { JobKind, Jobs } from './jobs.ts';
import type { LaterRows } from './later-rows.ts';

interface Told {
  name: string;
  args: Readonly<Record<string, string | number>>;
}

const fieldsOf = (blocks: readonly { fields: number }[]): number =>
  blocks.reduce((sum, { fields }) => sum + fields, 0);

const laterRows = (later: LaterRows | undefined): Record<string, number> =>
  later === undefined ? {} : { rows: later.rows.length, from: later.rows[0] ?? 0 };

const TELL: { [K in JobKind]: (task: Jobs[K]['task']) => Told } = {
  features: ({ sources, arms, seed, first, later }) => ({
    name: `features of ${sources.map(({ name }) => name).join(', ')}`,
    args: { seed, arms: (arms ?? ['all']).join(' '), first: String(first), ...laterRows(later) },
  }),
  model: ({ model, later }) => ({ name: `features of the model ${model.name}`, args: laterRows(later) }),
  probe: ({ model, source, seed }) => ({ name: `probe of ${model.name} on ${source.name}`, args: { seed } }),
  train: ({ arm, seed, drop, parts, epochs, options, blocks }) => ({
    name: `train ${arm}${drop === undefined ? '' : ` without ${drop.field}`}`,
    args: {
      ...{ seed, fields: fieldsOf(blocks), fitRows: parts.fit.length, scoredRows: parts.evaluate.length },
      ...(epochs !== undefined && { epochs }),
      ...(!blocks.every(isInMemory) && { codes: 'in a file' }),
      options: JSON.stringify(options),
    },
  }),
  trial: ({ options, seed, parts, quarters, soFar, blocks }) => ({
    name: `try ${options.kind}`,
    args: {
      ...{
        seed,
        fields: fieldsOf(blocks),
        fitRows: parts.fit.length,
        from: soFar?.logLoss.length ?? 0,
        to: quarters,
      },
      options: JSON.stringify(options),
    },
  }),
  head: ({ arm, seed, without, rows, kind, calibrations }) => ({
    name: `head of ${arm}${without === undefined ? '' : ` without ${without}`}`,
    // The slope tells the scores of one base from those of another.
    args: {
      ...{ seed, kind, slope: calibrations.fit.slope },
      ...{ fitRows: rows.fit.length, scoredRows: rows.evaluate.length },
    },
  }),
  score: ({ head: { arm, seed, without, calibrations }, score, first }) => ({
    name: `score ${arm}${without === undefined ? '' : ` without ${without}`}`,
    args: { seed, slope: calibrations.fit.slope, from: first, scoredRows: score.length },
  }),
};

/** The span of a task that has just ended. */
export function taskSpan<K extends JobKind>(
  kind: K,
  task: Jobs[K]['task'],
  result: Jobs[K]['result'],
  where: Pick<Span, 'track' | 'from'>,
): Span {
  const { name, args } = TELL[kind](task);
  return { ...where, name, category: kind, to: performance.now(), args: { ...args, bytes: bytesOf(result) } };
}

/** Bytes of the buffers in a result, each counted once. */
function bytesOf(result: unknown): number {
  const seen = new Set<object>();
  let bytes = 0;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (ArrayBuffer.isView(value)) visit(value.buffer);
    else if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) bytes += value.byteLength;
    else for (const inner of Object.values(value)) visit(inner);
  };
  visit(result);
  return bytes;
}
