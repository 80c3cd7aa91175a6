/** What reads the tables: DuckDB on this machine, where the spec names nothing else, or a Spark cluster. */
import * as z from 'zod/mini';
import { ADDRESS, SECRET_NAME } from './servers.ts';

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
          .union([
            z.strictObject({
              env: z
                .string()
                .check(
                  z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
                  z.meta({ title: 'name of an environment variable' }),
                  z.describe(
                    'The environment variable that holds the token, and the server that it is for: `sc://HOST:PORT/;token=TOKEN`.',
                  ),
                ),
            }),
            z.strictObject({
              secret: z
                .string()
                .check(
                  z.regex(SECRET_NAME),
                  z.meta({ title: 'name of a stored token, such as spark-prod' }),
                  z.describe(
                    "The name that the token has in the editor's secret storage (`LIS: Store a Token…`). Outside the editor, `spark-prod` is the environment variable `LIS_TOKEN_SPARK_PROD`.",
                  ),
                ),
            }),
          ])
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
