/**
 * The charts in sight: made with their view, drawn once the view is in the page, drawn again in the colours of another
 * theme or at a width that parts their words otherwise, and gone with their view.
 */
import { oneLine } from '../../src/inert/visible.ts';
import type { PictureFormat, PictureTheme } from '../../src/protocol/panel.ts';
import { type Child, h } from '../dom.ts';
import { t } from '../l10n.ts';
import { currentTheme, lightTheme } from '../theme.ts';
import { type AnyChart, heightOf, visibleChart } from './chart.ts';
import { picture } from './picture.ts';
import { Chart, configurationOf } from './register.ts';

interface Drawing {
  chart: AnyChart;
  canvas: HTMLCanvasElement;
  box: HTMLElement;
  height: number;
  drawn?: Chart | undefined;
}

/** CSS pixels of a page that has no size yet. */
const USUAL_WIDTH = 800;

export class Drawings {
  #drawings: Drawing[] = [];
  readonly #widths =
    typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(() => this.#fit());

  /** The element of a chart; empty until `draw`. `note` says how to read it. */
  figure(given: AnyChart, ...note: Child[]): HTMLElement {
    const chart = visibleChart(given);
    const label = t('Chart: {0}. The same numbers stand beside it as text.', chart.title);
    const canvas = h('canvas', { role: 'img', 'aria-label': label });
    const pressable = chart.kind === 'forest' && chart.choose !== undefined;
    const box = h('div', { class: pressable ? 'chart pressable' : 'chart' }, canvas);
    this.#drawings.push({ chart, canvas, box, height: 0 });
    const words = note.filter((part) => part !== undefined && part !== null && part !== '');
    return h(
      'figure',
      { class: 'card' },
      h(
        'figcaption',
        {},
        h('h3', {}, chart.title),
        ...words.map((part) => (typeof part === 'string' ? h('p', { class: 'quiet' }, part) : part)),
      ),
      box,
    );
  }

  /** Draws what is in the page and not drawn yet. */
  draw(): void {
    for (const drawing of this.#drawings) {
      const { chart, canvas, box } = drawing;
      if (drawing.drawn !== undefined) continue;
      const width = box.clientWidth || USUAL_WIDTH;
      drawing.height = heightOf(chart, width);
      box.style.height = `${drawing.height}px`;
      this.#widths?.observe(box);
      if (canvas.getContext('2d') === null) continue;
      drawing.drawn = new Chart(canvas, configurationOf(chart, currentTheme(), width));
    }
  }

  /** Draws everything anew, in the colours of now. */
  redraw(): void {
    for (const drawing of this.#drawings) {
      drawing.drawn?.destroy();
      drawing.drawn = undefined;
    }
    this.draw();
  }

  /** Lets go of all charts; their view is about to go. */
  clear(): void {
    this.#widths?.disconnect();
    for (const { drawn } of this.#drawings) drawn?.destroy();
    this.#drawings = [];
  }

  get empty(): boolean {
    return this.#drawings.length === 0;
  }

  /** @throws Error where the page cannot draw. */
  picture(
    { heading, about = [] }: { heading: string; about?: readonly string[] },
    format: PictureFormat,
    theme: PictureTheme = 'shown',
  ): string {
    const charts = this.#drawings.map(({ chart }) => chart);
    const colours = theme === 'light' ? lightTheme() : currentTheme();
    const parts = { heading: oneLine(heading), about: about.map(oneLine), charts, theme: colours };
    return picture(parts, format);
  }

  /** The library follows the width by itself; where words go from beside the marks to above them, the height is another. */
  #fit(): void {
    for (const drawing of this.#drawings) {
      const width = drawing.box.clientWidth;
      if (width === 0 || heightOf(drawing.chart, width) === drawing.height) continue;
      drawing.drawn?.destroy();
      drawing.drawn = undefined;
    }
    this.draw();
  }
}
