/** What is refused of files of vectors: keys of the spec that do not belong together, columns that hold no vectors, rows without a partner. */
import { Failure } from '../../common/failure.ts';
import { type ColumnAt, type Held, number, placeOf } from './words.ts';

type Path = readonly (string | number)[];

/** What a source or model of the spec says of its vectors. */
export interface VectorsSpec {
  name: string;
  ids?: readonly string[] | undefined;
  vector?: string | undefined;
}

/**
 * The column that holds the vectors; undefined where they are the rows of `.npy`, with their ids beside them.
 * @param at place of the source or model in the spec: `['sources', 2]`
 * @param table the first of the files beside the ids that is not `.npy`, as messages name it
 * @throws Failure `usage` for `ids` or `vector` where they do not belong
 */
export function vectorColumn(spec: VectorsSpec, at: Path, table: string | undefined): string | undefined {
  const usage = (code: string, key: string, message: string) =>
    new Failure('usage', code, `${at[0] === 'models' ? 'Model' : 'Source'} ${spec.name}: ${message}`, {
      specPath: [...at, key],
    });
  if (spec.ids === undefined) {
    if (spec.vector !== undefined) return spec.vector;
    throw usage('no-vector', 'embeddings', '`vector` is missing: name the column that holds the vectors.');
  }
  if (table !== undefined) {
    throw usage(
      'ids-without-npy',
      'ids',
      `\`ids\` belongs to .npy, but ${table} is a table: name its \`item\` and \`vector\` columns, and remove \`ids\`.`,
    );
  }
  if (spec.vector !== undefined) {
    throw usage('vector-with-npy', 'vector', 'the vectors are the rows of the .npy file: remove `vector`.');
  }
  return undefined;
}

const A_VECTOR = 'a vector is a list of numbers, or text such as [0.1, -2]';

/** A column of a type that is neither lists of numbers nor text. @param isList whether it is lists of something else */
export function vectorType(column: ColumnAt, { words, type }: Held, isList: boolean): Failure {
  const among = isList ? ' of values that are not numbers' : '';
  const message = `\`${column.name}\` in ${column.file} holds ${words}${among} (${type}): ${A_VECTOR}.`;
  return new Failure('data', 'bad-vector-column', message, placeOf(column));
}

/** What `numpy.ndarray.tobytes` leaves in a column. */
export function binaryVectors(column: ColumnAt): Failure {
  const message = `\`${column.name}\` in ${column.file} holds binary values: ${A_VECTOR}.`;
  return new Failure('data', 'bad-vector-column', message, placeOf(column));
}

/**
 * @param npy the files of vectors, with their rows
 * @param ids the file of ids, with its rows
 * @throws Failure `npy-rows` where there are not as many of both
 */
export function pairedRows(
  npy: readonly { file: string; rows: number }[],
  ids: { file: string; rows: number; specPath: Path },
): void {
  const vectors = npy.reduce((sum, { rows }) => sum + rows, 0);
  if (vectors === ids.rows) return;
  const names = npy.map(({ file }) => file).join(', ');
  const message = `${names} holds ${number(vectors)} vectors, but ${ids.file} ${number(ids.rows)} ids: their rows belong together one by one, so write both again.`;
  throw new Failure('data', 'npy-rows', message, { file: ids.file, specPath: ids.specPath });
}
