import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FixFlags, fixCommand, NothingHolds } from '../../src/cli/fix.ts';
import { type ScriptedServer, startScripted } from '../helpers/scripted-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'fim-fix-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let server: ScriptedServer;
/** What the model says, one reply after the other. */
let replies: string[];
beforeEach(async () => {
  replies = [];
  server = await startScripted();
  let said = 0;
  server.answer = ({ path }) => {
    if (path === '/api/tags')
      return { json: { models: [{ name: 'qwen2.5-coder:1.5b-base' }, { name: 'qwen2.5-coder:7b' }] } };
    const reply = replies[Math.min(said++, replies.length - 1)] ?? '';
    const lines = [...reply].map((content) => JSON.stringify({ message: { role: 'assistant', content }, done: false }));
    return {
      pieces: [...lines, JSON.stringify({ message: { content: '' }, done: true, done_reason: 'stop' })].map(
        (line) => `${line}\n`,
      ),
    };
  };
});
afterEach(() => server.close());

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const said: string[] = [];

/** What `fim fix` prints. */
function run(file: string, flags: Partial<FixFlags>, stdin = '', isTold = true): Promise<string> {
  const around = {
    env: {},
    stdin: Readable.from([Buffer.from(stdin)]),
    signal: new AbortController().signal,
    log: (text: string) => said.push(text),
  };
  return fixCommand(
    file,
    { line: 1, set: [], url: server.url, ...(isTold ? { diagnostic: WRONG } : {}), ...flags },
    around,
  );
}

const TEXT = '<?php\n\nfunction f(int $a): int\n{\n    if ($a = 1) {\n        return 2;\n    }\n    return $a;\n}\n';
const FIXED = TEXT.replace('return $a;', 'return $a + 1;');
const REPLY = `One was missing.\n\`\`\`php\n${FIXED.split('\n').slice(2, -1).join('\n')}\n\`\`\`\n`;

/** What no rule repairs. */
const WRONG = JSON.stringify({
  range: { start: { line: 7, character: 11 }, end: { line: 7, character: 13 } },
  message: 'Wrong value.',
  code: 'x',
  source: 'nobody',
});

describe('fim fix', () => {
  it('prints what holds as a diff', async () => {
    replies = [REPLY];
    const file = write('a.php', TEXT);
    said.length = 0;
    const printed = await run(file, { line: 8 });
    expect(printed).toBe(
      `--- ${file}\n+++ ${file}\n@@ -5,5 +5,5 @@\n     if ($a = 1) {\n         return 2;\n     }\n-    return $a;\n+    return $a + 1;\n }\n`,
    );
    expect(said).toEqual(['syntax only: One was missing.']);
  });

  it('repairs what the parser sees without a model', async () => {
    const file = write('i.php', TEXT.replace('return $a;', 'return $a'));
    said.length = 0;
    const printed = await run(file, { line: 8 }, '', false);
    expect(printed).toContain('-    return $a\n+    return $a;\n');
    expect(said).toEqual(['syntax only: `;` was missing.']);
    expect(server.seen).toEqual([]);
  });

  it('asks the best model that follows instructions, in messages', async () => {
    replies = [REPLY];
    await run(write('b.php', TEXT), { line: 8 });
    expect(server.seen[1]?.path).toBe('/api/chat');
    expect(server.seen[1]?.body).toMatchObject({
      model: 'qwen2.5-coder:7b',
      stream: true,
      messages: [{ role: 'system' }, { role: 'user' }],
      options: { temperature: 0 },
    });
  });

  it('prints one line of JSON', async () => {
    replies = ['Nothing to do.', REPLY];
    const printed = await run(write('c.php', TEXT), { line: 8, json: true, model: 'my-model:1b' });
    expect(printed.split('\n')).toHaveLength(2);
    expect(JSON.parse(printed)).toMatchObject({
      language: 'php',
      diagnostic: { line: 8, code: 'x', source: 'nobody', message: 'Wrong value.' },
      region: { kind: 'function', firstLine: 3, lastLine: 9 },
      candidates: [
        {
          label: 'syntax only',
          origin: 'model',
          explanation: 'One was missing.',
          edits: [{ firstLine: 8, replaces: 1, lines: ['    return $a + 1;'] }],
          text: FIXED,
        },
      ],
      tries: [
        { verdict: 'no-code', temperature: 0 },
        { verdict: 'syntax only', temperature: 0.2 },
      ],
      reason: '',
    });
    expect(server.seen[1]?.body).toMatchObject({ model: 'my-model:1b' });
  });

  it('takes a diagnostic of an editor, whose columns are bytes', async () => {
    const text = TEXT.replace('$a = 1', "'🐘é' = $a");
    replies = ['```php\nfunction f() {}\n```'];
    const col = 8 + Buffer.byteLength("'🐘é' ");
    const diagnostic = JSON.stringify([
      { lnum: 4, col, end_lnum: 4, end_col: col + 1, message: 'Assignment.', code: 'P1122', source: 'intelephense' },
      { lnum: 7, col: 4, message: 'Other.' },
    ]);
    const printed = await run(write('d.php', text), { line: 5, col, diagnostic, explain: true });
    expect(printed).toContain('(intelephense P1122) in line 5 at `=`');
    expect(printed).toContain('Compare with `===`');
    expect(server.seen).toEqual([]);
  });

  it('says why nothing holds, and shows what nobody verified where that is asked for', async () => {
    replies = ['Prose.'];
    const file = write('e.php', TEXT);
    const failed = await run(file, { line: 8, json: true }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(NothingHolds);
    expect(failed).toMatchObject({ message: 'The answer has no fenced block of code.' });
    expect(JSON.parse(failed instanceof NothingHolds ? failed.printed : '')).toMatchObject({
      candidates: [],
      tries: [{}, {}, {}],
    });
  });

  it('reads what an editor has not saved, and writes nothing', async () => {
    replies = [REPLY];
    const file = write('f.php', 'old');
    expect(await run(file, { line: 8, stdin: true }, TEXT)).toContain('+    return $a + 1;\n');
  });

  it.each<[string, Partial<FixFlags>, RegExp]>([
    ['a line behind the last', { line: 11 }, /has 9 lines, --line 11/u],
    ['a column behind the line', { line: 8, col: 99 }, /has 14 bytes, --col 99/u],
    ['a place where nothing is reported', { line: 1 }, /Nothing is reported at line 1/u],
    ['a diagnostic that is none', { line: 8, diagnostic: '{"line": 3}' }, /--diagnostic can't be read/u],
    ['a model that is embedded', { line: 8, set: ['fix.timeoutMs=1'] }, /fix\.timeoutMs/u],
  ])('says what is wrong: %s', async (_, flags, message) => {
    await expect(run(write('g.php', TEXT), flags)).rejects.toThrow(message);
    expect(server.seen).toEqual([]);
  });
});
