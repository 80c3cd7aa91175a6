/** A place in code or a config that names a column of the data. Offsets count UTF-16 units, as editors do. */
export interface ColumnUse {
  name: string;
  /** Of the literal with its quotes, or of the keyword. */
  from: number;
  to: number;
}
