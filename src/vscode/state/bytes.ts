/** Sizes as the `lis.memory` setting spells them. */

/** `4GB`, `1.5 GB`, `512MB` → bytes (powers of 1024); `undefined` for anything else. */
export function parseBytes(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(MB|GB)\s*$/i.exec(text);
  if (match === null) return undefined;
  const bytes = Number(match[1]) * 1024 ** (match[2]!.toUpperCase() === 'GB' ? 3 : 2);
  return bytes >= 1 ? Math.floor(bytes) : undefined;
}
