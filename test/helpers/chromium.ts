/** A headless Chromium that opens one page of a file, driven over its debugging pipe (the Chrome DevTools Protocol). It notes whatever the page complains of or asks for. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const program = process.env['FIM_TEST_CHROMIUM'] ?? '';
/** Root has no sandbox; the pages are our own. */
const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--remote-debugging-pipe'];

export const hasChromium = program !== '';

const message = z.looseObject({
  id: z.int().optional(),
  method: z.string().optional(),
  params: z.record(z.string(), z.unknown()).default({}),
  result: z.record(z.string(), z.unknown()).default({}),
  error: z.looseObject({ message: z.string() }).optional(),
});
type Params = Readonly<Record<string, unknown>>;

const request = z.looseObject({ request: z.looseObject({ url: z.string() }) });
const evaluated = z.looseObject({
  result: z.looseObject({ value: z.unknown().optional() }),
  exceptionDetails: z.looseObject({ text: z.string() }).optional(),
});

export class Chromium {
  readonly #child: ChildProcess;
  readonly #folder = mkdtempSync(join(tmpdir(), 'fim-chromium-'));
  readonly #waiting = new Map<number, { resolve: (result: Params) => void; reject: (error: Error) => void }>();
  readonly #loads: (() => void)[] = [];
  #session: string | undefined;
  #last = 0;
  #rest = '';
  /** Errors and warnings of the console, exceptions, and what its policy refused. */
  readonly complaints: string[] = [];
  /** Addresses, the page's own one included. */
  readonly requests: string[] = [];

  private constructor() {
    const profile = `--user-data-dir=${this.#folder}`;
    this.#child = spawn(program, [...ARGS, profile], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    const answers = this.#child.stdio[4] as Readable;
    answers.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    this.#child.once('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Chromium has ended.'));
    });
  }

  static async start(): Promise<Chromium> {
    const chromium = new Chromium();
    const { targetId } = await chromium.#send('Target.createTarget', { url: 'about:blank', width: 1000, height: 800 });
    const { sessionId } = await chromium.#send('Target.attachToTarget', { targetId, flatten: true });
    chromium.#session = String(sessionId);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network', 'Audits']) await chromium.#send(`${domain}.enable`, {});
    return chromium;
  }

  /** @param scheme what the user's system prefers */
  async open(file: string, scheme: 'light' | 'dark'): Promise<void> {
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await this.#send('Emulation.setEmulatedMedia', { features });
    const loaded = new Promise<void>((resolve) => this.#loads.push(resolve));
    await this.#send('Page.navigate', { url: pathToFileURL(file).href });
    await loaded;
  }

  /** The value of an expression in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const asked = await this.#send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    const { result, exceptionDetails } = evaluated.parse(asked);
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${exceptionDetails.text}`);
    return result.value;
  }

  /** A PNG of what the window shows. */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.#send('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(String(data), 'base64');
  }

  async close(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
    this.#child.kill('SIGKILL');
    await ended;
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #send(method: string, params: Params): Promise<Params> {
    const id = ++this.#last;
    const sessionId = this.#session;
    const text = JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      (this.#child.stdio[3] as Writable).write(`${text}\0`);
    });
  }

  /** Messages end with a zero. */
  #read(text: string): void {
    const parts = `${this.#rest}${text}`.split('\0');
    this.#rest = parts.pop() ?? '';
    for (const part of parts) this.#take(message.parse(JSON.parse(part)));
  }

  #take({ id, method, params, result, error }: z.output<typeof message>): void {
    if (id !== undefined) {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(new Error(error.message));
    }
    if (method === 'Page.loadEventFired') this.#loads.shift()?.();
    if (method === 'Network.requestWillBeSent') this.requests.push(request.parse(params).request.url);
    const isComplaint =
      method === 'Runtime.exceptionThrown' ||
      method === 'Log.entryAdded' ||
      method === 'Audits.issueAdded' ||
      (method === 'Runtime.consoleAPICalled' && params['type'] !== 'log');
    if (isComplaint) this.complaints.push(`${method} ${JSON.stringify(params)}`);
  }
}
