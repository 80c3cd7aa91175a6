/**
 * The editor's theme as charts need it: a canvas takes no style sheet. The page hears of another theme by the class of its
 * body and the variables of its root, which the editor changes in place.
 */

export interface Theme {
  text: string;
  quiet: string;
  grid: string;
  zero: string;
  background: string;
  /** One for each source and model, in order; begins again after the last. */
  series: string[];
  /** Of marks that hold the label. */
  error: string;
  /** Of marks that belong to none of them. */
  nobodys: string;
  /** Behind a mark: what features without meaning gain. */
  band: string;
  /** Of what stands over a chart under the pointer. */
  hover: { background: string; border: string };
  /** High contrast: shapes are told apart by outlines, never by a shade. */
  highContrast: boolean;
  font: string;
}

/**
 * With the editor's own dark and light values; three have no variable, since the editor's palette is smaller than a spec with six
 * sources and four models. Its orange is left out: most themes give it next to no opacity. Red comes last: it looks like a judgement.
 */
const SERIES: readonly [variable: string | null, dark: string, light: string][] = [
  ['--vscode-charts-blue', '#3794ff', '#1a85ff'],
  ['--vscode-charts-yellow', '#e2b93d', '#bf8803'],
  ['--vscode-charts-green', '#89d185', '#388a34'],
  ['--vscode-charts-purple', '#b180d7', '#652d90'],
  ['--vscode-terminal-ansiCyan', '#29b8db', '#0598bc'],
  ['--vscode-terminal-ansiMagenta', '#d670d6', '#bc05bc'],
  [null, '#e8834a', '#c2570c'],
  [null, '#4ec9b0', '#00796b'],
  [null, '#c8a98a', '#7a5c3a'],
  ['--vscode-charts-red', '#f14c4c', '#e51400'],
];

/** The theme of the page as it is now; where the system forces its colours, those. */
export function currentTheme(): Theme {
  const { classList } = document.body;
  const style = getComputedStyle(document.documentElement);
  const forced = window.matchMedia('(forced-colors: active)').matches ? systemColours() : undefined;
  const light = classList.contains('vscode-light') || classList.contains('vscode-high-contrast-light');
  return themeOf({
    light: forced?.light ?? light,
    highContrast: forced !== undefined || classList.contains('vscode-high-contrast'),
    colour: (name, fallback) => forced?.colours[name] ?? (style.getPropertyValue(name).trim() || fallback),
  });
}

/** Light whatever the editor's theme is, as paper and documents have it. */
export function lightTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  return themeOf({
    light: true,
    highContrast: false,
    colour: (name, fallback) =>
      (name === '--vscode-font-family' && style.getPropertyValue(name).trim()) || fallback,
  });
}

interface Given {
  light: boolean;
  highContrast: boolean;
  /** A variable of the editor, or what stands in for it. */
  colour(name: string, fallback: string): string;
}

function themeOf({ light, highContrast, colour }: Given): Theme {
  const text = colour('--vscode-editor-foreground', light ? '#3b3b3b' : '#cccccc');
  return {
    text,
    quiet: highContrast ? text : colour('--vscode-descriptionForeground', text),
    grid: `${light ? '#000000' : '#ffffff'}${highContrast ? '40' : '14'}`,
    zero: highContrast ? text : light ? '#00000066' : '#ffffff66',
    background: colour('--vscode-editor-background', light ? '#ffffff' : '#1f1f1f'),
    // High-contrast themes give several of these one colour, or one too dark to see: the values here are kept apart.
    series: SERIES.map(([variable, dark, fallback]) => {
      const chosen = light ? fallback : dark;
      return highContrast || variable === null ? chosen : colour(variable, chosen);
    }),
    error: colour('--vscode-charts-red', light ? '#e51400' : '#f14c4c'),
    nobodys: light ? '#6f6f6f' : '#9d9d9d',
    band: `${light ? '#000000' : '#ffffff'}${highContrast ? '00' : light ? '17' : '24'}`,
    hover: {
      background: colour('--vscode-editorHoverWidget-background', light ? '#f8f8f8' : '#202020'),
      border: highContrast
        ? text
        : colour('--vscode-editorHoverWidget-border', light ? '#c8c8c8' : '#454545'),
    },
    highContrast,
    font: colour('--vscode-font-family', 'system-ui, sans-serif'),
  };
}

/** What the system gives for text and page, as an editor's variables: a canvas is not recoloured by itself. */
function systemColours(): { light: boolean; colours: Record<string, string> } {
  const probe = document.createElement('span');
  probe.style.color = 'CanvasText';
  probe.style.backgroundColor = 'Canvas';
  document.body.append(probe);
  const { color, backgroundColor } = getComputedStyle(probe);
  probe.remove();
  const parts = (backgroundColor.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  const light = parts.reduce((sum, part) => sum + part, 0) > 3 * 127;
  return {
    light,
    colours: {
      '--vscode-editor-foreground': color,
      '--vscode-editor-background': backgroundColor,
      '--vscode-editorHoverWidget-background': backgroundColor,
    },
  };
}

/** Calls back once for each change of theme, however many variables it touches. @returns what stops it. */
export function onThemeChange(changed: () => void): () => void {
  let pending = false;
  const observer = new MutationObserver(() => {
    if (pending) return;
    pending = true;
    requestAnimationFrame(() => {
      pending = false;
      changed();
    });
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return () => observer.disconnect();
}
