/** How wide a text is where all letters are equally wide, and texts cut, padded and wrapped by that: Chinese signs take two columns, marks on letters none. */

/** Marks and joiners that take no column of their own. */
const NONE = /\p{M}|[\u200b-\u200d\u2060]/u;
/** Signs of two columns: East Asian wide and full-width ones, and pictures (Unicode UAX #11). */
const TWO =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

const columnsOf = (sign: string): number => (NONE.test(sign) ? 0 : TWO.test(sign) ? 2 : 1);

export function widthOf(text: string): number {
  let width = 0;
  for (const sign of text) width += columnsOf(sign);
  return width;
}

/** The beginning of a text and `…`, or the text where it fits. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let [kept, taken] = ['', 0];
  for (const sign of text) {
    taken += columnsOf(sign);
    if (taken > width - 1) break;
    kept += sign;
  }
  return `${kept.trimEnd()}…`;
}

export function padTo(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return side === 'right' ? text + space : space + text;
}

/** Breaks at spaces so that no line is wider than `width`; a longer word is broken where the line ends. */
export function wrapTo(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
    while (widthOf(line) > width) {
      const part = beginning(line, width);
      lines.push(part);
      line = line.slice(part.length);
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** As much as fits, one sign at least. */
function beginning(text: string, width: number): string {
  let [kept, taken] = ['', 0];
  for (const sign of text) {
    taken += columnsOf(sign);
    if (taken > width && kept !== '') break;
    kept += sign;
  }
  return kept;
}
