/** A question to a backend, and how its answer is read. */
import type { Ask } from '../../src/model/backend.ts';

/** An `Ask` with a prompt of Qwen's. */
export const ASK: Ask = {
  situation: { path: '/p/a.php', filetype: 'php', prefix: 'é', suffix: '🙂', indentUnit: '    ' },
  model: 'qwen2.5-coder-1.5b',
  prompt: '<|fim_prefix|>é<|fim_suffix|>🙂<|fim_middle|>',
  stop: ['<|endoftext|>', '\n\n\n'],
  maxTokens: 64,
  temperature: 0.01,
  attempt: 0,
  multiline: true,
};

export const never = (): AbortSignal => new AbortController().signal;

/** The text that came, and how it ended. */
export async function outcome(chunks: AsyncIterable<string>): Promise<{ text: string; error: unknown }> {
  let text = '';
  try {
    for await (const chunk of chunks) text += chunk;
    return { text, error: undefined };
  } catch (error) {
    return { text, error };
  }
}
