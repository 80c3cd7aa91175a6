/** Vectors are a column of a table, or the rows of `.npy` beside a file of ids: each form has keys of its own. */

import { adding, removing } from '../authoring/repair.ts';
import type { SpecDocument } from '../reading/document.ts';
import { mark } from '../reading/mark.ts';
import type { SpecPath, SpecProblem } from '../reading/problem.ts';
import type { EmbeddingsModel, Spec } from '../schema.ts';

export function vectorFiles(spec: Spec, document: SpecDocument): SpecProblem[] {
  return (['sources', 'models'] as const).flatMap((list) =>
    spec[list].flatMap((entry, i) =>
      entry.kind === 'embeddings' ? vectorFile(entry, [list, i], document) : [],
    ),
  );
}

type Vectors = Pick<EmbeddingsModel, 'embeddings' | 'ids' | 'vector'>;

function vectorFile(source: Vectors, entry: SpecPath, document: SpecDocument): SpecProblem[] {
  const at = (key: string): SpecPath => [...entry, key];
  const npy = source.embeddings.some((path) => /\.npy$/i.test(path));
  const problem = (code: string, key: string, message: string, repair?: Parameters<typeof mark>[5]) => [
    mark(document, 'error', code, at(key), message, repair),
  ];
  if (npy && source.ids === undefined) {
    const message = `\`.npy\` holds numbers without names; name the file that says which item each vector belongs to, a table, a JSON list or .npy: \`ids\``;
    return problem('npy-without-ids', 'embeddings', message, adding(document, entry, 'ids', 'ids.parquet'));
  }
  if (source.ids !== undefined && source.vector !== undefined) {
    const key = npy ? 'vector' : 'ids';
    const message = npy
      ? 'the vectors are the rows of the `.npy` file; remove `vector`'
      : '`ids` belongs to `.npy`; a table names its items itself, so remove `ids`';
    return problem('vector-with-ids', key, message, removing(document, at(key)));
  }
  if (source.ids === undefined && source.vector === undefined) {
    const message = 'name the column that holds the vectors: `vector`';
    return problem('no-vector', 'embeddings', message, adding(document, entry, 'vector', 'vector'));
  }
  return [];
}
