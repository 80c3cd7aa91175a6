/** The page object of the side bar LIS: its views, as lists of rows with a name and a description. */
import type { Locator, Page } from 'playwright-core';
import { clickFor } from './click.ts';
import { again, cameTrue, SOON_MS } from './wait.ts';
import { plain, type Workbench } from './workbench.ts';

export type View = 'Evaluations' | 'Runs' | 'Findings';

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

  /** The class of the codicon in front of a row: `pass`, `history`; '' where there is none. Polls well. */
  async icon(view: View, text: string | RegExp): Promise<string> {
    const icons = this.row(view, text).locator('.custom-view-tree-node-item-icon');
    const [classes = ''] = await icons.evaluateAll((all) => all.map((icon) => icon.className));
    return /codicon-([\w-]+)/.exec(classes)?.[1] ?? '';
  }

  private async visible(target: Locator): Promise<boolean> {
    return (await target.count()) > 0 && (await target.first().isVisible());
  }

  /**
   * Presses one of a row's inline actions by its title, until what it is for is seen: the editor takes the node of a row that it is
   * about to draw anew for none, and drops the action. Where the action has gone with the first press, the effect is awaited.
   * @param effect What the action brings about: an element, or a condition.
   */
  async press(
    view: View,
    target: string | RegExp | Locator,
    action: string,
    effect: Locator | (() => Promise<boolean>),
  ): Promise<void> {
    const done = typeof effect === 'function' ? effect : () => this.visible(effect);
    const row = typeof target === 'string' || target instanceof RegExp ? this.row(view, target) : target;
    const button = row.locator(`.actions .action-label[aria-label^="${action}"]`).first();
    await again(4, async (attempt) => {
      if (attempt > 1 && (await done().catch(() => false))) return;
      await this.page.mouse.move(5, 5); // a row drawn under a pointer that rests does not know of it
      await row.hover({ timeout: 15_000 });
      if (attempt === 1 || (await this.visible(button))) await clickFor(button, action, 15_000);
      if (await cameTrue(done, attempt < 4 ? 15_000 : SOON_MS)) return;
      throw new Error(`nothing comes of "${action}" on ${target}`);
    });
  }

  /** Folds all rows of a view that have others under them. */
  async collapseAll(view: View): Promise<void> {
    const pane = this.pane(view);
    await pane.hover();
    await pane.locator('.action-label[aria-label^="Collapse All"]').click();
  }

  /** Starts the run of a spec: its row turns or, where the run is over before anybody looks, there is one run more. */
  async evaluate(spec: string): Promise<void> {
    const before = (await this.rows('Runs')).length;
    const running = this.row('Evaluations', spec).locator('.codicon-sync');
    await this.press('Evaluations', spec, 'Evaluate', async () => {
      return (await this.visible(running)) || (await this.rows('Runs')).length > before;
    });
  }

  /** Chooses an entry of a row's context menu; again where a redraw closes the menu. */
  async choose(row: Locator, entry: string): Promise<void> {
    const menu = this.page.locator('.monaco-menu');
    await again(4, async (attempt) => {
      if (attempt > 1 && (await this.visible(menu))) await this.page.keyboard.press('Escape');
      await row.click({ button: 'right', timeout: 15_000 });
      await menu.locator('.action-item', { hasText: entry }).first().hover({ timeout: 10_000 });
      await menu.locator('.action-item.focused', { hasText: entry }).waitFor({ timeout: 10_000 });
    });
    await this.page.keyboard.press('Enter'); // the menu ignores a mouse that is quicker than a hand
    await menu.first().waitFor({ state: 'hidden' });
  }

  /** What a view says while it is empty; '' while it says nothing. Polls well. */
  async welcome(view: View): Promise<string> {
    return plain((await this.pane(view).locator('.welcome-view-content').allInnerTexts()).join(' '));
  }

  /** A modal question. */
  modal(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** Presses the button of a modal question. */
  async answerModal(button: string): Promise<string> {
    const dialog = this.modal();
    await dialog.waitFor();
    const text = plain(await dialog.innerText());
    await dialog.locator('.monaco-button', { hasText: button }).first().click();
    await dialog.waitFor({ state: 'detached' });
    return text;
  }

  /** A row of the Explorer, by the name of a file or folder that begins with a text. */
  explorerRow(text: string): Locator {
    return this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: text }).first();
  }

  /** Shows what is in a folder of the Explorer, which this opens. */
  async expandInExplorer(folder: string): Promise<void> {
    await this.workbench.runCommand('View: Show Explorer');
    const row = this.explorerRow(folder);
    const expanded = async () => (await row.getAttribute('aria-expanded')) === 'true';
    await row.waitFor();
    await again(3, async () => {
      if (await expanded()) return;
      await row.click({ timeout: 15_000 });
      if (!(await cameTrue(expanded, 10_000))) throw new Error(`the folder ${folder} stays closed`);
    });
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

  /** The text of the active editor, as far as it is on screen. Polls well. */
  async editorText(): Promise<string> {
    const lines = this.page.locator('.editor-group-container.active .view-lines');
    return (await lines.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
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
