/** Turns what can go wrong between us and Ollama into errors that a person can act on. It never prints and never retries. */
import { FimError } from '../text/error.ts';
import { errorBody } from './ollama-protocol.ts';

/** Longest piece of a server's own words in a message, in characters. */
const MAX_QUOTE = 160;

/** What a request was about, for the wording. `model` is '' where none was named. */
export interface RequestInfo {
  readonly url: string;
  readonly model: string;
}

/** An answer that is not Ollama's protocol. */
export function badReply({ url }: RequestInfo, detail: string, cause?: unknown): FimError {
  return new FimError(
    'bad-reply',
    {
      what: `${url} does not answer as Ollama does: ${quote(detail)}.`,
      next: 'Check that ollama.url points to Ollama.',
    },
    { cause },
  );
}

/** An `{"error": …}` inside a stream. */
export function streamError(message: string): FimError {
  return new FimError('server-error', { what: `Ollama failed: ${quote(message)}.`, next: 'Its own log tells more.' });
}

/** An answer with an error status. `body` is its text. */
export function httpError(info: RequestInfo, status: number, body: string): FimError {
  const message = messageOf(body);
  if (status >= 500)
    return new FimError('server-error', {
      what: `Ollama failed (${status}): ${quote(message)}.`,
      next: 'Its own log tells more.',
    });
  if (status === 404 && info.model !== '' && /model.*not found/isu.test(message)) return modelMissing(info.model);
  if (status === 400 && /does not support (?:generate|completion|insert)/iu.test(message)) {
    return new FimError('model-without-fim', {
      what: `"${info.model}" cannot complete text.`,
      next: 'Set another model.target.',
    });
  }
  return new FimError('server-refused', {
    what: `${info.url} refused the request (${status}): ${quote(message)}.`,
    next: 'Check ollama.url and the model options.',
  });
}

/** The server has no model of this name. */
export function modelMissing(model: string): FimError {
  return new FimError('model-missing', {
    what: `Ollama has no model "${model}".`,
    next: `Run \`ollama pull ${model}\`.`,
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
  if (receiving || is(/^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/u)) {
    const what = `The connection to ${info.url} was cut.`;
    return new FimError('connection-cut', { what, next: 'The next key asks again.' }, { cause: error });
  }
  return new FimError(
    'server-unreachable',
    { what: `Nothing answers at ${info.url}.`, next: 'Start Ollama (`ollama serve`).' },
    { cause: error },
  );
}

/** The codes and names of an error and of what caused it. `fetch` wraps them, twice where a name has several addresses. */
function errorCodes(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 3) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.name, error.code] : [error.name];
  const causes = [error.cause, ...(error instanceof AggregateError ? error.errors : [])];
  return [...own, ...causes.flatMap((cause) => errorCodes(cause, depth + 1))];
}

function messageOf(body: string): string {
  try {
    return errorBody.parse(JSON.parse(body)).error;
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
