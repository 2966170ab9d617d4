/** Which verifiers there are for a file: the servers and linters that this machine has, the one that knows most first, the parser last. Starts nothing. */
import { createHash } from 'node:crypto';
import { accessSync, constants, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { CodeParser } from '../../syntax/code-tree.ts';
import type { ServerPlace } from './lsp-process.ts';
import { type LspServer, lspServer } from './lsp-verifier.ts';
import { memoryOf } from './memory.ts';
import { phpLint } from './php-lint.ts';
import type { ServerSpec } from './server-spec.ts';
import { SERVERS, serversFor } from './servers/registry.ts';
import { syntaxVerifier } from './syntax.ts';
import type { Unsaved, Verifier } from './verifier.ts';

/** A client of the user's, whose server is run once more for us. */
export interface KnownClient {
  readonly name: string;
  /** Program and arguments. */
  readonly cmd: readonly string[];
  /** Absolute. */
  readonly root: string;
  readonly settings?: unknown;
  readonly initializationOptions?: unknown;
}

export interface VerifierWishes {
  /** Absolute; '' for a text without a file. */
  readonly path: string;
  /** As in `src/syntax`. */
  readonly languageId: string;
  /** Of the project, absolute; '' without a file. */
  readonly root: string;
  /** Is the caller's to delete; `undefined` without a grammar. */
  readonly parser: CodeParser | undefined;
  /** Server → its command line, in place of all others; the empty one: none. */
  readonly commands?: Readonly<Record<string, readonly string[]>>;
  readonly clients?: readonly KnownClient[];
  /** What an editor has not written: others than the file are seen as they are there. */
  readonly unsaved?: readonly Unsaved[];
}

/** A server that runs for us. */
export interface RunningVerifier {
  readonly name: string;
  /** Of its project. */
  readonly root: string;
  readonly pid: number;
  /** With all that it has started; 0 where the system does not tell. */
  readonly mebibytes: number;
}

/** A server that may verify. */
export interface KnownServer {
  readonly name: string;
  /** As in `src/syntax`. */
  readonly languages: readonly string[];
  /** What runs it where the buffer's client does not; '' where nothing does. */
  readonly program: string;
}

/** Each takes some hundred MiB: of more, the one that nobody has asked for longest is let go. */
const MOST_SERVERS = 4;

/** The servers that run for us, one for each kind and project. */
export class Verifiers {
  readonly #env: Env;
  readonly #servers = new LRUCache<string, LspServer>({
    max: MOST_SERVERS,
    dispose: (server) => void server.dispose(),
  });

  constructor(env: Env) {
    this.#env = env;
  }

  forFile(wishes: VerifierWishes): readonly Verifier[] {
    const { path, languageId, root, parser, commands = {}, clients = [], unsaved = [] } = wishes;
    const folders = searchFolders(this.#env);
    // A buffer without a name has no address to be opened under.
    const specs = path === '' ? [] : serversFor(languageId);
    const found = specs.flatMap((spec): readonly Verifier[] => {
      const client = clients.find(({ name, cmd }) => spec.clients.includes(name) && cmd.length > 0);
      const command = commandOf(spec, { commands, client, folders });
      if (command === undefined || command.length === 0) return [];
      const place = {
        command,
        root: client?.root ?? root,
        storage: '',
        settings: client?.settings,
        initializationOptions: client?.initializationOptions,
      };
      return [this.#server(spec, place).verifier(path, languageId, unsaved)];
    });
    const php = languageId === 'php' ? located(['php'], folders)?.[0] : undefined;
    return [
      ...found,
      ...(php === undefined ? [] : [phpLint(php)]),
      ...(parser === undefined ? [] : [syntaxVerifier(parser)]),
    ];
  }

  #server(spec: ServerSpec, place: ServerPlace): LspServer {
    const key = JSON.stringify([spec.id, place]);
    const known = this.#servers.get(key);
    if (known !== undefined) return known;
    const made = lspServer(spec, { ...place, storage: storageFor(spec.id, place.root, this.#env) });
    this.#servers.set(key, made);
    return made;
  }

  /** Those that could run. @param commands as in the wishes */
  known(commands: Readonly<Record<string, readonly string[]>>): readonly KnownServer[] {
    const folders = searchFolders(this.#env);
    return SERVERS.map((spec) => ({
      name: spec.name,
      languages: Object.keys(spec.languages),
      program: commandOf(spec, { commands, client: undefined, folders })?.join(' ') ?? '',
    }));
  }

  /** Those that run now. */
  async running(): Promise<readonly RunningVerifier[]> {
    const running = [...this.#servers.values()].flatMap(({ name, root, pid }) =>
      pid === undefined ? [] : [{ name, root, pid }],
    );
    const sizes = await memoryOf(running.map(({ pid }) => pid));
    return running.map((each, index) => ({ ...each, mebibytes: sizes[index] ?? 0 }));
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#servers.values()].map((server) => server.dispose()));
    this.#servers.clear();
  }
}

/** What was set for it, else what the buffer's client runs, else what is installed. */
function commandOf(
  { id, commands: usual }: ServerSpec,
  {
    commands,
    client,
    folders,
  }: Required<Pick<VerifierWishes, 'commands'>> & {
    readonly client: KnownClient | undefined;
    readonly folders: readonly string[];
  },
): readonly string[] | undefined {
  return (
    commands[id] ??
    (client === undefined ? undefined : located(client.cmd, folders)) ??
    usual.map((each) => located(each, folders)).find((each) => each !== undefined)
  );
}

type Env = Readonly<Record<string, string | undefined>>;

/** `$PATH`, and what Mason has installed. Never a folder of the project: who looks at somebody's code does not want to run it. */
function searchFolders(env: Env): readonly string[] {
  const data = env['XDG_DATA_HOME'] || join(env['HOME'] || homedir(), '.local', 'share');
  return [...(env['PATH'] ?? '').split(delimiter).filter(isAbsolute), join(data, 'nvim', 'mason', 'bin')];
}

function located(
  [program = '', ...args]: readonly string[],
  folders: readonly string[],
): readonly string[] | undefined {
  const found = (isAbsolute(program) ? [program] : folders.map((folder) => join(folder, program))).find(isProgram);
  return found === undefined ? undefined : [found, ...args];
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** One for each server and project. */
function storageFor(id: string, root: string, env: Env): string {
  const cache = env['XDG_CACHE_HOME'] || (env['HOME'] === undefined ? tmpdir() : join(env['HOME'], '.cache'));
  return join(cache, 'fim', 'verify', `${id}-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`);
}
