/** Whole inputs of every kind that LIS Lens reads, small, each with the file of it that is damaged and how. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import {
  BLOCK,
  FUXI_DATASET,
  FUXI_MODEL,
  fuxiData,
  RECBOLE,
  recboleData,
} from '../support/config-workspace.ts';
import { modelFiles } from '../support/model-workspace.ts';
import { npyFile } from '../support/npy.ts';
import { smallLog } from '../support/small-workspace.ts';
import { fullReport } from '../unit/report/sample.ts';
import { mutateBytes, mutateJson, mutateText, type Random } from './mutate.ts';

export interface Case {
  /** What is damaged: `parquet`, `yaml`. */
  kind: string;
  files: Readonly<Record<string, string | Uint8Array>>;
  /** The file of `files` that is damaged. */
  target: string;
  damage(next: Random): Buffer;
  /** What is run, one after the other as long as the exit code is 0; arguments of `lis`. */
  commands: readonly (readonly string[])[];
}

const ROWS = 300;
const RUN = ['--threads', '2', '--memory', '1GB'];
const EVALUATE = ['evaluate', 'lis.yaml', '--quiet', '--report', 'report.json', ...RUN];
const CHECK = ['check', 'lis.yaml', ...RUN];
const INEXPENSIVE = 'seeds: 1\nranker: {kind: lr, epochs: 1}\n';

const spec = (path: string, more = ''): string => `version: 1
log: {path: ${path}, user: user_id, item: item_id, label: click, time: ts, features: [position]}
split: {evaluate: 30%, slices: 4}
sources:
  - {name: co, build: co-click, window: all}
${more}${INEXPENSIVE}`;

/** @returns the same cases each time. */
export async function allCases(): Promise<Case[]> {
  const log = smallLog(ROWS);
  const columns = columnsOf(log);
  const table = tableFromArrays(columns);
  const tsv = log.replaceAll(',', '\t');
  const jsonl = jsonLines(columns);
  return [
    ...[log, tsv, jsonl].map((text, i) => textCase(['csv', 'tsv', 'jsonl'][i]!, text)),
    ...packed(log, 'csv'),
    ...packed(jsonl, 'jsonl'),
    ...(await parquetFiles(log)).map((bytes, i) => fileCase('parquet', `log${i}.parquet`, bytes)),
    fileCase('arrow file', 'log.arrow', tableToIPC(table, 'file')),
    fileCase('arrow stream', 'log.arrows', tableToIPC(table, 'stream')),
    ...['lz4', 'zstd'].map((codec) => featherCase(codec)),
    ...npyCases(log),
    ...yamlCases(log),
    ...configCases(),
    ...scoreCases(),
    ...reportCases(),
  ];
}

function columnsOf(log: string): Record<string, unknown[]> {
  const rows = log
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const column = (i: number): string[] => rows.map((row) => row[i]!);
  return {
    user_id: column(0),
    item_id: column(1),
    ts: BigInt64Array.from(column(2), BigInt) as unknown as unknown[],
    click: Int32Array.from(column(3), Number) as unknown as unknown[],
    position: column(4),
  };
}

function jsonLines({ user_id: users = [], ...rest }: Record<string, unknown[]>): string {
  const row = (i: number) =>
    Object.fromEntries(
      Object.entries({ user_id: users, ...rest }).map(([name, values]) => {
        const value = values[i];
        return [name, typeof value === 'bigint' ? Number(value) : value];
      }),
    );
  return `${users.map((_, i) => JSON.stringify(row(i))).join('\n')}\n`;
}

function textCase(ending: string, text: string): Case {
  const target = `log.${ending}`;
  return {
    ...{ kind: ending, files: { 'lis.yaml': spec(target), [target]: text }, target },
    damage: (next) => mutateText(text, next),
    commands: [['init', target, '--out', 'new.yaml', ...RUN], CHECK, EVALUATE],
  };
}

function fileCase(kind: string, target: string, bytes: Uint8Array, more = ''): Case {
  return {
    ...{ kind, files: { 'lis.yaml': spec(target, more), [target]: bytes }, target },
    damage: (next) => mutateBytes(bytes, next),
    commands: [CHECK, EVALUATE],
  };
}

/** The packed bytes are damaged, or the text before it is packed. */
function packed(text: string, ending: string): Case[] {
  const packers = { gz: gzipSync, zst: zstdCompressSync };
  return Object.entries(packers).map(([codec, pack]) => {
    const packedCase = fileCase(`${ending}.${codec}`, `log.${ending}.${codec}`, pack(text));
    return {
      ...packedCase,
      damage: (next: Random) =>
        next() < 0.5 ? packedCase.damage(next) : Buffer.from(pack(mutateText(text, next))),
    };
  });
}

