/** Finds the address of the Ollama server, and keeps code on this machine unless the user says otherwise. It asks nobody: no DNS, no requests. */
import { FimError } from '../text/error.ts';

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
 * `0.0.0.0` and `::` are what a *server* listens on: a client reaches it by loopback.
 * @throws FimError `config` when it is no address; `remote-forbidden` when it is another machine and `allowRemote` is not set.
 */
export function resolveOllamaUrl({ option, env, allowRemote = false }: UrlSources): string {
  const source = option.trim() !== '' ? 'ollama.url' : 'OLLAMA_HOST';
  const given = clean(source === 'ollama.url' ? option : (env['OLLAMA_HOST'] ?? ''));
  const url = given === '' ? new URL(DEFAULT_URL) : parseAddress(given, source);
  if (!allowRemote && !isLoopback(url.href)) {
    throw new FimError('remote-forbidden', {
      what: `${source} names another machine, ${url.host}: your code would leave this one.`,
      next: 'Set ollama.allowRemote = true to allow it.',
    });
  }
  return url.href.replace(/\/+$/u, '');
}

/** Whether `url` can only reach this machine: 127.0.0.0/8, `::1`, `localhost`. A name that merely resolves to loopback does not count. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const host = new URL(url).hostname.replace(/\.$/u, '');
  if (host === 'localhost' || host.endsWith('.localhost') || host === '[::1]') return true;
  // 127.0.0.0/8, plain and mapped into IPv6, where `7fxx` are its first two bytes.
  return /^127\.\d+\.\d+\.\d+$/u.test(host) || /^\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\]$/u.test(host);
}

/** Without blanks and the quotes that shells and service files leave around values. */
function clean(text: string): string {
  return text
    .trim()
    .replace(/^["']+|["']+$/gu, '')
    .trim();
}

function parseAddress(given: string, source: string): URL {
  const full = withScheme(given);
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url === undefined || !/^https?:$/u.test(url.protocol) || url.hostname === '') {
    throw new FimError('config', {
      what: `${source} "${given}" is not an address.`,
      next: 'Example: http://127.0.0.1:11434',
    });
  }
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  if (url.hostname === '[::]') url.hostname = '[::1]';
  url.search = '';
  url.hash = '';
  return url;
}

/** `given` with `http://` and Ollama's port where it names no scheme. */
function withScheme(given: string): string {
  if (given.includes('://')) return given;
  const slash = given.indexOf('/');
  const authority = slash < 0 ? given : given.slice(0, slash);
  const path = slash < 0 ? '' : given.slice(slash);
  if (/^:\d+$/u.test(authority)) return `http://127.0.0.1${authority}${path}`;
  // An IPv6 address without brackets has more than one colon.
  if (/^[\da-f:]*:[\da-f:]*:[\da-f:.]*$/iu.test(authority)) return `http://[${authority}]:${DEFAULT_PORT}${path}`;
  return /:\d+$/u.test(authority) ? `http://${authority}${path}` : `http://${authority}:${DEFAULT_PORT}${path}`;
}
