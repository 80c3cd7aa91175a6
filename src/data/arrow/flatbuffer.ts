/**
 * FlatBuffers, as the metadata of Arrow are written, read with every position checked. Generated readers trust the bytes: a
 * damaged count makes them loop for minutes, and a damaged offset reads whatever lies there.
 */
import { ArrowDamage } from './damage.ts';

const damaged = () => new ArrowDamage('its metadata are damaged');

/** One table: a set of numbered fields, each of which may be absent. */
export class FlatTable {
  private readonly view: DataView;
  private readonly at: number;
  private readonly vtable: number;
  private readonly vtableLength: number;

  private constructor(view: DataView, at: number) {
    this.view = view;
    this.at = at;
    this.need(at, 4);
    this.vtable = at - view.getInt32(at, true);
    this.need(this.vtable, 4);
    this.vtableLength = view.getUint16(this.vtable, true);
    this.need(this.vtable, this.vtableLength);
  }

  /** @throws ArrowDamage, as every reading of a table does, where a position lies outside the bytes */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < 4) throw damaged();
    return new FlatTable(view, view.getUint32(0, true));
  }

  int8(field: number, absent = 0): number {
    const at = this.position(field, 1);
    return at === undefined ? absent : this.view.getInt8(at);
  }

  int16(field: number, absent = 0): number {
    const at = this.position(field, 2);
    return at === undefined ? absent : this.view.getInt16(at, true);
  }

  int32(field: number, absent = 0): number {
    const at = this.position(field, 4);
    return at === undefined ? absent : this.view.getInt32(at, true);
  }

  /** A number that counts or places something: no such thing is negative or beyond 2⁵³. */
  size(field: number): number {
    const at = this.position(field, 8);
    return at === undefined ? 0 : sizeOf(this.view.getBigInt64(at, true));
  }

  /** An identity: any 64 bits. */
  id(field: number): bigint {
    const at = this.position(field, 8);
    return at === undefined ? 0n : this.view.getBigInt64(at, true);
  }

  text(field: number): string | undefined {
    const found = this.vector(field, 1);
    if (found === undefined) return undefined;
    const bytes = new Uint8Array(this.view.buffer, this.view.byteOffset + found.at, found.count);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw damaged();
    }
  }

  table(field: number): FlatTable | undefined {
    const at = this.position(field, 4);
    return at === undefined ? undefined : new FlatTable(this.view, this.target(at));
  }

  tables(field: number): FlatTable[] {
    const found = this.vector(field, 4);
    if (found === undefined) return [];
    return Array.from(
      { length: found.count },
      (_, i) => new FlatTable(this.view, this.target(found.at + 4 * i)),
    );
  }

  /** Structures of `bytes` bytes each, made into objects by `read`. */
  structs<T>(field: number, bytes: number, read: (view: DataView, at: number) => T): T[] {
    const found = this.vector(field, bytes);
    if (found === undefined) return [];
    return Array.from({ length: found.count }, (_, i) => read(this.view, found.at + bytes * i));
  }

  /** Where a field of the table itself lies. */
  private position(field: number, bytes: number): number | undefined {
    const entry = 4 + 2 * field;
    if (entry + 2 > this.vtableLength) return undefined;
    const offset = this.view.getUint16(this.vtable + entry, true);
    if (offset === 0) return undefined;
    this.need(this.at + offset, bytes);
    return this.at + offset;
  }

  private vector(field: number, bytes: number): { at: number; count: number } | undefined {
    const position = this.position(field, 4);
    if (position === undefined) return undefined;
    const at = this.target(position);
    const count = this.view.getUint32(at, true);
    this.need(at + 4, count * bytes);
    return { at: at + 4, count };
  }

  /** Offsets lead forward, so that no chain of them returns to where it was. */
  private target(at: number): number {
    const offset = this.view.getUint32(at, true);
    if (offset === 0) throw damaged();
    this.need(at + offset, 4);
    return at + offset;
  }

  private need(at: number, bytes: number): void {
    if (at < 0 || at + bytes > this.view.byteLength) throw damaged();
  }
}

/** @throws ArrowDamage for a size that nothing has */
export function sizeOf(value: bigint): number {
  if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged();
  return Number(value);
}
