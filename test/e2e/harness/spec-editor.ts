/** The page object of the active text editor where one writes: the cursor, suggestions, quick fixes, hovers. */
import type { Page } from 'playwright-core';
import { clickFor } from './click.ts';
import { again, appears } from './wait.ts';
import { plain, type Workbench } from './workbench.ts';

export class SpecEditor {
  readonly workbench: Workbench;
  private readonly page: Page;

  constructor(workbench: Workbench) {
    this.workbench = workbench;
    this.page = workbench.page;
  }

  /** Puts the cursor at a line and column, both from 1, in the active editor. */
  async goTo(line: number, column: number): Promise<void> {
    await this.workbench.focusText();
    await this.workbench.quickInput.open('Control+g', `:${line}:${column}`);
    await this.workbench.quickInput.input.press('Enter');
    await this.workbench.quickInput.box.waitFor({ state: 'hidden' });
    await this.workbench.focusText();
  }

  /** Types as a person does, key by key. */
  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  /** Opens the suggestions at the cursor and returns their labels. Polls well. */
  async suggestions(): Promise<string[]> {
    const list = this.page.locator('.suggest-widget.visible .monaco-list-row');
    if (!(await list.first().isVisible())) await this.page.keyboard.press('Control+Space');
    await appears(list.first(), 5_000);
    return (await list.locator('.label-name').allInnerTexts()).map(plain);
  }

  /** Moves to a suggestion, and returns what stands beside it by now: its detail and its documentation. Polls well. */
  async describeSuggestion(label: string): Promise<string> {
    const focused = this.page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: label });
    for (let presses = 0; presses < 40 && !(await focused.isVisible()); presses++) {
      await this.page.keyboard.press('ArrowDown');
    }
    await focused.waitFor({ timeout: 5_000 });
    const details = this.page.locator('.suggest-details-container .suggest-details');
    if (!(await details.isVisible())) await this.page.keyboard.press('Control+Space');
    await appears(details, 5_000);
    const texts = [...(await focused.allInnerTexts()), ...(await details.allInnerTexts())];
    return plain(texts.join(' '));
  }

  /** Accepts the suggestion that has the focus. */
  async accept(): Promise<void> {
    await this.page.keyboard.press('Enter');
  }

  async closeSuggestions(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.locator('.suggest-widget.visible').waitFor({ state: 'hidden' });
  }

  /**
   * Opens the quick fixes at the cursor, again until there is one of a title: problems are found some time after the text changes.
   * @returns the titles
   * @throws when that one never comes, with those that do.
   */
  quickFixes(title: string): Promise<string[]> {
    return again(6, async () => {
      await this.closeQuickFixes();
      await this.page.keyboard.press('Control+.');
      const rows = this.page.locator('.action-widget .monaco-list-row.action');
      await appears(rows.filter({ hasText: title }).first(), 5_000);
      const titles = (await rows.allInnerTexts()).map(plain);
      if (titles.includes(title)) return titles;
      throw new Error(`there is no quick fix "${title}", but: ${titles.join('; ')}`);
    });
  }

  /** Applies one of the quick fixes that are open. */
  async applyQuickFix(title: string): Promise<void> {
    const fix = this.page.locator('.action-widget .monaco-list-row.action', { hasText: title }).first();
    if (!(await fix.isVisible())) await this.quickFixes(title);
    await clickFor(fix, title);
    await this.noQuickFixes();
  }

  private async closeQuickFixes(): Promise<void> {
    const list = this.page.locator('.action-widget').first();
    if (await list.isVisible()) await this.page.keyboard.press('Escape');
    await this.noQuickFixes();
  }

  private noQuickFixes(): Promise<void> {
    return this.page.locator('.action-widget').first().waitFor({ state: 'hidden' });
  }

  /** What the hover at the cursor says by now, '' where none came. Polls well. */
  async hoverHere(): Promise<string> {
    await this.workbench.runCommand('Show or Focus Hover');
    const hover = this.page.locator('.monaco-editor .monaco-hover:not(.hidden) .monaco-hover-content');
    await appears(hover.first(), 5_000);
    return plain((await hover.allInnerTexts()).join(' '));
  }

  /** The lines of the active editor that are on screen. */
  async lines(): Promise<string[]> {
    const lines = this.page.locator('.editor-group-container.active .view-lines .view-line');
    const placed = await lines.evaluateAll((all) =>
      all
        .map((line) => ({
          top: Number.parseFloat((line as HTMLElement).style.top),
          text: line.textContent ?? '',
        }))
        .sort((a, b) => a.top - b.top),
    );
    return placed.map(({ text }) => text.replaceAll('\u00a0', ' ').trimEnd());
  }
}
