/**
 * The page object of VS Code's workbench: what a person does and sees, in their words. Nothing here sleeps: each action
 * waits for its effect, and what a test looks for is waited for by the test (`expect.poll`, or a `waitFor…` here).
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { clickFor } from './click.ts';
import { QuickInput } from './quick-input.ts';
import { again, appears, cameTrue, firstMatch, SOON_MS } from './wait.ts';

/** CSS pixels of the window, unless a test resizes it. */
export const viewport = { width: 1440, height: 900 };

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
  readonly quickInput: QuickInput;

  constructor(page: Page) {
    this.page = page;
    this.quickInput = new QuickInput(page);
  }

  /** Waits until the workbench is restored. A side bar may be hidden; what asks the extension host waits for that itself. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await this.page.locator('.monaco-workbench .part.editor').waitFor();
  }

  /** The titles that the command palette offers for a query, most relevant first. Polls well: `expect.poll(...)`. */
  async commands(query: string): Promise<string[]> {
    await this.quickInput.open('F1', `>${query}`);
    await this.quickInput.rows.first().waitFor();
    const titles = await textsOf(this.quickInput.rows.locator('.quick-input-list-label'));
    await this.quickInput.close();
    return titles;
  }

  /** Runs a command by its full title, `LIS: Evaluate`. @throws when the palette never offers it in this context. */
  runCommand(command: string, timeout = SOON_MS): Promise<void> {
    return this.quickInput.runCommand(command, timeout);
  }

  /** The tab of the file that has the keys. A report of it, in the group beside it, has its name in its title too. */
  activeTab(name: string): Locator {
    return this.page.locator(`.editor-group-container.active .tab.active[data-resource-name="${name}"]`);
  }

  /**
   * Opens a file of the workspace by name or path, and waits for its text: its tab comes to the front while the editor below still
   * has the text, the lenses and the keys of the file before.
   */
  async openFile(path: string): Promise<void> {
    const name = path.split('/').at(-1) ?? path;
    const text = this.page.locator(
      `.editor-group-container.active .editor-instance .monaco-editor[data-uri$="/${path}"] .view-line`,
    );
    await again(3, async () => {
      await this.quickInput.pickFile(path);
      await this.activeTab(name).waitFor({ timeout: 20_000 });
      await text.first().waitFor({ timeout: 20_000 });
    });
  }

  /** Gives the keys to the text of the active editor, as a click into it does, wherever a click would fall. */
  async focusText(): Promise<void> {
    const text = this.page.locator(
      '.editor-group-container.active .editor-instance .monaco-editor[data-uri]',
    );
    await again(4, async () => {
      await text.first().locator('.native-edit-context, textarea.inputarea').first().focus();
      await this.page
        .locator('.editor-group-container.active .editor-instance .monaco-editor.focused')
        .waitFor({ timeout: 5_000 });
    });
  }

  /** Replaces the text of the active editor and saves it. */
  async replaceText(text: string): Promise<void> {
    await this.focusText();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(text);
    await this.save();
  }

  /** Saves the active editor; again where the keys were elsewhere. */
  async save(): Promise<void> {
    await again(3, async (attempt) => {
      if (attempt > 1) await this.focusText();
      await this.page.keyboard.press('ControlOrMeta+s');
      await this.page.locator('.tab.active.dirty').waitFor({ state: 'detached', timeout: 20_000 });
    });
  }

  /** The CodeLens titles of the active editor, top to bottom; only lines on screen have any. */
  codeLenses(): Promise<string[]> {
    return textsOf(this.page.locator('.editor-group-container.active .codelens-decoration a'));
  }

  /** Waits for a CodeLens whose title matches and returns the title. */
  waitForCodeLens(pattern: RegExp, timeout = SOON_MS): Promise<string> {
    return firstMatch(() => this.codeLenses(), pattern, timeout);
  }

  async clickCodeLens(pattern: RegExp): Promise<void> {
    const lenses = this.page.locator('.editor-group-container.active .codelens-decoration a');
    // Its command runs as the button is released, and may have drawn the lens anew before there is a click.
    await clickFor(lenses.filter({ hasText: pattern }).first(), pattern, SOON_MS, 'mouseup');
  }

  /** The messages of the notifications on screen, progress included. */
  notifications(): Promise<string[]> {
    return textsOf(this.page.locator('.notifications-toasts .notification-list-item-message'));
  }

  private toast(pattern: RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: pattern }).first();
  }

  /**
   * Waits for a notification whose message matches and returns the message. The pattern is all that a test wants of the message:
   * that of a progress changes, and any may have gone a moment later.
   */
  waitForNotification(pattern: RegExp, timeout = SOON_MS): Promise<string> {
    return firstMatch(() => this.notifications(), pattern, timeout);
  }

  /** Presses a button (`Cancel`, `Show Log`) of the notification whose message matches. */
  async pressInNotification(pattern: RegExp, button: string): Promise<void> {
    const toast = this.toast(pattern);
    await toast.hover(); // it stays while the pointer is over it
    await clickFor(toast.locator('.monaco-button', { hasText: button }).first(), button);
  }

  /** Waits until no notification matches. */
  async waitForNoNotification(pattern: RegExp): Promise<void> {
    await this.toast(pattern).waitFor({ state: 'hidden' });
  }

  /** The texts of the status bar's items, left to right. */
  statusBar(): Promise<string[]> {
    return textsOf(this.page.locator('.part.statusbar .statusbar-item'));
  }

  /** Where the cursor is, once it is at a place of the form `Ln 3, Col 5`: an item of the status bar. */
  position(place: string): Locator {
    return this.page.locator('.part.statusbar .statusbar-item', { hasText: place }).first();
  }

  /** What the hover over the status of the language says, '' where none came. Polls well. */
  async languageStatus(): Promise<string> {
    const hover = this.page.locator('.hover-language-status');
    await this.page.mouse.move(5, 5);
    await this.page.locator('.part.statusbar [id="status.languageStatus"]').hover({ timeout: 10_000 });
    await appears(hover.first(), 5_000);
    return (await textsOf(hover)).join(' ');
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

  /** Gives the whole window to the active group of editors, unless it has it. */
  async maximizeGroup(): Promise<void> {
    const groups = this.page.locator('.editor-group-container:visible');
    if ((await groups.count()) > 1) await this.runCommand('View: Maximize Editor Group');
    if (!(await cameTrue(async () => (await groups.count()) === 1, SOON_MS)))
      throw new Error('no group of editors has the whole window');
  }

  /** Hides the panel with the problems and the terminal, if it is there. */
  async hidePanel(): Promise<void> {
    const panel = this.page.locator('.part.panel');
    if (await panel.isVisible()) await this.runCommand('View: Hide Panel');
    await panel.waitFor({ state: 'hidden' });
  }

  /** What the hover over the last occurrence of a text in the active editor says, '' where none came. Polls well. */
  async hover(text: string): Promise<string> {
    const hover = this.page.locator('.monaco-hover:not(.hidden) .hover-contents');
    await this.page.mouse.move(5, 5);
    await this.page
      .locator('.editor-group-container.active .view-line span', { hasText: text })
      .last()
      .hover({ timeout: 10_000 });
    await appears(hover.first(), 5_000);
    return (await textsOf(hover)).join(' ');
  }

  /** Switches the colour theme in the theme picker, without a reload. */
  async setTheme(theme: Theme): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    await this.quickInput.pickExactly(themes[theme].label);
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

  /** Reloads the window in another language: sets what a language pack sets, whose own words would come from the marketplace. */
  async speak(language: string): Promise<void> {
    await this.page.addInitScript((chosen) => {
      Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: chosen });
    }, language);
    await this.runCommand('Developer: Reload Window'); // the editor keeps what its pages have, as it ends
    await this.ready();
  }

  /** After a try of a test that failed: the window as it is after a reload, without what that try has left open. */
  async recover(): Promise<void> {
    await this.page.setViewportSize(viewport);
    await this.reload();
  }

  /** A picture for people to look at, where `LIS_TEST_PICTURES` asks for them. */
  async screenshot(name: string): Promise<void> {
    if (process.env['LIS_TEST_PICTURES']) await this.picture(name);
  }

  /** Saves a picture into `test-results/`, which git ignores. @returns its path. */
  async picture(name: string): Promise<string> {
    const folder = join('test-results', 'screenshots');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name.replace(/[^\w.-]+/g, '-')}.png`);
    await this.page.screenshot({ path });
    return path;
  }
}
