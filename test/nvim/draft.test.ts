import { expect, it } from 'vitest';
import { describeOnEachNvim, type Nvim, type Start } from '../helpers/nvim.ts';
import type { FakeOllama } from '../helpers/ollama-server.ts';
import { waitUntil } from '../helpers/wait.ts';
import { held } from './play.ts';
import { stage } from './stage.ts';

/** What the open buffer says three times is what the instant source proposes a fourth time. */
const LINE = '$total = $order->sum($tax);';
const CONTENT = `<?php\n\n${`${LINE}\n$this->log($total);\n`.repeat(3)}\n`;
const REST = '$order->sum($tax);';

interface Scene {
  readonly nvim: Nvim;
  readonly server: FakeOllama;
  /** The cursor's line at each flush since, each look of it once. */
  readonly frames: string[];
}

/** Types all of the line's beginning but a blank. Behind that the model says `chunks`. */
async function scene(start: Start, chunks: AsyncIterable<string>): Promise<Scene> {
  const { nvim, server } = await stage(start, { height: 16, file: { path: 'a.php', content: CONTENT } });
  server.reply = ({ prompt }) => (prompt.includes('$total = <|fim_suffix|>') ? { chunks } : { chunks: [] });
  await nvim.input('Go$total =');
  const frames: string[] = [];
  nvim.onFlush(() => {
    const row =
      nvim
        .screen()
        .split('\n')
        .findLast((line) => line.startsWith('$total = ')) ?? '';
    if (row !== frames.at(-1)) frames.push(row);
  });
  return { nvim, server, frames };
}

const plain = (frame: string): string => frame.replace(/\{(?:ghost|draft):|\}/gu, '');
/** What stands on the screen as confirmed. */
const confirmed = (frame: string): string => /\{ghost:([^}]*)\}/u.exec(frame)?.[1] ?? '';

describeOnEachNvim('an instant draft on the screen', (start) => {
  it('stands there before the model has said anything, and is confirmed by a model that agrees', async () => {
    const reply = held();
    const { nvim, server, frames } = await scene(start, reply.chunks);
    await nvim.input(' ');
    await nvim.waitForScreen(`$total = {draft:${REST}}`);
    await server.waitForRequests(1);
    reply.say('$order');
    await nvim.waitForScreen('$total = {ghost:$order}{draft:->sum($tax);}');
    reply.say('->sum');
    await nvim.waitForScreen('$total = {ghost:$order->sum}{draft:($tax);}');
    reply.say('($tax);');
    reply.end();
    await nvim.waitForScreen(`$total = {ghost:${REST}}`);
    expect(new Set(frames.filter((frame) => frame !== '$total = ').map(plain))).toEqual(new Set([`$total = ${REST}`]));
  });

  it.each([
    ['differs', ['$order', '->net', '(', '$rate', ');'], '$order->net($rate);'],
    ['is shorter', ['$order;'], '$order;'],
    ['differs from the first character on', ['1', ' +', ' 2;'], '1 + 2;'],
  ])('of a model that %s is replaced once, and what was confirmed stays', async (_, chunks, last) => {
    const reply = held();
    const { nvim, frames } = await scene(start, reply.chunks);
    await nvim.input(' ');
    await nvim.waitForScreen(`$total = {draft:${REST}}`);
    for (const chunk of chunks) {
      reply.say(chunk);
      await nvim.input('<Ignore>');
    }
    reply.end();
    await nvim.waitForScreen(`$total = {ghost:${last}}`);
    let replaced = 0;
    for (const [i, frame] of frames.entries()) {
      const before = frames[i - 1] ?? '';
      expect(plain(frame).startsWith(`$total = ${confirmed(before)}`)).toBe(true);
      if (before.includes('{') && !plain(frame).startsWith(plain(before))) replaced++;
    }
    expect(replaced).toBe(1);
  });

  it('is typed through and accepted by word, line and whole as any suggestion is', async () => {
    const { nvim } = await scene(start, held().chunks);
    await nvim.input(' ');
    await nvim.waitForScreen(`$total = {draft:${REST}}`);
    await nvim.type('$or');
    await nvim.waitForScreen('$total = $or{draft:der->sum($tax);}');
    await nvim.input('<M-Right>');
    await nvim.waitForScreen('$total = $order{draft:->sum($tax);}');
    await nvim.input('<Tab>');
    await nvim.waitFor(`vim.api.nvim_get_current_line() == '${LINE}'`);
    const { data } = await nvim.waitForEvent('FimAccepted');
    expect(data).toMatchObject({ all: false, draft: true });
  });

  it('comes from a smaller model where the project says nothing and the model is slow', async () => {
    const [target, draft] = ['qwen2.5-coder:7b-base', 'qwen2.5-coder:0.5b-base'];
    const { nvim, server } = await stage(start, {
      server: { models: [target, draft], loaded: [target], room: 2 },
      fim: { model: { target, draft, draftAfterMs: 50 }, useCache: false },
    });
    const reply = held();
    server.reply = ({ model, prompt }) => {
      if (model === draft) return { chunks: ['first', '($x)'] };
      return prompt.includes('$z = <|fim_suffix|>') ? { chunks: reply.chunks } : { chunks: ['1;'], firstTokenMs: 200 };
    };
    await nvim.input('i$x = ');
    await nvim.waitForScreen('$x = {ghost:1;}');
    // The first slow answer has the draft model looked for.
    await nvim.input('<Esc>o$y = ');
    await nvim.waitForScreen('$y = {ghost:1;}');
    await waitUntil(() => server.loaded.length === 2);
    await nvim.input('<Esc>o$z =');
    await nvim.input(' ');
    await nvim.waitForScreen('$z = {draft:first($x)}');
    reply.say('first($x);');
    reply.end();
    await nvim.waitForScreen('$z = {ghost:first($x);}');
    expect(
      server.requests.filter(({ body }) => body.model === draft).map(({ body }) => body.options?.temperature),
    ).toContain(0);
    expect(await nvim.messages()).toEqual([]);
  });

  it('is not shown without instantDrafts', async () => {
    const { nvim, server } = await stage(start, {
      height: 16,
      file: { path: 'a.php', content: CONTENT },
      fim: { instantDrafts: false },
    });
    server.reply = () => ({ chunks: ['1;'], firstTokenMs: 100 });
    const frames: string[] = [];
    nvim.onFlush(() => frames.push(nvim.screen()));
    await nvim.input('Go$total = ');
    await nvim.waitForScreen('$total = {ghost:1;}');
    expect(frames.join('\n')).not.toContain('{draft:');
  });
});