async function parquetFiles(log: string): Promise<Uint8Array[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lis-fuzz-seed-'));
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    const csv = join(folder, 'log.csv');
    writeFileSync(csv, log);
    const files: Uint8Array[] = [];
    for (const codec of ['uncompressed', 'snappy', 'zstd']) {
      const path = join(folder, `${codec}.parquet`);
      await connection.run(
        `COPY (FROM '${csv}') TO '${path}' (FORMAT parquet, COMPRESSION ${codec}, ROW_GROUP_SIZE 2048)`,
      );
      files.push(readFileSync(path));
    }
    return files;
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true });
  }
}

/** Files of pyarrow's with packed buffers; what their columns are called does not matter to what is read before. */
function featherCase(codec: string): Case {
  const bytes = readFileSync(join(import.meta.dirname, `../fixtures/data/pyarrow-${codec}.feather`));
  return {
    ...fileCase(`feather ${codec}`, 'log.feather', bytes),
    commands: [['init', 'log.feather', '--out', 'new.yaml', ...RUN], CHECK],
  };
}

function npyCases(log: string): Case[] {
  const items = [
    ...new Set(
      log
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[1]!),
    ),
  ].sort();
  const vectors = npyFile(items.map((_, i) => [i % 5, (i * 7) % 11, 1, -i]));
  const ids = `item_id\n${items.join('\n')}\n`;
  const models = 'models:\n  - {name: m, embeddings: v.npy, ids: ids.csv, item: item_id}\n';
  const files = { 'lis.yaml': spec('log.csv', models), 'log.csv': log, 'v.npy': vectors, 'ids.csv': ids };
  const commands = [CHECK, EVALUATE];
  return [
    { kind: 'npy', files, target: 'v.npy', damage: (next) => mutateBytes(vectors, next), commands },
    { kind: 'ids', files, target: 'ids.csv', damage: (next) => mutateText(ids, next), commands },
  ];
}

function yamlCases(log: string): Case[] {
  const rich = `${spec('log.csv')}items: {path: items.csv, key: item_id, features: [group]}
gate: {source: co, transferable: ">= 0.002"}
`;
  const items = `item_id,group\n${Array.from({ length: 60 }, (_, i) => `i${i},g${i % 5}`).join('\n')}\n`;
  return [rich, BLOCK.replace('data/clicks.csv', 'log.csv')].map((text, i) => {
    const target = ['lis.yaml', 'config.yaml'][i]!;
    return {
      ...{ kind: 'yaml', files: { [target]: text, 'log.csv': log, 'items.csv': items }, target },
      damage: (next) => mutateText(text, next),
      commands: [['check', target, ...RUN]],
    };
  });
}

function configCases(): Case[] {
  const recbole = { ...recboleData(ROWS), 'config.yaml': RECBOLE };
  const fuxi = { ...fuxiData(ROWS), 'model_config.yaml': FUXI_MODEL, 'dataset_config.yaml': FUXI_DATASET };
  const configCase = (kind: string, files: Record<string, string>, config: string, target: string): Case => ({
    ...{ kind, files, target },
    damage: (next) => mutateText(files[target]!, next),
    commands: [['init', config, '--out', 'lis.yaml'], CHECK],
  });
  return [
    configCase('RecBole', recbole, 'config.yaml', 'config.yaml'),
    configCase('RecBole data', recbole, 'config.yaml', 'dataset/shop/shop.inter'),
    configCase('FuxiCTR', fuxi, 'model_config.yaml', 'dataset_config.yaml'),
    configCase('FuxiCTR', fuxi, 'model_config.yaml', 'model_config.yaml'),
  ];
}

function scoreCases(): Case[] {
  const all = modelFiles(ROWS);
  const models = `models:
  - {name: p, predictions: data/v2.csv, baseline: data/v1.csv, key: [user_id, item_id, ts], score: score}
`;
  const files = {
    'lis.yaml': spec('data/clicks.csv', models).replace('30%', '20%'),
    'data/clicks.csv': all['data/clicks.csv']!,
    'data/v1.csv': all['data/v1.csv']!,
    'data/v2.csv': all['data/v2.csv']!,
  };
  const text = files['data/v2.csv'];
  return [
    {
      ...{ kind: 'scores', files, target: 'data/v2.csv' },
      damage: (next) => mutateText(text, next),
      commands: [CHECK, EVALUATE],
    },
  ];
}

function reportCases(): Case[] {
  const report = fullReport();
  const files = { 'a.json': JSON.stringify(report), 'b.json': JSON.stringify(report) };
  const formats = ['table', 'markdown', 'html', 'csv', 'junit', 'json'];
  return [
    {
      ...{ kind: 'report', files, target: 'a.json' },
      damage: (next) => mutateJson(report, next),
      commands: [
        ...formats.map((format) => ['report', 'a.json', '--format', format]),
        ['compare', 'a.json', 'b.json'],
      ],
    },
  ];
}
