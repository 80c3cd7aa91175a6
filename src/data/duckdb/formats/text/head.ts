/** The first lines of a text file, as far as a header and the choice of a dialect need them. */
import { Failure } from '../../../../common/failure.ts';
import { type TextSource, textBytes } from './bytes.ts';

const HEAD = 1 << 18;
/** Where the first line is longer than that. */
const LONG_HEAD = 1 << 24;

/** Whole lines, without a byte order mark. @throws Failure `data` where the file does not hold text */
export async function headOf(source: TextSource): Promise<string> {
  for (const most of [HEAD, LONG_HEAD]) {
    const { text, whole } = await beginning(source, most);
    if (whole) return text;
    const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
    if (end >= 0) return text.slice(0, end + 1);
  }
  const { shown } = source.file;
  const message = `${shown} has no line end in its first 16 MB: it is not a table of text.`;
  throw new Failure('data', 'not-text', message, { file: shown, line: 1 });
}

async function beginning(source: TextSource, most: number): Promise<{ text: string; whole: boolean }> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of textBytes(source, most)) {
    text += decoder.decode(chunk, { stream: true });
    bytes += chunk.length;
  }
  return { text, whole: bytes < most };
}

/** @throws Failure `data` where what should be a line of text holds characters that no text has */
export function refuseBinary(shown: string, line: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: binary files are recognised by exactly these
  if (/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(line)) {
    throw new Failure('data', 'not-text', `${shown} is not a text file.`, { file: shown, line: 1 });
  }
}
