import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmbedded, type Document, type EmbeddedBackend } from '../../src/complete/embedded/embedded.ts';
import { createInstantHere } from '../../src/complete/embedded/here.ts';
import { parseOptions } from '../../src/config/parse.ts';
import { isAbort } from '../../src/text/error.ts';

/** An editor with buffers and a folder; `|` in a buffer is its cursor and not part of it. */
class Editor {
  readonly root = mkdtempSync(join(tmpdir(), 'fim-embedded-'));
  readonly buffers = new Map<string, { lines: string[]; version: number }>();
  readonly backend: EmbeddedBackend;

  constructor() {
    this.write('composer.json', '{}');
    this.backend = createEmbedded({
      service: createInstantHere((text) => expect.fail(text)),
      documents: () => this.#documents(),
      // What is likely in a few lines is not what is likely in a project.
      options: () => parseOptions({ instant: { wholeLine: 1e-6 } }).options,
    });
  }

  *#documents(): Generator<Document> {
    for (const [name, { lines, version }] of this.buffers)
      yield { path: join(this.root, name), filetype: '', lines, version };
  }

  open(name: string, text: string): void {
    const version = (this.buffers.get(name)?.version ?? 0) + 1;
    this.buffers.set(name, { lines: text.split('\n'), version });
  }

  write(name: string, text: string): void {
    const path = join(this.root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    this.backend?.saved(path);
  }

  /** What is suggested at the `|` of `doc`, which becomes the text of the buffer. */
  async ask(
    name: string,
    doc: string,
    options: { attempt?: number; signal?: AbortSignal; multiline?: boolean } = {},
  ): Promise<string> {
    this.open(name, doc.replace('|', ''));
    const { attempt = 0, signal = new AbortController().signal, multiline = true } = options;
    const [prefix = '', suffix = ''] = doc.split('|');
    const situation = { path: join(this.root, name), filetype: '', prefix, suffix, indentUnit: '    ' };
    let text = '';
    const chunks = this.backend.generate(
      { situation, model: '', prompt: '', stop: [], maxTokens: 64, temperature: 0, attempt, multiline },
      signal,
    );
    for await (const chunk of chunks) text += chunk;
    return text;
  }

  /** Has asked once, so that everything is read. */
  async ready(name = 'c.php'): Promise<void> {
    await this.ask(name, '|');
    await this.backend.settled();
  }
}

let editor: Editor;
beforeEach(() => {
  editor = new Editor();
});
afterEach(() => {
  editor.backend.dispose();
  rmSync(editor.root, { recursive: true, force: true });
});

