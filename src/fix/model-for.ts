/** The model that is asked for repairs, by the options: which server, which of its models. Asks it nothing else. */
import { chatOf, serverOf } from '../complete/servers.ts';
import type { Options } from '../config/schema.ts';
import { billionsIn, pickChatModel } from './chat-model.ts';
import { type ChatModel, SMALL_BILLIONS } from './fix.ts';

/** Of a model whose vocabulary nothing is known of. */
export const CHARS_PER_TOKEN = 3.3;

/** @throws FimError where there is no model, or its server is not there */
export async function modelFor(
  options: Options,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<ChatModel> {
  const server = serverOf(options, env);
  try {
    const { name } = pickChatModel(await server.models(signal), options.fix.model);
    return {
      chat: chatOf(options, env),
      model: name,
      budget: options.fix.maxPromptTokens,
      charsPerToken: CHARS_PER_TOKEN,
      withExample: wantsExample(options, name),
    };
  } finally {
    server.dispose?.();
  }
}

/** Small models may be shown a worked answer. */
export function wantsExample({ fix }: Options, name: string): boolean {
  return fix.example && (billionsIn(name) ?? 0) < SMALL_BILLIONS;
}
