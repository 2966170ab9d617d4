import { expect, it } from 'vitest';
import { describeOnEachNvim } from '../helpers/nvim.ts';
import { stage } from './stage.ts';

describeOnEachNvim('ghost text', (start) => {
  it('shows what the model says at the cursor', async () => {
    const { nvim, server } = await stage(start, { says: 'turn $a + $b;' });
    await nvim.input('ire');
    await nvim.waitForScreen(() => nvim.screen({ cursor: true }).includes('^turn'));
    expect(nvim.screen({ cursor: true })).toMatchInlineSnapshot(`
      "re{ghost:^turn $a + $b;}
      -- INSERT --"
    `);
    expect(server.requests.at(-1)?.prompt).toBe('<|fim_prefix|>re<|fim_suffix|><|fim_middle|>');
  });
});
