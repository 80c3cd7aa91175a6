/** The colours of pages and charts: fixed ones for a drawing that stands alone, or those of the page by the reader's setting. */

export type ColourName =
  | 'text'
  | 'back'
  | 'quiet'
  | 'line'
  | 'band'
  | 'positive'
  | 'warning'
  | 'error'
  | 'info';
export type Palette = Readonly<Record<ColourName, string>>;
export type Theme = 'light' | 'dark';

/** Text has a contrast of 4.5 : 1 or more against `back` in both. */
export const THEMES: Readonly<Record<Theme, Palette>> = {
  light: {
    ...{ text: '#1b1f24', back: '#ffffff', quiet: '#57606a', line: '#d0d7de', band: '#e4e8ed' },
    ...{ positive: '#116329', warning: '#7d4e00', error: '#a40e26', info: '#0550ae' },
  },
  dark: {
    ...{ text: '#e6edf3', back: '#0d1117', quiet: '#9da7b1', line: '#3d444d', band: '#262d36' },
    ...{ positive: '#56d364', warning: '#e3b341', error: '#ff7b72', info: '#79c0ff' },
  },
};

/** As a page with `themeStyle` has them. */
export const OF_PAGE = Object.fromEntries(
  Object.keys(THEMES.light).map((name) => [name, `var(--${name})`]),
) as unknown as Palette;

const declared = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour}`)
    .join('; ');

/** Light, and dark for readers who prefer that; on paper always light. */
export const themeStyle = `
:root { color-scheme: light dark; ${declared(THEMES.light)} }
@media screen and (prefers-color-scheme: dark) { :root { ${declared(THEMES.dark)} } }
`;
