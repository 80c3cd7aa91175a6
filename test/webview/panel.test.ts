// @vitest-environment jsdom
/** The panel's views in a DOM: what they show of a report, and what they do by keyboard alone. */
import { beforeEach, describe, expect, test } from 'vitest';
import { TABS, type Tab } from '../../src/protocol/panel.ts';
import { fullReport } from '../fixtures/full-report.ts';
import { withLeak, withLeakingBase } from '../fixtures/leaks.ts';
import { exampleReport } from '../fixtures/report.ts';
import { cells, payload, settled, startPage, type TestPage, textOf } from './page.ts';

let page: TestPage;
const tab = (name: string) => page.root.querySelector<HTMLElement>(`[data-tab="${name}"]`)!;
const fold = (name: string) => page.root.querySelector<HTMLElement>(`[data-key="answer:${name}"]`)!;
/** Name, number, verdict and action of each answer. */
const listed = () =>
  [...page.root.querySelectorAll<HTMLElement>('.answer')].map((answer) => [
    textOf(answer, '.name'),
    textOf(answer, '.gain'),
    textOf(answer, '.badge'),
    textOf(answer, '.action'),
  ]);
const key = (element: Element, name: string) =>
  element.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true }));
const select = async (name: Tab) => {
  page.send('select', { tab: name });
  await settled();
};

describe.each([
  'vscode-light',
  'vscode-dark',
  'vscode-high-contrast',
  'vscode-high-contrast vscode-high-contrast-light',
])('in the theme %s', (theme) => {
  beforeEach(async () => {
    page = startPage(undefined, theme);
    page.send('report', payload());
    await settled();
  });

  test('says that it listens, then shows each number of the report as the report formats it', () => {
    expect(page.posted).toEqual([{ type: 'ready', payload: {} }]);
    expect(textOf(page.root, 'h1')).toBe('lis.yaml');
    expect(listed()).toEqual([
      ['co-click', 'LIS +0.038 ± 0.008', 'worth aligning on', 'Worth aligning on.'],
      ['recent', 'LIS +0.0077 ± 0.0083', 'undecided', 'Evaluate on more users.'],
    ]);
    expect(page.root.querySelectorAll('figure canvas[role="img"]')).toHaveLength(1);
    fold('co-click').click();
    expect(cells(page.root, 'estimates:co-click')).toHaveLength(8);
    expect(cells(page.root, 'estimates:co-click')[0]).toEqual([
      'transferable LISleaked − base',
      '+0.0377',
      '[+0.0294, +0.0460]',
      '0.0042',
      '0.050',
    ]);
  });

  test('has the numbers of every chart as text, on every tab', async () => {
    for (const name of ['scores', 'features', 'segments', 'run'] as const) {
      await select(name);
      expect(page.root.querySelectorAll('canvas').length, name).toBeGreaterThan(0);
      expect(page.root.querySelectorAll('table, .answers').length, name).toBeGreaterThan(0);
      for (const canvas of page.root.querySelectorAll('canvas')) {
        expect(canvas.getAttribute('aria-label')).toMatch(/^Chart: .+\. The same numbers/);
      }
    }
  });
});

