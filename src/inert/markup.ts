/** Text for HTML and XML, in an element or a quoted attribute. */
import { visible } from './visible.ts';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (c) => ENTITIES[c]!);
}

/** As HTML; line breaks and tabs are kept in attributes too, where XML would make spaces of them. */
export function escapeXml(text: string): string {
  return escapeHtml(text).replace(/[\t\r\n]/g, (c) => `&#${c.charCodeAt(0)};`);
}
