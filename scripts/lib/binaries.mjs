// @ts-check
/**
 * What a native file runs on, read from the file itself: a binding of another platform under the right name would install
 * well and fail at a user's first evaluation. Also takes one processor's half out of a macOS universal file.
 */

/** @typedef {import('./targets.mjs').Binary} Binary @typedef {import('./targets.mjs').Cpu} Cpu */

/** ELF header's e_machine (System V gABI) and the COFF header's Machine (Microsoft PE format). */
const elfMachines = new Map(
  /** @type {[number, Cpu][]} */ ([
    [62, 'x64'],
    [183, 'arm64'],
  ]),
);
const peMachines = new Map(
  /** @type {[number, Cpu][]} */ ([
    [0x8664, 'x64'],
    [0xaa64, 'arm64'],
  ]),
);
/** Mach-O's cputype, `<mach/machine.h>`: 7 and 12 with the flag of 64 bits. */
const machCpus = new Map(
  /** @type {[number, Cpu][]} */ ([
    [0x01000007, 'x64'],
    [0x0100000c, 'arm64'],
  ]),
);

const machO64 = 0xfeedfacf;
const fat = 0xcafebabe;
/** Java's class files share that magic number; they hold a version above this where a count of processors stands. */
const mostSlices = 16;

/**
 * @param {Buffer} file @returns {Binary}
 * @throws {Error} for anything but a 64-bit shared library of the platforms that the extension is made for.
 */
export function binaryOf(file) {
  if (file.length < 64) throw new Error('it is no native library: too short.');
  if (file.readUInt32BE(0) === 0x7f454c46) return elf(file);
  if (file.readUInt32LE(0) === machO64) {
    return { format: 'mach-o', cpu: known(machCpus, file.readUInt32LE(4), 'Mach-O') };
  }
  if (isUniversal(file)) return { format: 'mach-o', cpu: 'universal' };
  if (file.toString('latin1', 0, 2) === 'MZ') return pe(file);
  throw new Error(`it is no native library: it starts with ${file.toString('hex', 0, 4)}.`);
}

/** @param {Map<number, Cpu>} table @param {number} code @param {string} format */
function known(table, code, format) {
  const cpu = table.get(code);
  if (cpu === undefined) throw new Error(`it is for the unknown machine 0x${code.toString(16)} (${format}).`);
  return cpu;
}

/** @param {Buffer} file @returns {Binary} */
function pe(file) {
  const header = file.readUInt32LE(0x3c);
  if (header + 6 > file.length || file.toString('latin1', header, header + 4) !== 'PE\0\0')
    throw new Error('it is a DOS program, no Windows library.');
  return { format: 'pe', cpu: known(peMachines, file.readUInt16LE(header + 4), 'PE') };
}

/** @param {Buffer} file @returns {Binary} */
function elf(file) {
  const [bits, order] = [file[4], file[5]];
  if (bits !== 2 || order !== 1)
    throw new Error('it is an ELF file, but not of 64 bits in little-endian order.');
  const cpu = known(elfMachines, file.readUInt16LE(18), 'ELF');
  const needed = elfNeeded(file);
  const musl = needed.some((name) => /^libc\.musl-|^ld-musl-/.test(name));
  const glibc = needed.some((name) => /^libc\.so\.6$|^ld-linux/.test(name));
  if (musl === glibc)
    throw new Error(
      `it is an ELF file that needs neither one C library nor the other: ${needed.join(', ')}.`,
    );
  return { format: 'elf', cpu, libc: musl ? 'musl' : 'glibc' };
}

/**
 * The shared libraries that an ELF file names (DT_NEEDED).
 * @param {Buffer} file @returns {string[]}
 */
function elfNeeded(file) {
  const segments = elfSegments(file);
  const dynamic = segments.find(({ type }) => type === 2);
  if (dynamic === undefined) return [];
  const entries = [];
  for (let at = dynamic.offset; at + 16 <= dynamic.offset + dynamic.size; at += 16) {
    entries.push({ tag: Number(file.readBigInt64LE(at)), value: Number(file.readBigUInt64LE(at + 8)) });
  }
  const [needed, table] = [1, 5]; // DT_NEEDED, DT_STRTAB
  const address = entries.find(({ tag }) => tag === table)?.value ?? 0;
  const home = segments.find((s) => s.type === 1 && address >= s.address && address < s.address + s.size);
  if (home === undefined) return [];
  const strings = address - home.address + home.offset;
  return entries
    .filter(({ tag }) => tag === needed)
    .map(({ value }) => file.toString('latin1', strings + value, file.indexOf(0, strings + value)));
}

/** @param {Buffer} file */
function elfSegments(file) {
  const start = Number(file.readBigUInt64LE(32));
  const [bytes, count] = [file.readUInt16LE(54), file.readUInt16LE(56)];
  return Array.from({ length: count }, (_, i) => {
    const at = start + i * bytes;
    return {
      type: file.readUInt32LE(at),
      offset: Number(file.readBigUInt64LE(at + 8)),
      address: Number(file.readBigUInt64LE(at + 16)),
      size: Number(file.readBigUInt64LE(at + 32)),
    };
  });
}

/** @param {Buffer} file */
function isUniversal(file) {
  return file.readUInt32BE(0) === fat && file.readUInt32BE(4) <= mostSlices;
}

/**
 * One processor's library out of a universal one (`<mach-o/fat.h>`), as `lipo -thin` does; its signature is within it.
 * A file for one processor alone is returned as it is.
 * @param {Buffer} file @param {Cpu} cpu @returns {Buffer}
 * @throws {Error} when the file holds nothing for that processor.
 */
export function thin(file, cpu) {
  if (!isUniversal(file)) return file;
  for (let i = 0, at = 8; i < file.readUInt32BE(4); i++, at += 20) {
    if (machCpus.get(file.readUInt32BE(at)) !== cpu) continue;
    const [offset, size] = [file.readUInt32BE(at + 8), file.readUInt32BE(at + 12)];
    if (offset + size > file.length) throw new Error('the universal library is cut short.');
    return file.subarray(offset, offset + size);
  }
  throw new Error(`the universal library holds nothing for ${cpu}.`);
}
