/** What the specs of compared runs say otherwise, key by key, from the options that reports keep. */
import type { Report } from './schema.ts';
import type { Translate } from './words/translate.ts';

export interface SettingChange {
  /** As the spec has it: `sources.co-click.window`. */
  key: string;
  /** By report; null where the spec does not say it. */
  values: (string | null)[];
  /** The name of the source, model or objective that some of the specs lack: the key is all of it, and no option. */
  part?: string | undefined;
}

/** Undefined where a report keeps no options: an older version wrote it. */
export function settingsApart(reports: readonly Pick<Report, 'spec'>[]): SettingChange[] | undefined {
  const kept = reports.flatMap(({ spec }) => (spec.options === undefined ? [] : [spec.options]));
  if (kept.length < reports.length) return undefined;
  const keys = [...new Set(kept.flatMap((options) => Object.keys(options)))];
  const parts = new Set(keys.flatMap(partOf));
  const within = (options: object, part: string): boolean =>
    Object.keys(options).some((key) => key.startsWith(`${part}.`));
  const apart = new Set([...parts].filter((part) => !kept.every((options) => within(options, part))));
  const told = new Set<string>();
  return keys.flatMap((key): SettingChange[] => {
    const part = partOf(key).find((candidate) => apart.has(candidate));
    if (part !== undefined) {
      if (told.has(part)) return [];
      told.add(part);
      // What a part says first is what it is: `build: swing`, `pairs: data/pairs.parquet`.
      const values = kept.map((options) => (within(options, part) ? first(options, part) : null));
      return [{ key: part, values, part: part.slice(part.indexOf('.') + 1) }];
    }
    const values = kept.map((options) => text(options[key]));
    if (values.every((value) => value === values[0])) return [];
    return [{ key: key.replace(/\.kind$/, ''), values }];
  });
}

/** A change as a line: `window: 7 → 3`, `sources.swing: added (build: swing)`. */
export function settingLine({ key, values, part }: SettingChange): string {
  const [before, after] = values;
  if (values.length === 2 && part !== undefined) {
    if (before === null) return `${key}: added (${after})`;
    if (after === null) return `${key}: removed`;
  }
  return `${key}: ${changeOf(values)}`;
}

/** What lists hold of a run to tell it from the one before. */
export interface RunSettings {
  path: string;
  /** Runs of one spec are told from each other. */
  spec: string;
  /** Sorts by time. */
  time: string;
  options?: Report['spec']['options'];
}

/** By path of the run, what its spec says otherwise than that of the run before: `window 7 → 3`, `swing added, 2 more`. */
export function changesInWords(runs: readonly RunSettings[], t: Translate): Map<string, string> {
  const before = new Map<string, RunSettings>();
  const found = new Map<string, string>();
  for (const run of [...runs].sort((a, b) => (a.time < b.time ? -1 : 1))) {
    const { spec, path, options } = run;
    const last = before.get(spec)?.options;
    before.set(spec, run);
    if (last === undefined || options === undefined) continue;
    const [first, ...others] = settingsApart([last, options].map(asReport)) ?? [];
    if (first === undefined) continue;
    const words = inWords(first, t);
    found.set(path, others.length === 0 ? words : t('{0}, {1} more', words, others.length));
  }
  return found;
}

const asReport = (options: Report['spec']['options']) => ({ spec: { path: '', hash: '', options } });

function inWords({ key, values, part }: SettingChange, t: Translate): string {
  const [before, after] = values;
  if (part !== undefined && before === null) return t('{0} added', part);
  if (part !== undefined && after === null) return t('{0} removed', part);
  const name = part ?? key.split('.').at(-1)!;
  return `${name} ${before ?? t('not given')} → ${after ?? t('not given')}`;
}

/** `7 → 3`; of several runs a value for each. */
export function changeOf(values: readonly (string | null)[]): string {
  return values.map((value) => value ?? 'not given').join(' → ');
}

/** The source, model or objective that a key is of, as `sources.co-click`; names may hold dots. */
function partOf(key: string): string[] {
  const found = /^(?:sources|models|objectives)\..+(?=\.)/.exec(key)?.[0];
  return found === undefined ? [] : shorter(found);
}

/** `sources.a.features.b` is of `sources.a`, or of a source `a.features`: the options tell which, the shortest first. */
function shorter(key: string): string[] {
  const words = key.split('.');
  return words.slice(1).map((_, i) => words.slice(0, i + 2).join('.'));
}

function first(options: Readonly<Record<string, unknown>>, part: string): string {
  const key = Object.keys(options).find((candidate) => candidate.startsWith(`${part}.`))!;
  return `${key.slice(part.length + 1)}: ${text(options[key])}`;
}

function text(value: unknown): string | null {
  if (value === undefined) return null;
  return Array.isArray(value) ? value.join(', ') : String(value);
}
