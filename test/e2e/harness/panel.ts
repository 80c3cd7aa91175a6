/**
 * The page object of the panel LIS Report: its page stands in a frame within a frame of the workbench. What a test reads is
 * what a person sees; nothing here sleeps.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { again, SOON_MS } from './wait.ts';
import type { Theme } from './workbench.ts';

export interface PanelTable {
  header: string[];
  rows: string[][];
}

/** The checks of accessibility, once for each page that they are put into. */
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const plain = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim();

export class ReportPage {
  readonly page: Page;
  readonly frame: FrameLocator;

  constructor(page: Page) {
    this.page = page;
    // A notebook in the background keeps its page: the panel's is the newest.
    this.frame = page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
  }

  locator(selector: string, hasText?: string | RegExp): Locator {
    return this.frame.locator(selector, hasText === undefined ? {} : { hasText });
  }

  /** Waits until the panel shows a report or the sentence in its place. */
  async ready(timeout = SOON_MS): Promise<void> {
    await this.locator('h1').waitFor({ timeout });
  }

  /** The frame's own document, for what no locator can ask. */
  async inner(): Promise<Frame> {
    const handle = await this.locator('body').elementHandle();
    const frame = await handle?.ownerFrame();
    if (frame === null || frame === undefined) throw new Error('the panel has no page');
    return frame;
  }

  async tab(name: string): Promise<void> {
    await this.frame.locator('vscode-panel-tab', { hasText: name }).click();
    await this.selected(name);
  }

  private async selected(name: string): Promise<void> {
    await this.frame.locator('vscode-panel-tab[aria-selected="true"]', { hasText: name }).waitFor();
  }

  /** The title of the tab in front, without its count; '' while there is none. */
  async activeTab(): Promise<string> {
    const [text = ''] = await this.locator('vscode-panel-tab[aria-selected="true"]').allInnerTexts();
    return plain(text).replace(/ ?\d+$/, '');
  }

  /** The text of each element that is there now, in the page's order. */
  async texts(selector: string): Promise<string[]> {
    return (await this.locator(selector).allInnerTexts()).map(plain);
  }

  /**
   * A table by its name: `estimates:co-click` of an unfolded answer, `features`, `segments`, `arms`, `inputs`; read at one moment, since a new report replaces it.
   * @throws while it is not there. Polls well.
   */
  async table(name: string): Promise<PanelTable> {
    const tables = await this.locator(`table[data-table="${name}"]`).evaluateAll((found) =>
      (found as HTMLTableElement[]).map((table) =>
        [...table.rows].map((row) => ({
          head: row.parentElement?.tagName === 'THEAD',
          cells: [...row.cells].map((cell) => cell.innerText),
        })),
      ),
    );
    const [table, ...others] = tables;
    if (table === undefined || others.length > 0) throw new Error(`${tables.length} tables ${name}`);
    const header = table.filter(({ head }) => head).flatMap(({ cells }) => cells.map(plain));
    return {
      header: header.map((text) => text.replace(/ [▲▼]$/, '')),
      rows: table.filter(({ head }) => !head).map(({ cells }) => cells.map(plain)),
    };
  }

  /** The rows of a table. Polls well. */
  async rows(name: string): Promise<string[][]> {
    return (await this.table(name)).rows;
  }

  private async sortBy(table: string, column: string): Promise<void> {
    await this.locator(`table[data-table="${table}"] thead`).getByRole('button', { name: column }).click();
  }

  /** Sorts a table by a column in one direction, or not at all, however it is sorted now. */
  async sort(table: string, column: string, direction: 'ascending' | 'descending' | 'none'): Promise<void> {
    const sorted = this.locator(`table[data-table="${table}"] th[aria-sort$="scending"]`);
    const now = () => sorted.evaluateAll((all) => all.map((th) => th.getAttribute('aria-sort')).join());
    for (let presses = 0; presses < 6; presses++) {
      const byColumn =
        (await this.locator(`table[data-table="${table}"] th[aria-sort$="scending"]`, column).count()) > 0;
      const before = await now();
      if (direction === 'none' ? before === '' : byColumn && before === direction) return;
      await this.sortBy(table, column);
    }
    throw new Error(`${table} is not sorted by ${column}, ${direction}`);
  }

  /** Waits until the page has heard of a theme. */
  async waitForTheme(theme: Theme): Promise<void> {
    await this.locator(`body[data-vscode-theme-kind="vscode-${theme}"]`).waitFor();
  }

  /** Chooses the source or model that a tab is about. */
  async choosePart(name: string): Promise<void> {
    const chosen = this.locator(`vscode-dropdown[current-value="${name}"]`);
    await again(4, async () => {
      if ((await chosen.count()) > 0) return;
      await this.locator('vscode-dropdown').click({ timeout: 15_000 });
      await this.locator('vscode-option', name).click({ timeout: 5_000 });
      await chosen.waitFor({ timeout: 10_000 });
    });
  }

  /** Unfolds the answer of a source or model in the tab Scores, unless it is. */
  async unfold(name: string): Promise<void> {
    const button = this.locator(`[data-key="answer:${name}"]`);
    if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
    await this.locator(`table[data-table="estimates:${name}"]`).waitFor();
  }

  async press(button: string): Promise<void> {
    await this.frame.getByRole('button', { name: button, exact: true }).first().click();
  }

  /** Violations of WCAG that axe-core calls serious or critical, one line each. */
  async violations(): Promise<string[]> {
    const frame = await this.inner();
    if ((await frame.evaluate('typeof axe')) === 'undefined') await frame.evaluate(readFileSync(axe, 'utf8'));
    const found = (await frame.evaluate(
      `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => [id, html, failureSummary].join(': '))))`,
    )) as string[];
    return found;
  }

  async scrollTop(): Promise<number> {
    return (await (await this.inner()).evaluate('window.scrollY')) as number;
  }

  /** The first chart as a data address, once it stays as it is. */
  async chartPicture(): Promise<string> {
    await this.locator('canvas').first().waitFor();
    return (await (
      await this.inner()
    ).evaluate(`new Promise((resolve) => {
      const read = () => document.querySelector('canvas')?.toDataURL();
      let [seen, times] = [read(), 0];
      const timer = setInterval(() => {
        const now = read();
        times = now === seen ? times + 1 : 0;
        seen = now;
        if (times === 5) resolve((clearInterval(timer), now));
      }, 50);
    })`)) as string;
  }
}
