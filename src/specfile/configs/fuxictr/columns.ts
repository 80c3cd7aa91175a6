/** Columns of a FuxiCTR dataset: its features as they are listed, and the roles that the spec wants besides. */

import { isMapping } from '../../authoring/schema-walk.ts';
import { doubleQuoted } from '../../expression.ts';
import { nameRank, type Role } from '../../names/column-names.ts';
import type { Chosen, DraftFeature, Findings } from '../draft.ts';
import type { Place } from '../text.ts';
import type { DatasetPlace } from './datasets.ts';

export interface Column {
  name: string;
  /** FuxiCTR's `categorical`, `numeric`, `sequence`, `meta`, … */
  type: string;
  active: boolean;
  from: Place;
}

export interface ChosenColumns {
  user: Chosen;
  item: Chosen;
  label: Chosen;
  time?: Chosen | undefined;
  group?: Chosen | undefined;
  features: DraftFeature[];
}

/**
 * `feature_cols`, one entry a column; an entry's `name` may be a list.
 * @param header the file's own columns, where they are known. What is not among them is made by FuxiCTR's preprocessing.
 */
export function columnsOf(
  { config, path }: DatasetPlace,
  header: readonly string[] | undefined,
  findings: Findings,
): Column[] {
  const list = config.at([...path, 'feature_cols']);
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, i): Column[] => {
    const at = [...path, 'feature_cols', i];
    if (!isMapping(entry)) return [];
    const { name, type, active, preprocess } = entry;
    const names = Array.isArray(name) ? name : [name];
    return names.flatMap((listed, k): Column[] => {
      if (typeof listed !== 'string' && typeof listed !== 'number') return [];
      const from = config.place(Array.isArray(name) ? [...at, 'name', k] : [...at, 'name']);
      const column = {
        name: String(listed),
        type: String(type ?? 'categorical'),
        active: active !== false,
        from,
      };
      const present =
        header === undefined ? preprocess === undefined || preprocess === null : header.includes(column.name);
      if (present) return [column];
      if (column.active) {
        const why =
          preprocess === undefined
            ? 'is not in the file'
            : `is made by FuxiCTR's preprocessing (${String(preprocess)})`;
        findings.note('no-column', `\`${column.name}\` ${why}; it is left out`, from);
      }
      return [];
    });
  });
}

/** Roles by name, each with its reason; undefined, with a problem, where a role that must be filled is not. */
export function chooseColumns(
  dataset: DatasetPlace,
  columns: readonly Column[],
  header: readonly string[] | undefined,
  findings: Findings,
): ChosenColumns | undefined {
  const { config, path } = dataset;
  const label = labelOf(dataset, header, findings);
  const listed = config.place([...path, 'feature_cols'], 'key');
  // Columns of the file that no feature names count too: the time of a log is seldom a feature.
  const extra = (header ?? []).filter((name) => columns.every((column) => column.name !== name));
  const all = [
    ...columns,
    ...extra.map((name): Column => ({ name, type: 'categorical', active: false, from: listed })),
  ];
  const usable = all.filter(({ name, type }) => type !== 'sequence' && name !== label?.value);
  const [user, item] = [byName('user', usable), byName('item', usable)];
  for (const [role, found] of [
    ['user', user],
    ['item', item],
  ] as const) {
    if (found !== undefined) continue;
    const message = `no column is named like ${role === 'user' ? 'a user' : 'an item'} id, and FuxiCTR's configs do not say which is; write a lis.yaml that names it (lis init)`;
    findings.fail(`no-${role}`, message, listed);
  }
  if (user === undefined || item === undefined || label === undefined) return undefined;
  const time = byName('time', usable);
  if (time === undefined) {
    findings.note(
      'no-time',
      'no column is named like a time; without it no preference data can be built from the log, and the base alone is evaluated',
      listed,
    );
  }
  const group = config.text([...path, 'group_id']);
  const roles = new Set([user, item, label, time].map((chosen) => chosen?.value));
  return {
    user,
    item,
    label: { ...label, value: /^[A-Za-z_]\w*$/.test(label.value) ? label.value : doubleQuoted(label.value) },
    time,
    ...(group !== undefined &&
      group !== user.value && {
        group: { value: group, why: 'group_id', from: config.place([...path, 'group_id']) },
      }),
    features: features(columns, roles, findings),
  };
}

function byName(role: Role, columns: readonly Column[]): Chosen | undefined {
  const ranked = columns
    .flatMap((column) => {
      const rank = nameRank(column.name, role);
      return rank === undefined ? [] : [{ column, rank }];
    })
    .sort((a, b) => a.rank - b.rank);
  const [best, ...others] = ranked.map(({ column }) => column);
  if (best === undefined) return undefined;
  const rest = others.length === 0 ? '' : `; or ${others.map(({ name }) => name).join(', ')}`;
  return { value: best.name, why: `by its name${rest}`, from: best.from };
}

/** `label_col`; of several labels the first. */
function labelOf(
  { config, path, label: named }: DatasetPlace,
  header: readonly string[] | undefined,
  findings: Findings,
): Chosen | undefined {
  const at = [...path, 'label_col'];
  const value = config.at(at);
  const first = Array.isArray(value) ? [...at, 0] : at;
  const from = config.has([...first, 'name'])
    ? config.place([...first, 'name'])
    : config.has(at)
      ? config.place(at)
      : named;
  const name = config.text([...first, 'name']);
  if (name === undefined) return findings.fail('no-label', 'the dataset names no label_col', from);
  if (header !== undefined && !header.includes(name)) {
    return findings.fail(
      'no-column',
      `no column \`${name}\` (label_col) in train_data; its columns are ${header.join(', ')}`,
      from,
    );
  }
  if (Array.isArray(value) && value.length > 1) {
    findings.note('several-labels', `of ${value.length} labels the first, \`${name}\`, is evaluated`, from);
  }
  return { value: name, why: 'label_col', from };
}

function features(
  columns: readonly Column[],
  roles: ReadonlySet<string | undefined>,
  findings: Findings,
): DraftFeature[] {
  const seen = new Set<string>();
  return columns.flatMap(({ name, type, active, from }): DraftFeature[] => {
    if (!active || roles.has(name) || seen.has(name)) return [];
    seen.add(name);
    if (type === 'categorical' || type === 'numeric') return [{ name, type, from }];
    if (type === 'meta') return []; // not a feature in FuxiCTR either
    findings.note(
      'sequence-feature',
      `\`${name}\` is of type ${type}; features are single values, so it is left out`,
      from,
    );
    return [];
  });
}
