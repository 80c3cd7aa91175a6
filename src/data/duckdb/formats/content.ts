/** What a file holds, by its first bytes: names of files are not always right about it. */
import { Failure, type FailureWhere } from '../../../common/failure.ts';

export type Format = 'parquet' | 'csv' | 'tsv' | 'jsonl' | 'arrow' | 'atomic' | 'npy';
export type Compression = 'none' | 'gzip' | 'zstd';

type Content = { compression: Exclude<Compression, 'none'> } | { holds: string; advice: string };

const CONTENTS: readonly { bytes: readonly number[]; content: Content }[] = [
  { bytes: [0x1f, 0x8b], content: { compression: 'gzip' } },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], content: { compression: 'zstd' } },
  { bytes: [0xff, 0xfe], content: { holds: 'UTF-16 text', advice: 'save it as UTF-8' } },
  { bytes: [0xfe, 0xff], content: { holds: 'UTF-16 text', advice: 'save it as UTF-8' } },
  { bytes: ascii('PAR1'), content: { holds: 'Parquet data', advice: 'end its name in .parquet' } },
  { bytes: ascii('ARROW1'), content: { holds: 'Arrow data', advice: 'end its name in .arrow' } },
  {
    bytes: ascii('PK\u0003\u0004'),
    content: { holds: 'a zip archive or a spreadsheet', advice: 'unpack it, or export the sheet as CSV' },
  },
];

/** How many bytes `checkedContent` looks at. */
export const CONTENT_BYTES = 6;

/** Text formats, which may be compressed. */
export function isText(format: Format): boolean {
  return format === 'csv' || format === 'tsv' || format === 'jsonl' || format === 'atomic';
}

/**
 * @param first bytes of a file that should hold text
 * @returns how it is compressed: what its name says, unless that is nothing and the bytes say otherwise
 * @throws Failure `data` where the bytes are those of another format
 */
export function checkedContent(first: Uint8Array, named: Compression, where: FailureWhere): Compression {
  const found = CONTENTS.find(({ bytes }) => bytes.every((byte, i) => first[i] === byte))?.content;
  if (found === undefined || named !== 'none') return named;
  if ('compression' in found) return found.compression;
  throw new Failure('data', 'other-content', `${where.file} holds ${found.holds}: ${found.advice}.`, where);
}

function ascii(text: string): number[] {
  return [...text].map((character) => character.charCodeAt(0));
}
