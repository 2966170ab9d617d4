/** Every message of the protocol, declared once: what is checked when it comes in, and what `npm run docs` writes `doc/protocol.schema.json` from. */
import { z } from 'zod';

const path = z.string().min(1).max(4096);
const content = z.string().describe('The whole text of the file as it is in the editor; wins over the file on disk.');
const cursorOffset = z
  .int()
  .min(0)
  .optional()
  .describe('Byte offset of the cursor in `content` as UTF-8. Default: the middle of the file.');
const filepath = path.describe('Absolute, or from `project_root`. A file need not exist.');
const maxTokens = z.int().min(16).max(100_000).optional();

const place = { filepath, content, cursor_offset: cursorOffset };

/** What a context part did, for `explain`. */
const part = z.object({
  source: z.string(),
  path: z.string(),
  kind: z.enum(['code', 'signatures', 'names']),
  tokens: z.number(),
  score: z.number(),
  reason: z.string(),
});

/** Requests: method → its parameters and its result. */
export const REQUESTS = {
  initialize: {
    description: 'Opens a project and reads it. Other requests are answered meanwhile with what is known by then.',
    params: z.object({
      project_root: path.describe('Absolute path of a folder.'),
      include_paths: z
        .array(path)
        .max(100)
        .optional()
        .describe("Further folders whose code counts as the project's; absolute, or from `project_root`."),
      bm25: z.boolean().optional().describe('Whether similar code is looked for. Default: true.'),
    }),
    result: z.object({ file_count: z.int().min(0), bm25_chunks: z.int().min(0) }),
  },
  getContext: {
    description: 'The context for a place: for each file a header, its namespace and signatures; then similar code.',
    params: z.object({ ...place, max_tokens: maxTokens.describe('Budget of the context in tokens. Default: 1024.') }),
    result: z.object({ context: z.string() }),
  },
  getPrompt: {
    description: 'The prompt that the editor would send for a place, as the model was trained.',
    params: z.object({
      ...place,
      model: z.string().min(1).optional().describe('Name of a model; its family decides the format.'),
      max_tokens: maxTokens.describe('Budget of the whole prompt in tokens. Default: the option maxPromptTokens.'),
    }),
    result: z.object({
      prompt: z.string(),
      stop: z.array(z.string()),
      family: z.string(),
      model: z.string(),
      tokens: z.number(),
      parts: z.array(part),
    }),
  },
  complete: {
    description: 'A completion from the model. It is streamed as notifications `complete/progress` until the result.',
    params: z.object({ ...place, model: z.string().min(1).optional() }),
    result: z.object({
      text: z.string(),
      replace_after_cursor: z.int().min(0).describe('Bytes behind the cursor that the text takes the place of.'),
      model: z.string(),
      backend: z.string(),
      first_token_ms: z.number().nullable(),
      total_ms: z.number(),
    }),
  },
  getMap: {
    description: 'The map of the project: its most important files with their signatures.',
    params: z.object({
      max_tokens: maxTokens.describe('Default: 1024.'),
      focus: z.array(path).max(1000).optional().describe('Files that the ranking starts from.'),
      mentioned: z.array(z.string()).max(1000).optional().describe('Identifiers that count more.'),
    }),
    result: z.object({
      map: z.string(),
      tokens: z.number(),
      files: z.array(z.object({ path: z.string(), score: z.number(), lines: z.array(z.string()) })),
    }),
  },
  didChange: {
    description: 'Tells the text of a file that is open and not saved. May be sent as a notification.',
    params: z.object({ filepath, content }),
    result: z.null(),
  },
  didClose: {
    description: 'The file on disk counts again. May be sent as a notification.',
    params: z.object({ filepath }),
    result: z.null(),
  },
  status: {
    description: 'What is known of the project.',
    params: z.object({}).optional(),
    result: z.object({
      project_root: z.string(),
      file_count: z.int(),
      files_known: z.int(),
      library_files: z.int(),
      declarations: z.int(),
      bm25_chunks: z.int(),
      is_complete: z.boolean(),
      indexed_ms: z.number().nullable(),
    }),
  },
  shutdown: {
    description: 'No more requests will come. The program ends at `exit`, or when its input ends.',
    params: z.unknown().optional(),
    result: z.null(),
  },
} as const;

export type RequestName = keyof typeof REQUESTS;
export type ParamsOf<M extends RequestName> = z.infer<(typeof REQUESTS)[M]['params']>;
export type ResultOf<M extends RequestName> = z.infer<(typeof REQUESTS)[M]['result']>;

/** Notifications from the client, besides the requests that may be sent as one. */
export const CLIENT_NOTIFICATIONS = {
  '$/cancelRequest': {
    description: 'Nobody wants the answer of this request any more: it is answered with error −32800.',
    params: z.object({ id: z.unknown().describe('As in the request.') }),
  },
  exit: { description: 'Ends the program with status 0.', params: z.unknown().optional() },
} as const;

/** Notifications to the client. */
export const SERVER_NOTIFICATIONS = {
  'complete/progress': {
    description: 'The text of a completion by now. It replaces the one before.',
    params: z.object({ id: z.unknown().describe('Of the request `complete`.'), text: z.string() }),
  },
} as const;

/** Errors of this protocol, besides those of JSON-RPC 2.0. */
export const ERRORS = {
  notInitialized: { code: -1, message: 'not initialized' },
  cancelled: { code: -32800, message: 'request cancelled' },
  failed: { code: -32000, message: 'request failed' },
} as const;
