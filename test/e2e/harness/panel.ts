/**
 * The page object of the panel LIS Report: its page stands in a frame within a frame of the workbench. What a test reads is
 * what a person sees; nothing here sleeps.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';

export interface PanelTable {
  header: string[];
  rows: string[][];
}

const plain = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim();

export class ReportPage {
  readonly page: Page;
  readonly frame: FrameLocator;

  constructor(page: Page) {
    this.page = page;
    this.frame = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  locator(selector: string, hasText?: string | RegExp): Locator {
    return this.frame.locator(selector, hasText === undefined ? {} : { hasText });
  }

  /** Waits until the panel shows a report or the sentence in its place. */
  async ready(timeout = 30_000): Promise<void> {
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

  /** The title of the tab in front, without its count. */
  async activeTab(): Promise<string> {
    const text = await this.locator('vscode-panel-tab[aria-selected="true"]').innerText();
    return plain(text).replace(/ ?\d+$/, '');
  }

  /** A table by its name: `scores`, `features`, `segments`, `arms`, `inputs`. */
  async table(name: string): Promise<PanelTable> {
    const table = this.locator(`table[data-table="${name}"]`);
    await table.waitFor();
    const cells = async (row: Locator) => (await row.locator('th, td').allInnerTexts()).map(plain);
    const rows = await table.locator('tbody tr').all();
    return {
      header: (await cells(table.locator('thead tr'))).map((text) => text.replace(/ [▲▼]$/, '')),
      rows: await Promise.all(rows.map(cells)),
    };
  }

  async sortBy(table: string, column: string): Promise<void> {
    await this.locator(`table[data-table="${table}"] thead`).getByRole('button', { name: column }).click();
  }

  async press(button: string): Promise<void> {
    await this.frame.getByRole('button', { name: button, exact: true }).first().click();
  }

  /** Violations of WCAG that axe-core calls serious or critical, one line each. */
  async violations(): Promise<string[]> {
    const frame = await this.inner();
    const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await frame.evaluate(source);
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

  /** The first chart as it is drawn now, as a data address. */
  async chartPicture(): Promise<string> {
    await this.locator('canvas').first().waitFor();
    const frame = await this.inner();
    return (await frame.evaluate(`document.querySelector('canvas').toDataURL()`)) as string;
  }

  /** How much wider the page is than its frame, CSS pixels, and how wide the frame is. */
  async overflow(): Promise<{ width: number; overflow: number }> {
    const frame = await this.inner();
    return (await frame.evaluate(
      `({ width: innerWidth, overflow: document.scrollingElement.scrollWidth - innerWidth })`,
    )) as { width: number; overflow: number };
  }
}
