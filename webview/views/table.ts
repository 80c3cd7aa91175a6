/**
 * A table whose columns sort: the header's buttons say so to the eye and to a screen reader, and sorting moves the rows
 * without touching anything else, so that focus and scroll stay where they are.
 */
import type { PanelState, Sort } from '../../src/protocol/panel.ts';
import { type Child, h, setText } from '../dom.ts';
import { explain } from '../glossary.ts';
import { t } from '../l10n.ts';

/** Where the order of tables is remembered. */
export interface TableContext {
  state: Pick<PanelState, 'sort'>;
  keep(changes: Pick<PanelState, 'sort'>): void;
}

export interface Column {
  key: string;
  name: string;
  /** Numbers stand to the right. */
  numeric?: boolean;
  /** What the glossary calls it, where its name is another. */
  term?: string;
  /** Not there where the panel is narrow: what it says follows from the others, or stands elsewhere. */
  minor?: boolean;
}

const classOf = ({ numeric, minor }: Column): string | undefined =>
  [numeric && 'number', minor && 'minor'].filter((name) => typeof name === 'string').join(' ') || undefined;

export interface Cell {
  text: string;
  /** What the row is sorted by; nothing sorts last, in either direction. */
  sort?: number | string | undefined;
  /** Shown instead of the text. */
  show?: Child;
}

export interface Table {
  /** Under which the order is remembered. */
  name: string;
  caption: string;
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
  /** Which of the rows, from 0, are out of sight until they are asked for. */
  folded?: ReadonlySet<number>;
}

export function numberCell(value: number | null | undefined, format: (value: number) => string): Cell {
  return value === null || value === undefined ? { text: '–' } : { text: format(value), sort: value };
}

export function textCell(text: string, show?: Child): Cell {
  return { text, sort: text.toLowerCase(), show };
}

/** The table in a box that scrolls where the panel is narrow. */
export function sortableTable(
  { name, caption, columns, rows, folded }: Table,
  { state, keep }: TableContext,
): HTMLElement {
  let sort = state.sort[name];
  let unfolded = false;
  const body = h('tbody');
  const headers = columns.map((column) => {
    const { key, name: title, numeric, term: word = title } = column;
    const press = () => {
      // A number is looked for from the top, a name from A; the third press gives the report's own order again.
      const first = numeric ?? false;
      if (sort?.column !== key) sort = { column: key, descending: first };
      else sort = sort.descending === first ? { column: key, descending: !first } : undefined;
      const others = Object.entries(state.sort).filter(([table]) => table !== name);
      keep({ sort: Object.fromEntries(sort === undefined ? others : [...others, [name, sort]]) });
      show();
    };
    const mark = h('span', { class: 'sort-mark', 'aria-hidden': 'true' });
    const button = h(
      'button',
      { type: 'button', 'data-key': `sort:${name}:${key}`, click: press },
      title,
      mark,
    );
    explain(button, word);
    return { key, mark, cell: h('th', { scope: 'col', class: classOf(column) }, button) };
  });
  const show = (): void => {
    for (const { key, mark, cell } of headers) {
      const active = sort?.column === key;
      cell.setAttribute('aria-sort', !active ? 'none' : sort?.descending ? 'descending' : 'ascending');
      setText(mark, !active ? '' : sort?.descending ? '▼' : '▲');
    }
    const inSight = unfolded ? rows : rows.filter((_, i) => !folded?.has(i));
    body.replaceChildren(...sorted(inSight, columns, sort).map((cells) => row(cells, columns)));
  };
  show();
  const more = foldButton(name, folded?.size ?? 0, (open) => {
    unfolded = open;
    show();
  });
  const box = h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': t('Table: {0}', caption) },
    h(
      'table',
      { 'data-table': name },
      h('caption', {}, caption),
      h('thead', {}, h('tr', {}, ...headers.map(({ cell }) => cell))),
      body,
    ),
  );
  return h('div', { class: 'table card' }, withEdges(box), more);
}

/** A shade at each edge beyond which there are more columns. */
function withEdges(box: HTMLElement): HTMLElement {
  const edges = h('div', { class: 'edges' }, box);
  const show = (): void => {
    const hidden = box.scrollWidth - box.clientWidth;
    edges.classList.toggle('more-before', box.scrollLeft > 1);
    edges.classList.toggle('more-after', hidden - box.scrollLeft > 1);
  };
  box.addEventListener('scroll', show, { passive: true });
  if (typeof ResizeObserver !== 'undefined') new ResizeObserver(show).observe(box);
  return edges;
}

/** Null where nothing is out of sight. */
function foldButton(name: string, hidden: number, turn: (open: boolean) => void): HTMLElement | null {
  if (hidden === 0) return null;
  let open = false;
  const press = (): void => {
    open = !open;
    turn(open);
    say();
  };
  const button = h('button', {
    type: 'button',
    class: 'link fold',
    'data-key': `fold:${name}`,
    click: press,
  });
  const say = (): void => {
    setText(button, open ? t('Show fewer rows') : t('Show {0} more rows', hidden));
    button.setAttribute('aria-expanded', String(open));
  };
  say();
  return button;
}

function row(cells: readonly Cell[], columns: readonly Column[]): HTMLElement {
  return h(
    'tr',
    {},
    ...cells.map(({ text, show }, i) => {
      const attributes = { class: columns[i] && classOf(columns[i]) };
      return i === 0
        ? h('th', { ...attributes, scope: 'row' }, show ?? text)
        : h('td', attributes, show ?? text);
    }),
  );
}

function sorted(
  rows: Table['rows'],
  columns: readonly Column[],
  sort: Sort | undefined,
): readonly (readonly Cell[])[] {
  const column = columns.findIndex(({ key }) => key === sort?.column);
  if (sort === undefined || column === -1) return rows;
  const sign = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [a[column]?.sort, b[column]?.sort];
    if (left === undefined || right === undefined)
      return Number(left === undefined) - Number(right === undefined);
    if (left === right) return 0;
    return left < right ? -sign : sign;
  });
}
