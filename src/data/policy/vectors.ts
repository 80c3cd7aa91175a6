/** What is refused and counted of vectors of items: those that are missing, point nowhere, are not finite, or are of several lengths. */
import { Failure, type FailureWhere, type Warning } from '../../common/failure.ts';
import { number, rowsHave } from './words.ts';

/** What may be wrong with the vector of a row. `unreadable`: text that is not a list; `notFinite`: of a length that no float holds, too. */
export type VectorFault = 'missing' | 'zero' | 'unreadable' | 'notFinite';

/** Faults that end a run; of several the first is told. */
export const REFUSED_FAULTS = ['unreadable', 'notFinite'] as const satisfies readonly VectorFault[];
/** Faults whose rows are left out; warnings of them come in this order. */
export const LEFT_OUT_FAULTS = ['missing', 'zero'] as const satisfies readonly VectorFault[];

/** The vectors of a source or model. */
export interface VectorsAt {
  /** As messages name them: "source v (v.csv)". */
  name: string;
  /** The file that holds the vectors, and the key of the spec that names them. */
  file: string;
  specPath: readonly (string | number)[];
  /** The column of items. */
  item: string;
  /** The column of vectors, where they stand in one. */
  vector?: string | undefined;
  /** True where that column holds text. */
  isText?: boolean | undefined;
}

/**
 * @param count of rows with the fault
 * @param items some of their items
 */
export function refusedVectors(
  vectors: VectorsAt,
  fault: (typeof REFUSED_FAULTS)[number],
  count: number,
  items: readonly string[],
): Failure {
  const { name, vector, isText = false } = vectors;
  const shown = itemsShown(vectors, items);
  if (fault === 'unreadable') {
    const message = `${rowsHave(count)} text that is not a list of numbers in \`${vector ?? ''}\` of ${name} (${shown}): write [0.1, -2].`;
    return new Failure('data', 'bad-vector', message, placeOfVectors(vectors));
  }
  // NumPy's own text of an array has no commas, and is what pandas writes into a CSV.
  const text = isText ? '; numbers of a text stand between commas, as in [0.1, -2]' : '';
  const column = vector === undefined ? '' : `\`${vector}\` of `;
  const message = `${rowsHave(count)} a vector with NaN, infinite, unreadable or too large numbers (above 3.4e38) in ${column}${name} (${shown}): correct or remove them${text}.`;
  return new Failure('data', 'bad-vector', message, placeOfVectors(vectors));
}

/** @param count of rows with the fault @param items some of their items */
export function vectorsLeftOut(
  vectors: VectorsAt,
  fault: (typeof LEFT_OUT_FAULTS)[number],
  count: number,
  items: readonly string[],
): Warning {
  const { code, what } = LEFT_OUT[fault];
  const message = `Rows of ${vectors.name} with ${what} are left out (${itemsShown(vectors, items)}).`;
  return { code, message, count };
}

const LEFT_OUT = {
  missing: { code: 'missing-vectors', what: 'no vector' },
  zero: { code: 'zero-vectors', what: 'a vector of zeros, which has no direction,' },
} as const;

/** @param lengths how many vectors there are of each length @throws Failure `ragged-vectors` for several lengths */
export function oneLength(vectors: VectorsAt, lengths: ReadonlyMap<number, number>): void {
  if (lengths.size <= 1) return;
  const sorted = [...lengths].sort(([a, m], [b, n]) => n - m || a - b);
  const shown = sorted.slice(0, 5).map(([length, n]) => `${number(n)} of ${length}`);
  const more = sorted.length > 5 ? `, and ${sorted.length - 5} other lengths` : '';
  const message = `The vectors of ${vectors.name} have several lengths: ${shown.join(', ')}${more}. Cosines need one.`;
  throw new Failure('data', 'ragged-vectors', message, placeOfVectors(vectors));
}

/** No item of the log is left with a vector. */
export function noVectors(vectors: VectorsAt): Failure {
  const message = `No item of the log has a vector in ${vectors.name}: all of its vectors are missing or zero.`;
  return new Failure('data', 'no-vectors', message, placeOfVectors(vectors));
}

/** The log has an item now that it did not have when the cluster chose the vectors to send. */
export function changedVectors({ file }: VectorsAt): Failure {
  const message = `The log was changed while the cluster read it and ${file}, or is a view with other rows each time: evaluate again, or draw its rows by a hash.`;
  return new Failure('data', 'changed-while-read', message, { file });
}

/** @throws Failure `memory-limit` where the vectors that the log needs take more than the memory setting */
export function vectorsFit(vectors: VectorsAt, bytes: number, memoryBytes: number): void {
  if (bytes <= memoryBytes) return;
  const megabytes = (n: number) => `${number(Math.ceil(n / 2 ** 20))} MB`;
  const message = `The vectors of ${vectors.name} need ${megabytes(bytes)}, more than the memory setting of ${megabytes(memoryBytes)}; raise it, or write shorter vectors.`;
  throw new Failure('resource', 'memory-limit', message, placeOfVectors(vectors));
}

/** "`item_id` = 3, 17, 20" */
function itemsShown({ item }: VectorsAt, items: readonly string[]): string {
  return `\`${item}\` = ${items.join(', ') || 'missing'}`;
}

function placeOfVectors({ file, specPath }: VectorsAt): FailureWhere {
  return { file, specPath };
}
