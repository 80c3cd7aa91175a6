/** The tables of docs/audit.md: what was planted, what was found, and what was called a leak without being one. */
import { count } from '../../src/common/format.ts';
import type { LogResult, PlantResult, VariantResult } from './measure.ts';

/** Gain in AUC from which a leak counts. */
export const WORTH = 0.005;

export interface Measured {
  columns: LogResult;
  variants: readonly VariantResult[];
}

/** Found among those worth at least `WORTH`, over all logs. */
export function recallOf(measured: readonly Measured[]): { found: number; planted: number } {
  const worth = measured.flatMap(({ columns }) => columns.plants).filter(({ price }) => price >= WORTH);
  const variants = measured.flatMap((log) => log.variants).filter(({ code }) => code !== undefined);
  return {
    found: worth.filter(({ found }) => found).length + variants.filter(({ found }) => found).length,
    planted: worth.length + variants.length,
  };
}

/** What was called an error on honest columns, and on logs and splits that are as they should be. */
export function falseErrors(measured: readonly Measured[]): string[] {
  return measured.flatMap(({ columns, variants }) => [
    ...columns.clean
      .filter(({ severity }) => severity === 'error')
      .map(({ column, code }) => `${columns.log}: ${code} of ${column}`),
    ...variants
      .filter(({ code }) => code === undefined)
      .flatMap(({ log, errors }) => errors.map((code) => `${log}: ${code}`)),
  ]);
}

export function tables(measured: readonly Measured[]): string {
  const plants = measured.flatMap(({ columns }) => columns.plants);
  const kinds = [...new Set(plants.map(({ kind }) => kind))];
  const { found, planted } = recallOf(measured);
  const errors = falseErrors(measured);
  const warned = measured.flatMap(({ columns }) =>
    columns.clean
      .filter(({ severity, code }) => severity === 'warning' && code !== 'entity-overlap')
      .map(({ column, code }) => `\`${column}\` (${columns.log}, ${code})`),
  );
  const honest = measured.reduce((sum, { columns }) => sum + columns.honest, 0);
  return [
    `${count(found)} of ${count(planted)} leaks that are worth ${WORTH} AUC or more were found (recall ${(found / planted).toFixed(3)}), in ${measured.map(({ columns }) => `${columns.log} (${count(columns.rows)} rows)`).join(', ')}. Of ${count(honest)} honest columns ${errors.length === 0 ? 'none was' : `${errors.length} were`} called a leak, and ${warned.length} drew a question${warned.length === 0 ? '' : `: ${warned.join(', ')}`}.`,
    ...(errors.length === 0 ? [] : ['', `Called a leak without being one: ${errors.join('; ')}.`]),
    '',
    `| column | planted | found | worth ≥ ${WORTH} | found of these | weakest found | strongest missed |`,
    '|---|---:|---:|---:|---:|---:|---:|',
    ...kinds.map((kind) =>
      kindRow(
        kind,
        plants.filter((plant) => plant.kind === kind),
      ),
    ),
    '',
    '| split or log | strengths | found | weakest found |',
    '|---|---|---:|---|',
    ...variantRows(measured.flatMap(({ variants }) => variants)),
  ].join('\n');
}

const gain = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(4));

function kindRow(kind: string, plants: readonly PlantResult[]): string {
  const worth = plants.filter(({ price }) => price >= WORTH);
  const hit = worth.filter(({ found }) => found);
  const weakest = plants
    .filter(({ found }) => found)
    .map(({ price }) => price)
    .sort((a, b) => a - b)[0];
  const missed = worth
    .filter(({ found }) => !found)
    .map(({ price }) => price)
    .sort((a, b) => b - a)[0];
  return `| ${kind} | ${plants.length} | ${plants.filter(({ found }) => found).length} | ${worth.length} | ${hit.length} | ${gain(weakest)} | ${gain(missed)} |`;
}

function variantRows(variants: readonly VariantResult[]): string[] {
  const planted = variants.filter(({ code }) => code !== undefined);
  return [...new Set(planted.map(({ kind }) => kind))].map((kind) => {
    const alike = planted.filter((variant) => variant.kind === kind);
    const strengths = [...new Set(alike.map(({ strength }) => strength))];
    const weakest = strengths
      .filter((strength) => alike.every((variant) => variant.strength !== strength || variant.found))
      .at(-1);
    return `| ${kind} | ${strengths.join(', ')} | ${alike.filter(({ found }) => found).length} of ${alike.length} | ${weakest ?? '–'} |`;
  });
}
