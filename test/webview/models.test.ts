// @vitest-environment jsdom
/** What the panel shows of models, and what it leads to. */
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/schema.ts';
import { modelsReport } from '../fixtures/models-report.ts';
import { estimate } from '../fixtures/report.ts';
import { cells, payload, settled, startPage, type TestPage, textOf } from './page.ts';

async function show(
  report: Report = modelsReport(),
  changes: Parameters<typeof payload>[0] = {},
): Promise<TestPage> {
  const page = startPage();
  page.send('report', payload({ report, ...changes }));
  await settled();
  return page;
}

async function select(
  page: TestPage,
  tab: 'scores' | 'features' | 'segments' | 'hints' | 'run',
  part?: string,
) {
  page.send('select', { tab, ...(part !== undefined && { part }) });
  await settled();
}

const header = (page: TestPage, table: string) =>
  [...page.root.querySelectorAll(`table[data-table="${table}"] thead th`)].map((cell) => cell.textContent);

describe('the scores', () => {
  test('unfold what a model captured, what a probe reaches, and its estimates', async () => {
    const page = await show();
    const details = (name: string): string => {
      const button = page.root.querySelector<HTMLElement>(`[data-key="answer:${name}"]`)!;
      button.click();
      return document.getElementById(button.getAttribute('aria-controls')!)?.textContent ?? '';
    };
    const notellm = details('notellm');
    expect(notellm).toContain('The model notellm brings 0.031 ± 0.007 AUC, 41 % of what content could.');
    expect(notellm).toContain('41.2 % of the LIS of content [33.1 %, 49.3 %]');
    expect(notellm).toContain('a probe on content reaches +0.0441');
    expect(notellm).toContain(
      'model, by its item vectors · coverage 91.2 % · smallest detectable gain: 0.0071 (80 % power)',
    );
    expect(cells(page.root, 'estimates:notellm').map((row) => row.slice(0, 3))).toEqual([
      ['probe AISprobe on content − base', '+0.0441', '[+0.0374, +0.0508]'],
      ['AISmodel − base', '+0.0309', '[+0.0243, +0.0375]'],
    ]);
    const prod = details('prod-v2');
    expect(prod).toContain('model, by scores with and without it · smallest detectable gain');
    expect(prod).not.toContain('coverage');
    expect(cells(page.root, 'estimates:prod-v2')[0]![0]).toBe('AISwith the model − baseline');
  });

  test('hold each model against each source, from the probe over the AIS to the LIS, or say why not', async () => {
    const page = await show();
    expect(header(page, 'models')).toEqual([
      'model',
      'source',
      'probe AIS',
      'AIS',
      'LIS',
      'captured',
      '95 % interval',
    ]);
    const why = 'the LIS of co-click is not one of similarities of vectors';
    expect(cells(page.root, 'models')).toEqual([
      ['notellm', 'content', '+0.0441', '+0.0309', '+0.0749', '41.2 %', '[33.1 %, 49.3 %]'],
      ['notellm', 'co-click', '–', '+0.0309', '+0.0377', '–', why],
      ['off-the-shelf', 'content', '–', '-0.0012', '+0.0749', '-1.6 %', '[-5.9 %, 2.7 %]'],
      ['off-the-shelf', 'co-click', '–', '-0.0012', '+0.0377', '–', why],
      // One reason for several sources takes one row.
      [
        'prod-v2',
        'co-click, content',
        '–',
        '+0.0087',
        '–',
        '–',
        'its scores come from another ranker than the LIS',
      ],
    ]);
    page.root.querySelector<HTMLElement>('[data-key="sort:models:captured"]')?.click();
    expect(cells(page.root, 'models').map((row) => row[5])).toEqual(['41.2 %', '-1.6 %', '–', '–', '–']);
  });

  test('have no columns of probes where there are none, and a row for a model without sources', async () => {
    const report = modelsReport({ sources: [], verdicts: [] });
    for (const model of report.models) Object.assign(model, { captured: {}, notCaptured: {}, probes: [] });
    const page = await show(report);
    expect(header(page, 'models')).toEqual(['model', 'source', 'AIS', 'LIS', 'captured', '95 % interval']);
    expect(cells(page.root, 'models')[0]).toEqual([
      'notellm',
      '–',
      '+0.0309',
      '–',
      '–',
      'evaluated without sources',
    ]);
    expect(textOf(page.root, '.key')).toBe('AIS: what the model adds');
    await select(page, 'features');
    expect(textOf(page.root, '.empty')).toBe('This report has no sources, and so no leaked features.');
  });

  test('show no number of a probe that learnt nothing, but why', async () => {
    const report = modelsReport();
    const why = 'no honest window of content held enough pairs to train on';
    for (const probe of report.models[0]!.probes) Object.assign(probe, { untrained: why });
    const page = await show(report);
    expect(cells(page.root, 'models')[0]?.[2]).toBe(why);
    expect(page.root.textContent).not.toContain('+0.0441');
    page.root.querySelector<HTMLElement>('[data-key="answer:notellm"]')!.click();
    expect(page.root.textContent).toContain(`a probe on content learnt nothing: ${why}`);
    expect(cells(page.root, 'estimates:notellm')).toHaveLength(1);
  });

  test('say which models are of another run', async () => {
    const earlier = [{ name: 'notellm', created: '2026-10-30T08:15:00.000Z', stale: null }];
    const { root } = await show(modelsReport(), { earlier });
    const answer = root.querySelector('[data-key="answer:notellm"]')!.closest('.answer');
    expect(answer?.querySelector('.earlier')?.textContent).toBe('Run of 2026-10-30 08:15 UTC');
  });

  test('keep the three numbers of a row together: the LIS is that of the model’s run, the newer one under it', async () => {
    const lis = { content: estimate(0.0612, 0.01) };
    const earlier = [
      { name: 'notellm', created: '2026-10-30T08:15:00.000Z', stale: 'the spec changed', lis },
    ];
    const page = await show(modelsReport(), { earlier });
    const [content, coClick, other] = cells(page.root, 'models');
    expect(content).toEqual([
      'notellmRun of 2026-10-30 08:15 UTC · stale: the spec changed',
      'content',
      '+0.0441',
      '+0.0309',
      '+0.0612newer run: +0.0749',
      '41.2 %',
      '[33.1 %, 49.3 %]',
    ]);
    // What has no newer LIS, and models of the newest run, have one.
    expect(coClick?.[4]).toBe('+0.0377');
    expect(other?.slice(0, 5)).toEqual(['off-the-shelf', 'content', '–', '-0.0012', '+0.0749']);
    // By what is shown first.
    page.root.querySelector<HTMLElement>('[data-key="sort:models:lis"]')?.click();
    expect(cells(page.root, 'models').map((row) => row[4])).toEqual([
      '+0.0749',
      '+0.0612newer run: +0.0749',
      '+0.0377',
      '+0.0377',
      '–',
    ]);
  });
});

