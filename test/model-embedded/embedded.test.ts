import { describe, expect, it } from 'vitest';
import {
  createEmbedded,
  type Document,
  type EmbeddedBackend,
  type ProjectFiles,
} from '../../src/model/embedded/embedded.ts';
import { isAbort } from '../../src/text/error.ts';
import { situationAt } from './shop.ts';

/** An editor with buffers and a disk; `|` in a buffer is its cursor and not part of it. */
class Editor {
  readonly buffers = new Map<string, { lines: string[]; version: number }>();
  readonly disk = new Map<string, { text: string; stamp: number }>();
  reads = 0;
  readonly backend: EmbeddedBackend;

  constructor() {
    const files: ProjectFiles = async function* (this: Editor) {
      for (const [path, { text, stamp }] of this.disk) {
        const read = async (): Promise<string> => {
          this.reads++;
          return text;
        };
        yield { path, stamp: String(stamp), read };
      }
    }.bind(this);
    this.backend = createEmbedded({ documents: () => this.#documents(), files, root: async () => '/p' });
  }

  *#documents(): Generator<Document> {
    for (const [path, { lines, version }] of this.buffers) yield { path, filetype: 'php', lines, version };
  }

  open(path: string, text: string): void {
    const version = (this.buffers.get(path)?.version ?? 0) + 1;
    this.buffers.set(path, { lines: text.split('\n'), version });
  }

  write(path: string, text: string): void {
    this.disk.set(path, { text, stamp: (this.disk.get(path)?.stamp ?? 0) + 1 });
  }

  /** What is suggested at the `|` of `doc`, which becomes the text of the buffer. */
  async ask(
    path: string,
    doc: string,
    options: { attempt?: number; signal?: AbortSignal; multiline?: boolean } = {},
  ): Promise<string> {
    this.open(path, doc.replace('|', ''));
    const { attempt = 0, signal = new AbortController().signal, multiline = true } = options;
    const situation = situationAt(doc, path);
    let text = '';
    const chunks = this.backend.generate(
      { situation, model: '', prompt: '', stop: [], maxTokens: 64, temperature: 0, attempt, multiline },
      signal,
    );
    for await (const chunk of chunks) text += chunk;
    return text;
  }
}

describe('the embedded backend', () => {
  it('needs no model', async () => {
    const { backend } = new Editor();
    expect([backend.name, backend.modelFree, backend.place]).toEqual(['embedded', true, '']);
    expect(await backend.models(new AbortController().signal)).toEqual([]);
  });

  it('learns from files on disk and from other buffers', async () => {
    const editor = new Editor();
    editor.write('/p/a.php', '$this->disk->mountEverything($now);');
    editor.open('/p/b.php', '$this->buffer->flushEverything($now);');
    await editor.ask('/p/c.php', '|');
    await editor.backend.settled();
    expect(await editor.ask('/p/c.php', '    $this->disk->mountEverything(|')).toBe('$now);');
    expect(await editor.ask('/p/c.php', '    $this->buffer->flushEverything(|')).toBe('$now);');
  });

  it('prefers the text of a buffer to that of its file', async () => {
    const editor = new Editor();
    editor.write('/p/a.php', 'configure_everything_again($old);');
    editor.open('/p/a.php', 'configure_everything_again($new);');
    await editor.ask('/p/c.php', '|');
    await editor.backend.settled();
    expect(await editor.ask('/p/c.php', 'configure_everything_again(|')).toBe('$new);');
  });

  it('never proposes what stood at the cursor itself', async () => {
    const editor = new Editor();
    editor.write('/p/a.php', 'unheard_of_function($argument);');
    await editor.ask('/p/a.php', 'unheard_of_function($argument);|');
    await editor.backend.settled();
    expect(await editor.ask('/p/a.php', 'unheard_of_function(|')).toBe('');
    expect(await editor.ask('/p/a.php', 'unheard_of|')).toBe('');
  });

  it('finds lines of its own buffer that are far away, also when it has grown since', async () => {
    const editor = new Editor();
    const filler = Array.from({ length: 3000 }, (_, i) => `    $row${i} = ${i} * ${i + 1};`);
    const body = (typed: string): string =>
      ['far_away_call_of_ours($it);', ...filler, ...filler, 'new_line();', typed].join('\n');
    await editor.ask('/p/a.php', body('far_away_call_of_ours|'));
    await editor.backend.settled();
    expect(await editor.ask('/p/a.php', body('x();\nfar_away_call_of_ours|'))).toBe('($it);');
  });

  it('gives another text for each attempt, and then none', async () => {
    const editor = new Editor();
    editor.open('/p/a.php', `${'log_message($first);\n'.repeat(4)}log_message($second);`);
    await editor.ask('/p/c.php', '|');
    await editor.backend.settled();
    const texts = [];
    for (const attempt of [0, 1, 2]) texts.push(await editor.ask('/p/c.php', 'log_message(|', { attempt }));
    expect(texts).toEqual(['$first);', '$second);', '']);
  });

  it('makes a guess only when it is asked for one', async () => {
    const editor = new Editor();
    editor.open('/p/a.php', 'run_one($first);\nrun_one($second);\nrun_one($third);');
    await editor.ask('/p/c.php', '|');
    await editor.backend.settled();
    const texts = [];
    for (const attempt of [0, 1, 2, 3, 4]) texts.push(await editor.ask('/p/c.php', 'run_one(|', { attempt }));
    expect(texts).toEqual(['', '$first);', '$second);', '$third);', '']);
  });

  it('reads a file again only when it has changed', async () => {
    const editor = new Editor();
    editor.write('/p/a.php', 'first_version($x);');
    editor.write('/p/b.php', 'something_else($x);');
    await editor.ask('/p/c.php', '|');
    await editor.backend.settled();
    expect(editor.reads).toBe(2);
    editor.backend.refresh();
    await editor.backend.settled();
    expect(editor.reads).toBe(2);
  });

  it('forgets a buffer that was closed', async () => {
    const editor = new Editor();
    editor.open('/p/a.php', 'only_in_a_buffer($x);');
    await editor.ask('/p/c.php', '|');
    await editor.backend.settled();
    editor.buffers.delete('/p/a.php');
    await editor.ask('/p/c.php', '|');
    await editor.backend.settled();
    expect(await editor.ask('/p/c.php', 'only_in_a_buf|')).toBe('');
  });

  it('does not mix languages', async () => {
    const editor = new Editor();
    editor.open('/p/a.php', 'shared_looking_call(1);');
    await editor.ask('/p/c.py', '|');
    await editor.backend.settled();
    expect(await editor.ask('/p/c.py', 'shared_looking|')).toBe('');
  });

  it('ends with an abort error when it is cancelled, and with silence when it is disposed', async () => {
    const editor = new Editor();
    const aborted = editor.ask('/p/c.php', 'foo|', { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toSatisfy(isAbort);
    editor.open('/p/a.php', 'known_call($x);');
    editor.backend.dispose();
    expect(await editor.ask('/p/c.php', 'known_c|')).toBe('');
  });
});
