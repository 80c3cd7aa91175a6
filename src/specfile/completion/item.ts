/** What completion offers, before any editor knows of it. */
import type { Cursor } from './cursor.ts';

export interface CompletionEntry {
  label: string;
  kind: 'key' | 'value' | 'column' | 'file' | 'folder' | 'snippet';
  /** Beside the label, in a few words. */
  detail?: string;
  /** Markdown. */
  documentation?: string;
  /** Put in place of start..end. Holds tab stops (`${1:…}`) where `snippet` is set. */
  insert: string;
  snippet?: boolean;
  /** Offsets of what is replaced. */
  start: number;
  end: number;
  /** What follows is known as well: ask again after inserting. */
  more?: boolean;
}

/** A file or folder beside the spec. */
export interface FileEntry {
  name: string;
  folder: boolean;
}

const PLAIN = /^[A-Za-z_][\w./-]*$/;
const MEANS_SOMETHING = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

/** A text as a YAML scalar: as it is where that is safe, else in quotes. */
export function scalar(text: string, quote?: '"' | "'"): string {
  if (quote === '"') return JSON.stringify(text).slice(1, -1);
  if (quote === "'") return text.replaceAll("'", "''");
  return PLAIN.test(text) && !MEANS_SOMETHING.test(text) ? text : JSON.stringify(text);
}

/** A text inside a snippet, where `$`, `}` and `\` mean something. */
export function literal(text: string): string {
  return text.replaceAll(/[\\$}]/g, '\\$&');
}

/** A text as it is, in place of what is typed. */
export function entry(cursor: Cursor, kind: CompletionEntry['kind'], text: string): CompletionEntry {
  const insert = scalar(text, cursor.quote);
  return { label: text, kind, insert, start: cursor.start, end: cursor.end };
}
