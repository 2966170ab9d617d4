/** Finds the address of the Ollama server: the option, the environment, or loopback. */
import { baseOf, clean, resolveServerUrl } from './server-url.ts';

const DEFAULT_PORT = '11434';
const DEFAULT_URL = `http://127.0.0.1:${DEFAULT_PORT}`;

export interface UrlSources {
  /** The option `ollama.url`; '' when it is not set. */
  readonly option: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The option `ollama.allowRemote`. */
  readonly allowRemote?: boolean;
}

/**
 * Base URL without a slash at the end: the option, else `$OLLAMA_HOST`, else loopback.
 *
 * Forms as Ollama's own client reads them (envconfig.Host): `host`, `host:port`, `:port`, `http://…`; without a scheme the port is 11434.
 * @throws FimError `config` when it is no address; `remote-forbidden` when it is another machine and `allowRemote` is not set.
 */
export function resolveOllamaUrl({ option, env, allowRemote = false }: UrlSources): string {
  const source = option.trim() !== '' ? 'ollama.url' : 'OLLAMA_HOST';
  const given = clean(source === 'ollama.url' ? option : (env['OLLAMA_HOST'] ?? ''));
  const url = resolveServerUrl({
    given: given === '' ? DEFAULT_URL : given,
    source,
    defaultPort: DEFAULT_PORT,
    example: DEFAULT_URL,
    allowOption: 'ollama.allowRemote',
    allowRemote,
  });
  return baseOf(url);
}
