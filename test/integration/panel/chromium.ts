/**
 * The page of the panel as the build made it, in a real browser without an editor: laid out, drawn, under the policy that the editor's
 * page has, and in the colours of an editor's themes.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { ensureChromium } from '../../../scripts/lib/system.mjs';
import type { HostToPanelPayloads } from '../../../src/protocol/panel.ts';
import type { HostToRunsMessage, HostToRunsPayloads } from '../../../src/protocol/runs.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Of each theme: the class of the page, and the variables that the panel reads, as the editor's default themes have them. */
const THEMES = {
  light: {
    classes: 'vscode-light',
    variables: {
      foreground: '#3b3b3b',
      descriptionForeground: '#3b3b3b',
      errorForeground: '#f85149',
      'editor-background': '#ffffff',
      'editor-foreground': '#3b3b3b',
      'editorWidget-background': '#f8f8f8',
      'widget-border': '#e5e5e5',
      'panel-border': '#e5e5e5',
      focusBorder: '#005fb8',
      'button-background': '#005fb8',
      'button-foreground': '#ffffff',
      'button-secondaryBackground': '#e5e5e5',
      'button-secondaryForeground': '#3b3b3b',
      'badge-background': '#cccccc',
      'badge-foreground': '#3b3b3b',
      'charts-blue': '#0063d3',
      'charts-yellow': '#bf8803',
      'charts-green': '#388a34',
      'charts-purple': '#652d90',
      'charts-red': '#f14c4c',
      'textLink-foreground': '#005fb8',
      'list-hoverBackground': '#f2f2f2',
      'editorHoverWidget-background': '#f8f8f8',
      'editorHoverWidget-border': '#c8c8c8',
      'scrollbar-shadow': '#dddddd',
      'panelTitle-activeForeground': '#3b3b3b',
      'panelTitle-inactiveForeground': '#5a5a5a',
      'panelTitle-activeBorder': '#005fb8',
      'dropdown-background': '#ffffff',
      'dropdown-foreground': '#3b3b3b',
      'dropdown-border': '#cecece',
    },
  },
  dark: {
    classes: 'vscode-dark',
    variables: {
      foreground: '#cccccc',
      descriptionForeground: '#9d9d9d',
      errorForeground: '#f85149',
      'editor-background': '#1f1f1f',
      'editor-foreground': '#cccccc',
      'editorWidget-background': '#202020',
      'widget-border': '#313131',
      'panel-border': '#2b2b2b',
      focusBorder: '#0078d4',
      'button-background': '#0078d4',
      'button-foreground': '#ffffff',
      'button-secondaryBackground': '#313131',
      'button-secondaryForeground': '#cccccc',
      'badge-background': '#616161',
      'badge-foreground': '#f8f8f8',
      'charts-blue': '#59a4f9',
      'charts-yellow': '#cca700',
      'charts-green': '#89d185',
      'charts-purple': '#b180d7',
      'charts-red': '#f14c4c',
      'textLink-foreground': '#4daafc',
      'list-hoverBackground': '#2a2d2e',
      'editorHoverWidget-background': '#202020',
      'editorHoverWidget-border': '#454545',
      'scrollbar-shadow': '#000000',
      'panelTitle-activeForeground': '#cccccc',
      'panelTitle-inactiveForeground': '#9d9d9d',
      'panelTitle-activeBorder': '#0078d4',
      'dropdown-background': '#313131',
      'dropdown-foreground': '#cccccc',
      'dropdown-border': '#3c3c3c',
    },
  },
  'high-contrast': {
    classes: 'vscode-high-contrast',
    variables: {
      foreground: '#ffffff',
      descriptionForeground: '#ffffff',
      errorForeground: '#f48771',
      'editor-background': '#000000',
      'editor-foreground': '#ffffff',
      'editorWidget-background': '#0c141f',
      contrastBorder: '#6fc3df',
      'widget-border': '#6fc3df',
      focusBorder: '#f38518',
      'button-foreground': '#ffffff',
      'button-background': '#000000',
      'button-secondaryForeground': '#ffffff',
      'badge-background': '#000000',
      'badge-foreground': '#ffffff',
      'charts-blue': '#59a4f9',
      'charts-yellow': '#ffd370',
      'charts-green': '#89d185',
      'charts-purple': '#b180d7',
      'charts-red': '#f14c4c',
      'textLink-foreground': '#21a6ff',
      'editorHoverWidget-background': '#0c141f',
      'editorHoverWidget-border': '#6fc3df',
      'panelTitle-activeForeground': '#ffffff',
      'panelTitle-inactiveForeground': '#ffffff',
      'panelTitle-activeBorder': '#6fc3df',
      'dropdown-background': '#0c141f',
      'dropdown-foreground': '#ffffff',
      'dropdown-border': '#6fc3df',
    },
  },
} as const;

