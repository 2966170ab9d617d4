import { expect, it } from 'vitest';
import { describeOnEachNvim } from '../helpers/nvim.ts';
import { buffer, suggest } from './play.ts';
import { stage } from './stage.ts';

/** A model that says these in turn, and the last one for ever. */
function inTurn(...texts: string[]): (prompt: string, n: number) => string {
  return (_prompt, n) => texts[Math.min(n, texts.length - 1)] ?? '';
}

const NEXT = '<M-n>';
const PREV = '<M-p>';

describeOnEachNvim('cycling', (start) => {
  it('asks for another at a rising temperature, shows the count, goes back, and round', async () => {
    const { nvim, server } = await stage(start, { says: inTurn('one();', 'two();', 'three();') });
    await suggest(nvim, 'ix = ', 'one();');
    const asked = server.requests.length;
    expect(nvim.screen()).not.toMatch(/\d\/\d/u);
    await suggest(nvim, NEXT, 'two();');
    await nvim.waitForScreen('2/2');
    await suggest(nvim, NEXT, 'three();');
    await nvim.waitForScreen('3/3');
    await suggest(nvim, PREV, 'two();');
    await nvim.waitForScreen('2/3');
    await suggest(nvim, PREV, 'one();');
    await nvim.waitForScreen('1/3');
    await suggest(nvim, PREV, 'three();');
    await nvim.waitForScreen('3/3');
    const temperatures = server.requests.slice(asked - 1).map(({ body }) => body.options?.temperature ?? Number.NaN);
    expect(temperatures).toHaveLength(3);
    expect(temperatures).toEqual([...new Set(temperatures)].toSorted((a, b) => a - b));
    expect(new Set(server.requests.slice(asked - 1).map(({ prompt }) => prompt)).size).toBe(1);
    await nvim.input('<Tab>');
    expect(await buffer(nvim)).toBe('x = three();|');
  });

  it('accepts the one that is shown', async () => {
    const { nvim } = await stage(start, { says: inTurn('one();', 'two();', '') });
    await suggest(nvim, 'ix', 'one();');
    await suggest(nvim, NEXT, 'two();');
    await suggest(nvim, PREV, 'one();');
    await suggest(nvim, NEXT, 'two();');
    await nvim.input('<M-Right>');
    expect(await buffer(nvim)).toBe('xtwo|');
    await nvim.waitForScreen('{ghost:();}');
    await nvim.input('<Tab>');
    expect(await buffer(nvim)).toBe('xtwo();|');
  });

  it('keeps what there is when the model only repeats itself', async () => {
    const { nvim, server } = await stage(start, { says: inTurn('one();') });
    await suggest(nvim, 'ix', 'one();');
    await nvim.input(NEXT);
    await server.waitForRequests(2);
    await nvim.waitFor("require('fim').status() == 'idle'");
    expect(nvim.screen()).toContain('{ghost:one();}');
    expect(nvim.screen()).not.toMatch(/\d\/\d/u);
    const asked = server.requests.length;
    expect(asked).toBeLessThanOrEqual(4);
    server.reply = () => ({ chunks: ['two();'] });
    await suggest(nvim, NEXT, 'two();');
    await nvim.waitForScreen('2/2');
  });

  it('goes on among those that begin with what was typed', async () => {
    const { nvim } = await stage(start, { says: inTurn('aab();', 'b();', 'aac();', 'aad();') });
    await suggest(nvim, 'ix', 'aab();');
    await nvim.input(NEXT);
    await nvim.waitForScreen('{ghost:b();} 2/2');
    await nvim.input(NEXT);
    await nvim.waitForScreen('{ghost:aac();} 3/3');
    await nvim.input('aa');
    await nvim.waitForScreen('{ghost:c();}');
    await nvim.input(PREV);
    await nvim.waitForScreen('{ghost:b();} 1/2');
    await nvim.input('<Tab>');
    expect(await buffer(nvim)).toBe('xaab();|');
  });

  it('asks for another where the user is, and grows what was typed through back from it', async () => {
    const { nvim, server } = await stage(start, { says: inTurn('aab();', 'c();', 'd();') });
    await suggest(nvim, 'ix', 'aab();');
    const asked = server.requests.length;
    await nvim.input('aa');
    await suggest(nvim, NEXT, 'c();');
    await nvim.waitForScreen('2/2');
    await nvim.input('<BS>');
    await nvim.waitForScreen('{ghost:ac();}');
    await suggest(nvim, PREV, 'ab();');
    expect(server.requests).toHaveLength(asked + 1);
    await nvim.input('<Tab>');
    expect(await buffer(nvim)).toBe('xaab();|');
  });

  it('keeps another one that was asked for from coming after a key that fits none', async () => {
    const { nvim, server } = await stage(start, { says: inTurn('one();') });
    await suggest(nvim, 'ix', 'one();');
    server.reply = () => ({ chunks: ['two();'], firstTokenMs: 60_000 });
    await nvim.input(NEXT);
    await server.waitForRequests(2);
    server.reply = () => ({ chunks: ['good'] });
    await nvim.input('!');
    await server.waitForDisconnect(1);
    await nvim.waitForScreen('good');
    expect(nvim.screen()).not.toContain('two');
  });

  it('does nothing but what the key did when nothing is shown', async () => {
    const { nvim, server } = await stage(start, { says: '', before: ['inoremap <M-n> N', 'inoremap <M-p> P'] });
    await nvim.input(`ix${NEXT}${PREV}`);
    expect(await buffer(nvim)).toBe('xNP|');
    await nvim.waitFor("require('fim').status() == 'idle'");
    expect(server.requests.every(({ body }) => (body.options?.temperature ?? 0) < 0.4)).toBe(true);
  });
});
