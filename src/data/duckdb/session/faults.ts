/**
 * DuckDB reports faults as text. Here that text becomes a `Failure`: what went wrong, in which file and line, and what to
 * do; the rest of DuckDB's message (advice about its own options, the SQL) is of no use to a reader of LIS Lens.
 */
import { Failure, type FailureWhere } from '../../../common/failure.ts';

/** The file that a statement reads, so that a fault names it even where DuckDB does not. */
export interface Reading {
  /** As the report names it. */
  path: string;
  /** Looks for the fault in the file itself; undefined where it finds none. */
  explain?: (() => Promise<Failure | undefined>) | undefined;
  /** Bytes of the largest piece of memory that reading a sound file takes at once; where a fault asks for more, it is damaged. */
  largestPiece?: (() => Promise<number>) | undefined;
}

/** Turns whatever DuckDB threw into a `Failure`; a `Failure` passes unchanged. */
export function asFailure(error: unknown, reading?: Reading): Failure {
  if (error instanceof Failure) return error;
  const text = error instanceof Error ? error.message : String(error);
  return resourceFailure(text) ?? (reading ? readFailure(text, reading.path) : undefined) ?? defect(text);
}

/** As `asFailure`; what is wrong with a file is looked for in it, where that can be done. */
export async function explained(error: unknown, reading?: Reading): Promise<Failure> {
  const failure = asFailure(error, reading);
  if (failure === error || reading === undefined) return failure;
  if (failure.kind === 'data') return (await reading.explain?.()) ?? failure;
  const asked = failure.code === 'out-of-memory' ? bytesAsked(String(error)) : undefined;
  if (asked === undefined || reading.largestPiece === undefined) return failure;
  return asked > (await reading.largestPiece()) ? damaged(reading.path, { file: reading.path }) : failure;
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** "failed to allocate data of size 2.0 GiB" */
function bytesAsked(text: string): number | undefined {
  const [, size, unit] = /of size ([\d.]+) (\w+)/.exec(text) ?? [];
  return size === undefined ? undefined : Number(size) * 1024 ** UNITS.indexOf(unit as string);
}

function damaged(at: string, where: FailureWhere): Failure {
  const message = `${at} cannot be read: it is damaged, or was cut short. Write or copy it again.`;
  return new Failure('data', 'unreadable-file', message, where);
}

/** A file with two columns of one name: nothing says which one the spec means. */
export function duplicateColumn({ shown }: { shown: string }, name: string, line?: number): Failure {
  const message = `${shown} has two columns named \`${name}\`: rename one.`;
  const where = line === undefined ? { file: shown } : { file: shown, line };
  return new Failure('data', 'duplicate-column', message, where);
}

function resourceFailure(text: string): Failure | undefined {
  if (/No space left on device|max_temp_directory_size|failed to offload/i.test(text)) {
    return new Failure(
      'resource',
      'disk-full',
      'The disk for temporary files is full: free some space, or give the run more memory so that it spills less.',
    );
  }
  if (/^Out of Memory Error|failed to allocate|could not allocate/i.test(text)) {
    return new Failure(
      'resource',
      'out-of-memory',
      'Reading the data needs more memory than it may use: raise the memory setting (--memory), or read fewer rows.',
    );
  }
  return undefined;
}

function readFailure(text: string, path: string): Failure | undefined {
  const first = firstLine(text);
  const line = Number(
    /CSV Error on Line: (\d+)/.exec(text)?.[1] ?? /in line (\d+)/.exec(text)?.[1] ?? Number.NaN,
  );
  const where: FailureWhere = Number.isNaN(line) ? { file: path } : { file: path, line };
  const at = Number.isNaN(line) ? path : `${path}, line ${line}`;

  const columns = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(text);
  if (columns) {
    // DuckDB stops counting at the first value too many.
    const found = Number(columns[2]);
    const amount =
      found > Number(columns[1]) ? `${columns[1]} values are expected, there are more` : undefined;
    const sentence = amount ?? `${columns[1]} values are expected, ${found} found`;
    return new Failure('data', 'ragged-row', `${at}: ${sentence}. Repair or remove the row.`, where);
  }
  const number = /converting column "p(\d+)"[\s\S]*?Could not convert string "([\s\S]*?)" to '?DOUBLE/.exec(
    text,
  );
  if (number) {
    const message = `${at}: \`${number[2]}\` in column ${Number(number[1]) + 1} is not a number, and the header says float. Correct it, or make the column a token.`;
    return new Failure('data', 'bad-number', message, where);
  }
  if (/unterminated quote/i.test(text)) {
    return new Failure(
      'data',
      'unterminated-quote',
      `${at}: a quote is opened and never closed. Repair the row.`,
      where,
    );
  }
  if (/Invalid string encoding/i.test(text)) {
    const message = `${path}: a column holds binary values where text or numbers are wanted (${shownBytes(text)}): write numbers or text.`;
    return new Failure('data', 'binary-values', message, where);
  }
  if (/Invalid unicode|not utf-8|invalid utf/i.test(text)) {
    return new Failure('data', 'not-utf8', `${at}: the text is not UTF-8. Convert the file to UTF-8.`, where);
  }
  if (/Maximum line size/i.test(text)) {
    const message = `${at}: the row is longer than 2 MB, as where a quote is opened and never closed. Repair the row.`;
    return new Failure('data', 'long-row', message, where);
  }
  if (/expected records, but got non-record JSON/i.test(text)) {
    const message = `${path} holds JSON, but no records: it must hold one JSON object per line, not a list of them.`;
    return new Failure('data', 'malformed-json', message, where);
  }
  const twice = /has duplicate key "([\s\S]*?)"\s*(?:\n|$)/.exec(text)?.[1];
  if (twice !== undefined) return duplicateColumn({ shown: path }, twice, where.line);
  if (/Malformed JSON/i.test(text)) {
    const detail = /: ([^:]*?)\.?\s*$/.exec(first)?.[1] ?? 'not valid JSON';
    return new Failure(
      'data',
      'malformed-json',
      `${at}: not valid JSON (${detail}). The file must hold one JSON object per line.`,
      where,
    );
  }
  if (/No magic bytes|too small to be a Parquet|Parquet file/i.test(text)) {
    return new Failure(
      'data',
      'not-parquet',
      `${path} is not a Parquet file, or was cut short: write or copy it again.`,
      where,
    );
  }
  if (/GZIP|ZSTD|decompress/i.test(text)) {
    return new Failure(
      'data',
      'bad-compression',
      `${path} cannot be decompressed: write or copy it again.`,
      where,
    );
  }
  if (/No such file|No files found/i.test(text)) {
    return new Failure('data', 'missing-file', `${path} does not exist.`, where);
  }
  // The statement is this engine's own, so whatever else goes wrong is the file's: DuckDB has no one name for damage.
  if (!/^(Binder|Parser|Catalog|Not implemented) Error/.test(text)) {
    return damaged(at, where);
  }
  return undefined;
}

/** The bytes of DuckDB's message, cut short. */
function shownBytes(text: string): string {
  const bytes = /value "(.*?)" is not valid/s.exec(text)?.[1] ?? 'no UTF-8';
  return bytes.length > 24 ? `${bytes.slice(0, 24)}…` : bytes;
}

function defect(text: string): Failure {
  return new Failure('internal', 'query-failed', `A query of the data engine failed: ${firstLine(text)}.`);
}

/** DuckDB's first line without the kind in front and the full stop behind. */
function firstLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.replace(/^[A-Z][A-Za-z ]*(Error|Exception): /, '').replace(/\.?\s*$/, '');
}
