import { describe, expect, it } from 'vitest';
import { axisOf } from '../../../src/report/exports/charts/axis.ts';
import { drawForest } from '../../../src/report/exports/charts/forest.ts';
import { OF_PAGE, THEMES } from '../../../src/report/exports/charts/palette.ts';
import { answersForest, segmentsForest } from '../../../src/report/exports/charts/report-forests.ts';
import { renderHtml } from '../../../src/report/exports/html/html.ts';
import { renderMarkdown } from '../../../src/report/exports/markdown.ts';
import { renderSvg } from '../../../src/report/exports/svg.ts';
import type { Report, SourceReport } from '../../../src/report/schema.ts';
import { fullReport } from '../../fixtures/full-report.ts';
import { withLeak, withLeakingBase } from '../../fixtures/leaks.ts';
import { modelsReport } from '../../fixtures/models-report.ts';
import { estimate, exampleReport } from '../../fixtures/report.ts';

const [first] = exampleReport().sources;
const source = (name: string, lis: SourceReport['lis'], more: Partial<SourceReport> = {}): SourceReport => ({
  ...{ ...first!, name, lis },
  ...more,
});
const transferable = (value: number) => ({
  transferable: estimate(value, 0.004),
  total: estimate(0.4, 0.01),
});
const withSources = (...sources: SourceReport[]): Report =>
  exampleReport({ models: [], verdicts: [], sources });

/** The numbers of an attribute of all shapes of a kind. */
const numbers = (svg: string, tag: string, attribute: string): number[] =>
  [...svg.matchAll(new RegExp(`<${tag} [^>]*?\\b${attribute}="([-\\d.]+)"`, 'g'))].map(([, text]) =>
    Number(text),
  );

describe('an axis', () => {
  it.each([
    [[0.013, 0.025], [0, 0.005, 0.01, 0.015, 0.02, 0.025], 3],
    [[-0.002, 0.3], [0, 0.1, 0.2, 0.3], 1],
    [[-0.4], [-0.4, -0.3, -0.2, -0.1, 0], 1],
    [[3, 11], [0, 2, 4, 6, 8, 10], 0],
  ])('of %j has round ticks, 0 among them, and room for all values', (values, ticks, digits) => {
    const axis = axisOf(values);
    expect(axis.ticks).toEqual(ticks);
    expect(axis.digits).toBe(digits);
    expect(axis.low).toBeLessThanOrEqual(Math.min(0, ...values) + 1e-12);
    expect(axis.high).toBeGreaterThanOrEqual(Math.max(0, ...values) - 1e-12);
  });

  it('is there where all is 0', () => {
    expect(axisOf([0]).high).toBeGreaterThan(0);
    expect(axisOf([]).ticks).toContain(0);
  });
});

