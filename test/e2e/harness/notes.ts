/** Page object of the notes behind lines. They are drawn by style sheets, so their text is read from there. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Workbench } from './workbench.ts';

export interface Note {
  /** Text of the line, without the note. */
  line: string;
  note: string;
  color: string;
  /** Of the editor that it stands in. */
  background: string;
}

/** The notes on screen, top to bottom, in editors and in the cells of notebooks. */
export function notesOf(page: Page): Promise<Note[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.monaco-editor .view-line')]
      .filter((line) => line.getBoundingClientRect().right > 0) // hidden notebooks keep their cells, far to the left
      .map((line) => ({ line, top: line.getBoundingClientRect().top }))
      .sort((a, b) => a.top - b.top)
      .flatMap(({ line }) =>
        [...line.querySelectorAll('span')].flatMap((span) => {
          const { content, color } = getComputedStyle(span, '::after');
          if (content === 'none' || content === 'normal') return [];
          const plain = (text: string): string => text.replaceAll('\u00a0', ' ').trim();
          const note = plain(content.replace(/^"|"$/g, ''));
          const background = getComputedStyle(line.closest('.monaco-editor')!).backgroundColor;
          return [{ line: plain(line.textContent ?? ''), note, color, background }];
        }),
      ),
  );
}

/**
 * What the hover over the note of a line says, '' where none came: the editor drops one whose pointer came while it closed another.
 * Polls well: `expect.poll(...)`.
 */
export async function noteHover(page: Page, text: string): Promise<string> {
  await page.keyboard.press('Escape');
  await page.mouse.move(5, 5);
  await page
    .locator('.monaco-hover:not(.hidden)')
    .waitFor({ state: 'detached', timeout: 2000 })
    .catch(() => undefined);
  await pointAtNote(page, text);
  const hover = page.locator('.monaco-hover:not(.hidden)', { hasText: 'LIS' }).first();
  const came = await hover.waitFor({ timeout: 3000 }).then(
    () => true,
    () => false,
  );
  return came ? hoverText(page) : '';
}

/** Points at the note on the line that contains a text: a little behind the text's end, where the note begins. */
async function pointAtNote(page: Page, text: string): Promise<void> {
  const line = page.locator('.monaco-editor .view-line', { hasText: text }).first();
  const place = await line.evaluate((node) => {
    const code = document.createRange();
    code.selectNodeContents(node);
    const texts = [...code.getClientRects()].filter(({ width }) => width > 0);
    const noted = [...node.querySelectorAll('span')].find(
      (each) => !['none', 'normal'].includes(getComputedStyle(each, '::after').content),
    );
    const start = noted?.getBoundingClientRect();
    const { top, height } = node.getBoundingClientRect();
    const left = noted?.textContent === '' ? start!.left : Math.max(...texts.map(({ right }) => right));
    return noted && { x: left + 70, y: top + height / 2 };
  });
  if (place === undefined) throw new Error(`no note on the line with "${text}"`);
  await page.mouse.move(place.x - 5, place.y);
  await page.mouse.move(place.x, place.y, { steps: 3 });
}

/** What the hover on screen says, once it has faded in. */
async function hoverText(page: Page): Promise<string> {
  const hover = page.locator('.monaco-hover:not(.hidden)', { hasText: 'LIS' }).first();
  await hover.waitFor();
  await expect.poll(() => hover.evaluate((node) => node.getAnimations({ subtree: true }).length)).toBe(0);
  return (await hover.innerText()).replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim();
}

/** Opens a notebook of the workspace and waits for its cells. */
export async function openNotebook(workbench: Workbench, name: string): Promise<void> {
  await workbench.pickFile(name);
  await workbench.activeTab(name).waitFor();
  await workbench.page.locator('.notebook-editor .view-lines .view-line').first().waitFor();
}
