/**
 * The panel: keeps what the host says and where the reader is, and shows it. A new report replaces the contents of the tab
 * in sight and nothing else, so that tab, order, focus and scroll stay as they were.
 */
import type { HostToPanelMessage, HostToPanelPayloads, PanelState, Tab } from '../src/protocol/panel.ts';
import { Drawings } from './charts/drawings.ts';
import { h } from './dom.ts';
import type { Host } from './host.ts';
import { t, useStrings } from './l10n.ts';
import { onThemeChange } from './theme.ts';
import { baseView } from './views/base.ts';
import { featuresView } from './views/features.ts';
import { aboutReport, headerView, type Shown } from './views/header.ts';
import { hintsView } from './views/hints.ts';
import { nothingView } from './views/nothing.ts';
import { type Progress, type ProgressLine, progressLine } from './views/progress.ts';
import { runView } from './views/run.ts';
import { scoresView } from './views/scores.ts';
import { segmentsView } from './views/segments.ts';
import { type TabSet, tabSet } from './views/tabs.ts';
import { trendView } from './views/trend/trend.ts';
import type { View, ViewContext } from './views/view.ts';

const VIEWS: Record<Tab, View> = {
  scores: scoresView,
  features: featuresView,
  segments: segmentsView,
  trend: trendView,
  hints: hintsView,
  base: baseView,
  run: runView,
};

export class App {
  readonly #root: HTMLElement;
  readonly #host: Host;
  readonly #drawings = new Drawings();
  readonly #head = h('div');
  readonly #body = h('div');
  #progressLine: ProgressLine | undefined;
  #tabs: TabSet | undefined;
  #shown: Shown | undefined;
  #history: HostToPanelPayloads['history'] | undefined;
  #acts: HostToPanelPayloads['acts'] = [];
  /** The report that the kept runs were last asked for with. */
  #askedWith: Shown | undefined;
  #progress: Progress = null;
  #state: PanelState | undefined;

  constructor(root: HTMLElement, host: Host) {
    this.#root = root;
    this.#host = host;
    this.#state = host.saved();
  }

