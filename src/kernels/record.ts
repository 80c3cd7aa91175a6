/** A record in a kernel's memory: fields at the places where the compiler puts those of a class without a header. */

/** Bytes of a field, by the name of its type in the kernel. */
const BYTES = { u32: 4, i32: 4, f32: 4, f64: 8, u64: 8 } as const;

type Fields = Readonly<Record<string, keyof typeof BYTES>>;

type Values<All extends Fields> = { [Name in keyof All]: All[Name] extends 'u64' ? bigint : number };

export interface KernelRecord<All extends Fields> {
  /** From the first field to the end of the last. */
  bytes: number;
  /** Bytes from the record's address to each field. */
  offsets: Readonly<Record<keyof All, number>>;
  /** Writes all fields of the record at an address. What has other names is passed over. */
  write(buffer: ArrayBuffer, at: number, values: Readonly<Values<All>>): void;
  read(buffer: ArrayBuffer, at: number): Values<All>;
}

/** @param fields names and types in the order of the kernel's class */
export function record<const All extends Fields>(fields: All): KernelRecord<All> {
  let bytes = 0;
  const places = Object.entries(fields).map(([name, type]) => {
    const at = Math.ceil(bytes / BYTES[type]) * BYTES[type]; // a multiple of its own size
    bytes = at + BYTES[type];
    return { name, type, at };
  });
  return {
    bytes,
    offsets: Object.fromEntries(places.map(({ name, at }) => [name, at])) as Record<keyof All, number>,
    write(buffer, start, values) {
      const view = new DataView(buffer, start, bytes);
      for (const { name, type, at } of places) put(view, at, type, values[name]!);
    },
    read(buffer, start) {
      const view = new DataView(buffer, start, bytes);
      const entries = places.map(({ name, type, at }) => [name, get(view, at, type)]);
      return Object.fromEntries(entries) as Values<All>;
    },
  };
}

function put(view: DataView, at: number, type: keyof typeof BYTES, value: number | bigint): void {
  if (type === 'u64') view.setBigUint64(at, BigInt(value), true);
  else if (type === 'f64') view.setFloat64(at, Number(value), true);
  else if (type === 'f32') view.setFloat32(at, Number(value), true);
  else view.setUint32(at, Number(value), true); // the same bits as those of a signed one
}

function get(view: DataView, at: number, type: keyof typeof BYTES): number | bigint {
  if (type === 'u64') return view.getBigUint64(at, true);
  if (type === 'f64') return view.getFloat64(at, true);
  if (type === 'f32') return view.getFloat32(at, true);
  return type === 'u32' ? view.getUint32(at, true) : view.getInt32(at, true);
}
