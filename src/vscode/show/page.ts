/**
 * The page of the panel: an empty body, one script and one style sheet of the extension's own. Its policy lets nothing else
 * in: no inline script or style without this page's nonce, no `eval`, no other origin, no picture, no request.
 */
import { randomBytes } from 'node:crypto';
import { escapeHtml } from '../../inert/markup.ts';

export interface PageParts {
  /** Addresses of the bundles as the webview reaches them. */
  script: string;
  style: string;
  /** Of the editor's language: `en`. */
  language: string;
  title: string;
  /** Which page of the script it is. */
  page: 'report' | 'runs';
}

/** @param nonce unguessable and of this page alone */
export function pageHtml(
  { script, style, language, title, page }: PageParts,
  nonce = randomBytes(24).toString('base64url'),
): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" nonce="${nonce}" href="${escapeHtml(style)}">
</head>
<body data-page="${page}">
<div id="root"></div>
<script nonce="${nonce}" src="${escapeHtml(script)}"></script>
</body>
</html>
`;
}
