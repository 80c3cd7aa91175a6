/** Plants leaks into a log, audits it, and says which were found, at which price, and what else was called a leak. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeParquet } from '../../examples/lib/parquet.ts';
import { createDuckDbEngine } from '../../src/data/duckdb/engine.ts';
import { auditSpec } from '../../src/evaluation/audit/audit.ts';
import { pricesOf } from '../../src/evaluation/audit/price.ts';
import { loadSpec } from '../../src/evaluation/load-spec.ts';
import type { Finding } from '../../src/report/schema-audit.ts';
import type { PlantLog } from './log.ts';
import { honest, type Plant, plants } from './plants.ts';
import { type Variant, variants } from './variants.ts';

export interface PlantResult extends Omit<Plant, 'values'> {
  log: string;
  /** AUC that a head gains by it over a base without any plant, and the lower end of its interval. */
  price: number;
  surely: number;
  /** What the audit called it, where it found it. */
  found?: { code: string; severity: Finding['severity'] };
}

export interface LogResult {
  log: string;
  rows: number;
  plants: PlantResult[];
  /** What the audit said of honest columns, of the split and of the log, which are as they should be. */
  clean: { column: string; code: string; severity: Finding['severity']; message: string }[];
  honest: number;
  /** Seconds of the checks alone. */
  seconds: number;
}

export interface VariantResult extends Pick<Variant, 'kind' | 'strength' | 'code'> {
  log: string;
  found: boolean;
  /** What else was called an error. */
  errors: string[];
}

/** Audits each variant of a log, without prices. */
export async function measureVariants(
  log: PlantLog,
  seed: number,
  threads: number,
): Promise<VariantResult[]> {
  const results: VariantResult[] = [];
  for (const variant of variants(log, seed, Date.now())) {
    const { rows, evaluated, label, time, group, disjoint } = variant;
    const audit = await inFolder(async (folder) => {
      const given = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => values[row]!);
      await writeParquet(folder, (table) =>
        table('log', rows.length, {
          columns: [
            { name: 'u', values: given(log.user) },
            { name: 'i', values: given(log.item) },
            { name: 'y', values: label ?? given(log.label) },
            { name: 't', values: time ?? given(log.time) },
            { name: 'x', values: given(log.item).map((item, k) => item * 7 + (rows[k]! % 3)) },
            { name: 'part', values: evaluated ?? new Uint8Array(rows.length) },
            { name: 'g', values: group ?? new Uint8Array(rows.length) },
          ],
          select:
            'u::INTEGER AS u, i::INTEGER AS i, y::TINYINT AS y, make_timestamp_ms(t::BIGINT) AS t, x, part::INTEGER AS part, g::INTEGER AS g',
        }),
      );
      const spec = {
        version: 1,
        log: {
          path: 'log.parquet',
          user: 'u',
          item: 'i',
          label: 'y',
          time: 't',
          ...(group && { group: 'g' }),
        },
        ...(evaluated && { split: { column: 'part', train: 0, evaluate: 1, ...(disjoint && { disjoint }) } }),
      };
      const path = join(folder, 'lis.yaml');
      const request = { specPath: path, price: false, run: runOf(threads) };
      return auditSpec(await loadSpec(path, JSON.stringify(spec)), request, createDuckDbEngine());
    });
    const { kind, strength, code } = variant;
    results.push({
      ...{ log: log.name, kind, strength },
      ...(code !== undefined && { code }),
      found: audit.findings.some((finding) => finding.code === code),
      errors: audit.findings.flatMap((finding) =>
        finding.severity === 'error' && finding.code !== code ? [finding.code] : [],
      ),
    });
  }
  return results;
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lis-planted-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const runOf = (threads: number) => ({
  signal: new AbortController().signal,
  onProgress: () => {},
  threads,
  memoryBytes: 4 * 2 ** 30,
});

const SETTINGS = { seeds: 2, headRows: 60_000 };

export async function measure(log: PlantLog, seed: number, threads: number): Promise<LogResult> {
  const planted = plants(log, seed);
  const clean = honest(log, seed);
  return inFolder(async (folder) => {
    const columns = [
      ...planted.map(({ name, values }) => ({ name, values })),
      ...Object.entries(clean).map(([name, values]) => ({ name, values })),
    ];
    await writeParquet(folder, (table) =>
      table('log', log.rows, {
        columns: [
          { name: 'u', values: log.user },
          { name: 'i', values: log.item },
          { name: 'y', values: log.label },
          { name: 't', values: log.time },
          ...columns,
        ],
        select: `u::INTEGER AS u, i::INTEGER AS i, y::TINYINT AS y, make_timestamp_ms(t::BIGINT) AS t, ${columns
          .map(({ name }) => `CASE WHEN isnan(${name}) THEN NULL ELSE ${name} END AS ${name}`)
          .join(', ')}`,
      }),
    );
    const numeric = (name: string) => ({ name, type: 'numeric' });
    const spec = {
      version: 1,
      log: { path: 'log.parquet', user: 'u', item: 'i', label: 'y', time: 't', features: [] },
      sources: columns.map(({ name }) => ({ name: `of-${name}`, columns: [numeric(name)] })),
      ...SETTINGS,
    };
    const path = join(folder, 'lis.yaml');
    const loaded = await loadSpec(path, JSON.stringify(spec));
    const engine = createDuckDbEngine();
    const run = {
      signal: new AbortController().signal,
      onProgress: () => {},
      threads,
      memoryBytes: 4 * 2 ** 30,
    };
    const request = { specPath: path, run };
    const quick = await auditSpec(loaded, { ...request, price: false }, engine);
    const audit = await auditSpec(loaded, { ...request, mostPriced: 1000 }, engine);
    const told = audit.findings.filter(({ severity }) => severity !== 'info');
    const rest = planted.filter(
      ({ name }) => !told.some(({ target, price }) => target === name && price !== undefined),
    );
    const suspects = rest.map(({ name, values }) => ({
      name,
      table: 'log' as const,
      column: { name, type: 'numeric' as const, values },
    }));
    const unfound =
      suspects.length === 0 ? undefined : await pricesOf(loaded, suspects, undefined, request, engine);
    const results = planted.map(({ values: _, ...plant }): PlantResult => {
      const finding = told.find(({ target, code }) => target === plant.name && plant.codes.includes(code));
      const price =
        told.find(({ target, price: its }) => target === plant.name && its)?.price ??
        unfound?.columns.get(plant.name);
      return {
        ...plant,
        log: log.name,
        price: price?.value ?? Number.NaN,
        surely: price?.low ?? Number.NaN,
        ...(finding !== undefined && { found: { code: finding.code, severity: finding.severity } }),
      };
    });
    const names = new Set(planted.map(({ name }) => name));
    return {
      log: log.name,
      rows: log.rows,
      plants: results,
      clean: audit.findings
        .filter(({ target }) => !names.has(target))
        .map(({ target, code, severity, message }) => ({ column: target, code, severity, message })),
      honest: Object.keys(clean).length,
      seconds: quick.seconds,
    };
  });
}
