/** Where the rows of a forest plot stand: words beside the marks where there is room, above them where the panel is narrow. */

/** What decides how high a row is: its heading, and whether its words take two lines. */
interface Worded {
  group?: string | undefined;
  note?: string | undefined;
  words?: string | undefined;
}

export interface PlacedRow {
  /** CSS pixels from the top of the rows. */
  top: number;
  height: number;
  /** Of the mark and its whiskers. */
  mark: number;
  /** Of the heading over it; absent without one. */
  heading?: number;
}

export interface PlacedRows {
  wide: boolean;
  rows: PlacedRow[];
  height: number;
}

/** CSS pixels from which words have room beside the marks. */
const WIDE = 600;
const HEADING = 26;
/** Of a row with two lines of words, and with one. */
const HEIGHTS = { wide: { two: 48, one: 30 }, narrow: { two: 66, one: 46 } };
/** From the bottom of a narrow row to its mark. */
const UNDER = 15;

export function placeRows(rows: readonly Worded[], width: number): PlacedRows {
  const wide = width >= WIDE;
  const two = rows.some(({ note, words }) => note !== undefined || words !== undefined);
  const height = HEIGHTS[wide ? 'wide' : 'narrow'][two ? 'two' : 'one'];
  let top = 0;
  const placed = rows.map(({ group }): PlacedRow => {
    const heading = group === undefined ? undefined : top + HEADING / 2 + 2;
    if (group !== undefined) top += HEADING;
    const row = { top, height, mark: wide ? top + height / 2 : top + height - UNDER };
    top += height;
    return heading === undefined ? row : { ...row, heading };
  });
  return { wide, rows: placed, height: top };
}