export type PageTheme = keyof typeof THEMES;
export const PAGE_THEMES = Object.keys(THEMES) as PageTheme[];

export async function launch(): Promise<Browser> {
  const found = await ensureChromium();
  if ('reason' in found) throw new Error(found.reason);
  return chromium.launch({ executablePath: found.path, args: ['--no-sandbox', '--disable-gpu'] });
}

export interface Shown {
  page: Page;
  /** What the page told the host, in order. */
  posted(): Promise<{ type: string; payload: Record<string, unknown> }[]>;
  send<Name extends keyof HostToPanelPayloads>(type: Name, payload: HostToPanelPayloads[Name]): Promise<void>;
  /** How many CSS pixels the page is wider than its window. */
  overflow(): Promise<number>;
  /** What axe-core finds serious or critical, one line each. */
  violations(): Promise<string[]>;
  /** What the page's policy refused, and what was thrown. */
  complaints: string[];
  close(): Promise<void>;
}

/** The page LIS Report. */
export async function open(
  browser: Browser,
  report: HostToPanelPayloads['report'],
  theme: PageTheme = 'dark',
  options: BrowserContextOptions = {},
): Promise<Shown> {
  return started(browser, 'report', { type: 'report', payload: report }, theme, options);
}

/** The page LIS Runs. */
export async function openRuns(
  browser: Browser,
  runs: HostToRunsPayloads['runs'],
  theme: PageTheme = 'dark',
  options: BrowserContextOptions = {},
): Promise<Omit<Shown, 'send'> & { send(message: HostToRunsMessage): Promise<void> }> {
  const shown = await started(browser, 'runs', { type: 'runs', payload: runs }, theme, options);
  return { ...shown, send: (message) => say(shown.page, message) };
}

function say(page: Page, message: unknown): Promise<void> {
  return page.evaluate(
    `window.dispatchEvent(new MessageEvent('message', { data: ${JSON.stringify(message)} })) && undefined`,
  );
}

async function started(
  browser: Browser,
  name: 'report' | 'runs',
  first: unknown,
  theme: PageTheme,
  options: BrowserContextOptions,
): Promise<Shown> {
  const context = await browser.newContext({
    viewport: { width: 1000, height: 800 },
    bypassCSP: false,
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  await page.route('http://panel.test/', (route) =>
    route.fulfill({ contentType: 'text/html', body: html(theme, name) }),
  );
  await page.goto('http://panel.test/');
  await say(page, first);
  await page.locator('h1').waitFor();
  return {
    page,
    complaints,
    send: (type, payload) => say(page, { type, payload }),
    posted: () => page.evaluate('posted'),
    overflow: () => page.evaluate('document.scrollingElement.scrollWidth - innerWidth'),
    async violations() {
      await page.evaluate(readFileSync(axe, 'utf8'));
      return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => [id, html, failureSummary].join(': '))))`);
    },
    close: () => context.close(),
  };
}

/** As the host writes the page, with a stand-in for the editor's half of the channel. */
function html(theme: PageTheme, name: string): string {
  const { classes, variables } = THEMES[theme];
  const style = Object.entries({
    'font-family': 'system-ui, "DejaVu Sans", sans-serif',
    'font-size': '13px',
    'editor-font-family': 'monospace',
    ...variables,
  })
    .map(([name, value]) => `--vscode-${name}: ${value};`)
    .join(' ');
  const policy = `default-src 'none'; script-src 'nonce-n'; style-src 'nonce-n'`;
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}"><meta property="csp-nonce" content="n"><title>LIS Report</title>
<style nonce="n">html { ${style} }</style><style nonce="n">${read('../../../dist/webview/panel.css')}</style></head>
<body class="${classes}" data-page="${name}"><div id="root"></div>
<script nonce="n">window.posted = []; let kept; window.acquireVsCodeApi = () => ({
  postMessage: (message) => posted.push(message), getState: () => kept, setState: (next) => { kept = next; } });</script>
<script nonce="n">${read('../../../dist/webview/panel.js').replaceAll('</script', '<\\/script')}</script></body></html>`;
}