describe('the forest plot of a report', () => {
  const report = withSources(source('co-click', transferable(0.02)), source('swing', transferable(0.01)));

  it('has a mark for each row where its value is, on one axis with a line at 0', () => {
    const svg = renderSvg(report);
    const [a, b] = numbers(svg, 'circle', 'cx');
    const zero = Number(/x1="([\d.]+)"[^>]*stroke-width="1.5"/.exec(svg)![1]);
    expect((a! - zero) / (b! - zero)).toBeCloseTo(2, 1);
    expect(numbers(svg, 'circle', 'cy')[0]).toBeLessThan(numbers(svg, 'circle', 'cy')[1]!);
    for (const text of [
      'co-click',
      'swing',
      '+0.020 ± 0.004',
      'adds to the ranking',
      'gain in AUC',
      '+0.010',
      '0',
    ])
      expect(svg).toContain(`>${text}</text>`);
  });

  it('tells what it shows to those who do not see it', () => {
    const svg = renderSvg(report);
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="lis-title lis-desc"/);
    expect(svg).toContain('<title id="lis-title">What the data and the models add to the ranker</title>');
    expect(svg).toMatch(/<desc id="lis-desc">.*co-click: \+0\.020 ± 0\.004, adds to the ranking\. swing: /);
  });

  it('draws the placebo as a pale band around its interval, behind the marks', () => {
    const placebo = source('co-click', transferable(0.02), { placeboGain: estimate(0.001, 0.002) });
    const svg = renderSvg(withSources(placebo));
    const band = `fill="${THEMES.light.band}"`;
    expect(svg.split(band)).toHaveLength(2);
    expect(svg.indexOf(band)).toBeLessThan(svg.indexOf('<circle'));
    expect(svg).toContain('pale band: what the same features bring with the items permuted (placebo)');
    const { placeboGain: _, ...none } = placebo;
    expect(renderSvg(withSources(none))).not.toContain('pale band');
  });

  it('tells kinds by their shape, and says which is which', () => {
    const svg = renderSvg({ ...modelsReport(), verdicts: [] });
    expect(svg).toMatch(/<circle/);
    expect(svg.match(/<rect [^>]*width="10" height="10"/g)).toHaveLength(1);
    expect(svg).toContain(
      '● LIS of a source · ■ total LIS: it may hold users’ own future · ◆ AIS of a model',
    );
    expect(answersForest(modelsReport())!.rows.map(({ note, shape }) => [shape, note])).toContainEqual([
      'diamond',
      'alignment is the bottleneck',
    ]);
    expect(renderSvg(report)).not.toContain('●');
  });

  it('is hollow where the interval contains 0', () => {
    const svg = renderSvg(withSources(source('none', transferable(0.001))));
    expect(svg).toMatch(new RegExp(`<circle [^>]*fill="${THEMES.light.back}"`));
    expect(svg).toContain('>hollow: the interval contains 0</text>');
    expect(renderSvg(report)).not.toMatch(new RegExp(`<circle [^>]*fill="${THEMES.light.back}"`));
    expect(renderSvg(report)).not.toContain('hollow');
  });

  it.each([
    ['picture', renderSvg],
    ['page', renderHtml],
    ['Markdown', renderMarkdown],
  ])('says at which level ± is where it is not the usual one, as a %s', (_, render) => {
    const note = '± is at 95 % to 97.5 %: wider for sources, since several compete.';
    expect(render(report)).not.toContain('± is at');
    const wider = structuredClone(report);
    wider.sources[0]!.lis.transferable!.level = 0.975;
    expect(render(wider).split(note)).toHaveLength(2);
    expect(render(withLeak(wider, 'co-click'))).not.toContain('± is at');
  });

  it('puts what holds the label apart, without a place on the axis', () => {
    const leaking = withLeak(
      withSources(source('co-click', transferable(0.02)), source('swing', transferable(0.9))),
      'swing',
    );
    const svg = renderSvg(leaking);
    expect(svg.match(/<circle/g)).toHaveLength(1);
    expect(svg).toMatch(new RegExp(`fill="${THEMES.light.error}"[^>]*>swing</text>`));
    expect(svg).toContain('>no gain by it means anything</text>');
    expect(svg).not.toContain('0.9');
    expect(svg.indexOf('>swing<')).toBeGreaterThan(svg.indexOf('>gain in AUC<'));
  });

  it('draws no axis where the base holds the label', () => {
    const svg = renderSvg(withLeakingBase(report));
    expect(svg).not.toMatch(/<circle|gain in AUC/);
    expect(svg).toContain('>the base holds the label</text>');
  });

  it('lets a total that is far beyond the rest leave the axis by an arrow', () => {
    const total = (value: number) =>
      renderSvg(
        withSources(source('co-click', transferable(0.02)), source('file', { total: estimate(value, 0.01) })),
      );
    const far = total(0.4);
    expect(far).toMatch(/l9 6l-9 6z/);
    expect(far).not.toMatch(/>\+0\.[1-9]\d*<\/text>/); // the ticks are those of the small one
    expect(far).toContain('>+0.400 ± 0.010</text>');
    expect(total(0.03)).not.toMatch(/l9 6l-9 6z/);
    for (const value of [...numbers(far, 'line', 'x1'), ...numbers(far, 'line', 'x2')])
      expect(value).toBeLessThanOrEqual(760);
  });

  it('lets a total leave the axis to the left, or on both sides, by an arrow there', () => {
    const [toLeft, toRight] = ['l-9 6l9 6z', 'l9 6l-9 6z'];
    const arrows = (value: number, half: number) => {
      const file = source('file', { total: estimate(value, half) });
      const svg = renderSvg(withSources(source('co-click', transferable(0.02)), file));
      return { toLeft: svg.split(toLeft).length - 1, toRight: svg.split(toRight).length - 1 };
    };
    expect(arrows(-0.4, 0.01)).toEqual({ toLeft: 1, toRight: 0 });
    expect(arrows(-0.1, 0.11)).toEqual({ toLeft: 1, toRight: 0 });
    expect(arrows(0, 0.4)).toEqual({ toLeft: 1, toRight: 1 });
    expect(arrows(0.4, 0.01)).toEqual({ toLeft: 0, toRight: 1 });
    expect(arrows(0.1, 0.11)).toEqual({ toLeft: 0, toRight: 1 });
    expect(arrows(-0.01, 0.01)).toEqual({ toLeft: 0, toRight: 0 });
  });

  it('has fixed colours alone, or those of its page', () => {
    expect(renderSvg(report)).not.toMatch(/var\(|<style|class=/);
    expect(renderSvg(report, { theme: 'dark' })).toContain(`<rect width="760" height="`);
    expect(renderSvg(report, { theme: 'dark' })).toContain(`fill="${THEMES.dark.back}"`);
    const inPage = drawForest(answersForest(report)!, { palette: OF_PAGE, id: 'a' });
    expect(inPage).toContain('fill="var(--text)"');
    expect(inPage).not.toMatch(/#[\da-f]{6}/);
  });

  it('escapes names, and cuts long ones', () => {
    const hostile = `<script>"&'${'x'.repeat(99)}`;
    const svg = renderSvg(withSources(source(hostile, transferable(0.02))));
    expect(svg).not.toContain('<script');
    expect(svg).toMatch(/>&lt;script&gt;&quot;&amp;&#39;x+…<\/text>/);
  });

  it('says so where there is nothing to draw', () => {
    const svg = renderSvg(exampleReport({ sources: [], models: [], verdicts: [] }));
    expect(svg).toContain('Only the base was evaluated');
    expect(answersForest(exampleReport({ sources: [], models: [] }))).toBeUndefined();
  });
});

describe('the forest plot of segments', () => {
  const { segments } = fullReport().sources[0]!;
  const overall = estimate(0.02, 0.004);

  it('has a row for each part that was measured, and the LIS of all rows as a line', () => {
    const measured = segments.filter(({ lis }) => lis !== null);
    const forest = segmentsForest('co-click', 'LIS', segments, overall, 'AUC')!;
    expect(forest.rows.map(({ label }) => label)).toEqual(measured.map(({ by, value }) => `${by}: ${value}`));
    const svg = drawForest(forest, { palette: OF_PAGE, id: 's' });
    expect(svg).toContain('>all rows</text>');
    expect(svg).toContain('<title id="s-title">LIS of co-click by part of the rows</title>');
  });

  it('is not drawn where nothing was measured, and counts what it leaves to the table', () => {
    const unmeasured = segments.map((segment) => ({ ...segment, lis: null }));
    expect(segmentsForest('s', 'LIS', unmeasured, overall, 'AUC')).toBeUndefined();
    const measured = { ...segments[0]!, lis: estimate(0.01, 0.02) };
    const many = Array.from({ length: 17 }, (_, i) => ({ ...measured, value: String(i) }));
    expect(segmentsForest('s', 'LIS', many, overall, 'AUC')!.legend).toContain('1 more part in the table');
  });
});
