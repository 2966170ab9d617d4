/** A real HTTP server that speaks as a model in messages: in Ollama's dialect, in llama-server's and in OpenAI's. It says what a test scripts, and notes what it was asked. */
import { chatOf } from '../../src/complete/servers.ts';
import { parseOptions } from '../../src/config/parse.ts';
import type { Chat } from '../../src/model/chat.ts';
import { type Answer, events, type Seen, startScripted, torn } from './scripted-server.ts';

export const DIALECTS = ['ollama', 'llamacpp', 'openai'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** What the model says, and how its answer ends: by itself unless told. `vanished`: the connection; `mute`: the stream, without its last line. */
export interface Reply {
  readonly text: string;
  readonly end?: 'stop' | 'length' | 'vanished' | 'mute' | 'error' | 'hang';
}

export interface ChatServer {
  readonly url: string;
  readonly chat: Chat;
  /** Of the questions so far, without the lists of models. */
  readonly asked: Seen[];
  /** One after the other; the last one again and again. Text alone ends by itself. */
  say(...replies: readonly (string | Reply)[]): void;
  close(): Promise<void>;
}

/** Bytes of a piece on the wire: characters and lines are torn apart. */
const PIECE = 61;

export async function startChatServer(dialect: Dialect): Promise<ChatServer> {
  const server = await startScripted();
  const asked: Seen[] = [];
  let script: readonly (string | Reply)[] = [];
  server.answer = (request) => {
    if (request.path === '/api/tags') return { json: { models: [{ name: 'qwen2.5-coder:7b' }] } };
    if (request.path === '/v1/models') return { json: { data: [{ id: 'qwen2.5-coder:7b' }] } };
    asked.push(request);
    const said = script[Math.min(asked.length, script.length) - 1] ?? '';
    return streamed(dialect, typeof said === 'string' ? { text: said } : said);
  };
  const { options } = parseOptions({ backend: dialect, [dialect]: { url: urlFor(dialect, server.url) } });
  return {
    url: server.url,
    chat: chatOf(options, {}),
    asked,
    say(...replies) {
      script = replies;
      asked.length = 0;
    },
    close: () => server.close(),
  };
}

function urlFor(dialect: Dialect, url: string): string {
  return dialect === 'openai' ? `${url}/v1` : url;
}

function streamed(dialect: Dialect, { text, end = 'stop' }: Reply): Answer {
  const words = text.match(/[\s\S]{1,9}/gu) ?? [];
  const lines = dialect === 'ollama' ? inLines(words, end) : inEvents(words, end);
  const after = end === 'vanished' ? 'cut' : end === 'hang' ? 'hang' : 'end';
  return { pieces: torn(lines, PIECE), after };
}

function inLines(words: readonly string[], end: Reply['end']): string {
  const model = { model: 'm', created_at: '2026-01-01T00:00:00Z' };
  const lines: object[] = words.map((content) => ({ ...model, message: { role: 'assistant', content }, done: false }));
  if (end === 'stop' || end === 'length')
    lines.push({ ...model, message: { role: 'assistant', content: '' }, done: true, done_reason: end, eval_count: 1 });
  if (end === 'error') lines.push({ error: 'model runner has unexpectedly stopped' });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function inEvents(words: readonly string[], end: Reply['end']): string {
  const chunk = (delta: object, reason: string | null = null): object => ({
    id: 'x',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: reason }],
  });
  const said: unknown[] = [chunk({ role: 'assistant', content: null }), ...words.map((content) => chunk({ content }))];
  if (end === 'stop' || end === 'length') said.push(chunk({}, end), '[DONE]');
  if (end === 'error') said.push({ error: { code: 500, message: 'Compute error.', type: 'server_error' } });
  return events(...said);
}