describe('by keyboard', () => {
  beforeEach(async () => {
    page = startPage();
    page.send('report', payload());
    await settled();
  });

  test('arrow keys move through the tabs, and only the one in front is a stop of the tab key', async () => {
    const names = [...TABS];
    for (const [i, name] of names.slice(1).entries()) {
      key(tab(names[i]!), 'ArrowRight');
      await settled();
      expect(page.state()?.tab).toBe(name);
      expect(names.map((tabName) => tab(tabName).getAttribute('tabindex'))).toEqual(
        names.map((tabName) => (tabName === name ? '0' : '-1')),
      );
      expect(tab(name).getAttribute('role')).toBe('tab');
      expect(document.activeElement).toBe(tab(name));
    }
    key(tab('run'), 'Home');
    await settled();
    expect(page.state()?.tab).toBe('scores');
  });

  test('headers are buttons that sort, say so, keep the focus, and give the order back', () => {
    fold('co-click').click();
    const header = [
      ...page.root.querySelectorAll<HTMLElement>('table[data-table="estimates:co-click"] th button'),
    ].find((button) => button.textContent === 'value')!;
    const sort = () => header.closest('th')?.getAttribute('aria-sort');
    const values = () => cells(page.root, 'estimates:co-click').map((row) => Number(row[1]));
    const unsorted = values();
    header.focus();
    header.click();
    expect(sort()).toBe('descending');
    expect(values()).toEqual(unsorted.toSorted((a, b) => b - a));
    expect(document.activeElement).toBe(header);
    header.click();
    expect(sort()).toBe('ascending');
    expect(page.state()?.sort).toEqual({
      'estimates:co-click': { column: 'value', descending: false },
    });
    header.click();
    expect(sort()).toBe('none');
    expect(values()).toEqual(unsorted);
    expect(page.state()?.sort).toEqual({});
  });

  test('an answer is a button that unfolds its details, says so, and is remembered', async () => {
    const first = fold('co-click');
    const inside = document.getElementById(first.getAttribute('aria-controls')!)!;
    expect([first.getAttribute('aria-expanded'), inside.hidden, inside.textContent]).toEqual([
      'false',
      true,
      '',
    ]);
    first.focus();
    first.click();
    expect([first.getAttribute('aria-expanded'), inside.hidden]).toEqual(['true', false]);
    expect(inside.textContent).toContain(
      'built from the log (co-click) · coverage 86.3 % · smallest detectable gain: 0.0119',
    );
    expect(document.activeElement).toBe(first);
    fold('recent').click();
    expect(page.state()?.open).toEqual(['co-click', 'recent']);
    page.send('report', payload());
    await settled();
    expect(cells(page.root, 'estimates:recent')).toHaveLength(8);
    fold('co-click').click();
    expect(page.state()?.open).toEqual(['recent']);
    expect(fold('co-click').getAttribute('aria-expanded')).toBe('false');
    page.root.querySelector<HTMLElement>('[data-key="go:recent"]')!.click();
    expect(page.posted.at(-1)).toEqual({ type: 'goTo', payload: { name: 'recent' } });
  });

  test('rows without a number stay last in either direction', async () => {
    await select('segments');
    const header = [
      ...page.root.querySelectorAll<HTMLElement>('table[data-table="segments"] th button'),
    ].find((button) => button.textContent === 'LIS')!;
    for (const _ of ['descending', 'ascending']) {
      header.click();
      expect(cells(page.root, 'segments').at(-1)?.slice(0, 3)).toEqual([
        'activity: high',
        '–',
        'fewer than 50 positives',
      ]);
    }
  });

  test('its buttons tell the host: evaluate, export, the spec, the place of a hint', async () => {
    const press = (selector: string) => page.root.querySelector<HTMLElement>(selector)?.click();
    press('[data-key="evaluate"]');
    press('[data-key="export"]');
    press('[data-key="spec"]');
    await select('hints');
    press('[data-key="go:recent:underpowered"]');
    expect(page.posted.slice(1)).toEqual([
      { type: 'evaluate', payload: {} },
      { type: 'export', payload: {} },
      { type: 'openSpec', payload: {} },
      { type: 'goTo', payload: { name: 'recent' } },
    ]);
  });
});

