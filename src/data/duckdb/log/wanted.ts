/** The tables that a spec names, and where it names them. What a kind of sources or of models has of files is one entry of a table. */
import type { ModelSpec, Spec } from '../../../specfile/schema.ts';
import { readSources } from '../../../specfile/source-bases.ts';
import type { SourceOf, SourceSpec } from '../../../specfile/sources/index.ts';
import { type KindsWith, TRAITS } from '../../../specfile/sources/traits.ts';
import { type ItemFile, type ItemSpec, itemPatterns } from '../beside/item-open.ts';
import { type PredictionsFile, SIDES } from '../beside/predictions.ts';
import type { Role } from '../formats/files.ts';

export type PairsSpec = SourceOf<'pairs'>;

/** One table to open: `path` is where the spec names its files. */
export interface Wanted {
  id: string;
  role: Role;
  patterns: readonly string[];
  path: readonly (string | number)[];
  header?: readonly string[] | undefined;
  /** Files whose rows belong to those of the table by their order. */
  beside?: { patterns: readonly string[]; path: readonly (string | number)[] };
  /** What the table holds, unless it is that of its role: of a source or a model, with its place in the spec. */
  pairs?: { index: number; spec: PairsSpec };
  items?: Pick<ItemFile, 'at' | 'spec'>;
  predictions?: Omit<PredictionsFile, 'table'>;
}

export function wantedTables(spec: Spec): Wanted[] {
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
  for (const [index, source] of readSources(spec).entries())
    if (isFile(source)) wanted.push(ofSource(source, index));
  return [...wanted, ...models.flatMap(ofModel)];
}

type FileSource = SourceOf<KindsWith<'origin', 'file'>>;

const isFile = (source: SourceSpec): source is FileSource => TRAITS[source.kind].origin === 'file';

/** A table, but for its name, its role and its header. */
type Table = Omit<Wanted, 'id' | 'role' | 'header'>;

const itemTable = (spec: ItemSpec, at: ItemFile['at']): Table => ({
  ...itemPatterns(spec, at),
  items: { at, spec },
});

const SOURCES: {
  readonly [Kind in FileSource['kind']]: (spec: SourceOf<Kind>, index: number) => Table;
} = {
  pairs: (spec, index) => ({
    patterns: spec.pairs,
    path: ['sources', index, 'pairs'],
    pairs: { index, spec },
  }),
  clusters: (spec, index) => itemTable(spec, ['sources', index]),
  embeddings: (spec, index) => itemTable(spec, ['sources', index]),
};

function ofSource(source: FileSource, index: number): Wanted {
  const table = SOURCES[source.kind] as (spec: FileSource, index: number) => Table;
  return { id: `source${index}`, role: 'source', header: source.header, ...table(source, index) };
}

/** The tables of a model by what is added to its name. */
const MODELS: {
  readonly [Kind in ModelSpec['kind']]: (
    spec: Extract<ModelSpec, { kind: Kind }>,
    index: number,
  ) => readonly (readonly [suffix: string, table: Table])[];
} = {
  embeddings: (spec, index) => [['', itemTable(spec, ['models', index])]],
  predictions: (spec, index) =>
    SIDES.map((side) => [
      `_${side}`,
      {
        patterns: spec[side],
        path: ['models', index, side],
        predictions: { index, spec, side },
      },
    ]),
};

function ofModel(model: ModelSpec, index: number): Wanted[] {
  const tables = MODELS[model.kind] as (
    spec: ModelSpec,
    index: number,
  ) => ReturnType<(typeof MODELS)[ModelSpec['kind']]>;
  return tables(model, index).map(([suffix, table]) => ({
    id: `model${index}${suffix}`,
    role: 'model',
    header: model.header,
    ...table,
  }));
}
