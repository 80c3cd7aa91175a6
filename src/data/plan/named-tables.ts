/** Which tables a spec names: the log, what joins it row by row, and the files of sources and models. */

import { isScoredHere } from '../../specfile/model-kinds.ts';
import type { EmbeddingsModel, PredictionsModel, SourceSpec, Spec } from '../../specfile/schema.ts';
import { readSources } from '../../specfile/source-bases.ts';
import type { SourceOf } from '../../specfile/sources/index.ts';
import { type KindsWith, TRAITS } from '../../specfile/sources/traits.ts';

/** Tables that are joined row by row. */
export type TableRole = 'log' | 'items' | 'users';
export type Role = TableRole | 'source' | 'model';

export type PairsSpec = Extract<SourceSpec, { pairs: unknown }>;
export type ClustersSpec = Extract<SourceSpec, { clusters: string[] }>;
export type EmbeddingsSpec = Extract<SourceSpec, { embeddings: unknown }>;
/** What a model gives has no time: it is one and the same for all rows. */
export type ItemSpec = EmbeddingsSpec | ClustersSpec | (EmbeddingsModel & { time?: undefined });

/** Whether the file holds vectors of items, and not clusters. */
export const holdsVectors = (spec: ItemSpec): spec is Exclude<ItemSpec, ClustersSpec> =>
  spec.kind !== 'clusters';

/** The two files of a model: scores with it, and without it. */
export const SIDES = ['predictions', 'baseline'] as const;
export type Side = (typeof SIDES)[number];

export type SpecPath = readonly (string | number)[];

/** Files or globs, and the key of the spec that names them. */
export interface FilesAt {
  patterns: readonly string[];
  path: SpecPath;
}

/** A source that is read from a file of pairs; `index` is its position in `spec.sources`. */
export interface NamedPairs {
  index: number;
  spec: PairsSpec;
}

/** What is read from a file about items, and its place in the spec: `['sources', 2]`, `['models', 0]`. */
export interface NamedItems {
  at: SpecPath;
  spec: ItemSpec;
}

/** One of the score files of a model; `index` is its position in `spec.models`. */
export interface NamedPredictions {
  index: number;
  spec: PredictionsModel;
  side: Side;
}

export interface NamedTable extends FilesAt {
  /** Unique, and fit to be a name in SQL: `log`, `items`, `users`, `source0`, `model1_baseline`. */
  id: string;
  role: Role;
  header?: readonly string[] | undefined;
  /** Files whose rows belong to those of the table by their order. */
  beside?: FilesAt;
  /** What a table of a source or model is for: one of these. */
  pairs?: NamedPairs;
  items?: NamedItems;
  predictions?: NamedPredictions;
}

/** The log first, then the others in the order of the spec. */
export function namedTables(
  spec: Pick<Spec, 'log' | 'items' | 'users' | 'sources' | 'bases' | 'models'>,
): NamedTable[] {
  return [
    { id: 'log', role: 'log', patterns: spec.log.path, path: ['log', 'path'], header: spec.log.header },
    ...joined('items', spec.items),
    ...joined('users', spec.users),
    ...readSources(spec).flatMap(ofSource),
    ...spec.models.flatMap(ofModel),
  ];
}

function joined(role: 'items' | 'users', table: Spec['items'] | Spec['users']): NamedTable[] {
  if (table === undefined) return [];
  return [{ id: role, role, patterns: table.path, path: [role, 'path'], header: table.header }];
}

type FileSource = SourceOf<KindsWith<'origin', 'file'>>;

const isFile = (source: SourceSpec): source is FileSource => TRAITS[source.kind].origin === 'file';

/** The files of a source, and what they hold. */
type Files<Kind extends FileSource['kind']> = (
  source: SourceOf<Kind>,
  index: number,
) => Omit<NamedTable, 'id' | 'role' | 'header'>;

const ofItems: Files<'clusters' | 'embeddings'> = (spec, index) => {
  const at = ['sources', index];
  return { ...itemFiles(spec, at), items: { at, spec } };
};

const FILES: { readonly [Kind in FileSource['kind']]: Files<Kind> } = {
  pairs: (spec, index) => ({
    patterns: spec.pairs,
    path: ['sources', index, 'pairs'],
    pairs: { index, spec },
  }),
  clusters: ofItems,
  embeddings: ofItems,
};

function ofSource(source: SourceSpec, index: number): NamedTable[] {
  if (!isFile(source)) return [];
  const files = FILES[source.kind] as Files<FileSource['kind']>;
  return [{ id: `source${index}`, role: 'source', header: source.header, ...files(source, index) }];
}

function ofModel(model: Spec['models'][number], index: number): NamedTable[] {
  const { header } = model;
  const at = ['models', index];
  if (isScoredHere(model)) {
    const items = { at, spec: model };
    return [{ id: `model${index}`, role: 'model', header, ...itemFiles(model, at), items }];
  }
  return SIDES.map((side) => ({
    id: `model${index}_${side}`,
    role: 'model',
    header,
    patterns: model[side],
    path: [...at, side],
    predictions: { index, spec: model, side },
  }));
}

/** The files of the table with the items, and those whose rows follow its order. */
function itemFiles(spec: ItemSpec, at: SpecPath): FilesAt & { beside?: FilesAt } {
  if (!holdsVectors(spec)) return { patterns: spec.clusters, path: [...at, 'clusters'] };
  const vectors = { patterns: spec.embeddings, path: [...at, 'embeddings'] };
  if (spec.ids === undefined) return vectors;
  return { patterns: spec.ids, path: [...at, 'ids'], beside: vectors };
}
