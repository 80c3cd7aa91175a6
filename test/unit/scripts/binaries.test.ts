/** Which platform a native file is for, from small files crafted byte by byte after each format's own description. */
import { describe, expect, test } from 'vitest';
import { binaryOf, thin } from '../../../scripts/lib/binaries.mjs';
import { elfFile, machOFile, peFile, universalFile } from '../../support/native-files.ts';

describe('the platform of a native file', () => {
  test.each([
    ['glibc on x64', elfFile(62, ['libm.so.6', 'libc.so.6']), { format: 'elf', cpu: 'x64', libc: 'glibc' }],
    [
      'glibc on arm64',
      elfFile(183, ['ld-linux-aarch64.so.1']),
      { format: 'elf', cpu: 'arm64', libc: 'glibc' },
    ],
    ['musl on x64', elfFile(62, ['libc.musl-x86_64.so.1']), { format: 'elf', cpu: 'x64', libc: 'musl' }],
    [
      'musl on arm64',
      elfFile(183, ['libstdc++.so.6', 'libc.musl-aarch64.so.1']),
      { format: 'elf', cpu: 'arm64', libc: 'musl' },
    ],
    ['macOS on x64', machOFile('x64'), { format: 'mach-o', cpu: 'x64' }],
    ['macOS on arm64', machOFile('arm64'), { format: 'mach-o', cpu: 'arm64' }],
    ['macOS on both', universalFile(), { format: 'mach-o', cpu: 'universal' }],
    ['Windows on x64', peFile(0x8664), { format: 'pe', cpu: 'x64' }],
    ['Windows on arm64', peFile(0xaa64), { format: 'pe', cpu: 'arm64' }],
  ])('is read from one for %s', (_, file, expected) => {
    expect(binaryOf(file)).toEqual(expected);
  });

  test.each([
    ['a file of text', Buffer.from('#!/bin/sh\n'.repeat(20)), /no native library/],
    ['an empty file', Buffer.alloc(0), /too short/],
    ['a library for another processor', elfFile(243, ['libc.so.6']), /unknown machine 0xf3/],
    ['a library for 32 bits', elfFile(3, ['libc.so.6'], { bits: 1 }), /not of 64 bits/],
    ['a library without a C library', elfFile(62, ['libduckdb.so']), /neither one C library/],
    ['a Windows library for 32 bits', peFile(0x14c), /unknown machine 0x14c/],
    ['a DOS program', peFile(0x8664, 'NE\0\0'), /DOS program/],
    ['a Java class', Buffer.from('cafebabe00000041'.padEnd(200, '0'), 'hex'), /no native library/],
  ])('is not made up for %s', (_, file, message) => {
    expect(() => binaryOf(file)).toThrow(message);
  });
});

describe('the half of a universal file', () => {
  test.each(['x64', 'arm64'] as const)('for %s is that library, byte for byte', (cpu) => {
    expect(thin(universalFile(), cpu)).toEqual(machOFile(cpu));
  });

  test('is the file itself where it is for one processor already', () => {
    const file = machOFile('arm64');
    expect(thin(file, 'x64')).toBe(file);
  });

  test('is refused where it is missing or cut short', () => {
    expect(() => thin(universalFile(['x64']), 'arm64')).toThrow(/nothing for arm64/);
    const whole = universalFile();
    expect(() => thin(whole.subarray(0, whole.length - 1), 'arm64')).toThrow(/cut short/);
  });
});
