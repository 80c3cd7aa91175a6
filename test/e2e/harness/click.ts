/**
 * A click that arrives. VS Code draws its lists anew whenever their contents change, and a click whose element is replaced
 * between the press and the release of the button reaches nobody. So a click here is made again until its event is seen at an
 * element of the wanted name: never twice at one, as a person would.
 */
import type { Locator } from 'playwright-core';

declare global {
  interface Window {
    /** Accessible names of what was clicked last, innermost first. */
    lisClicked?: string[] | undefined;
  }
}

/**
 * @param target What to click: a row of a list or a button with a label.
 * @param name How the accessible name of the clicked element, or of one around it, begins.
 * @throws when three clicks reach nobody.
 */
export async function clickFor(target: Locator, name: string): Promise<void> {
  const page = target.page();
  const seen: string[] = [];
  for (let attempt = 1; attempt <= 3; attempt++) {
    await page.evaluate(() => {
      window.lisClicked = [];
      document.addEventListener(
        'click',
        (event) => {
          window.lisClicked = event
            .composedPath()
            .flatMap((node) => (node instanceof Element ? [node.getAttribute('aria-label') ?? ''] : []));
        },
        { capture: true, once: true },
      );
    });
    await target.click({ timeout: attempt === 1 ? 30_000 : 5_000 });
    // A command may have reloaded the page: then nothing is left of the listener, and the click has arrived.
    const clicked = await page.evaluate(() => window.lisClicked).catch(() => undefined);
    if (clicked === undefined) return;
    if (clicked.some((label) => label.startsWith(name))) return;
    seen.push(clicked.filter((label) => label !== '').join(' < '));
  }
  throw new Error(`no click reaches "${name}", but: ${seen.join('; ')}`);
}
