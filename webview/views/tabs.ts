/** The tabs of a report, as the toolkit has them: arrow keys move between them, and each names its own panel. */
import { TABS, type Tab } from '../../src/protocol/panel.ts';
import { h, setText } from '../dom.ts';
import { t } from '../l10n.ts';

export interface TabSet {
  element: HTMLElement;
  /** Brings a tab to the front, without telling `chosen`. */
  select(tab: Tab): void;
  /** Replaces the contents of a tab; the others are emptied. */
  fill(tab: Tab, contents: HTMLElement): void;
  /** The number behind a tab's title; none for 0. */
  count(tab: Tab, count: number): void;
}

const titles = (): Record<Tab, string> => ({
  scores: t('Scores'),
  features: t('Leaked features'),
  segments: t('Segments'),
  trend: t('Trend'),
  hints: t('Hints'),
  base: t('Base'),
  run: t('Run'),
});

export function tabSet(first: Tab, chosen: (tab: Tab) => void): TabSet {
  const names = titles();
  const views = new Map(TABS.map((tab) => [tab, h('vscode-panel-view', { id: `view-${tab}` })]));
  const badges = new Map(TABS.map((tab) => [tab, h('span', { class: 'tab-count' })]));
  const element = h(
    'vscode-panels',
    { 'aria-label': t('Report'), activeid: `tab-${first}` },
    ...TABS.map((tab) =>
      h('vscode-panel-tab', { id: `tab-${tab}`, 'data-tab': tab }, names[tab], ' ', badges.get(tab)),
    ),
    ...views.values(),
  ) as HTMLElement & { activeid: string };
  element.addEventListener('change', (event) => {
    if (event.target !== element) return; // a control inside a tab has a change of its own
    const tab = TABS.find((name) => element.activeid === `tab-${name}`);
    if (tab !== undefined) chosen(tab);
  });
  return {
    element,
    select(tab) {
      if (element.activeid !== `tab-${tab}`) element.activeid = `tab-${tab}`;
    },
    fill(tab, contents) {
      for (const [name, view] of views) view.replaceChildren(...(name === tab ? [contents] : []));
    },
    count(tab, number) {
      const badge = badges.get(tab);
      if (badge === undefined) return;
      setText(badge, number === 0 ? '' : String(number));
      badge.parentElement?.removeAttribute('aria-label'); // the toolkit's copy of the title as it was at first
    },
  };
}
