/** What reads the tables: DuckDB on this machine, where the spec names nothing else, or a Spark cluster. */
import * as z from 'zod/mini';

const ADDRESS = /^sc:\/\/(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?\/?$/;

/** Spark Connect listens there where nothing else is said. */
const PORT = 15002;

export const engine = z.optional(
  z
    .strictObject({
      kind: z.literal('spark').check(z.describe('A Spark cluster, over Spark Connect.')),
      url: z
        .string()
        .check(
          z.regex(ADDRESS),
          z.meta({ title: 'address such as sc://spark.example.com:15002' }),
          z.describe(
            'The Spark Connect server: `sc://HOST:PORT`, without options; the port is 15002 where absent. TLS and the token have keys of their own.',
          ),
        ),
      tls: z._default(
        z.boolean().check(z.describe('Whether the connection is encrypted. A token is sent over TLS alone.')),
        false,
      ),
      token: z.optional(
        z
          .strictObject({
            env: z
              .string()
              .check(
                z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
                z.meta({ title: 'name of an environment variable' }),
                z.describe('The environment variable that holds the token.'),
              ),
          })
          .check(z.describe('The bearer token, which is never written down: where it is found.')),
      ),
    })
    .check(
      z.describe(
        'What reads the tables that are not files of this machine: absolute paths, addresses such as `s3://…`, tables of a catalogue. Default: DuckDB, which reads files of this machine alone.',
      ),
    ),
);

export type EngineSpec = NonNullable<z.output<typeof engine>>;

/** `host:port` of an engine's address. */
export function serverOf({ url }: Pick<EngineSpec, 'url'>): string {
  const [, host = '', port = `:${PORT}`] = ADDRESS.exec(url) ?? [];
  return `${host}${port}`;
}
