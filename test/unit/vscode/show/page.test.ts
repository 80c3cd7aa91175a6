import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { pageHtml } from '../../../../src/vscode/show/page.ts';

const parts = {
  script: 'https://host/panel.js?a=1&b="2"',
  style: 'https://host/panel.css',
  language: 'en',
  title: 'LIS Report: <lis>.yaml',
  page: 'report' as const,
};
const documentOf = (html: string) => new JSDOM(html).window.document;

describe('the page of the panel', () => {
  test('lets in its own script and style by nonce, and nothing else', () => {
    const html = pageHtml(parts);
    const page = documentOf(html);
    const nonce = page.querySelector('meta[property="csp-nonce"]')?.getAttribute('content');
    expect(nonce).toMatch(/^[\w-]{32}$/);
    expect(page.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content')).toBe(
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`,
    );
    expect(
      [...page.querySelectorAll('script')].map((script) => [script.nonce, script.src, script.textContent]),
    ).toEqual([[nonce, parts.script.replaceAll('"', '%22'), '']]);
    expect(page.querySelector('link')?.getAttribute('nonce')).toBe(nonce);
    expect(page.querySelectorAll('style, [style], [onclick]')).toHaveLength(0);
  });

  test('has another nonce each time', () => {
    const nonces = new Set(Array.from({ length: 100 }, () => /nonce-([\w-]+)/.exec(pageHtml(parts))?.[1]));
    expect(nonces.size).toBe(100);
  });

  test('takes the names it is given as text', () => {
    const page = documentOf(pageHtml(parts, 'n'));
    expect(page.title).toBe(parts.title);
    expect(page.querySelector('title')?.children).toHaveLength(0);
    expect(page.documentElement.lang).toBe('en');
  });
});