describe('what a report holds', () => {
  test('never becomes markup', async () => {
    page = startPage();
    const hostile = fullReport();
    hostile.sources[0]!.name = '<img src=x onerror=alert(1)>';
    hostile.warnings[0]!.message = '<script>alert(1)</script>';
    page.send('report', payload({ report: hostile, specName: '<b>lis</b>' }));
    for (const name of TABS) {
      await select(name);
      expect(page.root.querySelectorAll('img, script, b')).toHaveLength(0);
    }
    expect(textOf(page.root, 'h1')).toBe('<b>lis</b>');
    expect(page.root.textContent).toContain('<script>alert(1)</script>');
  });

  test('is told to be stale, with the input that changed', async () => {
    page = startPage();
    page.send(
      'report',
      payload({ stale: 'clicks.csv changed', staleInputs: ['data/clicks.csv'], note: 'A note.' }),
    );
    expect([...page.root.querySelectorAll('.notice')].map(({ textContent }) => textContent)).toEqual([
      'Stale: clicks.csv changed',
      'A note.',
    ]);
    await select('run');
    expect(cells(page.root, 'inputs')[0]).toContain('changed');
  });

  test('has no size, time or state of an input that is not a file', async () => {
    page = startPage();
    const report = exampleReport();
    const table = { role: 'log', path: 'catalog.log', hash: 'version 12', rows: 7 } as const;
    page.send('report', payload({ report: { ...report, inputs: [table] } }));
    await select('run');
    expect(cells(page.root, 'inputs')[0]).toEqual(['catalog.log', 'log', '7', '–', '–', '–', 'version 12']);
  });

  test('may be the base alone', async () => {
    page = startPage();
    page.send('report', payload({ report: exampleReport({ sources: [] }) }));
    await settled();
    expect(textOf(page.root, '.headline')).toBe('0.7355');
    for (const [name, sentence] of [
      ['features', 'This report has no sources, and so no leaked features.'],
      ['segments', 'This report has no sources and no models, and so no segments.'],
      ['hints', 'The report judges nothing: no source or model is large or certain enough to speak of.'],
    ] as const) {
      await select(name);
      expect(textOf(page.root, '.empty')).toBe(sentence);
    }
  });

  test('may lack features and segments of a source', async () => {
    page = startPage();
    page.send('report', payload({ report: exampleReport() }));
    await select('features');
    expect(textOf(page.root, '.empty')).toBe('The report lists no features of this source.');
    await select('segments');
    expect(textOf(page.root, '.empty')).toBe('The report lists no segments of co-click.');
    expect(page.root.querySelector('vscode-dropdown')).toBeNull();
  });

  test('may not be there: one sentence, and no tab', () => {
    page = startPage();
    const { specPath, specName, canEvaluate } = payload();
    page.send('nothing', { specPath, specName, canEvaluate, sentence: 'lis.json is not a valid report.' });
    expect(textOf(page.root, 'main')).toBe('lis.json is not a valid report.');
    expect(page.root.querySelector('vscode-panels')).toBeNull();
    expect(page.root.querySelector('[data-key="export"]')).toBeNull();
    page.send('report', payload());
    expect(listed()).toHaveLength(2);
  });
});

