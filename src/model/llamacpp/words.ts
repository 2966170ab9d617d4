/** How messages speak of llama-server. */
import type { ServerWords } from '../server-errors.ts';

export const LLAMA_SERVER: ServerWords = {
  name: 'llama-server',
  urlOption: 'llamacpp.url',
  start: 'Start it (`llama-server -m MODEL.gguf`), or set model.path.',
  getModel: () => 'Start llama-server with a model that can, or set model.family.',
  giveKey: 'Start llama-server without --api-key.',
};
