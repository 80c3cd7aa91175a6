/**
 * Page object of the box at the top of the workbench: the command palette, lists to pick from, and the editor's own file dialog.
 * One box is all of these in turn, so whoever answers one waits until it has gone before anybody types into the next.
 */
import type { Locator, Page } from 'playwright-core';
import { noteSecondTry } from '../../support/second-tries.ts';
import { clickFor } from './click.ts';
import { again, appears, cameTrue, staysTrue, vanishes } from './wait.ts';

export class QuickInput {
  readonly page: Page;
  readonly box: Locator;
  readonly input: Locator;
  readonly rows: Locator;

  constructor(page: Page) {
    this.page = page;
    this.box = page.locator('.quick-input-widget');
    this.input = this.box.locator('input.input');
    this.rows = this.box.locator('.quick-input-list .monaco-list-row');
  }

  /** Opens the box with a key (`F1` for commands) and types into it. A page in a frame may keep the key: then without its focus. */
  async open(key: string, text: string): Promise<void> {
    await again(4, async (attempt) => {
      if (attempt > 1) await this.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await this.page.keyboard.press(key);
      await this.box.waitFor({ timeout: 10_000 });
      await this.input.fill(text, { timeout: 10_000 });
    });
  }

  async close(): Promise<void> {
    await again(4, async () => {
      if (!(await this.box.isVisible())) return;
      await this.input.press('Escape', { timeout: 5_000 }).catch(() => undefined); // it may close of itself
      await this.box.waitFor({ state: 'hidden', timeout: 5_000 });
    });
  }

  /** Waits until what was answered is no longer asked: the box is closed, or asks for something else. */
  private async answered(value: string): Promise<void> {
    await this.page.waitForFunction((asked) => {
      const box = document.querySelector<HTMLElement>('.quick-input-widget');
      const input = box?.querySelector<HTMLInputElement>('input.input');
      return !box || !input || box.style.display === 'none' || input.value !== asked;
    }, value);
  }

  /** Chooses an entry of the list that the box shows, once it is the one that Enter takes. */
  async pick(label: string): Promise<void> {
    const first = this.box.locator('.quick-input-list .monaco-list-row.focused', { hasText: label });
    await again(4, async () => {
      await this.input.fill(label, { timeout: 15_000 });
      await first.waitFor({ timeout: 15_000 });
    });
    await this.input.press('Enter'); // a click may meet a list that is drawn anew
    await this.answered(label);
  }

  /** Chooses the entry of exactly this label, which the list may have behind longer ones. */
  async pickExactly(label: string): Promise<void> {
    await this.input.fill(label);
    await clickFor(this.rows.locator('.label-name').getByText(label, { exact: true }).first(), label);
    await this.answered(label);
  }

  /**
   * Runs a command by its full title, `LIS: Evaluate`. The palette lists what is registered when it is asked, and much
   * registers late: so it is asked again until it offers the command.
   * @throws when it never does in this context.
   */
  async runCommand(command: string, limit: number): Promise<void> {
    const asked = `>${command}`;
    const labels = this.rows.locator('.label-name');
    const row = labels.getByText(command, { exact: true }).first();
    const deadline = Date.now() + limit;
    for (;;) {
      await this.open('F1', asked);
      if (await appears(row, 5_000)) {
        await clickFor(row, command);
        return this.answered(asked);
      }
      if (Date.now() > deadline) {
        const offered = (await labels.allInnerTexts()).join('; ');
        throw new Error(`the palette does not offer "${command}", but: ${offered}`);
      }
      await this.close();
    }
  }

  /** Chooses a file of the workspace by name or path, once the list of files has it first; one may be listed late. */
  async pickFile(path: string): Promise<void> {
    const name = path.split('/').at(-1) ?? path;
    const first = this.box.locator('.quick-input-list .monaco-list-row.focused .label-name');
    await again(4, async () => {
      await this.open('ControlOrMeta+p', path);
      if (await appears(first.getByText(name, { exact: true }), 15_000)) return;
      await this.close();
      throw new Error(`the list of files does not have ${path} first`);
    });
    await this.input.press('Enter'); // a click may meet a list that is drawn anew
    await this.answered(path);
  }

  /**
   * Answers the editor's own file dialog. It fills in a proposal of its own first, and checks what is typed while one types.
   * @param proposal How the editor's proposal begins or what it matches.
   */
  async choosePath(path: string, proposal = /^\//): Promise<void> {
    const proposed = async () => proposal.test(await this.input.inputValue({ timeout: 1_000 }));
    // It proposes a folder, and the same with a slash once it has looked into it, which replaces what was typed meanwhile.
    const settled = async (): Promise<boolean> => {
      if (!(await proposed())) return false;
      const first = await this.input.inputValue();
      return staysTrue(async () => (await this.input.inputValue({ timeout: 1_000 })) === first);
    };
    if (!(await cameTrue(settled, 60_000))) throw new Error('the file dialog did not open');
    const bare = (text: string): string => text.replace(/\/$/, ''); // of a folder the dialog may add a slash
    const holds = async () => bare(await this.input.inputValue({ timeout: 1_000 })) === bare(path);
    const { stack } = new Error('here');
    for (let attempt = 1; attempt <= 12; attempt++) {
      const accept = async (): Promise<boolean> => {
        await this.input.fill(path, { timeout: 5_000 });
        // The dialog looks into folders meanwhile, and what it proposes then replaces what was typed.
        if (!(await staysTrue(holds))) return false;
        await this.box.locator('.quick-input-action .monaco-button').first().click({ timeout: 5_000 });
        return true;
      };
      const accepted = await accept().catch(() => true); // it may close of itself, by the attempt before
      if (accepted && (await vanishes(this.box, 10_000))) return;
      noteSecondTry(new Error(`the file dialog did not take ${path}`), stack, import.meta.filename);
    }
    throw new Error(`the file dialog does not take ${path}`);
  }
}
