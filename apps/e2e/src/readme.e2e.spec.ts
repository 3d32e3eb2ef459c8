import { curlBlocks, ensureSample, paste } from './testing/documents.js';

describe('the README', () => {
  beforeAll(ensureSample, 120_000);

  it('has five curl calls that work as pasted', async () => {
    const blocks = await curlBlocks('README.md');
    expect(blocks.join('').match(/^curl /gm)).toHaveLength(5);
    for (const block of blocks) expect((await paste(block)).trim()).not.toBe('');
  });
});
