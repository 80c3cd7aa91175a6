/**
 * Rows that stand in their files in the order of the label: positives first in a list, or negatives that were sampled and appended.
 * Within lists, within the rows of a user, and within short times, so that a log that is sorted by time or by user tells nothing.
 */
import { score } from '../../../common/format.ts';
import type { Check, Found } from '../check.ts';
import { aucAlone, scoredRows } from '../columns/facts.ts';
import { drawn } from '../drawn.ts';
import type { AuditSubject } from '../subject.ts';

/** Neighbours by time that are one block. */
const BLOCK_ROWS = 100;
/** Rows whose order is looked at. */
const DRAWN = 200_000;
/** Distance of the AUC from 0.5 that is worth a note: lists that stand in the order in which they were shown come half so far. */
const NOTE = 0.15;
/** And one that no display explains. */
const ORDERED = 0.4;
/** Standard errors by which it must exceed the note's. */
const CERTAIN = 4;

const NAME = 'the order of the rows in the files';

interface Blocks {
  words: string;
  /** Of each row. */
  blocks: Uint32Array;
  number: number;
}

export const rowOrder: Check = {
  name: NAME,
  codes: ['row-order'],
  run: async (subject) => {
    const { data, breathe } = subject;
    const { place } = data;
    const rows = drawn(data.rows, DRAWN, 3);
    const scored = scoredRows(subject, rows);
    if (place === undefined || scored === undefined) {
      const why =
        place === undefined
          ? 'the data has no order of rows'
          : 'fewer than two users have rows of each label';
      return { found: [], looked: 0, notChecked: [{ check: NAME, why }] };
    }
    let found: Found[] = [];
    let strongest = 0;
    for (const blocks of blocksOf(subject)) {
      await breathe();
      const { value, se } = aucAlone(placesWithin(blocks, place), rows, scored);
      if (Math.abs(value) < NOTE + CERTAIN * se || Math.abs(value) <= strongest) continue;
      strongest = Math.abs(value);
      found = [ordered(blocks.words, value, se)];
    }
    return { found, looked: data.rows };
  },
};

/** The plainest words first; made one after the other, since each takes memory. */
function* blocksOf({ data, spec }: AuditSubject): Generator<Blocks> {
  const { rows, user, users, group } = data;
  yield { words: 'in the files', blocks: new Uint32Array(rows), number: 1 };
  if (group !== undefined) {
    const number = group.reduce((most, list) => Math.max(most, list), 0) + 1;
    yield { words: `within the lists of \`${spec.log.group}\``, blocks: group, number };
  }
  yield { words: `among the rows of one \`${spec.log.user}\``, blocks: user, number: users };
  if (data.timeline === undefined) return;
  // Rows are in the order of time.
  yield {
    words: `among ${BLOCK_ROWS} rows that follow each other in time`,
    blocks: Uint32Array.from({ length: rows }, (_, row) => Math.floor(row / BLOCK_ROWS)),
    number: Math.ceil(rows / BLOCK_ROWS),
  };
}

/** Where each row stands in its block, from 0 (first) to 1; in the middle where it is alone. */
function placesWithin({ blocks, number }: Blocks, place: Uint32Array): Float64Array {
  const rowAt = new Int32Array(place.reduce((most, at) => Math.max(most, at), 0) + 1).fill(-1);
  for (let row = 0; row < place.length; row++) rowAt[place[row]!] = row;
  const sizes = new Uint32Array(number);
  for (const block of blocks) sizes[block]!++;
  const seen = new Uint32Array(number);
  const within = new Float64Array(place.length);
  for (const row of rowAt) {
    if (row < 0) continue;
    const block = blocks[row]!;
    within[row] = (seen[block]!++ + 0.5) / sizes[block]!;
  }
  return within;
}

function ordered(words: string, value: number, se: number): Found {
  const end = value > 0 ? 'after' : 'before';
  return {
    code: 'row-order',
    severity: Math.abs(value) >= ORDERED ? 'warning' : 'info',
    about: 'log',
    target: 'log',
    message: `Rows of label 1 stand ${end} the others ${words}: their order alone ranks with AUC ${score(0.5 + value)}.`,
    evidence: [
      { name: 'AUC of the order', value: 0.5 + value },
      { name: 'standard error', value: se },
    ],
    why: 'What breaks ties by the order of the rows, or learns from them in that order, reads the outcome: metrics of lists come out too high, and a training that does not shuffle learns the order.',
    remedy:
      'Write the rows in the order in which they happened, or shuffled. LIS Lens sorts them itself: its own numbers do not depend on their order.',
    specPath: ['log', 'path'],
  };
}
