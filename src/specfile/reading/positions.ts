/**
 * Places in a text. Everything that points at the spec (Problems, CodeLens, data errors) uses these ranges: 0-based
 * lines and columns in UTF-16 units, as editors count, beside the offset.
 */

export interface SourcePosition {
  line: number;
  column: number;
  offset: number;
}

/** Half-open: `end` is just behind the last character. */
export interface SourceRange {
  start: SourcePosition;
  end: SourcePosition;
}

/** Turns offsets of one text into positions. */
export class LineIndex {
  private readonly text: string;
  private readonly starts: number[] = [0];

  constructor(text: string) {
    this.text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  /** @param offset is moved into 0..text.length */
  position(offset: number): SourcePosition {
    const inside = Math.min(Math.max(offset, 0), this.text.length);
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= inside) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: inside - this.starts[low]!, offset: inside };
  }

  range(start: number, end: number): SourceRange {
    return { start: this.position(start), end: this.position(Math.max(start, end)) };
  }
}