describe('the other tabs', () => {
  test('have the segments of a model, with its AIS', async () => {
    const page = await show();
    await select(page, 'segments', 'notellm');
    const options = [...page.root.querySelectorAll('vscode-option')].map((option) => option.textContent);
    expect(options).toEqual(['co-click', 'content', 'notellm', 'off-the-shelf', 'prod-v2']);
    expect(header(page, 'segments').slice(0, 2)).toEqual(['part', 'AIS']);
    expect(cells(page.root, 'segments')[0]?.slice(0, 2)).toEqual(['item: cold', '+0.0342']);
    expect(textOf(page.root, 'figcaption h3')).toBe('AIS of notellm by part of the rows');
    await select(page, 'segments', 'prod-v2');
    expect(textOf(page.root, '.empty')).toBe('The report lists no segments of prod-v2.');
    // Leaked features are of sources: the first stands in.
    await select(page, 'features');
    expect(cells(page.root, 'features')).toHaveLength(3);
  });

  test('lead from a hint to the line of a model', async () => {
    const page = await show();
    await select(page, 'hints');
    page.root.querySelector<HTMLElement>('[data-key="go:off-the-shelf:alignment-bottleneck"]')?.click();
    expect(page.posted.at(-1)).toEqual({ type: 'goTo', payload: { name: 'off-the-shelf' } });
  });

  test('list their arms, without a log loss where scores are no probabilities', async () => {
    const page = await show();
    await select(page, 'run');
    const arms = cells(page.root, 'arms').map((row) => row.slice(0, 4));
    expect(arms).toContainEqual(['model:notellm', '0.6312', '–', '0.4321']);
    expect(arms).toContainEqual(['baseline:prod-v2', '0.6501', '–', '–']);
  });

  test('show what each ranker makes of each source and model, where there are several', async () => {
    const page = await show();
    await select(page, 'run');
    expect(cells(page.root, 'rankers').slice(2, 6)).toEqual([
      ['content', 'fm', '0.6003', 'total LIS', '+0.0749', '[+0.0638, +0.0860]', 'may be worth aligning on'],
      ['content', 'deepfm', '0.6155', 'total LIS', '+0.0533', '[+0.0422, +0.0644]', '–'],
      ['notellm', 'fm', '0.6003', 'AIS', '+0.0309', '[+0.0243, +0.0375]', '–'],
      ['notellm', 'deepfm', '0.6155', 'AIS', '+0.0222', '[+0.0151, +0.0293]', '–'],
    ]);
    const { otherRankers: _none, ...alone } = modelsReport();
    page.send('report', payload({ report: alone }));
    await settled();
    expect(cells(page.root, 'rankers')).toEqual([]);
  });
});
