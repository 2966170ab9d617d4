/** Plays a scripted reply on one HTTP response: at its pace, in its pieces, with its failures. */
import type { ServerResponse } from 'node:http';
import { cutAtStops } from './ollama-stop.ts';
import type { FakeOllama, GenerateRequest, Reply, SeenRequest } from './ollama-types.ts';

/** One reply being played. */
interface Show {
  readonly fake: FakeOllama;
  readonly reply: Reply;
  readonly seen: SeenRequest;
  readonly res: ServerResponse;
  /** Aborted when the client goes away. */
  readonly gone: AbortSignal;
}

/** Plays one reply, until its end or until the client goes away. */
export async function play(show: Show): Promise<void> {
  const { reply, seen, res, gone } = show;
  if (reply.headersDelayMs !== undefined && reply.status === undefined) {
    await pause(reply.headersDelayMs, gone);
    sendHeaders(res);
    res.flushHeaders();
  }
  await pause(reply.firstTokenMs ?? 0, gone);
  if (gone.aborted) return;
  if (reply.status !== undefined) {
    sendJson(res, reply.status, { error: reply.error ?? 'scripted error' });
  } else if (reply.rawBody !== undefined) {
    sendHeaders(res);
    await write(res, reply.rawBody, reply.splitBytes);
    res.end();
  } else if (seen.body.stream === false) {
    await answerAtOnce(show);
  } else {
    await stream(show);
  }
}

/** The usual case: one line a token, with whatever goes wrong on the way. */
async function stream({ fake, reply, seen, res, gone }: Show): Promise<void> {
  const { model } = seen.body;
  const send = async (line: unknown): Promise<void> => {
    sendHeaders(res);
    await write(res, `${JSON.stringify(line)}\n`, reply.splitBytes);
  };
  const tokens = scripted(reply, seen.body, gone);
  let next = await nextUnlessFailing(reply, seen, tokens);
  while (next !== 'error' && next.done !== true && !gone.aborted && !isCutBy(reply, seen)) {
    remember(fake, model);
    await send(tokenLine(model, next.value));
    seen.sentChunks++;
    next = await nextUnlessFailing(reply, seen, tokens);
  }
  if (gone.aborted) return;
  if (next === 'error') await send({ error: reply.error });
  else if (reply.cutAfter !== undefined) return await cut(res, reply.cutAfter === 0 ? '' : '{"model":"');
  else if (next.done === true && reply.omitDone !== true) await send(lastLine(model, seen.sentChunks, next.value));
  sendHeaders(res);
  res.end();
}

/** The model is in memory now; the oldest goes where there is no room. */
export function remember(fake: FakeOllama, model: string): void {
  if (fake.loaded.includes(model)) return;
  fake.loaded.push(model);
  while (fake.loaded.length > (fake.room ?? Number.POSITIVE_INFINITY)) fake.loaded.shift();
}

/** The next token, or that the scripted error is due. */
async function nextUnlessFailing(
  reply: Reply,
  seen: SeenRequest,
  tokens: AsyncGenerator<string, string>,
): Promise<IteratorResult<string, string> | 'error'> {
  return reply.error !== undefined && seen.sentChunks >= (reply.errorAfter ?? 0) ? 'error' : await tokens.next();
}

function isCutBy(reply: Reply, seen: SeenRequest): boolean {
  return reply.cutAfter !== undefined && seen.sentChunks >= reply.cutAfter;
}

/** `"stream": false`: the whole text in one object. */
async function answerAtOnce({ reply, seen, res, gone }: Show): Promise<void> {
  const tokens = scripted(reply, seen.body, gone);
  let response = '';
  let next = await tokens.next();
  for (; next.done !== true; next = await tokens.next()) {
    response += next.value;
    seen.sentChunks++;
  }
  if (!gone.aborted) sendJson(res, 200, { ...lastLine(seen.body.model, seen.sentChunks, next.value), response });
}

/** The script's text as the request wants it: at most `num_predict` tokens, ended by its stop strings. Returns why it ended. */
function scripted(reply: Reply, body: GenerateRequest, gone: AbortSignal): AsyncGenerator<string, string> {
  const limit = body.options?.num_predict ?? 0;
  return cutAtStops(paced(reply, limit > 0 ? limit : Number.POSITIVE_INFINITY, gone), body.options?.stop ?? []);
}

/** At most `limit` tokens of the script, at its pace. */
async function* paced(reply: Reply, limit: number, gone: AbortSignal): AsyncGenerator<string, string> {
  let sent = 0;
  for await (const token of reply.chunks ?? []) {
    if (sent > 0) await pause(reply.perTokenMs ?? 0, gone);
    if (gone.aborted) return 'stop';
    if (sent >= limit) return 'length';
    yield token;
    sent++;
  }
  return 'stop';
}

/** Waits `ms`, or less when the client goes away first. */
function pause(ms: number, gone: AbortSignal): Promise<void> {
  if (ms <= 0 || gone.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      gone.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    gone.addEventListener('abort', finish);
  });
}

/** Writes `data`, whole or in pieces of `splitBytes` that each leave on their own. */
async function write(res: ServerResponse, data: string | Uint8Array, splitBytes?: number): Promise<void> {
  if (splitBytes === undefined) {
    res.write(data);
    return;
  }
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  for (let at = 0; at < bytes.length; at += splitBytes) {
    res.write(bytes.subarray(at, at + splitBytes));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Sends `text`, then breaks the connection the hard way once it has left. */
async function cut(res: ServerResponse, text: string): Promise<void> {
  if (text !== '') await new Promise((resolve) => res.write(text, resolve));
  res.destroy();
}

/** One JSON object. */
export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  res.end(JSON.stringify(body));
}

/** The headers of a stream, once. */
function sendHeaders(res: ServerResponse): void {
  if (!res.headersSent && !res.destroyed) res.writeHead(200, { 'content-type': 'application/x-ndjson' });
}

/** Stands wherever Ollama gives a time. */
export const FAR_AWAY = '2030-01-01T00:00:00Z';

function tokenLine(model: string, response: string): Record<string, unknown> {
  return { model, created_at: FAR_AWAY, response, done: false };
}

function lastLine(model: string, tokens: number, reason: string): Record<string, unknown> {
  return {
    model,
    created_at: FAR_AWAY,
    response: '',
    done: true,
    done_reason: reason,
    total_duration: 1,
    load_duration: 1,
    prompt_eval_count: 1,
    prompt_eval_duration: 1,
    eval_count: tokens,
    eval_duration: 1,
  };
}
