/** Scores of rows by heads that are there: each row is scored once by each of them. */
import { placesOf } from '../../common/some-rows.ts';
import type { Arm } from '../arms/arms.ts';
import type { HeadJob, HeadJobResult, ScoreJob } from '../head/job.ts';
import { type ColumnsAt, ownAt, scoreMemory } from '../head/jobs.ts';
import type { Projected } from '../head/projected.ts';
import { roomToBuild } from '../tasks/memory.ts';
import type { PooledRun } from '../tasks/pool.ts';

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

/** What has been scored, part by part. */
export class ScoredParts {
  readonly #parts: Part[] = [];
  readonly #scores = new Map<Fitted, Float32Array[]>();

  /** Row numbers of all parts, ascending, on shared memory. */
  get rows(): Uint32Array {
    const all = new Uint32Array(
      new SharedArrayBuffer(4 * this.#parts.reduce((sum, { rows }) => sum + rows.length, 0)),
    );
    let at = 0;
    for (const { rows } of this.#parts) {
      all.set(rows, at);
      at += rows.length;
    }
    return this.#parts.length === 1 ? all : all.sort();
  }

  /** The heads that have scored all parts, with a logit for each of `rows`. @param takes whether nothing of them stays here */
  *scores(takes = false): Generator<[Fitted, Float32Array]> {
    const { rows } = this;
    const places = this.#parts.map((part) => placesOf(part.rows, rows));
    for (const [head, byPart] of this.#scores) {
      if (byPart.length < this.#parts.length) continue;
      const all = new Float32Array(rows.length);
      for (const [p, scores] of byPart.entries())
        for (let i = 0; i < scores.length; i++) all[places[p]![i]!] = scores[i]!;
      if (takes) this.#scores.delete(head);
      yield [head, all];
    }
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
    const asked = this.#parts.flatMap((part, p) => {
      const at = sharedByBase(part);
      return heads.flatMap((head) =>
        (this.#scores.get(head)?.length ?? 0) > p ? [] : [{ head, task: taskOf(head, part, at) }],
      );
    });
    const tasks = asked.map(({ task }) => task);
    const made = await context.pool.run('score', tasks, {
      ...roomToBuild(tasks.map(scoreMemory), context),
      onProgress: (fraction, running) => {
        const names = [...new Set(running.map(({ head }) => head.arm))].join(' and ');
        onProgress(fraction, `scoring rows by ${names}`);
      },
    });
    for (const [t, { head }] of asked.entries())
      this.#scores.set(head, [...(this.#scores.get(head) ?? []), made[t]!.scores]);
  }
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
