/** Turns what can go wrong between us and a model server into errors that a person can act on. It never prints and never retries. */
import { z } from 'zod';
import { FimError } from '../text/error.ts';

/** Longest piece of a server's own words in a message, in characters. */
const MAX_QUOTE = 160;

/** A kind of server, as messages speak of it. */
export interface ServerWords {
  /** `Ollama`, `llama-server`. */
  readonly name: string;
  /** The option that holds its address. */
  readonly urlOption: string;
  /** What to do when nothing answers there. */
  readonly start: string;
  /** What to do when it has no model of that name. */
  readonly getModel: (model: string) => string;
  /** What to do when it wants a key that it did not get. */
  readonly giveKey: string;
}

export const OLLAMA: ServerWords = {
  name: 'Ollama',
  urlOption: 'ollama.url',
  start: 'Start Ollama (`ollama serve`).',
  getModel: (model) => `Run \`ollama pull ${model}\`.`,
  giveKey: 'Check ollama.url and the model options.',
};

/** What a request was about, for the wording. `model` is '' where none was named. */
export interface RequestInfo {
  readonly url: string;
  readonly model: string;
  readonly server: ServerWords;
}

/** An answer that is not the protocol of this kind of server. */
export function badReply({ url, server }: RequestInfo, detail: string, cause?: unknown): FimError {
  return new FimError(
    'bad-reply',
    {
      what: `${url} does not answer as ${server.name} does: ${quote(detail)}.`,
      next: `Check that ${server.urlOption} points to ${server.name}.`,
    },
    { cause },
  );
}

/** An error that was told inside a stream. */
export function streamError({ server }: RequestInfo, message: string): FimError {
  const what = `${server.name} failed: ${quote(message)}.`;
  return new FimError('server-error', { what, next: 'Its own log tells more.' });
}

/** The server is there, and reads its model from the disk. */
export function stillLoading({ url, server }: Pick<RequestInfo, 'url' | 'server'>): FimError {
  return new FimError('server-loading', {
    what: `${server.name} at ${url} is still loading its model.`,
    next: 'It is asked again by itself.',
  });
}

/** An answer with an error status. `body` is its text. */
export function httpError(info: RequestInfo, status: number, body: string): FimError {
  const { url, model, server } = info;
  const message = messageOf(body);
  if (status === 503 && /\bloading\b/iu.test(message)) return stillLoading(info);
  if (status >= 500) {
    const what = `${server.name} failed (${status}): ${quote(message)}.`;
    return new FimError('server-error', { what, next: 'Its own log tells more.' });
  }
  if (status === 404 && model !== '' && /model.*(?:not found|not exist)/isu.test(message))
    return modelMissing(model, server);
  if (status === 400 && /does not support (?:generate|completion|insert)/iu.test(message)) {
    return new FimError('model-without-fim', {
      what: `"${model}" cannot complete text.`,
      next: 'Set another model.target.',
    });
  }
  if (status === 429) {
    const what = `${server.name} at ${url} is busy (429): ${quote(message)}.`;
    return new FimError('server-error', { what, next: 'It is asked again after a pause.' });
  }
  return new FimError('server-refused', {
    what: `${url} refused the request (${status}): ${quote(message)}.`,
    next: adviceOf(status, message, server),
  });
}

function adviceOf(status: number, message: string, server: ServerWords): string {
  if (/context (?:size|length|window)|maximum context/iu.test(message))
    return 'Lower maxPromptTokens, or give the server a larger context.';
  if (status === 401 || status === 403) return server.giveKey;
  return `Check ${server.urlOption} and the model options.`;
}

/** The server has no model of this name. */
export function modelMissing(model: string, server: ServerWords = OLLAMA): FimError {
  return new FimError('model-missing', {
    what: `${server.name} has no model "${model}".`,
    next: server.getModel(model),
  });
}

/**
 * What `fetch` or the reading of a body threw, as an error of ours. FimErrors pass through.
 * @param receiving whether an answer had begun.
 */
export function transportError(info: RequestInfo, error: unknown, receiving: boolean): FimError {
  if (error instanceof FimError) return error;
  const codes = errorCodes(error);
  const is = (pattern: RegExp): boolean => codes.some((code) => pattern.test(code));
  if (is(/^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/u)) {
    return new FimError(
      'server-error',
      { what: `${info.url} did not answer for five minutes.`, next: 'Its own log tells more.' },
      { cause: error },
    );
  }
  // Node 24 gives the parser's errors no code, only a name.
  if (is(/^HPE_|^HTTPParserError$|^UND_ERR_HEADERS_OVERFLOW$/u)) return badReply(info, 'not HTTP', error);
  if (is(/CERT|SELF_SIGNED|^UNABLE_TO_|^ERR_(?:TLS|SSL)_/u)) {
    const what = `${info.url} can't be trusted: ${quote(certificateFault(codes))}.`;
    return new FimError(
      'server-refused',
      { what, next: 'Name its authority in $NODE_EXTRA_CA_CERTS.' },
      { cause: error },
    );
  }
  if (receiving || is(/^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/u)) {
    const what = `The connection to ${info.url} was cut.`;
    return new FimError('connection-cut', { what, next: 'The next key asks again.' }, { cause: error });
  }
  return new FimError(
    'server-unreachable',
    { what: `Nothing answers at ${info.url}.`, next: info.server.start },
    { cause: error },
  );
}

const certificateFault = (codes: readonly string[]): string =>
  codes.find((code) => /CERT|SELF_SIGNED|^UNABLE_TO_|^ERR_(?:TLS|SSL)_/u.test(code)) ?? 'no good certificate';

/** The codes and names of an error and of what caused it. `fetch` wraps them, twice where a name has several addresses. */
function errorCodes(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 3) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.name, error.code] : [error.name];
  const causes = [error.cause, ...(error instanceof AggregateError ? error.errors : [])];
  return [...own, ...causes.flatMap((cause) => errorCodes(cause, depth + 1))];
}

/** An error is a string; OpenAI's dialect wraps it, FastAPI calls it `detail`, vLLM of old had a bare `message`. */
export const errorText = z.union([
  z.string(),
  z.looseObject({ message: z.string() }).transform(({ message }) => message),
]);
const errorBody = z.union([
  z.object({ error: errorText }).transform(({ error }) => error),
  z.object({ detail: z.string() }).transform(({ detail }) => detail),
  z.object({ object: z.literal('error'), message: z.string() }).transform(({ message }) => message),
]);

function messageOf(body: string): string {
  try {
    return errorBody.parse(JSON.parse(body));
  } catch {
    return body;
  }
}

/** One line of at most `MAX_QUOTE` characters, without a full stop at its end. */
function quote(text: string): string {
  const line = text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(/\.$/u, '');
  if (line === '') return 'no reason given';
  return line.length <= MAX_QUOTE ? line : `${[...line].slice(0, MAX_QUOTE - 1).join('')}…`;
}
