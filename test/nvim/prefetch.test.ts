import { expect, it } from 'vitest';
import { describeOnEachNvim } from '../helpers/nvim.ts';
import { held, knows } from './play.ts';
import { stage } from './stage.ts';

const ANSWERS = { '$a = ': 'one(', '$a = one(': 'two(', '$a = one(two(': 'three());' };
const behind = (prompt: string): boolean => prompt.includes('$a = one(<|fim_suffix|>');

describeOnEachNvim('prefetch', (start) => {
  it('has the next suggestion there when one is accepted, and the one after it', async () => {
    const { nvim, server } = await stage(start, { says: knows(ANSWERS), fim: { prefetch: true } });
    await nvim.input('i$a = ');
    await nvim.waitForScreen('$a = {ghost:one(}');
    for (const [after, next] of [
      ['$a = one(', 'two('],
      ['$a = one(two(', 'three());'],
    ] as const) {
      await server.waitForFinish(server.requests.length - 1);
      const asked = (): number =>
        server.requests.filter(({ prompt }) => prompt.includes(`${after}<|fim_suffix|>`)).length;
      await nvim.waitFor('true');
      while (asked() === 0) await server.waitForRequests(server.requests.length + 1);
      await server.waitForFinish(server.requests.length - 1);
      await nvim.input('<Tab>');
      await nvim.waitForScreen(`${after}{ghost:${next}}`);
      expect(asked()).toBe(1);
    }
  });

  it('ends at the socket with the next key', async () => {
    const { nvim, server } = await stage(start, { fim: { prefetch: true } });
    const reply = held();
    server.reply = ({ prompt }) => {
      if (behind(prompt)) return { chunks: reply.chunks };
      return { chunks: prompt.includes('$a = <|fim_suffix|>') ? ['one('] : [] };
    };
    await nvim.input('i$a = ');
    await nvim.waitForScreen('$a = {ghost:one(}');
    while (!server.requests.some(({ prompt }) => behind(prompt)))
      await server.waitForRequests(server.requests.length + 1);
    await nvim.input('o');
    await server.waitForDisconnect(server.requests.findIndex(({ prompt }) => behind(prompt)));
    await nvim.waitForScreen('$a = o{ghost:ne(}');
  });
});
