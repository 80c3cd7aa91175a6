/** How much memory a run will hold at its peak. */
import type { Spec } from '../../specfile/schema.ts';
import { isLargeBase, isReadInRows } from '../arms/base.ts';
import { baseFields, countFields } from '../arms/planned.ts';
import { fieldForm, inTwoStages } from '../arms/rankers.ts';
import { plannedTrainings } from '../arms/trainings.ts';
import { componentBytes } from '../describe/sums-store.ts';
import { readsSample } from '../head/read-rows.ts';
import { isLargeLog } from '../parts/filed-log.ts';
import { PICKED_BYTES, SHARE_OF_PARTS } from '../parts/take.ts';
import { keptBytes } from '../tasks/feature-memory.ts';
import { THREAD_BYTES } from '../tasks/memory.ts';
import { headThreadBytes } from './head-work.ts';
import { ownFields } from './own-fields.ts';
import { readByHeads } from './read-rows.ts';
import { headRowsOf, sharedColumns } from './staged-work.ts';
import type { LogSize, Rates } from './units.ts';

/** Bytes of a score or logit. */
const SCORE_BYTES = 4;

/** Of a row that is read: user, item, label, part, time and slice. */
const ROW_BYTES = 4 + 4 + 1 + 1 + 8 + 2;
/** Of a row whose columns lie in files: label and part, and what a positive of five rows takes by time and by user. */
const FILED_BYTES = 1 + 1 + 26 / 5;
/** Its number among the rows of a part. */
const NUMBERED_BYTES = 4;
/** A number as it was read: whole ones and others. */
const FEATURE_BYTES = 6;
/** A feature while it is built, and its bin. */
const NUMBER_BYTES = 4;
const ID_BYTES = 4;
/** Fields of ids. */
const IDS = 2;
/** Where the history of a row ends. */
const HISTORY_BYTES = 4;

/** What a run is given. */
export interface Allowed {
  threads: number;
  memoryBytes: number;
}

/** The share of DuckDB in the memory setting; see its session.ts. */
const ENGINE_SHARE = 0.3;

/** Where nothing else is said. */
export const USUAL_MEMORY = 4 * 2 ** 30;

export function expectedBytes(
  spec: Spec,
  size: LogSize,
  allowed: Allowed,
  { memory }: Pick<Rates, 'memory'>,
): number {
  const held = rowsBytes(spec, size, allowed);
  const run = memory.start + memory.perEncodedByte * held + headsBytes(spec, size, allowed);
  const log = logBytes(spec, size);
  // While a large log is encoded, DuckDB has its share beside it.
  const reading = isLargeLog(spec, log, allowed.memoryBytes)
    ? memory.start + log + ENGINE_SHARE * allowed.memoryBytes
    : 0;
  return Math.max(run, reading);
}

/** What is held of rows before heads are trained: the log, the base and the features of all arms. */
export function rowsBytes(spec: Spec, size: LogSize, { threads, memoryBytes }: Allowed): number {
  const base = baseFields(spec);
  const columns = logBytes(spec, size);
  const ofColumns = isLargeLog(spec, columns, memoryBytes) ? FILED_BYTES * size.rows : columns;
  const ofLog = ofColumns + NUMBERED_BYTES * size.rows + HISTORY_BYTES * readByHeads(spec, size);
  const codes = IDS * ID_BYTES + base - IDS;
  const inFile = isLargeBase(size.rows, { memoryBytes }) && isReadInRows(spec, fieldForm(spec, 'base'));
  return ofLog + (inFile ? 0 : size.rows * codes) + featuresBytes(spec, size, { threads, memoryBytes });
}

/** The columns of the log. */
function logBytes(spec: Spec, size: LogSize): number {
  const features = baseFields(spec) - IDS - countFields(spec);
  return size.rows * (ROW_BYTES + FEATURE_BYTES * features);
}

/** Of evaluation rows no more than a part is held, where no more fits; see `inParts`. */
function featuresBytes(spec: Spec, size: LogSize, { threads, memoryBytes }: Allowed): number {
  const parts = ownFields(spec);
  const stored = parts.reduce((sum, part) => sum + part.stored, 0);
  const built = Math.max(0, ...parts.map(({ arms, fields }) => arms * fields));
  const read = readByHeads(spec, size);
  const picked = read < size.rows ? PICKED_BYTES * spec.seeds : 0;
  const ofRow = stored + picked + NUMBER_BYTES * Math.min(threads, spec.seeds * parts.length) * built;
  const most = readsSample(spec) ? SHARE_OF_PARTS * memoryBytes : Number.POSITIVE_INFINITY;
  const later = Math.min(size.evalRows, read);
  return (read - later) * ofRow + Math.min(later * ofRow, most);
}

/** What heads hold beside the encoded rows: the columns that they share, their threads, the scores of all, and what waits for more users. */
export function headsBytes(spec: Spec, size: LogSize, { threads, memoryBytes }: Allowed): number {
  const staged = plannedTrainings(spec).filter(({ ranker }) => inTwoStages(spec, ranker));
  if (staged.length === 0) return 0;
  const parts = ownFields(spec);
  const read = readByHeads(spec, size);
  const widest = Math.max(0, ...parts.map(({ fields }) => fields));
  const arms = 1 + parts.reduce((sum, { arms: count, drops }) => sum + count + drops.ofHead, 0);
  const inFiles = featuresBytes(spec, size, { threads, memoryBytes }) >= SHARE_OF_PARTS * memoryBytes;
  const ofArm = inFiles ? 0 : SCORE_BYTES * spec.seeds * size.evalRows;
  const scores = (arms * ofArm + componentBytes(size.evalRows, arms, { memoryBytes })) * staged.length;
  const ofRanker = staged.map(({ ranker }) => {
    const columns = sharedColumns(spec, ranker);
    const thread = headThreadBytes(headRowsOf(spec, ranker, size), columns + widest, size.evalRows);
    const ofThread = THREAD_BYTES + thread + widest * read;
    const ofScores = read * SCORE_BYTES * spec.seeds;
    return Math.min(threads, arms * spec.seeds) * ofThread + read * columns + ofScores;
  });
  // With a precision, the numbers that single features are described by in the end.
  const fields = parts.reduce((sum, part) => sum + part.fields, 0);
  const kept = spec.precision === undefined ? 0 : keptBytes(read, fields);
  return scores + kept + Math.max(...ofRanker);
}
