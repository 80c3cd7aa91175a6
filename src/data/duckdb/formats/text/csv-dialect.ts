/**
 * Which dialect a delimited text is written in. RFC 4180 wherever a file fits it; else backslash escapes (Spark, MySQL), and in
 * files that are not separated by commas quotes that are characters like any other.
 */
import type { InputFile } from '../files.ts';
import type { TextSource } from './bytes.ts';
import { type Quotes, type RecordStyle, recordsOf } from './records.ts';
import { REWRITTEN, rewrite } from './rewrite.ts';
import { scanText } from './scan.ts';
import { misfit, misfitFailure } from './shape.ts';

export interface Dialect extends RecordStyle {
  /** What DuckDB reads: the file, or the same text written as DuckDB reads it without loss. */
  read: RecordStyle & Pick<InputFile, 'path' | 'compression'>;
}

const DELIMITERS = [',', ';', '\t', '|', '::'];
/** Lines that are looked at to find the delimiter. */
const SAMPLE = 100;

/**
 * The delimiter that divides the first lines into as many values each; a comma where they hold one column.
 * @param spaces whether a space may be one
 */
export function delimiterIn(head: string, spaces: boolean): string {
  const sample = head.split(/\r\n|[\r\n]/, SAMPLE).join('\n');
  let best = { delimiter: ',', share: 0 };
  for (const delimiter of DELIMITERS) {
    const share = shareAlike(sample, delimiter);
    if (share > best.share) best = { delimiter, share };
  }
  return spaces && best.share === 0 && shareAlike(sample, ' ') === 1 ? ' ' : best.delimiter;
}

/** Share of the records with as many values as the first; 0 where that is one. */
function shareAlike(sample: string, delimiter: string): number {
  const style = { delimiter, quotes: 'doubled' } as const;
  const doubled = recordsOf(sample, style);
  const broken = doubled.some(({ fault }) => fault !== undefined);
  const records = broken ? recordsOf(sample, { ...style, quotes: 'none' }) : doubled;
  const width = records[0]?.values.length ?? 0;
  if (width < 2) return 0;
  return records.filter(({ values }) => values.length === width).length / records.length;
}

/** How a file may be written. */
export interface Allowed {
  delimiter: string;
  /** Ways of quoting, the likeliest first. */
  quotes: readonly Quotes[];
}

/** Text with commas needs its quotes; in other files they are often characters like any other. */
export function allowedIn(delimiter: string, width: number): Allowed {
  const plain = delimiter !== ',' && width > 1;
  return { delimiter, quotes: ['doubled', 'backslash', ...(plain ? (['none'] as const) : [])] };
}

/**
 * Looks through the whole file.
 * @param width values of a record
 * @param most bytes that are looked at, where a part of the file is enough
 * @throws Failure `data` where the file fits no dialect, with the line; Cancelled
 */
export async function dialectOf(
  source: TextSource,
  { delimiter, quotes: allowed }: Allowed,
  width: number,
  most?: number,
): Promise<Dialect> {
  const facts = await scanText(source, delimiter, most);
  const { mixedEnds, brokenQuotes, longValues, backslashQuotes } = facts;
  const likely = allowed.filter(
    (quotes) =>
      (quotes === 'none' && (brokenQuotes || longValues)) ||
      (quotes === 'backslash' && backslashQuotes && (brokenQuotes || longValues)),
  );
  let style: RecordStyle = { delimiter, quotes: 'doubled' };
  let fits = !brokenQuotes && !mixedEnds;
  for (const quotes of likely) {
    if ((await misfit(source, { delimiter, quotes }, width)) !== undefined) continue;
    style = { delimiter, quotes };
    fits = true;
    break;
  }
  const record = fits ? undefined : await misfit(source, style, width);
  if (record !== undefined) {
    const escapes = backslashQuotes && allowed.includes('backslash');
    throw misfitFailure(source.file.shown, record, width, escapes);
  }
  // DuckDB refuses mixed line ends or misreads them, and drops each backslash of a file that escapes by them.
  const asItStands = !mixedEnds && style.quotes !== 'backslash';
  const { path, compression } = source.file;
  if (asItStands) return { ...style, read: { ...style, path, compression } };
  const written = await rewrite(source, style, width);
  return { ...style, read: { ...REWRITTEN, path: written, compression: 'none' } };
}
