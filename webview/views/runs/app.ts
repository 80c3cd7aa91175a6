/**
 * The page **LIS Runs**: keeps what the host says and what the reader chose, and shows the table or a comparison. What somebody is
 * writing is not taken from them: the page is drawn anew once they are done.
 */
import {
  type HostToRunsMessage,
  type HostToRunsPayloads,
  type RunRow,
  type RunsState,
  RunsStateSchema,
  type RunsToHostPayloads,
  receiveInRuns,
} from '../../../src/protocol/runs.ts';
import { Drawings } from '../../charts/drawings.ts';
import { h, setText } from '../../dom.ts';
import { connect, type EditorApi, type HostOf } from '../../host.ts';
import { t, useStrings } from '../../l10n.ts';
import { onThemeChange } from '../../theme.ts';
import { sortableTable, type TableContext } from '../table.ts';
import { comparisonView } from './comparison.ts';
import { filtered } from './filter.ts';
import { runsTable } from './table.ts';

export type RunsPageHost = HostOf<RunsToHostPayloads, HostToRunsMessage, RunsState>;

export function connectRuns(api?: EditorApi): RunsPageHost {
  return connect({ receive: receiveInRuns, state: RunsStateSchema }, api);
}

/** As many can be read side by side. */
const MOST = 8;

export class RunsApp {
  readonly #root: HTMLElement;
  readonly #host: RunsPageHost;
  readonly #drawings = new Drawings();
  readonly #head = h('header', { class: 'page runs' });
  readonly #body = h('main');
  #state: RunsState;
  #runs: RunRow[] | undefined;
  #trusted = false;
  #selected = new Set<string>();
  #answer: HostToRunsPayloads['comparison'] | undefined;
  #writing = false;
  #outdated = false;
  /** The parts of the head that change with the selection alone. */
  #showActions = (): void => undefined;

  constructor(root: HTMLElement, host: RunsPageHost) {
    this.#root = root;
    this.#host = host;
    this.#state = host.saved() ?? { filter: '', sort: {} };
  }

