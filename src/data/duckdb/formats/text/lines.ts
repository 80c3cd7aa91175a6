/** Lines of a delimited text for messages: where DuckDB failed, and where a value stands. */
import type { Failure } from '../../../../common/failure.ts';
import type { TextSource } from './bytes.ts';
import { eachRecord, type RecordStyle } from './records.ts';
import { misfit, misfitFailure, textChunks } from './shape.ts';

export interface TextLines {
  /** False where the first line holds values. */
  hasHeader: boolean;
  /** What is wrong with the first record that does not fit; undefined where all do. */
  explain(): Promise<Failure | undefined>;
  /**
   * @param at position of the column
   * @param fits what a value, without surrounding spaces, is tested by
   * @returns the first record whose value fits
   */
  find(at: number, fits: (value: string) => boolean): Promise<{ line: number; value: string } | undefined>;
}

/** @param width values of a record */
export function linesOf(
  source: TextSource,
  style: RecordStyle,
  width: number,
  hasHeader: boolean,
): TextLines {
  return {
    hasHeader,
    async explain() {
      const record = await misfit(source, style, width);
      return record && misfitFailure(source.file.shown, record, width, false);
    },
    async find(at, fits) {
      let found: { line: number; value: string } | undefined;
      let header = hasHeader;
      await eachRecord(textChunks(source), style, ({ values, line }) => {
        const value = values[at]?.trim();
        if (!header && value !== undefined && fits(value)) found = { line, value };
        header = false;
        return found !== undefined;
      });
      return found;
    },
  };
}
