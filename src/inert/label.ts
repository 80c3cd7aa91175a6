/**
 * Text of files in the editor's own lines: notifications, labels of lists and trees, lenses, the status. The editor makes links
 * of `[text](command:…)` and icons of `$(name)` in most of them, and knows no sign that all of them take for an escape: a space
 * parts what would be one.
 */
import { oneLine, visible } from './visible.ts';

/** One line without links and icons. */
export function forLabel(text: string): string {
  return parted(oneLine(text));
}

/** The same on as many lines as it has, for what the editor shows beside the pointer. */
export function forTooltip(text: string): string {
  return parted(visible(text));
}

/** Code marks are markup, and these lines have none: a name stands in quotation marks. */
function parted(text: string): string {
  return text
    .replace(/`([^`\n]*)`/g, '“$1”')
    .replaceAll('](', '] (')
    .replaceAll('$(', '$ (');
}