  start(): void {
    this.#host.onMessage((message) => this.#receive(message));
    onThemeChange(() => this.#drawings.redraw());
    this.#host.post('ready', {});
  }

  #receive({ type, payload }: HostToRunsMessage): void {
    switch (type) {
      case 'strings':
        useStrings(payload);
        break;
      case 'runs': {
        const first = this.#runs === undefined;
        this.#runs = payload.runs;
        this.#trusted = payload.trusted;
        const paths = new Set(payload.runs.map(({ path }) => path));
        this.#selected = new Set([...this.#selected].filter((path) => paths.has(path)));
        if (first) this.#root.replaceChildren(this.#head, this.#body);
        const { comparing } = this.#state;
        if (first && comparing !== undefined) this.#host.post('compare', { paths: comparing });
        this.#draw();
        break;
      }
      case 'select':
        this.#save({ specPath: payload.specPath, comparing: undefined });
        this.#draw();
        break;
      case 'comparison':
        if (payload.asked !== undefined && !isSame(payload.asked, this.#state.comparing)) break; // the reader has gone on
        this.#answer = payload;
        this.#save({ comparing: payload.paths });
        this.#draw();
        break;
    }
  }

  #draw(): void {
    this.#outdated = this.#writing;
    if (this.#writing || this.#runs === undefined) return;
    const restoreFocus = keepingFocus();
    this.#drawings.clear();
    if (this.#state.comparing === undefined) this.#drawTable(this.#runs);
    else this.#drawComparison(this.#runs, this.#state.comparing);
    this.#drawings.draw();
    restoreFocus();
  }

  #drawTable(runs: readonly RunRow[]): void {
    const list = h('div');
    const status = h('p', { class: 'quiet', role: 'status' });
    const ofSpec = runs.filter(
      ({ specPath }) => this.#state.specPath === undefined || specPath === this.#state.specPath,
    );
    const show = (): void => {
      const inSight = filtered(ofSpec, this.#state.filter);
      setText(status, t('{0} of {1} runs', inSight.length, ofSpec.length));
      const table = runsTable(inSight, {
        trusted: this.#trusted,
        selected: this.#selected,
        select: (path, on) => {
          if (on) this.#selected.add(path);
          else this.#selected.delete(path);
          this.#showActions();
        },
        open: (path) => this.#host.post('open', { path }),
        pin: (path, pinned) => this.#host.post('pin', { path, pinned }),
        annotate: (path, changes) => this.#host.post('annotate', { path, ...changes }),
        busy: (on) => this.#write(on),
      });
      list.replaceChildren(
        inSight.length === 0
          ? h('p', { class: 'empty' }, runs.length === 0 ? t('No run yet.') : t('No run is like that.'))
          : sortableTable(table, this.#tableContext()),
      );
    };
    show();
    this.#head.replaceChildren(
      h('h1', { class: 'title' }, t('Runs')),
      this.#specChoice(runs),
      h('input', {
        ...{ type: 'search', class: 'box', 'data-key': 'filter', value: this.#state.filter },
        ...{ placeholder: t('Filter by name, tag, note or verdict'), 'aria-label': t('Filter the runs') },
        input: ({ target }) => {
          this.#save({ filter: (target as HTMLInputElement).value });
          show();
        },
      }),
      this.#actions(runs),
      status,
    );
    this.#body.replaceChildren(list);
  }

  #specChoice(runs: readonly RunRow[]): HTMLElement {
    const specs = new Map(runs.map(({ specPath, specName }) => [specPath, specName]));
    const { specPath = '' } = this.#state;
    const choose = ({ target }: Event): void => {
      const { value } = target as HTMLSelectElement;
      this.#save({ specPath: value === '' ? undefined : value });
      this.#draw();
    };
    return h(
      'select',
      { class: 'box', 'aria-label': t('Runs of which spec'), 'data-key': 'spec', change: choose },
      h('option', { value: '', selected: specPath === '' }, t('All specs of the workspace')),
      ...[...specs]
        .sort(([, a], [, b]) => (a < b ? -1 : 1))
        .map(([path, name]) => h('option', { value: path, selected: path === specPath }, name)),
    );
  }

  #actions(runs: readonly RunRow[]): HTMLElement {
    const paths = (): string[] => runs.map(({ path }) => path).filter((path) => this.#selected.has(path));
    const compare = h('vscode-button', {
      'data-key': 'compare',
      click: () => this.#compare(paths()),
    });
    const remove = h('vscode-button', {
      ...{ appearance: 'secondary', 'data-key': 'delete' },
      click: () => this.#host.post('delete', { paths: paths() }),
    });
    this.#showActions = () => {
      const chosen = runs.filter(({ path }) => this.#selected.has(path));
      const whole = chosen.every(({ found }) => found !== undefined);
      setText(compare, chosen.length < 2 ? t('Compare') : t('Compare {0} runs', chosen.length));
      setText(remove, t('Delete…'));
      disable(compare, chosen.length < 2 || chosen.length > MOST || !whole);
      disable(remove, chosen.length === 0);
      compare.title = t('Select two to {0} runs, each of which can be read', MOST);
    };
    this.#showActions();
    return h('div', { class: 'actions' }, compare, remove);
  }

  #compare(paths: string[]): void {
    if (paths.length < 2 || paths.length > MOST) return;
    this.#answer = undefined;
    this.#save({ comparing: paths });
    this.#host.post('compare', { paths });
    this.#draw();
  }

  #drawComparison(runs: readonly RunRow[], paths: readonly string[]): void {
    const back = (): void => {
      this.#save({ comparing: undefined });
      this.#draw();
    };
    const press = (key: string, text: string, click: () => void): HTMLElement =>
      h('vscode-button', { appearance: 'secondary', 'data-key': key, click }, text);
    this.#head.replaceChildren(
      h('h1', { class: 'title' }, t('Comparison of {0} runs', paths.length)),
      h(
        'div',
        { class: 'actions' },
        press('back', t('Back to the runs'), back),
        press('document', t('Open as a document'), () => this.#host.post('document', { paths: [...paths] })),
      ),
    );
    const chosen = paths.flatMap((path) => runs.find((run) => run.path === path) ?? []);
    this.#body.replaceChildren(
      comparisonView(this.#answer, {
        ...this.#tableContext(),
        drawings: this.#drawings,
        runs: chosen,
        open: (path) => this.#host.post('open', { path }),
      }),
    );
  }

  #tableContext(): TableContext {
    return { state: this.#state, keep: (changes) => this.#save(changes) };
  }

  #write(on: boolean): void {
    this.#writing = on;
    if (!on && this.#outdated) this.#draw();
  }

  #save(changes: { [Key in keyof RunsState]?: RunsState[Key] | undefined }): void {
    this.#state = RunsStateSchema.parse({ ...this.#state, ...changes });
    this.#host.save(this.#state);
  }
}

function isSame(a: readonly string[], b: readonly string[] | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function disable(button: HTMLElement, on: boolean): void {
  button.toggleAttribute('disabled', on);
}

/** Call what it returns once the new contents are there. */
function keepingFocus(): () => void {
  const key = (document.activeElement as HTMLElement | null)?.dataset['key'];
  return () => {
    if (key === undefined || document.activeElement !== document.body) return;
    const again = [...document.querySelectorAll<HTMLElement>('[data-key]')];
    again.find((element) => element.dataset['key'] === key)?.focus({ preventScroll: true });
  };
}
