/**
 * A click that arrives. VS Code draws its lists anew whenever their contents change, and a click whose element is replaced
 * between the press and the release of the button reaches nobody. So a click here is made again until its event is seen at an
 * element of the wanted name: never twice at one, as a person would.
 */
import type { Locator } from 'playwright-core';

declare global {
  interface Window {
    /** Accessible name of what was clicked last, `undefined` while nothing was. */
    lisClicked?: string | undefined;
  }
}

/**
 * @param target What to click: a row of a list or a button with a label.
 * @param name How the accessible name of the clicked element begins.
 * @throws when three clicks reach nobody.
 */
export async function clickFor(target: Locator, name: string): Promise<void> {
  const page = target.page();
  for (let attempt = 1; attempt <= 3; attempt++) {
    await page.evaluate(() => {
      window.lisClicked = undefined;
      document.addEventListener(
        'click',
        ({ target: clicked }) => {
          const owner = clicked instanceof Element ? clicked.closest('[aria-label]') : null;
          window.lisClicked = owner?.getAttribute('aria-label') ?? '';
        },
        { capture: true, once: true },
      );
    });
    await target.click();
    const clicked = await page.evaluate(() => window.lisClicked);
    if (clicked?.startsWith(name)) return;
  }
  throw new Error(`no click reaches "${name}"`);
}
