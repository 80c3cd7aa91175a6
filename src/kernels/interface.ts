/**
 * What the modules of `interfaces/` are made of. A number keeps the name of its type in the kernel, so that a hover says what is
 * taken; which number is which is said by its name: whatever takes two or more takes one object.
 */

export type i32 = number;
export type u32 = number;
/** An address, or a count of what lies in memory. */
export type usize = number;
export type f32 = number;
export type f64 = number;

/** A kernel's exports as WebAssembly has them: numbers in an order. */
type Raw<Name extends string> = Record<Name, (...values: (number | boolean)[]) => number>;

/** A kernel by name, and how its functions are called by the names of their arguments. */
export interface KernelInterface<Functions> {
  name: string;
  bind(raw: Raw<keyof Functions & string>): Functions;
}
