/** The fields of a RecBole config, looked up in the atomic file that holds them. */
import { basename } from 'node:path';
import { nameRank } from '../../names/column-names.ts';
import { nearest } from '../../reading/wording.ts';
import type { Chosen, Findings } from '../draft.ts';
import { type ConfigFiles, HEAD_BYTES } from '../files.ts';
import type { ConfigText, Place } from '../text.ts';
import { type AtomicField, type AtomicHeader, isSequence, parseAtomicHeader } from './atomic.ts';

const DEFAULTS = { USER_ID_FIELD: 'user_id', ITEM_ID_FIELD: 'item_id', TIME_FIELD: 'timestamp' } as const;

/** An atomic file as far as the adapter has looked. */
export interface AtomicFile extends AtomicHeader {
  path: string;
  /** Lines behind the header, as far as they were read; the last one may be cut. */
  head: string;
}

export async function readAtomic(
  path: string,
  place: Place,
  files: ConfigFiles,
  findings: Findings,
): Promise<AtomicFile | undefined> {
  const text = (await files.read(path, HEAD_BYTES)) ?? '';
  const end = text.indexOf('\n');
  const header = parseAtomicHeader(end < 0 ? text : text.slice(0, end));
  if ('problem' in header) return findings.fail('bad-header', `${basename(path)}: ${header.problem}`, place);
  return { ...header, path, head: end < 0 ? '' : text.slice(end + 1) };
}

/** The files say themselves how they are separated; a config that says otherwise would not read them in RecBole either. */
export function checkSeparator(config: ConfigText, inter: AtomicFile, findings: Findings): void {
  const given = config.at(['field_separator']);
  if (typeof given !== 'string' || given === inter.delimiter) return;
  const [here, there] = [JSON.stringify(given), JSON.stringify(inter.delimiter)];
  findings.note(
    'separator',
    `field_separator is ${here}, and ${basename(inter.path)} is separated by ${there}, which is used`,
    config.place(['field_separator']),
  );
}

/** The place of a key, or of the config's head where the key has its default. */
export function placeOf(config: ConfigText, key: string): Place {
  return config.has([key]) ? config.place([key]) : config.place([]);
}

export function idField(
  config: ConfigText,
  key: 'USER_ID_FIELD' | 'ITEM_ID_FIELD',
  inter: AtomicFile,
  findings: Findings,
): Chosen | undefined {
  const value = nameOf(config, key) ?? DEFAULTS[key];
  const from = placeOf(config, key);
  const field = findField(value, key, inter, from, findings);
  if (field === undefined) return undefined;
  if (isSequence(field)) {
    const message = `${key}: \`${value}\` is a ${field.type} in ${basename(inter.path)}, a list; an id is a token`;
    return findings.fail('sequence-id', message, from);
  }
  return { value, why: config.has([key]) ? key : `${key}, by default`, from };
}

/** @param needed whether the config is of no use without it */
export function timeField(
  config: ConfigText,
  inter: AtomicFile,
  needed: boolean,
  findings: Findings,
): Chosen | undefined {
  const written = nameOf(config, 'TIME_FIELD');
  const value = written ?? DEFAULTS.TIME_FIELD;
  const from = placeOf(config, 'TIME_FIELD');
  const why = written === undefined ? 'TIME_FIELD, by default' : 'TIME_FIELD';
  if (inter.fields.some(({ name }) => name === value)) return { value, why, from };
  const names = inter.fields.map(({ name }) => name);
  const near = nearest(value, names) ?? names.find((name) => nameRank(name, 'time') !== undefined);
  const hint =
    near !== undefined
      ? `did you mean \`${near}\`?`
      : 'without time only a ready-made split can be evaluated (benchmark_filename)';
  const message = `${basename(inter.path)} has no column \`${value}\` (${why}); ${hint}`;
  if (needed) return findings.fail('no-time', message, from);
  if (written !== undefined) findings.note('no-time', message, from);
  return undefined;
}

/** The name of a field. MMRec writes its type behind it, as RecBole's files do. */
export function nameOf(config: ConfigText, key: string): string | undefined {
  return config.text([key])?.replace(/:(token|float|token_seq|float_seq)$/, '');
}

/** A field that must be there. */
export function findField(
  name: string,
  key: string,
  file: AtomicFile,
  place: Place,
  findings: Findings,
): AtomicField | undefined {
  const field = file.fields.find((candidate) => candidate.name === name);
  if (field !== undefined) return field;
  const names = file.fields.map((known) => known.name);
  const near = nearest(name, names);
  const hint = near === undefined ? `its columns are ${names.join(', ')}` : `did you mean \`${near}\`?`;
  return findings.fail(
    'no-column',
    `no column \`${name}\` (${key}) in ${basename(file.path)}; ${hint}`,
    place,
  );
}
