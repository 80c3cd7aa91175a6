/** The page object of the active text editor where one writes: the cursor, suggestions, quick fixes, hovers. */
import type { Page } from 'playwright-core';
import type { Workbench } from './workbench.ts';

function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim();
}

export class SpecEditor {
  readonly workbench: Workbench;
  private readonly page: Page;

  constructor(workbench: Workbench) {
    this.workbench = workbench;
    this.page = workbench.page;
  }

  /** Puts the cursor at a line and column, both from 1, in the active editor. */
  async goTo(line: number, column: number): Promise<void> {
    const box = this.page.locator('.quick-input-widget');
    await this.page.locator('.editor-group-container.active .view-lines').first().click();
    await this.page.keyboard.press('Control+g');
    await box.waitFor();
    await box.locator('input.input').fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await box.waitFor({ state: 'hidden' });
  }

  /** Types as a person does, key by key. */
  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  /** Opens the suggestions at the cursor and returns their labels. Polls well. */
  async suggestions(): Promise<string[]> {
    const list = this.page.locator('.suggest-widget.visible .monaco-list-row');
    if (!(await list.first().isVisible())) await this.page.keyboard.press('Control+Space');
    await list
      .first()
      .waitFor({ timeout: 3000 })
      .catch(() => undefined);
    return (await list.locator('.label-name').allInnerTexts()).map(plain);
  }

  /** Moves to a suggestion, and returns what stands beside it: its detail and its documentation. */
  async describeSuggestion(label: string): Promise<string> {
    const row = this.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: label }).first();
    const focused = this.page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: label });
    for (let presses = 0; presses < 40 && !(await focused.isVisible()); presses++) {
      await this.page.keyboard.press('ArrowDown');
    }
    await row.waitFor();
    const details = this.page.locator('.suggest-details-container .suggest-details');
    if (!(await details.isVisible())) await this.page.keyboard.press('Control+Space');
    await details.waitFor();
    return plain(`${await row.innerText()} ${await details.innerText()}`);
  }

  /** Accepts the suggestion that has the focus. */
  async accept(): Promise<void> {
    await this.page.keyboard.press('Enter');
  }

  async closeSuggestions(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.locator('.suggest-widget.visible').waitFor({ state: 'hidden' });
  }

  /** The quick fixes at the cursor, which this opens. */
  async quickFixes(): Promise<string[]> {
    await this.page.keyboard.press('Control+.');
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    await rows.first().waitFor({ timeout: 5000 });
    return (await rows.allInnerTexts()).map(plain);
  }

  async applyQuickFix(title: string): Promise<void> {
    await this.page.locator('.action-widget .monaco-list-row.action', { hasText: title }).first().click();
    await this.noQuickFixes();
  }

  async closeQuickFixes(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.noQuickFixes();
  }

  private noQuickFixes(): Promise<void> {
    return this.page.locator('.action-widget').first().waitFor({ state: 'hidden' });
  }

  /** What the hover at the cursor says. */
  async hoverHere(): Promise<string> {
    await this.workbench.runCommand('Show or Focus Hover');
    const hover = this.page
      .locator('.monaco-editor .monaco-hover:not(.hidden) .monaco-hover-content')
      .first();
    await hover.waitFor({ timeout: 5000 });
    return plain(await hover.innerText());
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
