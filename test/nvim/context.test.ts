import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import type { Nvim } from '../helpers/nvim.ts';
import { describeOnEachNvim } from '../helpers/nvim.ts';
import type { FakeOllama } from '../helpers/ollama-server.ts';
import { waitUntil } from '../helpers/wait.ts';
import { stage } from './stage.ts';

const FILES: Readonly<Record<string, string>> = {
  'composer.json': '{}',
  'src/Order.php':
    '<?php\nnamespace App;\nclass Order {\n    public function veryPeculiarTotal(): int { return 1; }\n}\n',
  'src/service.php': '<?php\nnamespace App;\nfunction f(Order $order) {\n}\n',
};

function project(nvim: Nvim): void {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(nvim.cwd, path)), { recursive: true });
    writeFileSync(join(nvim.cwd, path), text);
  }
}

/** Asks until the members are in the prompt: a project that was opened just now takes a moment. */
async function untilSent(nvim: Nvim, server: FakeOllama, text: string): Promise<string> {
  const found = (): string | undefined => server.requests.find(({ sent }) => sent.includes(text))?.sent;
  return waitUntil(
    async () => {
      const asked = server.requests.length;
      await nvim.ex('FimComplete');
      await server.waitForRequests(asked + 1);
      return found();
    },
    { timeoutMs: 20_000, what: () => `${text} in ${server.requests.at(-1)?.sent}` },
  );
}

describeOnEachNvim('context', (start) => {
  it('of the project is in the prompt: the members of the object before the arrow', async () => {
    const { nvim, server } = await stage(start, { says: '' });
    project(nvim);
    await nvim.ex('edit src/service.php');
    await nvim.input('3Go    $order->');
    const sent = await untilSent(nvim, server, 'veryPeculiarTotal');
    expect(sent).toContain('<|file_sep|>src/Order.php\n');
    expect(sent.indexOf('veryPeculiarTotal')).toBeLessThan(sent.indexOf('<|fim_prefix|>'));
  });

  it('is shown by :Fim context', async () => {
    const { nvim, server } = await stage(start, { says: '', height: 30, width: 90 });
    project(nvim);
    await nvim.ex('edit src/service.php');
    await nvim.input('3Go    $order->');
    await untilSent(nvim, server, 'veryPeculiarTotal');
    await nvim.input('<Esc>');
    await nvim.ex('Fim context');
    await nvim.waitForScreen('members · src/Order.php');
    await nvim.input('q');
    await nvim.waitForScreen((screen) => !screen.includes('members ·'));
  });

  it('is none where no snippets are wanted', async () => {
    const { nvim, server } = await stage(start, { says: '', fim: { maxSnippetPercentage: 0 } });
    project(nvim);
    await nvim.ex('edit src/service.php');
    await nvim.input('3Go    $order->');
    await server.waitForRequests(1);
    await waitUntil(() => server.requests.at(-1)?.sent.endsWith('$order->') === true);
    expect(server.requests.every(({ sent }) => sent.startsWith('<|fim_prefix|>'))).toBe(true);
  });
});
