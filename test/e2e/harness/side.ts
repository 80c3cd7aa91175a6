/** The page object of the side bar LIS: its two views, as lists of rows with a name and a description. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { clickFor } from './click.ts';
import { plain, type Workbench } from './workbench.ts';

export type View = 'Evaluations' | 'Runs';

export class SideBar {
  readonly page: Page;
  readonly workbench: Workbench;

  constructor(workbench: Workbench) {
    this.workbench = workbench;
    this.page = workbench.page;
  }

  /** Shows the side bar LIS, whether it is hidden, shown already, or about to be restored. */
  async open(): Promise<void> {
    await this.workbench.runCommand('LIS: Focus on Evaluations View');
    await this.pane('Evaluations').waitFor();
  }

  pane(view: View): Locator {
    return this.page.locator('.part.sidebar .pane', {
      has: this.page.locator('.pane-header', { hasText: view }),
    });
  }

  /** `name | description` of each row on screen, top to bottom. */
  async rows(view: View): Promise<string[]> {
    const rows = this.pane(view).locator('.monaco-list-row');
    const texts = await rows.evaluateAll((elements) =>
      elements.map((row) => {
        const part = (selector: string): string => row.querySelector(selector)?.textContent ?? '';
        return `${part('.label-name')} | ${part('.label-description')}`;
      }),
    );
    return texts.map(plain);
  }

  /** The first row whose name, or name and description, matches. */
  row(view: View, text: string | RegExp): Locator {
    const rows = this.pane(view).locator('.monaco-list-row');
    if (text instanceof RegExp) return rows.filter({ hasText: text }).first();
    return rows.filter({ has: this.page.locator('.label-name').getByText(text, { exact: true }) }).first();
  }

  /** The class of the codicon in front of a row: `pass`, `history`. */
  async icon(view: View, text: string | RegExp): Promise<string> {
    const classes = await this.row(view, text)
      .locator('.custom-view-tree-node-item-icon')
      .getAttribute('class');
    return /codicon-([\w-]+)/.exec(classes ?? '')?.[1] ?? '';
  }

  /** Presses one of a row's inline actions by its title. */
  async press(view: View, text: string | RegExp, action: string): Promise<void> {
    const row = this.row(view, text);
    await row.hover();
    await clickFor(row.locator(`.actions .action-label[aria-label^="${action}"]`).first(), action);
  }

  /**
   * Presses an inline action that opens something, again where nothing came of it: the editor takes the node of a row that it is
   * about to draw anew for none, and drops the action.
   */
  async pressToOpen(view: View, text: string | RegExp, action: string, opened: Locator): Promise<void> {
    for (let attempt = 1; attempt < 3; attempt++) {
      await this.press(view, text, action);
      const seen = await opened.waitFor({ timeout: 5000 }).then(
        () => true,
        () => false,
      );
      if (seen) return;
    }
    await this.press(view, text, action);
    await opened.waitFor();
  }

  /** Starts the run of a spec: its row turns or, where the run is over before anybody looks, there is one run more. */
  async evaluate(spec: string): Promise<void> {
    const before = (await this.rows('Runs')).length;
    const running = this.row('Evaluations', spec).locator('.codicon-sync');
    await this.press('Evaluations', spec, 'Evaluate');
    const starts = async () => (await running.isVisible()) || (await this.rows('Runs')).length > before;
    await expect.poll(starts, { timeout: 20_000, interval: 50 }).toBe(true);
  }

  /** Chooses an entry of a row's context menu. */
  async choose(row: Locator, entry: string): Promise<void> {
    await row.click({ button: 'right' });
    const item = this.page.locator('.monaco-menu .action-item', { hasText: entry }).first();
    await item.hover();
    await this.page.locator('.monaco-menu .action-item.focused', { hasText: entry }).waitFor();
    await this.page.keyboard.press('Enter'); // the menu ignores a mouse that is quicker than a hand
  }

  /** What a view says while it is empty. */
  async welcome(view: View): Promise<string> {
    const text = this.pane(view).locator('.welcome-view-content');
    await text.waitFor();
    return plain(await text.innerText());
  }

  /** Presses the button of a modal question. */
  async answerModal(button: string): Promise<string> {
    const dialog = this.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    const text = plain(await dialog.innerText());
    await dialog.locator('.monaco-button', { hasText: button }).first().click();
    await dialog.waitFor({ state: 'detached' });
    return text;
  }

  /** Chooses an entry in the context menu of a file in the Explorer, which this opens. */
  async chooseInExplorer(file: string, entry: string): Promise<void> {
    await this.workbench.runCommand('View: Show Explorer');
    const name = this.page.locator('.label-name').getByText(file, { exact: true });
    await this.choose(
      this.page.locator('.explorer-folders-view .monaco-list-row', { has: name }).first(),
      entry,
    );
  }

  /** Answers the editor's own file dialog. It fills in a folder of its own first, and checks what is typed while one types. */
  async choosePath(path: string): Promise<void> {
    const dialog = this.page.locator('.quick-input-widget');
    const input = dialog.locator('input.input');
    await this.page.waitForFunction(
      `document.querySelector('.quick-input-widget input.input')?.value.startsWith('/')`,
    );
    for (let attempt = 1; ; attempt++) {
      await input.fill(path);
      await dialog.locator('.quick-input-action .monaco-button').first().click();
      const closed = await dialog.waitFor({ state: 'hidden', timeout: 5000 }).then(
        () => true,
        () => false,
      );
      if (closed) return;
      if (attempt === 6) throw new Error(`the file dialog does not take ${path}`);
    }
  }

  /** The text of the active editor, as far as it is on screen. */
  async editorText(): Promise<string> {
    const lines = this.page.locator('.editor-group-container.active .view-lines').first();
    await lines.waitFor();
    return (await lines.innerText()).replaceAll('\u00a0', ' ');
  }

  /** What a rendered Markdown document says: it is a page in a page in a page. */
  async preview(pattern: RegExp): Promise<Locator> {
    const body = this.page
      .frameLocator('iframe.webview.ready')
      .last()
      .frameLocator('#active-frame')
      .locator('body');
    await body.getByText(pattern).first().waitFor();
    return body;
  }
}
