/** Page object of the notes behind lines. They are drawn by style sheets, so their text is read from there. */
import type { Page } from 'playwright-core';

export interface Note {
  /** Text of the line, without the note. */
  line: string;
  note: string;
  color: string;
}

/** The notes on screen, top to bottom, in editors and in the cells of notebooks. */
export function notesOf(page: Page): Promise<Note[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.monaco-editor .view-line')]
      .map((line) => ({ line, top: line.getBoundingClientRect().top }))
      .sort((a, b) => a.top - b.top)
      .flatMap(({ line }) =>
        [...line.querySelectorAll('span')].flatMap((span) => {
          const { content, color } = getComputedStyle(span, '::after');
          if (content === 'none' || content === 'normal') return [];
          const plain = (text: string): string => text.replaceAll('\u00a0', ' ').trim();
          return [{ line: plain(line.textContent ?? ''), note: plain(content.replace(/^"|"$/g, '')), color }];
        }),
      ),
  );
}

/** The place of the note on the line that contains a text: where to point for its hover. */
export async function pointAtNote(page: Page, text: string): Promise<void> {
  const line = page.locator('.monaco-editor .view-line', { hasText: text }).first();
  const place = await line.evaluate((node) => {
    const span = [...node.querySelectorAll('span')].find(
      (each) => !['none', 'normal'].includes(getComputedStyle(each, '::after').content),
    );
    const box = span?.getBoundingClientRect();
    return box && { x: box.right - 40, y: box.top + box.height / 2 };
  });
  if (place === undefined) throw new Error(`no note on the line with "${text}"`);
  await page.mouse.move(place.x - 5, place.y);
  await page.mouse.move(place.x, place.y, { steps: 3 });
}
