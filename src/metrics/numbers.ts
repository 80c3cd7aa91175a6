/** Where numbers lie that are written once and read now and then: in memory, unless a run of a large log has another place for them. */

/** A number per row or per user. */
export type Numbers = Float64Array | Float32Array;

/** A place for one array. */
export interface Slot<T extends Numbers> {
  /** Instead of what was there. The array is the slot's from now on. */
  write(numbers: T): void;
  /** What was written last: an array that is read anew each time, perhaps. */
  read(): T;
}

export interface NumberStore {
  slot<T extends Numbers>(): Slot<T>;
}

export const IN_MEMORY: NumberStore = {
  slot<T extends Numbers>(): Slot<T> {
    let held: T | undefined;
    return {
      write(numbers) {
        held = numbers;
      },
      read: () => held!,
    };
  },
};

/** @returns what reads `numbers` again */
export function kept<T extends Numbers>(store: NumberStore, numbers: T): () => T {
  const slot = store.slot<T>();
  slot.write(numbers);
  return () => slot.read();
}
