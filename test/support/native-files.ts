/** Native files of the least size that still says what it is for: headers alone, each as its format describes it. */

/** A 64-bit little-endian ELF library whose dynamic section names `needed`. */
export function elfFile(machine: number, needed: string[], { bits = 2 } = {}): Buffer {
  const base = 0x10000; // addresses differ from offsets, as they do in real files
  const [headers, dynamicAt, stringsAt] = [64, 64 + 2 * 56, 64 + 2 * 56 + 16 * (needed.length + 2)];
  const names = needed.map((name) => Buffer.from(`${name}\0`));
  const strings = Buffer.concat([Buffer.from('\0'), ...names]);
  const file = Buffer.alloc(stringsAt + strings.length);
  file.write('\x7fELF', 'latin1');
  file.writeUInt8(bits, 4);
  file.writeUInt8(1, 5); // little-endian
  file.writeUInt16LE(3, 16); // ET_DYN
  file.writeUInt16LE(machine, 18);
  file.writeBigUInt64LE(BigInt(headers), 32);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(2, 56);
  const segment = (at: number, type: number, offset: number, size: number): void => {
    file.writeUInt32LE(type, at);
    file.writeBigUInt64LE(BigInt(offset), at + 8);
    file.writeBigUInt64LE(BigInt(base + offset), at + 16);
    file.writeBigUInt64LE(BigInt(size), at + 32);
  };
  segment(headers, 1, 0, file.length); // PT_LOAD
  segment(headers + 56, 2, dynamicAt, stringsAt - dynamicAt); // PT_DYNAMIC
  const entry = (index: number, tag: number, value: number): void => {
    file.writeBigUInt64LE(BigInt(tag), dynamicAt + 16 * index);
    file.writeBigUInt64LE(BigInt(value), dynamicAt + 16 * index + 8);
  };
  let name = 1;
  for (const [i, bytes] of names.entries()) {
    entry(i, 1, name); // DT_NEEDED
    name += bytes.length;
  }
  entry(needed.length, 5, base + stringsAt); // DT_STRTAB; DT_NULL follows
  strings.copy(file, stringsAt);
  return file;
}

const machCpus = { x64: 0x01000007, arm64: 0x0100000c };

export function machOFile(cpu: 'x64' | 'arm64'): Buffer {
  const file = Buffer.alloc(128, cpu);
  file.writeUInt32LE(0xfeedfacf, 0);
  file.writeUInt32LE(machCpus[cpu], 4);
  return file;
}

/** A macOS universal file of several libraries, each at its own page. */
export function universalFile(cpus: ('x64' | 'arm64')[] = ['x64', 'arm64']): Buffer {
  const page = 4096;
  const header = Buffer.alloc(page);
  header.writeUInt32BE(0xcafebabe, 0);
  header.writeUInt32BE(cpus.length, 4);
  const parts = cpus.map((cpu, i) => {
    const part = machOFile(cpu);
    const at = 8 + 20 * i;
    header.writeUInt32BE(machCpus[cpu], at);
    header.writeUInt32BE(page * (i + 1), at + 8);
    header.writeUInt32BE(part.length, at + 12);
    return i < cpus.length - 1 ? Buffer.concat([part, Buffer.alloc(page - part.length)]) : part;
  });
  return Buffer.concat([header, ...parts]);
}

export function peFile(machine: number, signature = 'PE\0\0'): Buffer {
  const file = Buffer.alloc(256);
  file.write('MZ', 'latin1');
  file.writeUInt32LE(0x80, 0x3c);
  file.write(signature, 0x80, 'latin1');
  file.writeUInt16LE(machine, 0x84);
  return file;
}
