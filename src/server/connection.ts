/**
 * JSON-RPC 2.0 over lines: takes requests and batches apart, answers each once, lets requests be cancelled. `json-rpc-2.0` dispatches; what it leaves
 * open stands here: ids of any JSON type, batches as the specification has them, lines that are no JSON. Knows no method.
 */
import { createJSONRPCErrorResponse, JSONRPCErrorCode, JSONRPCErrorException, JSONRPCServer } from 'json-rpc-2.0';
import { isAbort } from '../text/error.ts';
import type { Line } from './lines.ts';
import { ERRORS } from './schemas.ts';

/** What a method is told besides its parameters. */
export interface CallInfo {
  readonly signal: AbortSignal;
  /** As the client gave it; `undefined` for a notification. */
  readonly id: unknown;
  /** Tells the client something before the answer. */
  notify(method: string, params: unknown): void;
}

export type Method = (params: unknown, call: CallInfo) => Promise<unknown>;

export interface ConnectionOptions {
  readonly methods: Readonly<Record<string, Method>>;
  /** Writes one value as a line; resolves when there is room for more. */
  readonly write: (value: unknown) => Promise<void>;
  readonly log: (text: string) => void;
}

interface Reply {
  readonly jsonrpc: '2.0';
  readonly id: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #server: JSONRPCServer<CallInfo>;
  readonly #running = new Map<string, AbortController>();
  readonly #pending = new Set<Promise<void>>();
  #newest = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#server = new JSONRPCServer<CallInfo>({ errorListener: () => undefined });
    this.#server.mapErrorToJSONRPCErrorResponse = (id, error) => {
      const { code, message, data } = this.#worded(error);
      return createJSONRPCErrorResponse(id, code, message, data);
    };
    for (const [name, method] of Object.entries(options.methods)) this.#server.addMethod(name, method);
    this.#server.addMethod('$/cancelRequest', (params: unknown) => this.#cancel(params));
  }

  /** Takes one line. Answers are written when they are there, in any order. */
  receive(line: Line): void {
    const work = this.#receive(line).catch((error: unknown) => this.#options.log(String(error)));
    this.#pending.add(work);
    void work.finally(() => this.#pending.delete(work));
  }

  /** Resolves when every request that came in is answered. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  cancelAll(): void {
    for (const aborter of this.#running.values()) aborter.abort();
  }

  async #receive(line: Line): Promise<void> {
    if ('tooLong' in line) {
      await this.#options.write(errorOf(null, JSONRPCErrorCode.InvalidRequest, `line too long: ${line.bytes} bytes`));
      return;
    }
    if (line.text.trim() === '') return;
    let value: unknown;
    try {
      value = JSON.parse(line.text);
    } catch {
      await this.#options.write(errorOf(null, JSONRPCErrorCode.ParseError, 'Parse error'));
      return;
    }
    const reply = Array.isArray(value) ? await this.#batch(value) : await this.#single(value);
    if (reply !== undefined) await this.#options.write(reply);
  }

  async #batch(requests: readonly unknown[]): Promise<Reply | readonly Reply[] | undefined> {
    if (requests.length === 0) return errorOf(null, JSONRPCErrorCode.InvalidRequest, 'Invalid Request');
    const replies = await Promise.all(requests.map((request) => this.#single(request)));
    const told = replies.filter((reply) => reply !== undefined);
    return told.length === 0 ? undefined : told;
  }

  /** The library knows ids that are strings, numbers or null: each request gets a number of ours, and its own id back. */
  async #single(request: unknown): Promise<Reply | undefined> {
    if (!isRecord(request)) return errorOf(null, JSONRPCErrorCode.InvalidRequest, 'Invalid Request');
    const isNotification = !Object.hasOwn(request, 'id');
    const { id = null, method, params } = request;
    const isValid =
      request['jsonrpc'] === '2.0' && typeof method === 'string' && (params === undefined || isStructured(params));
    if (!isValid) return errorOf(id, JSONRPCErrorCode.InvalidRequest, 'Invalid Request');
    const aborter = new AbortController();
    const notify = (name: string, told: unknown): void =>
      void this.#options.write({ jsonrpc: '2.0', method: name, params: told });
    const call: CallInfo = { signal: aborter.signal, id: isNotification ? undefined : id, notify };
    const key = keyOf(id);
    // The newest request of an id is the one that can be cancelled.
    if (!isNotification) this.#running.set(key, aborter);
    try {
      const own = { jsonrpc: '2.0' as const, method, ...(params === undefined ? {} : { params }) };
      const reply = await this.#server.receive(isNotification ? own : { ...own, id: ++this.#newest }, call);
      if (isNotification || reply === null) return undefined;
      return reply.error === undefined
        ? { jsonrpc: '2.0', id, result: reply.result ?? null }
        : { jsonrpc: '2.0', id, error: reply.error };
    } finally {
      if (this.#running.get(key) === aborter) this.#running.delete(key);
    }
  }

  async #cancel(params: unknown): Promise<null> {
    if (isRecord(params)) this.#running.get(keyOf(params['id'] ?? null))?.abort();
    return null;
  }

  #worded(error: unknown): { code: number; message: string; data?: unknown } {
    if (error instanceof JSONRPCErrorException) return error.toObject();
    if (isAbort(error)) return ERRORS.cancelled;
    const message = error instanceof Error ? error.message : String(error);
    this.#options.log(error instanceof Error ? (error.stack ?? message) : message);
    return { code: ERRORS.failed.code, message: message === '' ? ERRORS.failed.message : message };
  }
}

function errorOf(id: unknown, code: number, message: string): Reply {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

function keyOf(id: unknown): string {
  return JSON.stringify(id) ?? 'null';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStructured(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
