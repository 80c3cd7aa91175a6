import { expect, it } from 'vitest';
import { nearestSpec } from '../../../../src/vscode/findings/reference/nearest.ts';

it('names the spec whose path is most like the one that was written', () => {
  const specs = ['/w/shop/lis.yaml', '/w/shop/gated.lis.yaml', '/w/ads/lis.yaml'];
  expect(nearestSpec('../shop/lis.yml', '/w/train', specs)).toBe('../shop/lis.yaml');
  expect(nearestSpec('gate.lis.yaml', '/w/shop', specs)).toBe('gated.lis.yaml');
  expect(nearestSpec('..\\ads\\lis.yaml', '/w/train', specs)).toBe('../ads/lis.yaml');
  expect(nearestSpec('lis.yaml', '/w/train', [])).toBeUndefined();
});
