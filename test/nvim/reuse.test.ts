import { expect, it } from 'vitest';
import { describeOnEachNvim } from '../helpers/nvim.ts';
import { held } from './play.ts';
import { stage } from './stage.ts';

const THERE = '<|fim_prefix|>$total = <|fim_suffix|><|fim_middle|>';

describeOnEachNvim('a running stream', (start) => {
  it('goes on while the user types what it says, also beyond what it has said', async () => {
    const { nvim, server } = await stage(start);
    const reply = held();
    server.reply = ({ prompt }) => (prompt === THERE ? { chunks: reply.chunks } : { chunks: ['never'] });
    await nvim.input('i$total = ');
    await server.waitForRequests(1);
    reply.say('$this->su');
    await nvim.waitForScreen('$total = {ghost:$this->su}');
    const asked = server.requests.length;
    await nvim.input('$this->sum');
    reply.say('m($lines)');
    await nvim.waitForScreen('$total = $this->sum{ghost:($lines)}');
    expect(server.requests).toHaveLength(asked);
  });

  it('is ended when it goes another way than the user, who gets an answer for the new place', async () => {
    const { nvim, server } = await stage(start);
    const reply = held();
    server.reply = ({ prompt }) => (prompt === THERE ? { chunks: reply.chunks } : { chunks: ['m + 1;'] });
    await nvim.input('i$total = ');
    await server.waitForRequests(1);
    reply.say('$this');
    await nvim.waitForScreen('{ghost:$this}');
    const stale = server.requests.length - 1;
    await nvim.input('$this->su');
    reply.say('->count()');
    await nvim.waitForScreen('$total = $this->su{ghost:m + 1;}');
    await server.waitForDisconnect(stale);
  });

  it('that ends where the user is by now is followed by a new request', async () => {
    const { nvim, server } = await stage(start);
    const reply = held();
    server.reply = ({ prompt }) => (prompt === THERE ? { chunks: reply.chunks } : { chunks: [' + $tax;'] });
    await nvim.input('i$total = ');
    await server.waitForRequests(1);
    reply.say('$net');
    await nvim.waitForScreen('{ghost:$net}');
    await nvim.input('$net');
    reply.end();
    await nvim.waitForScreen('$total = $net{ghost: + $tax;}');
  });
});
