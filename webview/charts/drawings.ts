/**
 * The charts in sight: made with their view, drawn once the view is in the page, drawn again in the colours of another
 * theme, and gone with their view.
 */
import { oneLine } from '../../src/inert/visible.ts';
import type { PictureFormat } from '../../src/protocol/panel.ts';
import { h } from '../dom.ts';
import { t } from '../l10n.ts';
import { currentTheme } from '../theme.ts';
import { type AnyChart, heightOf, visibleChart } from './chart.ts';
import { picture } from './picture.ts';
import { Chart, configurationOf } from './register.ts';

interface Drawing {
  chart: AnyChart;
  canvas: HTMLCanvasElement;
  drawn?: Chart | undefined;
}

export class Drawings {
  #drawings: Drawing[] = [];

  /** The element of a chart; empty until `draw`. `note` says how to read it. */
  figure(given: AnyChart, note?: string): HTMLElement {
    const chart = visibleChart(given);
    const label = t('Chart: {0}. The table beside it holds the same numbers.', chart.title);
    const canvas = h('canvas', { role: 'img', 'aria-label': label });
    const box = h('div', { class: 'chart' }, canvas);
    box.style.height = `${heightOf(chart)}px`;
    this.#drawings.push({ chart, canvas });
    return h(
      'figure',
      { class: 'card' },
      h('figcaption', {}, h('h3', {}, chart.title), note !== undefined && h('p', { class: 'quiet' }, note)),
      box,
    );
  }

  /** Draws what is in the page and not drawn yet. */
  draw(): void {
    for (const drawing of this.#drawings) {
      if (drawing.drawn !== undefined || drawing.canvas.getContext('2d') === null) continue;
      drawing.drawn = new Chart(drawing.canvas, configurationOf(drawing.chart, currentTheme()));
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
    for (const { drawn } of this.#drawings) drawn?.destroy();
    this.#drawings = [];
  }

  get empty(): boolean {
    return this.#drawings.length === 0;
  }

  /** @throws Error where the page cannot draw. */
  picture(heading: string, format: PictureFormat): string {
    const charts = this.#drawings.map(({ chart }) => chart);
    return picture({ heading: oneLine(heading), charts, theme: currentTheme() }, format);
  }
}
