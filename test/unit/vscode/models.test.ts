/** What the editor says of models in a line, in a hover and at their names, without an editor. */
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/report/schema.ts';
import { specHash } from '../../../src/specfile/hash.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { modelHover } from '../../../src/vscode/hover/model.ts';
import { verdictMarks } from '../../../src/vscode/problems/verdicts.ts';
import { lastResults } from '../../../src/vscode/state/reports/results.ts';
import { partsOf, pathOfPart } from '../../../src/vscode/state/spec/parts.ts';
import { capturedOf, modelTitleFacts } from '../../../src/vscode/words/model-titles.ts';
import { modelsReport } from '../../fixtures/models-report.ts';
import { estimate } from '../../fixtures/report.ts';
import { covered, HEAD } from '../specfile/support.ts';

const t = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d+)\}/g, (_match, i) => String(args[Number(i)]));

const text = `${HEAD}sources:
  - {name: co-click, build: co-click}
models:
  - {name: notellm, embeddings: a.csv, item: i, vector: v}
  - name: off-the-shelf
    embeddings: b.csv
    item: i
    vector: v
`;
const hash = specHash(parseSpec(text).spec!);
const modelTitle = (...args: Parameters<typeof modelTitleFacts>) => modelTitleFacts(...args).join(' · ');
const results = (report: Report = modelsReport(), staleInputs: string[] = []) => {
  const checked = { path: 'r.json', report: { ...report, spec: { path: 'lis.yaml', hash } }, staleInputs };
  return { ...checked, ...lastResults([checked]) };
};
const result = (name: string, report?: Report) => results(report).models.get(name)!;

describe('over a model', () => {
  it('stand AIS with half the width of its interval, and its share of the LIS', () => {
    expect(modelTitle(result('notellm'), undefined, t)).toBe('AIS +0.031 ±0.007 · 41 % captured');
  });

  it('stand the first verdict, and what made the result stale', () => {
    expect(modelTitle(result('off-the-shelf'), 'a.csv changed', t)).toBe(
      'alignment is the bottleneck · AIS -0.001 ±0.003 · -2 % captured · stale: a.csv changed',
    );
  });

  it('stands no share where there is none, and never "-0 %"', () => {
    expect(modelTitle(result('prod-v2'), undefined, t)).toBe('AIS +0.009 ±0.002');
    const nothing = modelsReport();
    nothing.models[0]!.captured['content'] = estimate(-0.0012, 0.01);
    expect(modelTitle(result('notellm', nothing), undefined, t)).toContain(' · 0 % captured');
  });

  it('stands the share of the source with the most to give, by name, where there are several', () => {
    const several = modelsReport();
    several.models[0]!.captured['co-click'] = estimate(0.9, 0.05);
    expect(capturedOf(several.models[0]!, several).map(({ source }) => source)).toEqual([
      'content',
      'co-click',
    ]);
    expect(modelTitle(result('notellm', several), undefined, t)).toBe(
      'AIS +0.031 ±0.007 · 41 % of content captured',
    );
    // A source that the report does not have comes last.
    several.models[0]!.captured['gone'] = estimate(0.2, 0.05);
    expect(capturedOf(several.models[0]!, several).at(-1)?.source).toBe('gone');
  });

  it('stands that it was evaluated alone, where that is why it has no share', () => {
    const { spec, models } = modelsReport();
    const report = { sources: [], spec: { ...spec, only: ['notellm'] } };
    const model = { ...models[0]!, captured: {} };
    expect(modelTitle({ model, report, verdicts: [] }, undefined, t)).toBe(
      'AIS +0.031 ±0.007 · evaluated alone',
    );
  });

  it('stands that a new model has no result', () => {
    expect(modelTitle(undefined, undefined, t)).toBe('');
  });
});

describe('the hover over a model', () => {
  const now = Date.parse(modelsReport().created) + 7_200_000;

  it('has its gain, what a probe reaches, and its share of each source or why there is none', () => {
    const told = modelHover(result('notellm'), now, undefined, t).replaceAll('&nbsp;', '').split('\n');
    expect(told[0]).toBe('**notellm** · 2 h ago');
    expect(told.slice(4, 8)).toEqual([
      '| AIS | +0.0309 | +0.0243 … +0.0375 |',
      '| probe on content | +0.0441 | +0.0374 … +0.0508 |',
      '| of the LIS of co-click | – | the LIS of co-click is not one of similarities of vectors |',
      '| of the LIS of content | 41.2 % | 33.1 % … 49.3 % |',
    ]);
    expect(told.at(-1)).toBe(
      'Reaches 91.2 % of the evaluation rows. Finds an AIS of 0.0071 four times in five.',
    );
  });

  it('of scores says what they are held against, and that it is stale', () => {
    const told = modelHover(result('prod-v2'), now, 'v2.csv changed', t);
    expect(told).toContain('**prod-v2** · 2 h ago · stale: v2.csv changed');
    expect(told).toContain('| AIS, over the baseline file&nbsp;&nbsp; | +0.0087');
    expect(told).not.toContain('Reaches');
  });

  it('never lets a reason end its cell', () => {
    const odd = modelsReport();
    odd.models[0]!.notCaptured['co-click'] = 'a | b';
    expect(modelHover(result('notellm', odd), now, undefined, t)).toContain('| a \\| b |');
  });
});

describe('verdicts on models', () => {
  const marks = (spec: string, found = results()) =>
    verdictMarks(parseSpec(spec), found, t).map(
      ({ range, severity, code }) => `${covered(spec, range)} ${severity} ${code}`,
    );

  it('mark their names', () => {
    expect(marks(text)).toEqual([
      'co-click information headroom',
      'off-the-shelf warning alignment-bottleneck',
    ]);
    expect(marks(text, results(modelsReport(), ['b.csv']))[1]).toBe(
      'off-the-shelf information alignment-bottleneck',
    );
  });

  it('go with their model, also where its name is now a source’s', () => {
    expect(marks(text.replace('off-the-shelf', 'renamed'))).toEqual(['co-click information headroom']);
    const swapped = `${HEAD}sources:\n  - {name: off-the-shelf, build: co-click}\n`;
    expect(marks(swapped)).toEqual([]);
  });
});

it('a part is found by its name in either section', () => {
  const { spec } = parseSpec(text);
  expect(partsOf(spec).map(({ section, name }) => `${section} ${name}`)).toEqual([
    'sources co-click',
    'models notellm',
    'models off-the-shelf',
  ]);
  expect(partsOf(undefined)).toEqual([]);
  expect(pathOfPart(spec!, 'off-the-shelf')).toEqual(['models', 1]);
  expect(pathOfPart(spec!, 'co-click')).toEqual(['sources', 0]);
  expect(pathOfPart(spec!, 'gone')).toBeUndefined();
});
