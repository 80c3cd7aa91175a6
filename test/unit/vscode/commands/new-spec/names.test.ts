import { describe, expect, it } from 'vitest';
import { specNames } from '../../../../../src/vscode/commands/new-spec/names.ts';

describe('specNames', () => {
  it('takes lis.yaml first, then names after the config or the dataset', () => {
    expect(specNames('model_config.yaml').slice(0, 3)).toEqual([
      'lis.yaml',
      'model_config.lis.yaml',
      'model_config-2.lis.yaml',
    ]);
    expect(specNames('dataset_config.yml', 'tiny csv/1')[0]).toBe('tiny-csv-1.lis.yaml');
  });
});