describe('over time', () => {
  test('a new report keeps tab, source, order and focus', async () => {
    page = startPage();
    page.send('report', payload());
    page.send('select', { tab: 'features', part: 'co-click' });
    await settled();
    page.root.querySelector<HTMLElement>('[data-key="sort:features:alone"]')?.click();
    page.root.querySelector<HTMLElement>('[data-key="sort:features:alone"]')?.focus();
    const fresh = fullReport();
    fresh.sources[0]!.features[0]!.singleAuc = 0.6123;
    page.send('report', payload({ report: fresh }));
    await settled();
    expect(cells(page.root, 'features').map(([name, alone]) => [name, alone])).toEqual([
      ['max', '0.6123'],
      ['mean', '0.5979'],
      ['cluster', '–'],
    ]);
    expect((document.activeElement as HTMLElement).dataset['key']).toBe('sort:features:alone');
    expect(page.state()).toMatchObject({ tab: 'features', part: 'co-click' });
  });

  test('a page that comes back begins where the one before was', async () => {
    const saved = {
      specPath: '/work/lis.yaml',
      tab: 'segments',
      sort: { segments: { column: 'value', descending: true } },
      scroll: { segments: 40 },
    };
    page = startPage(saved);
    page.send('report', payload());
    await settled();
    expect(tab('segments').getAttribute('aria-selected')).toBe('true');
    expect(cells(page.root, 'segments')[0]![0]).toBe('item: head');
  });

  test('a state of another version, or of another spec, is forgotten', async () => {
    page = startPage({ specPath: '/work/lis.yaml', tab: 'plots' });
    page.send('report', payload());
    expect(page.state()?.tab).toBe('scores');
    page = startPage({ specPath: '/other.yaml', tab: 'run' });
    page.send('report', payload());
    expect(page.state()).toMatchObject({ specPath: '/work/lis.yaml', tab: 'scores' });
  });

  test('a run is told of: its share to the eye, its start and end to the ear', () => {
    page = startPage();
    page.send('report', payload());
    const line = page.root.querySelector<HTMLElement>('.progress')!;
    expect(line.hidden).toBe(true);
    page.send('progress', { message: 'training base', fraction: 0.427, secondsLeft: 12 });
    expect(line.hidden).toBe(false);
    expect(line.textContent).toContain('training base 42 % · 12 s left');
    expect(page.root.querySelector('progress')?.value).toBe(0.427);
    expect(textOf(page.root, '[role="status"]')).toBe('Evaluation started.');
    expect(page.root.querySelector('[data-key="evaluate"]')).toBeNull();
    page.root.querySelector<HTMLElement>('[data-key="cancel"]')?.click();
    expect(page.posted.at(-1)).toEqual({ type: 'cancel', payload: {} });
    page.send('progress', null);
    expect(line.hidden).toBe(true);
    expect(textOf(page.root, '[role="status"]')).toBe('Evaluation ended.');
    expect(page.root.querySelector('[data-key="evaluate"]')).not.toBeNull();
  });

  test('the editor’s language is the page’s', () => {
    page = startPage();
    page.send('strings', { Scores: 'Werte', 'Stale: {0}': 'Veraltet: {0}' });
    page.send('report', payload({ stale: 'x' }));
    expect(tab('scores').textContent).toContain('Werte');
    expect(textOf(page.root, '.notice')).toBe('Veraltet: x');
    page.send('strings', {});
  });

  test('what is no message is refused, and the host hears of it', () => {
    page = startPage();
    page.send('report', payload());
    page.deliver({ type: 'report', payload: { specPath: '/work/lis.yaml' } });
    page.deliver('nonsense');
    expect(page.posted.slice(1)).toEqual([
      { type: 'failed', payload: { message: expect.stringMatching(/^message "report"/) } },
      { type: 'failed', payload: { message: expect.stringMatching(/^unknown message/) } },
    ]);
    expect(listed()).toHaveLength(2);
  });

  test('a picture that cannot be drawn is refused with the reason', () => {
    page = startPage();
    page.send('report', payload());
    page.send('draw', { id: 7, format: 'png' });
    expect(page.posted.at(-1)).toEqual({
      type: 'failed',
      payload: { id: 7, message: 'this page cannot draw' },
    });
  });
});

describe('after a run of one source', () => {
  beforeEach(async () => {
    page = startPage();
    const report = fullReport();
    report.spec.only = ['recent'];
    const earlier = [{ name: 'co-click', created: '2026-10-30T08:15:00.000Z', stale: 'clicks.csv changed' }];
    page.send('report', payload({ report, earlier }));
    await settled();
  });

  test('the head and each tab say which numbers are of another run', async () => {
    expect(textOf(page.root, '.notice.info')).toBe(
      'The newest run evaluated recent alone. From earlier runs: co-click. CSV, JSON and Markdown hold the newest run.',
    );
    const note = 'Run of 2026-10-30 08:15 UTC · stale: clicks.csv changed';
    const notes = [...page.root.querySelectorAll('.answer')].map(
      (answer) => answer.querySelector('.earlier')?.textContent,
    );
    expect(notes).toEqual([note, undefined]);
    await select('features');
    expect(textOf(page.root, 'header.source .earlier')).toBe(note);
    await select('hints');
    const cards = [...page.root.querySelectorAll('.hint')].map((card) => [
      card.querySelector('h3')?.textContent,
      card.querySelector('.earlier')?.textContent,
    ]);
    expect(cards).toContainEqual(['co-click', note]);
    expect(cards).toContainEqual(['recent', undefined]);
  });
});

