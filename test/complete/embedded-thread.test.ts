import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createInstantWorker } from '../../src/complete/embedded/client.ts';
import { createInstantHere } from '../../src/complete/embedded/here.ts';
import { serveInstant } from '../../src/complete/embedded/serve.ts';
import type { FromThread, InstantService } from '../../src/complete/embedded/service.ts';
import { parseOptions } from '../../src/config/parse.ts';
import { waitUntil } from '../helpers/wait.ts';

const SCRIPT = join(import.meta.dirname, '..', '..', 'dist', 'instant.cjs');

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'fim-thread-'));
  writeFileSync(join(root, 'composer.json'), '{}');
  writeFileSync(join(root, 'a.php'), `<?php\n${'$mailer->sendEverything($now);\n'.repeat(5)}`);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function asked(service: InstantService): Promise<string> {
  const path = join(root, 'b.php');
  const situation = { path, filetype: 'php', prefix: '<?php\n$mailer->send', suffix: '\n', indentUnit: '    ' };
  const question = { situation, attempt: 0, multiline: true };
  await service.ask(question);
  await service.settled();
  return (await service.ask(question))?.text ?? '';
}

const { options } = parseOptions({ instant: { wholeLine: 0.01 } });

it('answers in a thread of its own as in this one', async () => {
  const faults: string[] = [];
  const services = [
    createInstantHere((text) => faults.push(text)),
    createInstantWorker({ script: SCRIPT, log: (text) => faults.push(text) }),
  ];
  for (const service of services) {
    service.start(options);
    expect(await asked(service)).toBe('Everything($now);');
    service.dispose();
  }
  expect(faults).toEqual([]);
});

it('says nothing when its thread dies, and has everything told to another one', async () => {
  const script = join(root, 'dying.cjs');
  const mark = join(root, 'mark');
  // The first one dies of its first question.
  writeFileSync(
    script,
    `const fs = require('node:fs');
if (fs.existsSync(${JSON.stringify(mark)})) require(${JSON.stringify(SCRIPT)});
else require('node:worker_threads').parentPort.on('message', ({ method }) => {
  if (method !== 'ask') return;
  fs.writeFileSync(${JSON.stringify(mark)}, '');
  process.exit(1);
});`,
  );
  const service = createInstantWorker({ script, log: () => undefined });
  service.start(options);
  const { generation } = service;
  expect(await asked(service)).toBe('');
  expect(await asked(service)).toBe('Everything($now);');
  expect(service.generation).toBe(generation + 1);
  service.dispose();
});

it('leaves out questions that were taken back before it came to them', async () => {
  const asked: string[] = [];
  const posted: FromThread[] = [];
  const service: InstantService = {
    generation: 0,
    start: () => undefined,
    put: () => undefined,
    close: () => undefined,
    touched: () => undefined,
    dispose: () => undefined,
    settled: async () => undefined,
    ask: async ({ situation }) => {
      asked.push(situation.prefix);
      return undefined;
    },
  };
  const take = serveInstant(service, (message) => posted.push(message));
  const ask = (id: number, prefix: string): void =>
    take({
      method: 'ask',
      id,
      args: [
        { situation: { path: '', filetype: 'php', prefix, suffix: '', indentUnit: '' }, attempt: 0, multiline: false },
      ],
    });
  ask(1, 'a');
  take({ method: 'drop', id: 1 });
  ask(2, 'ab');
  await waitUntil(() => posted.length > 0);
  // What is over can't be taken back.
  take({ method: 'drop', id: 2 });
  ask(3, 'abc');
  await waitUntil(() => posted.length > 1);
  expect(asked).toEqual(['ab', 'abc']);
  expect(posted.map((message) => ('id' in message ? message.id : 0))).toEqual([2, 3]);
});

it('resolves with nothing as soon as nobody wants the answer', async () => {
  const service = createInstantWorker({ script: SCRIPT, log: () => undefined });
  service.start(options);
  const situation = {
    path: join(root, 'b.php'),
    filetype: 'php',
    prefix: '<?php\n$mailer->send',
    suffix: '\n',
    indentUnit: '    ',
  };
  const aborter = new AbortController();
  const first = service.ask({ situation, attempt: 0, multiline: true }, aborter.signal);
  aborter.abort();
  expect(await first).toBeUndefined();
  expect(await asked(service)).toBe('Everything($now);');
  service.dispose();
});
