/** The fields of a RecBole config, looked up in the atomic file that holds them. */
import { basename } from 'node:path';
import { nearest } from '../wording.ts';
import { type AtomicField, type AtomicHeader, isSequence, parseAtomicHeader } from './atomic.ts';
import type { Chosen, Findings } from './draft.ts';
import { type ConfigFiles, HEAD_BYTES } from './files.ts';
import type { ConfigText, Place } from './text.ts';

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

export /** The files say themselves how they are separated; a config that says otherwise would not read them in RecBole either. */
function checkSeparator(config: ConfigText, inter: AtomicFile, findings: Findings): void {
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
  const value = config.text([key]) ?? DEFAULTS[key];
  const from = placeOf(config, key);
  const field = findField(value, key, inter, from, findings);
  if (field === undefined) return undefined;
  if (isSequence(field)) {
    const message = `${key}: \`${value}\` is a ${field.type} in ${basename(inter.path)}, a list; an id is a token`;
    return findings.fail('sequence-id', message, from);
  }
  return { value, why: config.has([key]) ? key : `${key}, by default`, from };
}

export function timeField(config: ConfigText, inter: AtomicFile, findings: Findings): Chosen | undefined {
  const value = config.text(['TIME_FIELD']) ?? DEFAULTS.TIME_FIELD;
  const from = placeOf(config, 'TIME_FIELD');
  const written = config.text(['TIME_FIELD']) !== undefined;
  if (!inter.fields.some(({ name }) => name === value)) {
    const near = nearest(
      value,
      inter.fields.map(({ name }) => name),
    );
    const hint = near === undefined ? '' : `; did you mean \`${near}\`?`;
    if (written)
      findings.note(
        'no-time',
        `${basename(inter.path)} has no column \`${value}\` (TIME_FIELD)${hint}`,
        from,
      );
    return undefined;
  }
  return { value, why: written ? 'TIME_FIELD' : 'TIME_FIELD, by default', from };
}

/** A field that must be there. */
export function findField(
  name: string,
  key: string,
  file: AtomicFile,
  place: Place,
  findings: Findings,
): AtomicField | undefined {
  const field = file.fields.find((one) => one.name === name);
  if (field !== undefined) return field;
  const names = file.fields.map((one) => one.name);
  const near = nearest(name, names);
  const hint = near === undefined ? `its columns are ${names.join(', ')}` : `did you mean \`${near}\`?`;
  return findings.fail(
    'no-column',
    `no column \`${name}\` (${key}) in ${basename(file.path)}; ${hint}`,
    place,
  );
}
