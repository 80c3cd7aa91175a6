import { describe, expect, it } from 'vitest';
import type { AuditColumn } from '../../../../src/audit/data/subject.ts';
import type { Dataset } from '../../../../src/data/dataset.ts';
import type { Engine } from '../../../../src/data/engine.ts';
import { withTableColumns } from '../../../../src/evaluation/audit/table-columns.ts';
import { SpecSchema } from '../../../../src/specfile/schema.ts';
import { NO_ENGINE } from '../../../support/engine.ts';

const codes = (...values: number[]) => Uint32Array.from(values);
/** The audit's rows; the engine gives the same ones in another order. */
const known = { user: codes(0, 1, 1, 0), item: codes(2, 0, 1, 2) } as unknown as Dataset;
const again = { user: codes(1, 0, 0, 1), item: codes(0, 2, 2, 1), sourceColumns: { own: [] } };

const columns: AuditColumn[] = [
  {
    name: 'rate',
    table: 'items',
    column: { name: 'rate', type: 'numeric', values: Float64Array.of(3, 1, 2, 3) },
  },
  {
    ...{ name: 'region', table: 'users' },
    column: {
      name: 'region',
      type: 'categorical',
      codes: codes(2, 1, 1, 2),
      cardinality: 3,
      names: ['', 'a', 'b'],
    },
  },
  { name: 'own', table: 'log', column: { name: 'own', type: 'numeric', values: new Float64Array(4) } },
];

const spec = (...names: string[]) =>
  SpecSchema.parse({
    version: 1,
    log: { path: 'log.csv', user: 'u', item: 'i', label: 'y', time: 't' },
    sources: names.map((name) => ({ name, columns: [name] })),
  });

function engineOf(asked: string[][]): Engine {
  const load: Engine['load'] = async ({ sources }) => {
    asked.push(sources.map(({ name }) => name));
    return again as unknown as Dataset;
  };
  return { ...NO_ENGINE, load };
}

describe('columns of tables as sources', () => {
  const run = {} as Parameters<Engine['load']>[2];

  it('are dealt to the rows by the codes of their items and users', async () => {
    const asked: string[][] = [];
    const engine = withTableColumns(engineOf(asked), columns, { data: known });
    const { sourceColumns } = await engine.load(spec('rate', 'own', 'region'), '', run);
    // The engine below knows the log alone.
    expect(asked).toEqual([['own']]);
    expect(sourceColumns?.['rate']).toEqual([
      { name: 'rate', type: 'numeric', values: Float64Array.of(1, 3, 3, 2) },
    ]);
    expect(sourceColumns?.['region']).toEqual([
      {
        name: 'region',
        type: 'categorical',
        codes: codes(1, 2, 2, 1),
        cardinality: 3,
        names: ['', 'a', 'b'],
      },
    ]);
    expect(sourceColumns?.['own']).toEqual([]);
  });

  it('are none of a run that names none, and the engine is itself where there are none', async () => {
    const engine = engineOf([]);
    const { sourceColumns } = await withTableColumns(engine, columns, { data: known }).load(spec(), '', run);
    expect(Object.keys(sourceColumns ?? {})).toEqual(['own']);
    expect(withTableColumns(engine, columns.slice(2), { data: known })).toBe(engine);
  });
});
