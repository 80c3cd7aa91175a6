/** A file of item vectors as a model of a spec: written by drafts, and added to a spec that is there. */
import type { SpecDocument } from '../reading/document.ts';
import type { Suggestion } from '../reading/problem.ts';
import { adding, addingEntry } from './repair.ts';
import { isMapping, valueAt } from './schema-walk.ts';
import { scalar } from './yaml-values.ts';

export interface VectorFile {
  /** As the spec names it. */
  path: string;
  item: string;
  vector: string;
}

/** What a model of the file is called: as the file, unless that name is taken. */
export function vectorName(path: string, taken: readonly string[]): string {
  const file = path.replace(/^.*[/\\]/, '').replace(/\..*$/, '');
  // A name is letters, digits, dots, dashes and underscores.
  const stem = file.replace(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '') || 'vectors';
  let name = stem;
  for (let n = 2; taken.includes(name); n++) name = `${stem}-${n}`;
  return name;
}

/** `{name: movie_vectors, embeddings: movie_vectors.parquet, item: item_id, vector: emb}` */
export function vectorModel(name: string, { path, item, vector }: VectorFile): string {
  const pairs = { name, embeddings: path, item, vector };
  return `{${Object.entries(pairs)
    .map(([key, value]) => `${key}: ${scalar(value)}`)
    .join(', ')}}`;
}

/** The edit that adds the file as a model; undefined where the spec's text leaves no place for it. */
export function addingVectors(document: SpecDocument, file: VectorFile): Suggestion | undefined {
  const { value } = document;
  const listed = (key: string): unknown[] => {
    const list = valueAt(value, [key]);
    return Array.isArray(list) ? list : [];
  };
  const taken = [...listed('sources'), ...listed('models')].flatMap((part) =>
    isMapping(part) && typeof part['name'] === 'string' ? [part['name']] : [],
  );
  const model = vectorModel(vectorName(file.path, taken), file);
  const models = listed('models');
  return models.length > 0
    ? addingEntry(document, ['models', models.length - 1], model)
    : document.has(['models'])
      ? undefined
      : adding(document, [], 'models', `\n  - ${model}`);
}
