/** Scores of rows by heads that are there: each row is scored once by each of them. */
import { placesOf } from '../../common/some-rows.ts';
import type { Arm } from '../arms/arms.ts';
import type { HeadJob, HeadJobResult, ScoreJob } from '../head/job.ts';
import { type ColumnsAt, ownAt, scoreMemory } from '../head/jobs.ts';
import type { Projected } from '../head/projected.ts';
import { roomToBuild } from '../tasks/memory.ts';
import type { PooledRun } from '../tasks/pool.ts';
import type { Scratch } from './scratch.ts';

/** A head with the job that it was fitted by. */
export interface Fitted {
  job: HeadJob;
  result: HeadJobResult;
  /** Place of its seed. */
  k: number;
  /** What it shares with the heads of other arms. */
  at: ColumnsAt;
  projected: Projected;
}

/** Rows of the log whose features were built together. */
export interface Part {
  /** The rows to score, ascending, on shared memory: no other part has one of them. */
  rows: Uint32Array;
  /** By id, the arms with the blocks that hold these rows. */
  arms: ReadonlyMap<string, Pick<Arm, 'blocks' | 'rows'>>;
}

/** Scores of a head, part by part. */
interface HeadScores {
  parts: number;
  append(scores: Float32Array): Promise<void>;
  /** Of all parts, one after another. */
  read(): Float32Array;
}

/** Scores that one batch of tasks may leave in memory before they are written. */
const BATCH_BYTES = 2 ** 28;

/** What has been scored, part by part. */
export class ScoredParts {
  readonly #scratch: Scratch | undefined;
  readonly #parts: Part[] = [];
  readonly #scores = new Map<Fitted, HeadScores>();

  /** @param scratch holds the scores; memory does where absent */
  constructor(scratch?: Scratch) {
    this.#scratch = scratch;
  }

  /** Row numbers of all parts, ascending, on shared memory. */
  get rows(): Uint32Array {
    const all = new Uint32Array(new SharedArrayBuffer(4 * this.#count()));
    let at = 0;
    let ascends = true;
    for (const { rows } of this.#parts) {
      ascends &&= at === 0 || rows.length === 0 || all[at - 1]! < rows[0]!;
      all.set(rows, at);
      at += rows.length;
    }
    return ascends ? all : all.sort();
  }

  /** By head that has scored all parts: what reads its logits, one for each of `rows`. */
  readers(): Map<Fitted, () => Float32Array> {
    const places = placesIn(this.#parts, this.rows);
    const readers = new Map<Fitted, () => Float32Array>();
    for (const [head, scores] of this.#scores) {
      if (scores.parts === this.#parts.length) readers.set(head, readerOf(scores, places));
    }
    return readers;
  }

  add(part: Part): void {
    this.#parts.push(part);
  }

  /** Leaves the features of the parts, which all heads have scored. */
  forget(): void {
    for (const [p, { rows }] of this.#parts.entries()) this.#parts[p] = { rows, arms: new Map() };
  }

  /**
   * Has some heads score what they have not.
   * @throws Failure, Cancelled
   */
  async score(
    heads: readonly Fitted[],
    context: PooledRun,
    onProgress: (fraction: number, message: string) => void,
  ): Promise<void> {
    for (const [p, part] of this.#parts.entries()) {
      const at = sharedByBase(part);
      const left = heads.filter((head) => (this.#scores.get(head)?.parts ?? 0) <= p);
      const most =
        this.#scratch === undefined ? left.length : Math.max(1, BATCH_BYTES / (4 * part.rows.length));
      for (let from = 0; from < left.length; from += Math.floor(most)) {
        const batch = left.slice(from, from + Math.floor(most));
        const tasks = batch.map((head) => taskOf(head, part, at));
        const made = await context.pool.run('score', tasks, {
          ...roomToBuild(tasks.map(scoreMemory), context),
          onProgress: (fraction, running) => {
            const names = [...new Set(running.map(({ head }) => head.arm))].join(' and ');
            onProgress((from + fraction * batch.length) / left.length, `scoring rows by ${names}`);
          },
        });
        for (const [t, head] of batch.entries()) await this.#put(head, made[t]!.scores);
      }
    }
  }

  #count(): number {
    return this.#parts.reduce((sum, { rows }) => sum + rows.length, 0);
  }

  async #put(head: Fitted, scores: Float32Array): Promise<void> {
    const known = this.#scores.get(head) ?? this.#none();
    this.#scores.set(head, known);
    await known.append(scores);
    known.parts++;
  }

  #none(): HeadScores {
    if (this.#scratch !== undefined) {
      const list = this.#scratch.list();
      return { parts: 0, append: (scores) => list.append(scores), read: () => list.read() };
    }
    let all = new Float32Array(0);
    return {
      parts: 0,
      async append(scores) {
        const longer = new Float32Array(all.length + scores.length);
        longer.set(all);
        longer.set(scores, all.length);
        all = longer;
      },
      read: () => all,
    };
  }
}

/** The places that the rows of parts have among all, part by part; undefined where they ascend from part to part. */
function placesIn(parts: readonly Part[], rows: Uint32Array): readonly Uint32Array[] | undefined {
  let before = -1;
  const ascend = parts.every((part) => {
    const follows = part.rows.length === 0 || part.rows[0]! > before;
    before = part.rows.at(-1) ?? before;
    return follows;
  });
  return ascend ? undefined : parts.map((part) => placesOf(part.rows, rows));
}

/** Made here, so that it holds no head: a function holds all that another one of its scope uses. */
const readerOf =
  (scores: HeadScores, places: readonly Uint32Array[] | undefined): (() => Float32Array) =>
  () =>
    inOrder(scores.read(), places);

function inOrder(scores: Float32Array, parts: readonly Uint32Array[] | undefined): Float32Array {
  if (parts === undefined) return scores;
  const ordered = new Float32Array(scores.length);
  let next = 0;
  for (const places of parts) for (let i = 0; i < places.length; i++) ordered[places[i]!] = scores[next++]!;
  return ordered;
}

type Shared = ReturnType<ColumnsAt>;

/** Made once for all arms of a base and seed. */
function sharedByBase({ rows }: Part): (head: Fitted) => Shared {
  const made = new Map<ColumnsAt, Map<number, Shared>>();
  return ({ at, k }) => {
    const bySeed = made.get(at) ?? new Map<number, Shared>();
    made.set(at, bySeed);
    const shared = bySeed.get(k) ?? at(k, rows);
    bySeed.set(k, shared);
    return shared;
  };
}

function taskOf(head: Fitted, part: Part, at: (head: Fitted) => Shared): ScoreJob {
  const { job, result, k, projected } = head;
  const arm = part.arms.get(job.arm)!;
  return {
    ...{ head: job, model: result.model!, first: part.rows[0] ?? 0 },
    ...at(head),
    ...ownAt(arm, k, part.rows, projected, job.seed),
  };
}
