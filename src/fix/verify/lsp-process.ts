/** A language server of our own: started, told of its project, and stopped. The user's client never hears of it. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { z } from 'zod';
import { FimError } from '../../text/error.ts';
import { bounded } from './bounded.ts';
import type { ServerSpec } from './server-spec.ts';

export interface ServerPlace {
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Absolute: the same as that of the user's client. */
  readonly root: string;
  /** Absolute; it need not be there yet. */
  readonly storage: string;
  /** The user's, where there is a client. */
  readonly settings?: unknown;
  readonly initializationOptions?: unknown;
}

/** For a project to be read, in ms: a framework with its libraries takes some seconds. */
const READY_MS = 60_000;
/** For the first answer, in ms: a machine that has much to do takes some seconds. */
const FIRST_ANSWER_MS = 20_000;
/** For a good end, before it is killed, in ms. */
const LEAVE_MS = 500;

/** As the protocol numbers ways to tell changes. */
const INCREMENTAL = 2;
const syncs = z.union([z.number(), z.object({ change: z.number().nullish() })]).nullish();
const initialized = z.object({ capabilities: z.object({ textDocumentSync: syncs }) });
const configurationItems = z.object({ items: z.array(z.object({ section: z.string().nullish() })) });

export interface LspProcess {
  readonly connection: MessageConnection;
  readonly pid: number | undefined;
  /** It has gone, by itself or not. */
  readonly isGone: () => boolean;
  /** Nothing can be told to it any more: it goes, or has gone. */
  readonly isDeaf: () => boolean;
  /** Rejects when it goes. */
  readonly gone: Promise<never>;
  /** Resolves when it says the next time that it has read what it was told of. @throws FimError where it says nothing for a minute */
  readonly ready: () => Promise<void>;
  /** It wants to be told what has changed of a text, else all of it. */
  readonly takesRanges: boolean;
  stop(): Promise<void>;
}

/** @throws FimError `internal` where it does not start */
export async function startServer(spec: ServerSpec, place: ServerPlace): Promise<LspProcess> {
  const [program = '', ...args] = place.command;
  const child = spawn(program, args, { cwd: place.root, stdio: 'pipe' });
  let hasGone = false;
  const gone = new Promise<never>((_, reject) => {
    const fail = (why: string): void => {
      hasGone = true;
      reject(
        new FimError('internal', {
          what: `${spec.name} has ended: ${why}.`,
          next: `Run \`${place.command.join(' ')}\` by hand.`,
        }),
      );
    };
    child.once('error', ({ message }) => fail(message));
    child.once('exit', (code, by) => fail(code === null ? `by ${by}` : `with ${code}`));
  });
  gone.catch(() => undefined);
  // What nobody reads would stop the server when the pipe is full.
  child.stderr.resume();
  // Who reads no more is of no use.
  child.stdin.on('error', () => child.kill('SIGKILL'));
  const connection = connectionTo(child, settingsFor(spec, place));
  const ready = (): Promise<void> => bounded(heard(connection, spec.readyWhen), spec.name, READY_MS);
  const server = {
    connection,
    pid: child.pid,
    isGone: () => hasGone,
    isDeaf: () => hasGone || child.stdin.destroyed,
    gone,
    ready,
    stop: () => stop(child, connection, () => hasGone),
  };
  try {
    const { capabilities } = await Promise.race([initialize(server, spec, place), gone]);
    return { ...server, takesRanges: syncKindOf(capabilities.textDocumentSync) === INCREMENTAL };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

type Settings = Readonly<Record<string, unknown>>;

function isTable(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The user's over ours. */
function settingsFor(spec: ServerSpec, { settings }: ServerPlace): Settings {
  return isTable(settings) ? merged(spec.settings, settings) : spec.settings;
}

function merged(under: Settings, over: Settings): Settings {
  const all: Record<string, unknown> = { ...under };
  for (const [name, value] of Object.entries(over)) {
    const own = all[name];
    all[name] = isTable(own) && isTable(value) ? merged(own, value) : value;
  }
  return all;
}

function connectionTo(child: ChildProcessWithoutNullStreams, settings: Settings): MessageConnection {
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.onError(() => undefined);
  connection.onRequest('workspace/configuration', (params: unknown) => {
    const { items } = configurationItems.parse(params);
    return items.map(({ section }) => sectionOf(settings, section ?? ''));
  });
  // Nobody is there to be asked, and no server writes through us.
  connection.onRequest('workspace/applyEdit', () => ({ applied: false }));
  connection.onRequest('workspace/workspaceFolders', () => null);
  connection.onRequest(() => null);
  connection.listen();
  return connection;
}

/** `python.analysis` in `{ python: { analysis: … } }`. */
function sectionOf(settings: Settings, section: string): unknown {
  let at: unknown = settings;
  for (const name of section.split('.').filter((each) => each !== '')) {
    at = typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? Reflect.get(at, name) : null;
  }
  return at;
}

async function initialize(
  { connection, ready }: Pick<LspProcess, 'connection' | 'ready'>,
  spec: ServerSpec,
  place: ServerPlace,
): Promise<z.output<typeof initialized>> {
  const { root, storage, initializationOptions } = place;
  const uri = pathToFileURL(root).href;
  // Who does not say so is asked all the same: the control tells then that it knows too little.
  const isReady = ready().catch(() => undefined);
  const hello = connection.sendRequest('initialize', {
    processId: process.pid,
    clientInfo: { name: 'fim' },
    rootUri: uri,
    rootPath: root,
    workspaceFolders: [{ uri, name: root }],
    // Ours over the user's: two processes must not share a storage.
    initializationOptions: {
      ...(isTable(initializationOptions) ? initializationOptions : {}),
      ...spec.initializationOptions(storage),
    },
    capabilities: {
      workspace: {
        configuration: true,
        workspaceFolders: true,
        didChangeConfiguration: { dynamicRegistration: false },
        // Who watches by itself is not to think that we do.
        ...(spec.disk === 'told' ? { didChangeWatchedFiles: { dynamicRegistration: true } } : {}),
      },
      textDocument: {
        synchronization: { didSave: false },
        publishDiagnostics: { relatedInformation: true, versionSupport: true, tagSupport: { valueSet: [1, 2] } },
        diagnostic: { dynamicRegistration: true, relatedDocumentSupport: false },
        completion: { completionItem: { snippetSupport: false } },
      },
      window: { workDoneProgress: false },
    },
  });
  const answer = initialized.parse(await bounded(hello, spec.name, FIRST_ANSWER_MS));
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('workspace/didChangeConfiguration', { settings: settingsFor(spec, place) });
  await isReady;
  return answer;
}

function syncKindOf(sync: z.output<typeof syncs>): number | undefined {
  return typeof sync === 'number' ? sync : (sync?.change ?? undefined);
}

/** Resolves when the server has said so; at once where there is nothing to say. */
function heard(connection: MessageConnection, method: string | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (method === undefined) resolve();
    else connection.onNotification(method, () => resolve());
  });
}

async function stop(
  child: ChildProcessWithoutNullStreams,
  connection: MessageConnection,
  isGone: () => boolean,
): Promise<void> {
  if (isGone()) return connection.dispose();
  const end = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), LEAVE_MS);
  connection
    .sendRequest('shutdown')
    .then(() => connection.sendNotification('exit'))
    .catch(() => child.kill());
  await end;
  clearTimeout(timer);
  connection.dispose();
}
