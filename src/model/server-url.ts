/** Reads the address of a model server, and keeps code on this machine unless the user says otherwise. It asks nobody: no DNS, no requests. */
import { FimError } from '../text/error.ts';

export interface UrlRequest {
  /** What was given; not ''. */
  readonly given: string;
  /** What it was given by, for messages: `llamacpp.url`. */
  readonly source: string;
  /** Port where neither scheme nor port is named. */
  readonly defaultPort: string;
  /** An address as it should look. */
  readonly example: string;
  /** The option that allows another machine. */
  readonly allowOption: string;
  readonly allowRemote: boolean;
}

/**
 * Base URL without a slash at the end.
 * `0.0.0.0` and `::` are what a *server* listens on: a client reaches it by loopback.
 * @throws FimError `config` when it is no address; `remote-forbidden` when it is another machine and that is not allowed.
 */
export function resolveServerUrl(request: UrlRequest): URL {
  const url = parseAddress(clean(request.given), request);
  if (!request.allowRemote && !isLoopback(url.href)) {
    throw new FimError('remote-forbidden', {
      what: `${request.source} names another machine, ${url.host}: your code would leave this one.`,
      next: `Set ${request.allowOption} = true to allow it.`,
    });
  }
  return url;
}

/** As `place`s and request addresses are written. */
export function baseOf(url: URL): string {
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
export function clean(text: string): string {
  return text
    .trim()
    .replace(/^["']+|["']+$/gu, '')
    .trim();
}

function parseAddress(given: string, { source, defaultPort, example }: UrlRequest): URL {
  const full = withScheme(given, defaultPort);
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url === undefined || !/^https?:$/u.test(url.protocol) || url.hostname === '') {
    throw new FimError('config', { what: `${source} "${given}" is not an address.`, next: `Example: ${example}` });
  }
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  if (url.hostname === '[::]') url.hostname = '[::1]';
  url.search = '';
  url.hash = '';
  return url;
}

/** `given` with `http://` and the usual port where it names no scheme. */
function withScheme(given: string, defaultPort: string): string {
  if (given.includes('://')) return given;
  const slash = given.indexOf('/');
  const authority = slash < 0 ? given : given.slice(0, slash);
  const path = slash < 0 ? '' : given.slice(slash);
  if (/^:\d+$/u.test(authority)) return `http://127.0.0.1${authority}${path}`;
  // An IPv6 address without brackets has more than one colon.
  if (/^[\da-f:]*:[\da-f:]*:[\da-f:.]*$/iu.test(authority)) return `http://[${authority}]:${defaultPort}${path}`;
  return /:\d+$/u.test(authority) ? `http://${authority}${path}` : `http://${authority}:${defaultPort}${path}`;
}