  start(): void {
    this.#host.onMessage((message) => this.#receive(message));
    onThemeChange(() => this.#drawings.redraw());
    window.addEventListener('scroll', () => this.#keepScroll(), { passive: true });
    this.#host.post('ready', {});
  }

  #receive(message: HostToPanelMessage): void {
    switch (message.type) {
      case 'strings':
        useStrings(message.payload);
        break;
      case 'report':
        this.#show({ kind: 'report', ...message.payload });
        break;
      case 'acts':
        this.#acts = message.payload;
        this.#showHead();
        if (['hints', 'scores', 'trend'].includes(this.#state?.tab ?? ''))
          this.#showTab(this.#keepingPlace());
        break;
      case 'history':
        this.#history = message.payload;
        if (this.#state?.tab === 'trend') this.#showTab(this.#keepingPlace());
        break;
      case 'nothing':
        this.#show({ kind: 'nothing', ...message.payload });
        break;
      case 'progress':
        this.#showProgress(message.payload);
        break;
      case 'select':
        this.#change({ ...message.payload, scroll: {} });
        break;
      case 'draw':
        this.#draw(message.payload);
        break;
    }
  }

  #showProgress(progress: Progress): void {
    const edge = (this.#progress === null) !== (progress === null);
    this.#progress = progress;
    this.#progressLine?.show(progress);
    if (edge) this.#showHead(); // Evaluate and Cancel take turns
  }

  #show(shown: Shown): void {
    const first = this.#shown === undefined;
    this.#shown = shown;
    const { specPath, reportPath } = shown;
    const kept = this.#state?.specPath === specPath ? this.#state : undefined;
    this.#save({ tab: 'scores', sort: {}, scroll: {}, ...kept, specPath, reportPath });
    if (first) {
      this.#progressLine = progressLine((type, payload) => this.#host.post(type, payload));
      this.#root.replaceChildren(this.#head, this.#progressLine.element, this.#body);
      this.#progressLine.show(this.#progress);
    }
    this.#showHead();
    if (shown.kind === 'report') {
      this.#showTab(this.#keepingPlace());
    } else {
      this.#drawings.clear();
      this.#tabs = undefined;
      this.#body.replaceChildren(nothingView(shown.sentence));
    }
  }

  #showHead(): void {
    if (this.#shown === undefined) return;
    const restoreFocus = this.#keepingFocus();
    const post: ViewContext['post'] = (type, payload) => this.#host.post(type, payload);
    this.#head.replaceChildren(headerView(this.#shown, this.#progress !== null, { acts: this.#acts, post }));
    restoreFocus();
  }

  /** Shows the contents of the tab that the state names, then calls `arrived`. */
  #showTab(arrived: () => void): void {
    const [shown, state] = [this.#shown, this.#state];
    if (shown?.kind !== 'report' || state === undefined) return;
    if (this.#tabs === undefined) {
      this.#tabs = tabSet(state.tab, (tab) => this.#choose(tab));
      this.#body.replaceChildren(h('main', {}, this.#tabs.element));
    }
    this.#tabs.select(state.tab);
    this.#tabs.count('hints', shown.report.verdicts.length);
    this.#drawings.clear();
    const context: ViewContext = {
      report: shown.report,
      specName: shown.specName,
      staleInputs: shown.staleInputs,
      earlier: shown.earlier,
      history: this.#history,
      acts: this.#acts,
      state,
      keep: (changes) => {
        Object.assign(state, changes); // what the view reads next
        this.#save({ ...this.#state!, ...changes });
      },
      change: (changes) => this.#change(changes),
      figure: (chart, ...note) => this.#drawings.figure(chart, ...note),
      post: (type, payload) => this.#host.post(type, payload),
    };
    this.#tabs.fill(state.tab, VIEWS[state.tab](context));
    this.#drawings.draw();
    arrived();
    if (state.tab === 'trend') this.#askForHistory(shown);
  }

  /** The host reads the kept runs only for those who look at them; a run that has ended is one more. */
  #askForHistory(shown: Shown): void {
    if (this.#askedWith === shown) return;
    this.#askedWith = shown;
    this.#host.post('history', {});
  }

  #choose(tab: Tab): void {
    if (tab === this.#state?.tab) return;
    this.#save({ ...this.#state!, tab });
    this.#showTab(() => window.scrollTo(0, this.#state?.scroll[tab] ?? 0));
  }

  #change(changes: Partial<PanelState>): void {
    if (this.#state === undefined) return;
    this.#save({ ...this.#state, ...changes });
    this.#showTab(this.#keepingPlace());
  }

  /** Call what it returns once the new contents are there: it brings back focus and scroll. */
  #keepingPlace(): () => void {
    const restoreFocus = this.#keepingFocus();
    const top = this.#state?.scroll[this.#state.tab] ?? 0;
    return () => {
      restoreFocus();
      window.scrollTo(0, top);
    };
  }

  #keepingFocus(): () => void {
    const key = (document.activeElement as HTMLElement | null)?.dataset['key'];
    return () => {
      if (key === undefined || document.activeElement !== document.body) return;
      const again = document.querySelectorAll<HTMLElement>('[data-key]');
      [...again].find((element) => element.dataset['key'] === key)?.focus({ preventScroll: true });
    };
  }

  #keepScroll(): void {
    const state = this.#state;
    if (state === undefined || this.#tabs === undefined) return;
    if (state.scroll[state.tab] === window.scrollY) return;
    this.#save({ ...state, scroll: { ...state.scroll, [state.tab]: window.scrollY } });
  }

  #save(state: PanelState): void {
    this.#state = state;
    this.#host.save(state);
  }

  #draw({ id, format, theme }: HostToPanelPayloads['draw']): void {
    try {
      // A tab without charts is exported as the scores.
      if (this.#drawings.empty) this.#change({ tab: 'scores' });
      if (this.#drawings.empty) throw new Error(t('This report has no chart to export.'));
      const name = this.#shown?.specName ?? '';
      const heading = t('Leakage Impact Score: {0}', name);
      // Out of the panel nothing else says what the picture is of.
      const about = this.#shown?.kind === 'report' ? aboutReport(this.#shown.report) : [];
      const content = this.#drawings.picture({ heading, about }, format, theme);
      this.#host.post('drawn', { id, content });
    } catch (error) {
      this.#host.post('failed', { id, message: error instanceof Error ? error.message : String(error) });
    }
  }
}
