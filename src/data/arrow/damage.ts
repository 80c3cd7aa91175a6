/** What is wrong with an Arrow file, as a clause that completes "… cannot be read as Arrow data: ". */
export class ArrowDamage extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'ArrowDamage';
  }
}

/** Sound data that this reader does not read; the message is a clause that says what to write instead. */
export class ArrowUnsupported extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'ArrowUnsupported';
  }
}

/** Sound or not, the data asks for more memory than there is. */
export class ArrowTooLarge extends Error {
  /** Bytes asked for, all in all. */
  readonly bytes: number;

  constructor(bytes: number) {
    super(`${bytes} bytes`);
    this.name = 'ArrowTooLarge';
    this.bytes = bytes;
  }
}

/** A text that is not UTF-8. `row` counts from 0 within the array that holds it. */
export class ArrowNotUtf8 extends Error {
  readonly row: number;

  constructor(row: number) {
    super(`row ${row}`);
    this.name = 'ArrowNotUtf8';
    this.row = row;
  }
}

/** A decimal that is longer than DuckDB's decimals are. */
export class ArrowLongDecimal extends Error {
  constructor() {
    super('a decimal of more than 38 digits');
    this.name = 'ArrowLongDecimal';
  }
}
