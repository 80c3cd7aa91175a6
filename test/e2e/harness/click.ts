/**
 * A click that arrives. VS Code draws its lists anew whenever their contents change, and a click whose element is replaced
 * between the press and the release of the button reaches nobody. So a click here is made again until its event is seen at an
 * element of the wanted name: never twice at one, as a person would.
 */
import type { Locator } from 'playwright-core';
import { noteSecondTry } from '../../support/second-tries.ts';
import { SOON_MS } from './wait.ts';

declare global {
  interface Window {
    /** Accessible names and short texts of what was clicked last, innermost first. */
    lisClicked?: string[] | undefined;
  }
}

/**
 * @param target What to click: a row of a list, a button or a CodeLens.
 * @param name How the accessible name or the text of the clicked element, or of one around it, begins; or a pattern of it.
 * @param limit Milliseconds to wait for the target.
 * @param event What the editor acts upon.
 * @throws when three clicks reach nobody.
 */
export async function clickFor(
  target: Locator,
  name: string | RegExp,
  limit = SOON_MS,
  event: 'click' | 'mouseup' = 'click',
): Promise<void> {
  const page = target.page();
  const wanted = (label: string): boolean =>
    typeof name === 'string' ? label.startsWith(name) : name.test(label);
  const seen: string[] = [];
  const { stack } = new Error('here');
  for (let attempt = 1; attempt <= 3; attempt++) {
    await page.evaluate((awaited) => {
      window.lisClicked = [];
      document.addEventListener(
        awaited,
        (event) => {
          window.lisClicked = event.composedPath().flatMap((node) => {
            if (!(node instanceof Element)) return [];
            const texts = [node.getAttribute('aria-label') ?? ''];
            if (node.matches('a, [role="button"]')) texts.push(node.textContent ?? '');
            return texts.map((text) => text.replace(/[\s\u00a0]+/g, ' ').trim());
          });
        },
        { capture: true, once: true },
      );
    }, event);
    await target.click({ timeout: attempt === 1 ? limit : 15_000 });
    // A command may have reloaded the page: then nothing is left of the listener, and the click has arrived.
    const clicked = await page.evaluate(() => window.lisClicked).catch(() => undefined);
    if (clicked === undefined) return;
    if (clicked.some(wanted)) return;
    seen.push(clicked.filter((label) => label !== '').join(' < '));
    noteSecondTry(
      new Error(`a click meant for "${name}" reached ${seen.at(-1)}`),
      stack,
      import.meta.filename,
    );
  }
  throw new Error(`no click reaches "${name}", but: ${seen.join('; ')}`);
}
