/**
 * The scripted Ollama server in a process of its own, so that its work does not stand in the bench's event loop. It has no pace: it
 * answers at once, and says how long even that took it.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { startOllama } from '../../test/helpers/ollama-server.ts';

/** Argument by which the bench's own file, started again, becomes the server. */
const SERVE = '--serve';

/** The model that the server has. */
export const MODEL = 'qwen2.5-coder:1.5b-base';

/** `{n}` in a reply becomes the number of the request, from 0. */
const commandSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reply'), text: z.string() }),
  z.object({ kind: z.literal('times') }),
  z.object({ kind: z.literal('end') }),
]);

const answerSchema = z.object({ url: z.string().optional(), ownMs: z.array(z.number()).optional() });

/** The server, as the bench sees it. */
export interface ServerProcess {
  readonly url: string;
  /** Sets what is answered from now on; `{n}` becomes the number of the request. Resolves when the server knows. */
  reply(text: string): Promise<void>;
  /** For each request so far: milliseconds from its arrival until its text was handed to the socket. */
  ownMs(): Promise<readonly number[]>;
  /** Ends the process. */
  end(): Promise<void>;
}

/** Starts the server. The file that runs must call `serveIfAsked` first. */
export async function startServerProcess(): Promise<ServerProcess> {
  const child = fork(process.argv[1] ?? '', [SERVE], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const { url } = await answer(child);
  if (url === undefined) throw new Error('the server said no address');
  return {
    url,
    async reply(text) {
      await ask(child, { kind: 'reply', text });
    },
    async ownMs() {
      return (await ask(child, { kind: 'times' })).ownMs ?? [];
    },
    async end() {
      const gone = once(child, 'exit');
      child.send({ kind: 'end' });
      await gone;
    },
  };
}

function ask(child: ChildProcess, command: z.infer<typeof commandSchema>): Promise<z.infer<typeof answerSchema>> {
  const answered = answer(child);
  child.send(command);
  return answered;
}

async function answer(child: ChildProcess): Promise<z.infer<typeof answerSchema>> {
  const early = once(child, 'exit').then(() => Promise.reject(new Error('the server process ended')));
  const [message] = await Promise.race([once(child, 'message'), early]);
  return answerSchema.parse(message);
}

/** Where this process was started as the server: serves until it is told to end. @returns whether it was. */
export async function serveIfAsked(): Promise<boolean> {
  if (!process.argv.includes(SERVE)) return false;
  let text = '';
  const sentAt: number[] = [];
  const server = await startOllama({
    models: [MODEL],
    reply: (_, n) => ({
      chunks: (async function* () {
        yield text.replaceAll('{n}', String(n));
        sentAt[n] = performance.now(); // asked for more: the first token has been handed over
      })(),
    }),
  });
  process.on('message', (message) => {
    const command = commandSchema.parse(message);
    if (command.kind === 'reply') text = command.text;
    if (command.kind === 'end') process.exit(0);
    const ownMs = server.requests.map(({ receivedAt }, n) => (sentAt[n] ?? receivedAt) - receivedAt);
    process.send?.(command.kind === 'times' ? { ownMs } : {});
  });
  process.once('disconnect', () => process.exit(0)); // the bench is gone
  process.send?.({ url: server.url });
  return true;
}
