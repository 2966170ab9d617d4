/** How messages speak of a server that is only known by its dialect. */
import type { ServerWords } from '../server-errors.ts';

export const OPENAI_SERVER: ServerWords = {
  name: 'An OpenAI-compatible server',
  urlOption: 'openai.url',
  start: 'Check openai.url, and that the server runs.',
  getModel: () => 'Set model.target and model.family for what it serves.',
  giveKey: 'Set openai.keyVariable to the variable that holds your key.',
};
