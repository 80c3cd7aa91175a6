/** A small world as the files that a spec names. */
import { componentsOf, listOf, moment, numbered, writeParquet } from '../../../examples/lib/parquet.ts';
import type { Judgements } from './preferences.ts';
import type { SmallWorld, WorldRows } from './small-world.ts';

export interface WorldFiles {
  /** By name; `pairs-NAME.parquet`. */
  judgements: Record<string, Judgements>;
  /** By name; `content-NAME.parquet`. */
  vectors: Record<string, Float32Array>;
}

/** Writes `log.parquet`, `candidates.parquet`, and a file for each of `files`. Requests are numbered from 1; those of the log are 0. */
export async function writeWorld(world: SmallWorld, files: WorldFiles, folder: string): Promise<void> {
  await writeParquet(folder, async (table) => {
    const rows = ({ features, ...log }: WorldRows, request: ArrayLike<number>) => ({
      columns: [
        ...(['user', 'item', 'time', 'click'] as const).map((name) => ({
          name: `c_${name}`,
          values: log[name],
        })),
        { name: 'c_request', values: request },
        ...features.map(({ name, values }) => ({ name: `f_${name}`, values })),
      ],
      select: [
        `c_user::INTEGER AS user_id, c_item::INTEGER AS item_id, ${moment('c_time')} AS ts, c_click::TINYINT AS click, c_request::INTEGER AS request`,
        ...features.map(({ name, numeric }) => `f_${name}${numeric ? '' : '::INTEGER'} AS ${name}`),
      ].join(', '),
    });
    await table('log', world.log.rows, rows(world.log, new Uint32Array(world.log.rows)));
    await table(
      'candidates',
      world.candidates.rows,
      rows(
        world.candidates,
        world.candidates.request.map((request) => request + 1),
      ),
    );
    for (const [name, { left, right, time, user }] of Object.entries(files.judgements)) {
      await table(`pairs-${name}`, left.length, {
        columns: [
          { name: 'l', values: left },
          { name: 'r', values: right },
          { name: 't', values: time },
          { name: 'u', values: user },
        ],
        select: `l::INTEGER AS left_item, r::INTEGER AS right_item, ${moment('t')} AS ts, u::INTEGER AS user_id`,
      });
    }
    for (const [name, vectors] of Object.entries(files.vectors)) {
      const components = componentsOf(vectors, vectors.length / world.items);
      await table(`content-${name}`, world.items, {
        columns: [numbered('i', world.items), ...components],
        select: `i::INTEGER AS item_id, ${listOf(components)} AS vector`,
      });
    }
  });
}
