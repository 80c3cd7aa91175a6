/** Changed copies of what may hold columns in files (filed.ts): those that are not asked for stay there, where a spread would read them all. */

type Changes<T> = { [Key in keyof T]?: T[Key] | undefined };

/** `{ ...log, ...changes }` */
export function changed<T extends object>(log: T, changes: Changes<T>): T {
  return Object.defineProperties({} as T, {
    ...Object.getOwnPropertyDescriptors(log),
    ...Object.getOwnPropertyDescriptors(changes),
  });
}

/** The same log with some of its members alone. */
export function only<T extends object, Key extends keyof T>(log: T, keys: readonly Key[]): Pick<T, Key> {
  const all = Object.getOwnPropertyDescriptors(log);
  const some = keys.filter((key) => key in all).map((key) => [key, all[key]]);
  return Object.defineProperties({} as Pick<T, Key>, Object.fromEntries(some));
}
