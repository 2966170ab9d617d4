/** Where an OpenAI-compatible server is, and the key for it. Keys come from the environment alone, and go only where nobody listens in. */
import { FimError } from '../../text/error.ts';
import { baseOf, isLoopback, resolveServerUrl } from '../server-url.ts';

const EXAMPLE = 'https://llm.example.org/v1';

export interface OpenAiOptions {
  /** The option `openai.url`. */
  readonly url: string;
  /** The option `openai.keyVariable`: name of the environment variable; '' for no key. */
  readonly keyVariable: string;
  readonly allowRemote: boolean;
}

export interface OpenAiAddress {
  /** Ends with the version: `https://llm.example.org/v1`. */
  readonly base: string;
  /** '' for none. */
  readonly key: string;
}

/**
 * @throws FimError `config` for an address or key that will not do; `remote-forbidden` for another machine without consent, or a key that would travel in the clear
 */
export function resolveOpenAi(
  { url: given, keyVariable, allowRemote }: OpenAiOptions,
  env: Readonly<Record<string, string | undefined>>,
): OpenAiAddress {
  if (given.trim() === '')
    throw new FimError('config', { what: 'openai.url is not set.', next: `Example: ${EXAMPLE}` });
  const url = resolveServerUrl({
    given,
    source: 'openai.url',
    defaultPort: '8000',
    example: EXAMPLE,
    allowOption: 'openai.allowRemote',
    allowRemote,
  });
  if (url.username !== '' || url.password !== '') {
    throw new FimError('config', {
      what: 'openai.url holds a user or password.',
      next: 'Name a variable that holds the key in openai.keyVariable.',
    });
  }
  const key = keyFrom(keyVariable.trim(), env);
  if (key !== '' && url.protocol !== 'https:' && !isLoopback(url.href)) {
    throw new FimError('remote-forbidden', {
      what: `Your key would go to ${url.host} in the clear.`,
      next: 'Use https in openai.url, or leave openai.keyVariable empty.',
    });
  }
  // Some write the version into the base URL, some don't.
  if (!/\/v\d+\/*$/u.test(url.pathname)) url.pathname = `${url.pathname.replace(/\/+$/u, '')}/v1`;
  return { base: baseOf(url), key };
}

/** No message repeats the key. */
function keyFrom(variable: string, env: Readonly<Record<string, string | undefined>>): string {
  if (variable === '') return '';
  const key = env[variable]?.trim() ?? '';
  if (key === '') {
    const what = `openai.keyVariable names $${variable}, which is not set.`;
    throw new FimError('config', { what, next: `Set $${variable} before Neovim starts.` });
  }
  if (!/^[\x21-\x7e]+$/u.test(key)) {
    const what = `$${variable} holds characters that no key has.`;
    throw new FimError('config', { what, next: `Set $${variable} to the bare key.` });
  }
  return key;
}
