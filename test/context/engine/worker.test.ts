import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDocument } from '../../../src/context/service.ts';
import { createContextWorker } from '../../../src/context/worker/client.ts';

const SCRIPT = join(import.meta.dirname, '..', '..', '..', 'dist', 'context.cjs');
const CALL = ['<?php', 'namespace App;', 'function f(Order $order) {', '    $order->', '}'];

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'fim-worker-'));
  writeFileSync(join(root, 'composer.json'), '{}');
  writeFileSync(join(root, 'Order.php'), '<?php\nnamespace App;\nclass Order { public function total(): int {} }\n');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const project = () => ({ root, includePaths: [], secretFiles: [], useOtherFiles: true, maxFileBytes: 100_000 });
const request = () => ({
  path: join(root, 'f.php'),
  row: 3,
  col: 12,
  window: [0, 4] as const,
  budget: 512,
  limitMs: 10_000,
});

describe('the worker', () => {
  it('answers as the engine in this thread does', async () => {
    const faults: string[] = [];
    const service = createContextWorker({ script: SCRIPT, documents: () => [], log: (text) => faults.push(text) });
    await service.start(project());
    service.open({ path: join(root, 'f.php'), filetype: 'php', lines: CALL });
    expect(await service.settled()).toMatchObject({ root, files: 2, isComplete: true });
    const { snippets } = await service.query(request(), new AbortController().signal);
    expect(snippets.map(({ text }) => text).join('\n')).toContain('function total(): int;');
    expect(await service.map({ tokens: 200, focus: [] }, new AbortController().signal)).toMatchObject({
      text: expect.stringContaining('class Order'),
    });
    expect(faults).toEqual([]);
    await service.dispose();
  });

  it('lets a request be cancelled', async () => {
    const service = createContextWorker({ script: SCRIPT, documents: () => [], log: () => undefined });
    service.start(project()).catch(() => undefined);
    const aborter = new AbortController();
    const asked = service.query(request(), aborter.signal);
    aborter.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    await service.dispose();
  });

  it('that dies leaves those who wait with an error, and is there again', async () => {
    const documents: readonly OpenDocument[] = [{ path: join(root, 'f.php'), filetype: 'php', lines: CALL }];
    const script = join(root, 'dying.cjs');
    // The first one dies of its first question.
    writeFileSync(
      script,
      `const fs = require('node:fs');
const mark = ${JSON.stringify(join(root, 'died'))};
if (fs.existsSync(mark)) require(${JSON.stringify(SCRIPT)});
else require('node:worker_threads').parentPort.on('message', () => { fs.writeFileSync(mark, ''); process.exit(1); });
`,
    );
    const service = createContextWorker({ script, documents: () => documents, log: () => undefined });
    await expect(service.start(project())).rejects.toThrow('ended');
    await expect
      .poll(async () => (await service.query(request(), new AbortController().signal)).snippets.length, {
        timeout: 15_000,
      })
      .toBeGreaterThan(0);
    await service.dispose();
  });

  it('that is not there gives nothing', async () => {
    const service = createContextWorker({ script: SCRIPT, documents: () => [], log: () => undefined });
    expect((await service.query(request(), new AbortController().signal)).snippets).toEqual([]);
    await expect(service.status()).rejects.toThrow();
    await service.dispose();
  });
});