test('a report of one run says nothing of others', async () => {
  page = startPage();
  page.send('report', payload());
  await settled();
  expect(page.root.querySelector('.earlier, .notice.info')).toBeNull();
});

describe('a label leak', () => {
  const open = async (report: ReturnType<typeof fullReport>) => {
    page = startPage();
    page.send('report', payload({ report }));
    await settled();
  };

  test('stands last of the answers in place of a gain, in a chart of its own, and first of the hints', async () => {
    const report = withLeak(fullReport(), 'co-click');
    await open(report);
    expect(listed().map((answer) => answer.slice(0, 3))).toEqual([
      ['recent', 'LIS +0.0077 ± 0.0083', 'undecided'],
      ['co-click', 'no gain of the data', 'holds the label'],
    ]);
    expect(page.root.querySelectorAll('.answer')[1]!.classList.contains('error')).toBe(true);
    expect([...page.root.querySelectorAll('figcaption h3')].map(({ textContent }) => textContent)).toEqual([
      'What each could add to the ranking',
      'Label leaks: no gain of the data',
    ]);
    fold('co-click').click();
    expect(textOf(page.root, '.details:not([hidden])')).toContain('+0.0377 is no gain of the data.');
    page.root.querySelector<HTMLElement>('[data-key="go:co-click"]')!.click();
    expect(page.posted.at(-1)?.payload).toMatchObject({ specPath: ['sources', 1, 'columns', 0] });
    await select('hints');
    const [first] = page.root.querySelectorAll('.hint:not(.positive)');
    expect(first!.className).toBe('card hint error');
    first!.querySelector<HTMLElement>('vscode-button')!.click();
    expect(page.posted.at(-1)).toEqual({
      type: 'goTo',
      payload: { name: 'co-click', specPath: ['sources', 1, 'columns', 0] },
    });
  });

  test('parts the arms that read the label from the others', async () => {
    await open(withLeak(fullReport(), 'co-click'));
    await select('run');
    const labels = () =>
      [...page.root.querySelectorAll('canvas')].map((canvas) => canvas.getAttribute('aria-label'));
    expect(labels()).toEqual([
      'Chart: AUC of the arms. The same numbers stand beside it as text.',
      'Chart: Arms that read the label. The same numbers stand beside it as text.',
    ]);
    await open(withLeakingBase(fullReport()));
    await select('run');
    expect(labels()).toEqual(['Chart: Arms that read the label. The same numbers stand beside it as text.']);
  });
});

test('says how many of the evaluation users were measured, and in which stages', async () => {
  page = startPage(undefined, 'vscode-light');
  const stages = [
    { share: 1 / 16, users: 1560, rows: 6240, halfWidth: 0.0021 },
    { share: 1 / 8, users: 3120, rows: 12_480, halfWidth: 0.00049 },
  ];
  const precision = { asked: 0.0005, reached: true, allUsers: 24_960, allRows: 99_840, stages };
  page.send('report', payload({ report: { ...fullReport(), precision } }));
  await settled();
  expect(textOf(page.root, '.opening')).toContain(
    'Measured on 1/8 of the evaluation users (3,120 of 24,960): all intervals are as narrow as asked (±0.0005).',
  );
  await select('run');
  expect(page.root.textContent).toContain('1/8: 3,120 users, 12,480 rows, ±0.00049');
});