describe('the embedded backend', () => {
  it('needs no model', async () => {
    const { backend } = editor;
    expect([backend.name, backend.modelFree, backend.place]).toEqual(['embedded', true, '']);
    expect(await backend.models(new AbortController().signal)).toEqual([]);
  });

  it('learns from files on disk and from other buffers', async () => {
    editor.write('a.php', '$this->disk->mountEverything($now);');
    editor.open('b.php', '$this->buffer->flushEverything($now);');
    await editor.ready();
    expect(await editor.ask('c.php', '    $this->disk->mountEverything(|')).toBe('$now);');
    expect(await editor.ask('c.php', '    $this->buffer->flushEverything(|')).toBe('$now);');
  });

  it.each(['notes.md', 'conf.yaml', 'page.html', 'Main.elm'])('knows a language by its words: %s', async (name) => {
    editor.write(`other-${name}`, 'remarkable: something unusual\n'.repeat(2));
    await editor.ready(name);
    expect(await editor.ask(name, 'remarkable: some|')).toBe('thing unusual');
  });

  it('prefers the text of a buffer to that of its file', async () => {
    editor.write('a.php', 'configure_everything_again($old);');
    editor.open('a.php', 'configure_everything_again($new);');
    await editor.ready();
    expect(await editor.ask('c.php', 'configure_everything_again(|')).toBe('$new);');
  });

  it('never proposes what stood at the cursor itself', async () => {
    editor.write('a.php', 'unheard_of_function($argument);');
    await editor.ask('a.php', 'unheard_of_function($argument);|');
    await editor.backend.settled();
    expect(await editor.ask('a.php', 'unheard_of_function(|')).toBe('');
    expect(await editor.ask('a.php', 'unheard_of|')).toBe('');
  });

  it('knows lines of a long buffer that are far from the cursor, but not what stood at it', async () => {
    const filler = Array.from({ length: 3000 }, (_, row) => `$row${row} = ${row} * ${row + 1};`);
    const around = (typed: string): string => [...filler.slice(-600), typed, ...filler.slice(0, 600)].join('\n');
    const whole = ['<?php', 'far_away_call_of_ours($it);', ...filler, 'old_call_here($it);', ...filler].join('\n');
    editor.write('a.php', whole);
    editor.open('a.php', whole);
    await editor.ready('b.php');
    const asked = async (typed: string): Promise<string> => {
      const [prefix = '', suffix = ''] = around(typed).split('|');
      const situation = { path: join(editor.root, 'a.php'), filetype: '', prefix, suffix, indentUnit: '    ' };
      return (await editor.backend.propose(situation, false, new AbortController().signal))?.text ?? '';
    };
    expect(await asked('far_away_call_of_o|')).toBe('urs($it);');
    expect(await asked('old_call_h|')).toBe('');
  });

  it('gives another text for each attempt, and then none', async () => {
    editor.open('a.php', `${'log_message($first);\n'.repeat(4)}log_message($second);`);
    await editor.ready();
    const texts = [];
    for (const attempt of [0, 1, 2]) texts.push(await editor.ask('c.php', 'log_message(|', { attempt }));
    expect(texts).toEqual(['$first);', '$second);', '']);
  });

  it('knows what was saved at once, and forgets what it replaced', async () => {
    editor.write('a.php', 'first_version_of_it($x);');
    await editor.ready();
    expect(await editor.ask('c.php', 'first_version_of_|')).toBe('it($x);');
    editor.write('a.php', 'second_version_of_it($x);');
    expect(await editor.ask('c.php', 'second_version_of_|')).toBe('it($x);');
    expect(await editor.ask('c.php', 'first_version_of_|')).toBe('');
  });

  it('prefers what was edited lately in another buffer, until that is closed', async () => {
    for (const name of ['a.php', 'd.php', 'e.php']) editor.write(name, 'configure_everything_again($old);');
    const edited = 'first_line();\nconfigure_everything_again($new);';
    editor.open('opened-so.php', edited);
    editor.open('b.php', 'first_line();');
    await editor.ready();
    const asked = 'configure_everything_again(|';
    expect(await editor.ask('c.php', asked)).toBe('$old);');
    editor.open('b.php', edited);
    expect(await editor.ask('c.php', asked)).toBe('$new);');
    editor.buffers.delete('b.php');
    expect(await editor.ask('c.php', asked)).toBe('$old);');
  });

  it('goes back to the file when its buffer is closed', async () => {
    editor.write('a.php', 'only_in_a_file($x);');
    editor.open('a.php', 'only_in_a_buffer($x);');
    await editor.ready();
    expect(await editor.ask('c.php', 'only_in_a_bu|')).toBe('ffer($x);');
    editor.buffers.delete('a.php');
    expect(await editor.ask('c.php', 'only_in_a_bu|')).toBe('');
    expect(await editor.ask('c.php', 'only_in_a_fi|')).toBe('le($x);');
  });

  it('does not mix languages', async () => {
    editor.open('a.php', 'shared_looking_call(1);');
    await editor.ready('c.py');
    expect(await editor.ask('c.py', 'shared_looking|')).toBe('');
  });

  it('reads no file that is ignored or holds secrets', async () => {
    editor.write('.gitignore', 'private/\n');
    editor.write('private/a.php', 'hidden_away_call($x);');
    editor.write('secrets.php', 'very_secret_call($x);');
    await editor.ready();
    expect(await editor.ask('c.php', 'hidden_away_|')).toBe('');
    expect(await editor.ask('c.php', 'very_secret_|')).toBe('');
  });

  it('ends with an abort error when it is cancelled, and with silence when it is disposed', async () => {
    const aborted = editor.ask('c.php', 'foo|', { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toSatisfy(isAbort);
    editor.open('a.php', 'known_call($x);');
    editor.backend.dispose();
    expect(await editor.ask('c.php', 'known_c|')).toBe('');
  });
});

// ⟦…⟧ is the suggestion
describe('a suggestion', () => {
  const loop = ['foreach ($orders as $order) {', '    $this->ship($order);', '}'];
  const indented = (lines: readonly string[], by: string): string => lines.map((line) => by + line).join('\n');

  it.each([
    [
      'is a block where the line opens one',
      'foreach ($ord|',
      `foreach ($ord⟦ers as $order) {\n    $this->ship($order);\n}⟧`,
    ],
    [
      'has the indentation of its place',
      '        foreach ($ord|',
      `        foreach ($ord⟦ers as $order) {\n            $this->ship($order);\n        }⟧`,
    ],
    [
      'is one line where its block is there already',
      'foreach ($ord|\n    $this->ship($order);\n}',
      `foreach ($ord⟦ers as $order) {⟧\n    $this->ship($order);\n}`,
    ],
    ['ends before the code that follows', 'foreach ($ord|ers as $order) {', 'foreach ($ord|ers as $order) {'],
    ['leads up to the code that follows', 'foreach ($orders| $order) {', 'foreach ($orders⟦ as⟧ $order) {'],
  ])('%s', async (_, doc, want) => {
    editor.write('a.php', `<?php\n${`${indented(loop, '')}\n$x = 1;\n`.repeat(4)}`);
    await editor.ready();
    const text = await editor.ask('c.php', `<?php\n${doc}`);
    expect(doc.replace('|', () => (text === '' ? '|' : `⟦${text}⟧`))).toBe(want);
  });

  it('is one line where one is wanted', async () => {
    editor.write('a.php', `<?php\n${`${indented(loop, '')}\n`.repeat(3)}`);
    await editor.ready();
    expect(await editor.ask('c.php', '<?php\nforeach ($ord|', { multiline: false })).toBe('ers as $order) {');
  });
});
