/**
 * The page object of VS Code's workbench: what a person does and sees, in their words. Nothing here sleeps: each action
 * waits for its effect, and what a test looks for is waited for by the test (`expect.poll`, or a `waitFor…` here).
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { clickFor } from './click.ts';

/** Built-in themes: their setting, their label in the theme picker, and the class that the workbench then carries. */
const themes = {
  light: { id: 'Light Modern', label: 'Light Modern', className: 'vs' },
  dark: { id: 'Dark Modern', label: 'Dark Modern', className: 'vs-dark' },
  'high-contrast': { id: 'Default High Contrast', label: 'Dark High Contrast', className: 'hc-black' },
  'high-contrast-light': {
    id: 'Default High Contrast Light',
    label: 'Light High Contrast',
    className: 'hc-light',
  },
} as const;

export type Theme = keyof typeof themes;

/** The user setting for a theme to start with. */
export function themeSetting(theme: Theme): Record<string, unknown> {
  return { 'workbench.colorTheme': themes[theme].id };
}

/** VS Code renders many spaces as no-break spaces. */
export function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim();
}

async function textsOf(locator: Locator): Promise<string[]> {
  return (await locator.allInnerTexts()).map(plain).filter((text) => text !== '');
}

export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Waits until the workbench is restored and its extension host answers. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await this.page.locator('.explorer-viewlet, .explorer-folders-view, .part.sidebar').first().waitFor();
  }

  /** Opens a quick input (`prefix` `>` for commands, none for files) and types into it. */
  private async quickInput(key: string, text: string): Promise<Locator> {
    const box = this.page.locator('.quick-input-widget');
    await this.page.keyboard.press(key);
    await box.waitFor();
    await box.locator('input.input').fill(text);
    return box;
  }

  private async closeQuickInput(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** The titles that the command palette offers for a query, most relevant first. Polls well: `expect.poll(...)`. */
  async commands(query: string): Promise<string[]> {
    const box = await this.quickInput('F1', `>${query}`);
    await box.locator('.quick-input-list .monaco-list-row').first().waitFor();
    const titles = await textsOf(box.locator('.quick-input-list .monaco-list-row .quick-input-list-label'));
    await this.closeQuickInput();
    return titles;
  }

  /**
   * Runs a command by its full title, `LIS: Evaluate`. The palette lists what is registered when it is asked, and much
   * registers late: so it is asked again until it offers the command.
   * @throws when it never does in this context.
   */
  async runCommand(command: string, timeout = 30_000): Promise<void> {
    const deadline = Date.now() + timeout;
    for (;;) {
      const box = await this.quickInput('F1', `>${command}`);
      const labels = box.locator('.quick-input-list .monaco-list-row .label-name');
      const row = labels.getByText(command, { exact: true }).first();
      const offered = await row.waitFor({ timeout: 2_000 }).then(
        () => true,
        () => false,
      );
      if (offered) return clickFor(row, command);
      if (Date.now() > deadline) {
        throw new Error(
          `the palette does not offer "${command}", but: ${(await textsOf(labels)).join('; ')}`,
        );
      }
      await this.closeQuickInput();
    }
  }

  /** The tab of the file that has the keys. A report of it, in the group beside it, has its name in its title too. */
  activeTab(name: string): Locator {
    return this.page.locator(`.editor-group-container.active .tab.active[data-resource-name="${name}"]`);
  }

  /** Opens a file of the workspace by name or path and waits for its text. */
  async openFile(path: string): Promise<void> {
    const name = path.split('/').at(-1) ?? path;
    await this.pickFile(path);
    await this.activeTab(name).waitFor();
    await this.page.locator('.editor-instance .view-lines .view-line').first().waitFor();
  }

  /** Chooses a file of the workspace by name or path, once the list of files has it first. */
  async pickFile(path: string): Promise<void> {
    const name = path.split('/').at(-1) ?? path;
    const box = await this.quickInput('ControlOrMeta+p', path);
    const first = box.locator('.quick-input-list .monaco-list-row.focused .label-name');
    await first.getByText(name, { exact: true }).waitFor();
    await this.page.keyboard.press('Enter'); // a click may meet a list that is drawn anew
  }

  /** Types into the quick input that is open now (an input box or a pick) and accepts. */
  async answer(text: string): Promise<void> {
    const box = this.page.locator('.quick-input-widget');
    await box.locator('input.input').fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Replaces the text of the active editor and saves it. */
  async replaceText(text: string): Promise<void> {
    await this.page.locator('.editor-group-container.active .view-lines').first().click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(text);
    await this.save();
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+s');
    await this.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
  }

  /** The CodeLens titles of the active editor, top to bottom; only lines on screen have any. */
  codeLenses(): Promise<string[]> {
    return textsOf(this.page.locator('.editor-group-container.active .codelens-decoration a'));
  }

  /** Waits for a CodeLens whose title matches and returns the title. */
  async waitForCodeLens(pattern: RegExp, timeout?: number): Promise<string> {
    const lens = this.codeLens(pattern);
    await lens.waitFor(timeout === undefined ? {} : { timeout });
    return plain(await lens.innerText());
  }

  async clickCodeLens(pattern: RegExp): Promise<void> {
    await this.codeLens(pattern).click();
  }

  private codeLens(pattern: RegExp): Locator {
    return this.page
      .locator('.editor-group-container.active .codelens-decoration a', { hasText: pattern })
      .first();
  }

  /** The messages of the notifications on screen, progress included. */
  notifications(): Promise<string[]> {
    return textsOf(this.page.locator('.notifications-toasts .notification-list-item-message'));
  }

  private toast(pattern: RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: pattern }).first();
  }

  /** Waits for a notification whose message matches and returns the message. */
  async waitForNotification(pattern: RegExp, timeout?: number): Promise<string> {
    const toast = this.toast(pattern);
    await toast.waitFor(timeout === undefined ? {} : { timeout });
    return plain(await toast.locator('.notification-list-item-message').innerText());
  }

  /** Presses a button (`Cancel`, `Show Log`) of the notification whose message matches. */
  async pressInNotification(pattern: RegExp, button: string): Promise<void> {
    const toast = this.toast(pattern);
    await toast.hover();
    await toast.locator('.monaco-button', { hasText: button }).first().click();
  }

  /** Waits until no notification matches. */
  async waitForNoNotification(pattern: RegExp, timeout?: number): Promise<void> {
    await this.toast(pattern).waitFor({ state: 'hidden', ...(timeout === undefined ? {} : { timeout }) });
  }

  /** The texts of the status bar's items, left to right. */
  statusBar(): Promise<string[]> {
    return textsOf(this.page.locator('.part.statusbar .statusbar-item'));
  }

  /** The messages in the Problems view, which this opens. */
  async problems(): Promise<string[]> {
    if (!(await this.page.locator('.markers-panel').isVisible()))
      await this.runCommand('Problems: Focus on Problems View');
    await this.page.locator('.markers-panel').waitFor();
    return textsOf(
      this.page.locator(
        '.markers-panel .monaco-list-row .marker-message-details-container, .markers-panel .monaco-list-row .marker-message',
      ),
    );
  }

  /** Hovers over the first occurrence of a text in the active editor and returns what the hover says. */
  async hover(text: string): Promise<string> {
    const place = this.page
      .locator('.editor-group-container.active .view-line span', { hasText: text })
      .last();
    await place.hover();
    const hover = this.page.locator('.monaco-hover:not(.hidden) .hover-contents').first();
    await hover.waitFor();
    return plain(await hover.innerText());
  }

  /** Switches the colour theme in the theme picker, without a reload. */
  async setTheme(theme: Theme): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    const box = this.page.locator('.quick-input-widget');
    await box.locator('input.input').fill(themes[theme].label);
    const row = box.locator('.quick-input-list .monaco-list-row .label-name');
    await clickFor(row.getByText(themes[theme].label, { exact: true }).first(), themes[theme].label);
    await this.waitForTheme(theme);
  }

  /** Waits until the workbench has loaded and shows a theme. */
  async waitForTheme(theme: Theme): Promise<void> {
    await this.page.locator(`.monaco-workbench.${themes[theme].className}`).waitFor();
  }

  /** Reloads the window, as after "Developer: Reload Window". */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** Saves a picture into `test-results/`, which git ignores. @returns its path. */
  async screenshot(name: string): Promise<string> {
    const folder = join('test-results', 'screenshots');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name.replace(/[^\w.-]+/g, '-')}.png`);
    await this.page.screenshot({ path });
    return path;
  }
}
