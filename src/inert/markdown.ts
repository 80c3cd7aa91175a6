/** Text of files in Markdown, of the editor's hovers and of exports: it is shown as it is, whatever it holds. */
import { escapeHtml } from './markup.ts';
import { oneLine } from './visible.ts';

const ENTITIES: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };
/** A word joiner is not seen, and what it parts is not taken for an address or a name. */
const JOINER = '\u2060';

/**
 * A text as Markdown on one line: no markup, HTML, link, picture, formula or further cell of a table, and at the beginning of a
 * block no list and no heading. Addresses and `@names`, which would be links as they are, stay text.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .trimStart()
    .replace(/[\\`*_{}[\]<>()#|~!&$]/g, (c) => ENTITIES[c] ?? `\\${c}`)
    .replace(/(https?|ftp|mailto|xmpp):/gi, `$&${JOINER}`)
    .replace(/www(?=\.)/gi, `$&${JOINER}`)
    .replace(/@(?=[\p{L}\p{N}])/gu, `@${JOINER}`)
    .replace(/^[-+=](?=[-=\s]|$)/, '\\$&')
    .replace(/^\d+(?=\.(\s|$))/, '$&\\');
}

/**
 * A text in an element of HTML within Markdown, such as `summary`: it ends neither the element nor, by an empty line, the block of HTML. What GitHub
 * makes a link or a formula of in HTML too stays text.
 */
export function escapeSummary(text: string): string {
  return escapeHtml(oneLine(text).trim())
    .replace(/(https?|ftp|mailto|xmpp):/gi, `$&${JOINER}`)
    .replace(/www(?=\.)/gi, `$&${JOINER}`)
    .replace(/@(?=[\p{L}\p{N}])/gu, `@${JOINER}`)
    .replace(/(?<!&)#(?=\d)/g, `#${JOINER}`)
    .replaceAll('$', '&#36;');
}

/** A text as inline code. Where it could end the code, or the cell of a table around it, it is plain text instead. */
export function codeSpan(text: string): string {
  const line = oneLine(text);
  if (line.trim() === '') return `\`"${line}"\``;
  return /[`\\|]/.test(line) ? escapeMarkdown(line) : `\`${line}\``;
}

/** The address of a link, percent-encoded already: a parenthesis in it would end it. */
export function linkTarget(address: string): string {
  return address.replace(/[()]/g, (c) => (c === '(' ? '%28' : '%29'));
}
