/** Page object of the notes behind lines. They are drawn by style sheets, so their text is read from there. */
import type { Locator, Page } from 'playwright-core';
import { again, appears, cameTrue, vanishes } from './wait.ts';
import { plain, type Workbench } from './workbench.ts';

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
  await vanishes(page.locator('.monaco-hover:not(.hidden)').first(), 5_000);
  await pointAtNote(page, text);
  const hover = page.locator('.monaco-hover:not(.hidden)', { hasText: 'LIS' }).first();
  return (await appears(hover, 5_000)) ? hoverText(hover) : '';
}

/**
 * Does something with a link in the hover over the note of a line, once more where the hover went before.
 * @returns what it gives.
 */
export function hoverLink<T>(
  page: Page,
  text: string,
  link: string,
  use: (found: Locator) => Promise<T>,
): Promise<T> {
  return again(5, async () => {
    if ((await noteHover(page, text)) === '') throw new Error(`no hover over the note of "${text}"`);
    const found = page.locator('.monaco-hover:not(.hidden) a', { hasText: link }).first();
    await found.waitFor({ timeout: 5_000 });
    return use(found);
  });
}

/** Points at the note on the line that contains a text: a little behind the text's end, where the note begins. */
async function pointAtNote(page: Page, text: string): Promise<void> {
  const line = page.locator('.monaco-editor .view-line', { hasText: text }).first();
  const place = await line.evaluate(
    (node) => {
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
    },
    null,
    { timeout: 5_000 },
  );
  if (place === undefined) throw new Error(`no note on the line with "${text}"`);
  await page.mouse.move(place.x - 5, place.y);
  await page.mouse.move(place.x, place.y, { steps: 3 });
}

/** What a hover says, once it has faded in; '' where it went before. */
async function hoverText(hover: Locator): Promise<string> {
  const animations = () =>
    hover.evaluate((node) => node.getAnimations({ subtree: true }).length, null, { timeout: 1_000 });
  await cameTrue(async () => (await animations()) === 0, 5_000);
  const [text = ''] = await hover.allInnerTexts();
  return plain(text);
}

/** Opens a notebook of the workspace and waits for its cells. */
export async function openNotebook(workbench: Workbench, name: string): Promise<void> {
  await workbench.quickInput.pickFile(name);
  await workbench.activeTab(name).waitFor();
  await workbench.page.locator('.notebook-editor .view-lines .view-line').first().waitFor();
}
