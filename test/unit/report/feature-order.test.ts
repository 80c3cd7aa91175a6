import { expect, it } from 'vitest';
import { outline } from '../../../src/report/exports/outline.ts';
import type { FeatureReport } from '../../../src/report/schema.ts';
import { renderTable } from '../../../src/report/terminal/table.ts';
import { byGain } from '../../../src/report/words/tables/feature-order.ts';
import { estimate } from '../../fixtures/report.ts';
import { fullReport } from './sample.ts';

const feature = (name: string, singleAuc: number | null, gain?: number): FeatureReport => ({
  ...{ name, singleAuc, missing: 0 },
  ...(gain !== undefined && { dropGain: estimate(gain, 0.001) }),
});

it('lists features of largest gain first, then by their AUC alone, and the rest as they came', () => {
  const features = [
    feature('topic', null),
    feature('weak', 0.52),
    feature('hurts', 0.7, -0.01),
    feature('some', 0.55, 0.02),
    feature('kind', null),
    feature('strong', 0.8),
    feature('most', 0.51, 0.03),
  ];
  expect(byGain(features).map(({ name }) => name)).toEqual([
    ...['most', 'some', 'hurts', 'strong', 'weak', 'topic', 'kind'],
  ]);
});

it('shows in the terminal those that carry most, and counts the others', () => {
  const report = fullReport();
  const [source] = report.sources;
  source!.features = Array.from({ length: 20 }, (_, i) => feature(`f${i}`, 0.5, i / 1000));
  const table = renderTable(report, { colour: false });
  const shown = [...table.matchAll(/^ {2}(f\d+) /gm)].map(([, name]) => name);
  expect(shown).toEqual(['f19', 'f18', 'f17', 'f16', 'f15', 'f14', 'f13', 'f12']);
  expect(table).toContain('… and 12 more in the report');
  expect(outline(report).sources[0]!.features!.rows[0]![0]).toBe('f19');
});
