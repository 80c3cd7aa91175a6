/** A draft as the spec's text, every choice with its reason beside it, and where each path of it came from. */
import { isAbsolute } from 'node:path';
import { flow } from '../authoring/yaml-values.ts';
import type { Chosen, ConfigNote, Draft, DraftFeature, DraftTable } from './draft.ts';
import { pathFrom } from './locate.ts';
import type { Place } from './text.ts';

/** One line of "how the config was read". */
export interface Choice {
  key: string;
  value: string;
  why: string;
}

export interface WrittenDraft {
  text: string;
  /** `log.user` → the place in the config. */
  places: Map<string, Place>;
  choices: Choice[];
}

const COMMENT_AT = 40;
const CO_CLICK = { name: 'co-click', build: 'co-click' };

/**
 * @param folder that paths start from.
 * @param heading of what the spec was written from.
 */
export function writeDraft(
  draft: Draft,
  folder: string,
  heading: string,
  notes: readonly ConfigNote[],
): WrittenDraft {
  const writer = new Writer();
  writer.lines.push(
    `# Written from ${oneLine(heading)}. Check the choices, then run lis check and lis evaluate.`,
  );
  for (const { message } of notes) writer.lines.push(`# Note: ${oneLine(message)}.`);
  writer.lines.push('version: 1', 'log:');
  const { log, time } = draft;
  const paths = log.value.map((path) => pathFrom(folder, path));
  writer.key('log.path', { ...log, value: paths.length === 1 ? paths[0]! : paths });
  for (const key of ['user', 'item', 'label', 'time', 'group'] as const) {
    const chosen = draft[key];
    if (chosen !== undefined) writer.key(`log.${key}`, chosen);
  }
  writer.features('log', draft.features);
  for (const role of ['items', 'users'] as const) {
    const table = draft[role];
    if (table !== undefined) writeTable(writer, role, table, folder);
  }
  writeSplit(writer, draft, folder);
  // Without time nothing tells before from after: the base arm stands alone.
  if (time !== undefined) {
    writer.lines.push(
      'sources:',
      withWhy(`  - ${flow(CO_CLICK)}`, 'which items the same users have as positives'),
    );
    writer.choices.push({ key: 'sources', value: 'co-click', why: 'built from the log' });
  }
  return { text: `${writer.lines.join('\n')}\n`, places: writer.places, choices: writer.choices };
}

class Writer {
  readonly lines: string[] = [];
  readonly places = new Map<string, Place>();
  readonly choices: Choice[] = [];

  /** `log.user` → `  user: user_id   # USER_ID_FIELD`. */
  key(path: string, { value, why, from }: Chosen<unknown>): void {
    const name = path.split('.').at(-1)!;
    this.lines.push(withWhy(`  ${name}: ${flow(value)}`, why));
    this.places.set(path, from);
    const shown = Array.isArray(value) ? value.join(', ') : String(value);
    this.choices.push({ key: name === 'path' ? path.split('.')[0]! : name, value: shown, why });
  }

  features(table: string, features: readonly DraftFeature[]): void {
    if (features.length === 0) return;
    this.lines.push('  features:');
    features.forEach(({ name, type, from }, i) => {
      this.lines.push(`    - ${flow(type === 'numeric' ? { name, type } : name)}`);
      this.places.set(`${table}.features[${i}]`, from);
    });
    this.places.set(`${table}.features`, features[0]!.from);
    const value = features.map(({ name }) => name).join(', ');
    this.choices.push({ key: table === 'log' ? 'features' : `${table} features`, value, why: '' });
  }
}

function writeTable(
  writer: Writer,
  role: string,
  { path, key, features, why, from }: DraftTable,
  folder: string,
): void {
  writer.lines.push(`${role}:`);
  writer.key(`${role}.path`, { value: pathFrom(folder, path), why, from });
  writer.lines.push(`  key: ${flow(key)}`);
  writer.places.set(role, from);
  writer.features(role, features);
}

function writeSplit(writer: Writer, { split }: Draft, folder: string): void {
  if (!('train' in split)) {
    const value = { evaluate: split.evaluate, slices: 10 };
    writer.lines.push(withWhy(`split: ${flow(value)}`, split.why));
    writer.places.set('split', split.from);
    writer.choices.push({ key: 'split', value: `the last ${split.evaluate} by time`, why: split.why });
    return;
  }
  const { train, validate, evaluate, why } = split;
  const parts = Object.entries({ train, validate, evaluate }).flatMap(([part, chosen]) => {
    if (chosen === undefined) return [];
    writer.places.set(`split.${part}`, chosen.from);
    return [[part, isAbsolute(chosen.value) ? pathFrom(folder, chosen.value) : chosen.value]];
  });
  writer.lines.push(`split: ${flow({ column: 'filename', ...Object.fromEntries(parts) })} # ${oneLine(why)}`);
  writer.places.set('split', train.from);
  const value = parts.map(([part, name]) => `${part} ${name}`).join(', ');
  writer.choices.push({ key: 'split', value, why });
}

function withWhy(text: string, why: string): string {
  return `${text.padEnd(COMMENT_AT)} # ${oneLine(why)}`;
}

/** Names of columns and files may hold anything; a comment must stay one line. */
function oneLine(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]+/gu, ' ');
}
