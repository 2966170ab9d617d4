/**
 * Every option of the plugin, declared once: names, types, bounds, defaults, help.
 * `npm run docs` writes the Lua side (`lua/fim/options.lua`), the LuaCATS classes, the README table and `doc/fim.txt` from it.
 */
import { z } from 'zod';
import { families } from '../prompt/families.ts';

const key = (fallback: string, what: string) =>
  z
    .union([z.string().min(1), z.literal(false)])
    .default(fallback)
    .describe(`${what} \`false\`: no key.`);

/** Everything that completions may come from. */
const BACKENDS = ['ollama', 'llamacpp', 'openai', 'embedded'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** What `model.family` may be: every family of the registry, and two that stand for none of them. */
export const FAMILY_NAMES: readonly string[] = ['auto', ...families.map(({ id }) => id), 'custom'];

export const optionsSchema = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .describe('Whether the plugin is on when Neovim starts. `:Fim enable|disable|toggle` change it at run time.'),
  autoTrigger: z
    .boolean()
    .default(true)
    .describe('Ghost text while typing. Off: only `:FimComplete` and the trigger key ask.'),
  debounceMs: z
    .union([z.int().min(0).max(2000), z.enum(['adaptive'])])
    .default('adaptive')
    .describe(
      'Pause after the last key before a model is asked, in ms. `adaptive`: by the rhythm of your keys, shorter after characters such as `(` or `=`, and where the model answers fast. 0 asks at once. Asking by hand never waits.',
    ),
  multilineCompletions: z
    .enum(['auto', 'always', 'never'])
    .default('auto')
    .describe(
      'Whether a suggestion may have more than one line. `auto`: at the start of a block or on an empty line, and never when text that is not a closing bracket follows the cursor on its line.',
    ),
  instantDrafts: z
    .boolean()
    .default(true)
    .describe(
      'Whether text out of the open project is shown at once, until the model has spoken. What the model says as well is confirmed and looks like ghost text; at the first difference the rest is replaced by what the model says.',
    ),
  prefetch: z
    .boolean()
    .default(true)
    .describe(
      'Whether a model is asked for what would follow a suggestion while you look at it, so that the next one is there when it is accepted. Any key ends that. Off: less work for the machine, as on battery; what needs no model is worked out all the same.',
    ),
  hotStreakLines: z
    .int()
    .min(0)
    .max(20)
    .default(5)
    .describe(
      'Lines that a model goes on for after a suggestion of one line, while nothing is typed: the next suggestion is there at once. 0: off.',
    ),
  popup: z
    .enum(['hide', 'behind'])
    .default('hide')
    .describe('While a completion menu is open: hide the ghost text, or show it behind the menu.'),
  filetypes: z
    .record(z.string(), z.boolean())
    .default({})
    .describe('Switches by filetype; `["*"]` stands for all that are not listed. Example: `{ markdown = false }`.'),
  disableInFiles: z
    .array(z.string())
    .default([])
    .describe(
      'Globs of files where the plugin stays silent. A pattern without `/` matches the file name, one with `/` the path from the working directory, or the whole path.',
    ),
  secretFiles: z
    .array(z.string())
    .default([
      '.env*',
      '*.env',
      '*.pem',
      '*.key',
      '*.p12',
      '*.pfx',
      '*.jks',
      '*.keystore',
      '*.kdbx',
      '*.gpg',
      '*.asc',
      'id_*',
      '.netrc',
      '_netrc',
      '.npmrc',
      '.pypirc',
      '.pgpass',
      '.htpasswd',
      'credentials',
      'credentials.json',
      '*.tfvars',
      '*.tfstate',
      'secrets.*',
      '.git-credentials',
      'auth.json',
      '.vault-token',
    ])
    .describe(
      'Globs of files that hold secrets: never read, never sent, and no switch turns the plugin on there. Replaces the default list.',
    ),
  maxFileBytes: z.int().min(1024).max(104857600).default(1048576).describe('Larger buffers are left alone, in bytes.'),
  keys: z
    .strictObject({
      accept: key('<Tab>', 'Accept the whole suggestion.'),
      acceptWord: key('<M-Right>', 'Accept its next word.'),
      acceptLine: key('<M-Down>', 'Accept its next line.'),
      next: key('<M-n>', 'Next suggestion; asks for one when there is none yet.'),
      prev: key('<M-p>', 'Previous suggestion.'),
      dismiss: key('<C-]>', 'Dismiss the suggestion.'),
      trigger: key('<M-Space>', 'Ask by hand, without waiting.'),
    })
    .prefault({})
    .describe('Keys, in insert mode. Each does what it did before when there is nothing to act on.'),
  accept: z
    .strictObject({
      method: z
        .enum(['paste', 'text'])
        .default('paste')
        .describe(
          '`paste` inserts through |nvim_paste()|: one undo step, repeatable with `.`. `text` sets the buffer text, for those who override |vim.paste()|; `.` does not repeat it.',
        ),
    })
    .prefault({})
    .describe('How a suggestion is inserted.'),
  backend: z
    .union([z.array(z.enum(BACKENDS)), z.enum(['auto', ...BACKENDS])])
    .default('auto')
    .describe(
      "Where completions come from: `ollama`; `llamacpp`, a llama-server; `openai`, any server with OpenAI's completions; `embedded`, which needs no model. A list names several, in order of preference: the first that works answers. `auto`: Ollama when it is reachable (with `model.path`: the llama-server that the plugin starts), the embedded one while it is not.",
    ),
  ollama: z
    .strictObject({
      url: z.string().default('').describe('Base URL. Empty: `$OLLAMA_HOST`, else `http://127.0.0.1:11434`.'),
      allowRemote: z
        .boolean()
        .default(false)
        .describe('Allow an address that is not on this machine. Your code then leaves it.'),
    })
    .prefault({})
    .describe('The Ollama server.'),
  llamacpp: z
    .strictObject({
      url: z.string().default('').describe('Base URL of a llama-server that runs. Empty: `http://127.0.0.1:8080`.'),
      allowRemote: z
        .boolean()
        .default(false)
        .describe('Allow an address that is not on this machine. Your code then leaves it.'),
    })
    .prefault({})
    .describe('A llama-server that you start yourself. For one that the plugin starts, set `model.path`.'),
  openai: z
    .strictObject({
      url: z.string().default('').describe('Base URL, with or without `/v1`: `https://llm.example.org/v1`.'),
      keyVariable: z
        .string()
        .default('')
        .describe(
          'Name of the environment variable that holds the key for the server. Empty: none is sent. A key is never read from a file, and goes to another machine by https only.',
        ),
      allowRemote: z
        .boolean()
        .default(false)
        .describe('Allow an address that is not on this machine. Your code then leaves it.'),
    })
    .prefault({})
    .describe("A server that speaks OpenAI's `/v1/completions`: vLLM, SGLang, LM Studio, llama-server, TGI."),
  instant: z
    .strictObject({
      wholeLine: z
        .number()
        .min(0)
        .max(1)
        .default(0.5)
        .describe(
          'The whole rest of a line is shown where it is at least this likely, 0 to 1. What it calls 0.7 likely is right seven times in ten (`npm run bench:replay`). The same goes for the lines of a block.',
        ),
      doubtful: z
        .number()
        .min(0)
        .max(1)
        .default(0.55)
        .describe(
          'Of other lines, what stands before the first word or sign that is less likely than this. 1: nothing, only whole lines.',
        ),
      partOfLine: z
        .number()
        .min(0)
        .max(1)
        .default(0.5)
        .describe('And no more of it than is this likely, all together.'),
      fewestCharacters: z.int().min(1).max(40).default(3).describe('But nothing shorter, in characters.'),
      blankLine: z
        .number()
        .min(0)
        .max(1)
        .default(0.7)
        .describe(
          'On a line that holds nothing but indentation a whole line is shown where it is at least this likely.',
        ),
    })
    .prefault({})
    .describe('What the embedded completions show: drafts out of your own project, in a few milliseconds.'),
  model: z
    .strictObject({
      target: z
        .string()
        .min(1)
        .default('auto')
        .describe(
          'Model to ask, as `ollama list` or the server names it. `auto`: the best installed one that can fill in the middle. A llama-server has one model and is not asked for another.',
        ),
      draft: z
        .string()
        .default('')
        .describe(
          'A smaller model of the same family on the same Ollama server, as `ollama list` names it: what it says stands there as a draft until the model itself has said the same, or something else. It is asked only where the project itself says nothing for sure and the model is slow; both must fit into memory. The temperature is 0 then.',
        ),
      draftAfterMs: z
        .int()
        .min(0)
        .max(60000)
        .default(250)
        .describe(
          'Time that a model takes to its first token, in ms, from which `model.draft` drafts for it; it must also be twice that of the draft model.',
        ),
      draftNumPredict: z
        .int()
        .min(0)
        .max(64)
        .default(0)
        .describe(
          "Tokens that a model on Ollama drafts for itself at a time, where it has heads of its own for that (`draft_num_predict`); others are not told. 0: as the model's own settings say.",
        ),
      path: z
        .string()
        .default('')
        .describe(
          'A model file (`.gguf`). The plugin starts a llama-server with it, one for all your Neovims, and stops it when the last one leaves. Not on Windows.',
        ),
      draftPath: z
        .string()
        .default('')
        .describe(
          'A smaller model of the same family (`.gguf`) that drafts for it: the llama-server of `model.path` says the same, sooner.',
        ),
      speculation: z
        .enum(['auto', 'off', 'draft', 'ngram-simple', 'ngram-map-k', 'ngram-mod', 'ngram-cache'])
        .default('auto')
        .describe(
          'How the llama-server of `model.path` drafts. `draft`: by `model.draftPath`. `ngram-…`: without a model, from what the prompt and its own answers say already. `auto`: `draft` where there is a draft model, else `ngram-simple`.',
        ),
      serverCommand: z
        .string()
        .default('')
        .describe('Program that `model.path` is run with. Empty: `llama-server` on `$PATH`.'),
      serverArgs: z
        .array(z.string())
        .default([])
        .describe('Further arguments for it. Example: `{ "--gpu-layers", "99" }`.'),
      family: z
        .enum(FAMILY_NAMES)
        .default('auto')
        .describe('Prompt format. `auto`: guessed from the model name. `custom`: `model.template`.'),
      order: z
        .enum(['auto', 'psm', 'spm'])
        .default('auto')
        .describe(
          "Order of prefix (P), suffix (S) and middle (M) in the prompt. `auto`: the family's own; an order that it was not trained on is refused.",
        ),
      template: z.string().default('').describe('Prompt of the family `custom`, with `{prefix}` and `{suffix}`.'),
      stop: z.array(z.string().min(1)).default([]).describe("Strings that end a completion, besides the family's own."),
      temperature: z
        .number()
        .min(0)
        .max(2)
        .default(0.01)
        .describe('Temperature of the first suggestion; further ones are asked for at higher ones.'),
      maxTokens: z.int().min(1).max(4096).default(256).describe('Most tokens to generate for one suggestion.'),
      keepAlive: z
        .string()
        .default('30m')
        .describe(
          "How long Ollama keeps the model in memory: `30m`, `1h`, `-1` for ever, `0` not at all. Empty: the server's default.",
        ),
    })
    .prefault({})
    .describe('The model.'),
  maxPromptTokens: z
    .int()
    .min(64)
    .max(131072)
    .default(1024)
    .describe('Size of the prompt, in tokens (estimated). Ollama is asked for as large a context as that needs.'),
  prefixPercentage: z
    .number()
    .min(0.05)
    .max(1)
    .default(0.85)
    .describe('Largest share of the prompt for the text before the cursor.'),
  useRecentlyEdited: z
    .boolean()
    .default(true)
    .describe('Whether prompts show what was edited lately: in this session, and what git tells of the working tree.'),
  recentlyEditedSimilarityThreshold: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('Edits that have less in common with the lines around the cursor are left out of prompts, 0 to 1.'),
  useImports: z.boolean().default(true).describe('Whether prompts show signatures of what the file imports and names.'),
  useCopyBuffer: z
    .boolean()
    .default(false)
    .describe('Whether prompts show what was yanked last, where it looks like code.'),
  slidingWindowSize: z
    .int()
    .min(20)
    .max(4000)
    .default(280)
    .describe(
      'Text around the cursor that similar code is searched by, in tokens. Near lines count more, so that a larger window changes little.',
    ),
  slidingWindowPrefixPercentage: z
    .number()
    .min(0)
    .max(1)
    .default(0.85)
    .describe('Share of that text that stands above the cursor.'),
  maxSnippetPercentage: z
    .number()
    .min(0)
    .max(0.8)
    .default(0.5)
    .describe(
      'Largest share of the prompt for snippets of other files: members of the object before the arrow, recent edits, types in reach, similar code. 0: none.',
    ),
  prompt: z
    .strictObject({
      anchor: z
        .enum(['line', 'block', 'cursor'])
        .default('block')
        .describe(
          'Where the hole of a prompt begins. `block`: it stays for up to 12 lines that are typed, and what was typed stands behind the middle token, so that the server has read nearly all of the next prompt already. `line`: it begins at each line anew. `cursor`: at the cursor, as elsewhere; each key then makes the server read the text after it again. Measured with a llama-server over 1,090 keys in PHP, TypeScript and Python (`npm run bench:reuse`): 5 tokens read a key with `block`, 9 with `line`, 200 with `cursor`; hence the default.',
        ),
    })
    .prefault({})
    .describe('How prompts are put together.'),
  members: z
    .strictObject({
      placement: z
        .enum(['context', 'inline'])
        .default('context')
        .describe(
          "Where prompts show the members of the object before an arrow. `context`: last among the snippets of other files, so that the server reads the text around the cursor once more for each arrow. `inline`: in a comment above the cursor's line, which the server reads alone; models are less used to that. With `prompt.anchor` at the cursor it is always `context`.",
        ),
    })
    .prefault({})
    .describe('Members of objects, which prompts show behind an arrow.'),
  maxSuffixPercentage: z
    .number()
    .min(0)
    .max(0.95)
    .default(0.25)
    .describe('Largest share of the prompt for the text after the cursor.'),
  useFileSuffix: z
    .boolean()
    .default(true)
    .describe('Whether the text after the cursor is sent. Off: a model sees only what stands before it.'),
  includePaths: z
    .array(z.string())
    .default([])
    .describe("Folders besides the project's root whose code is used as context as well; absolute, or `~/…`."),
  useOtherFiles: z
    .boolean()
    .default(true)
    .describe(
      'Whether other files of the project than the open ones are read: for the context in prompts, and by the embedded backend.',
    ),
  onlyMyCode: z
    .boolean()
    .default(true)
    .describe(
      "Whether the embedded backend leaves other people's code in the project alone: `vendor`, `node_modules` and virtual environments. Off: it reads that too, after the project's own. Prompts show of libraries what your code names, on or off.",
    ),
  useCache: z
    .boolean()
    .default(true)
    .describe('Whether what a model said at a place is shown again there without asking. It is kept in memory only.'),
  cacheEntries: z.int().min(1).max(100000).default(1000).describe('Most texts that are kept.'),
  fix: z
    .strictObject({
      model: z
        .string()
        .default('')
        .describe(
          'Model to ask for repairs, one that follows instructions. Empty: the best installed one. It may be another than `model.target`, and is asked on the same server.',
        ),
      maxPromptTokens: z.int().min(500).max(100000).default(4096).describe('Most tokens of the prompt of a repair.'),
      example: z
        .boolean()
        .default(false)
        .describe(
          'Whether models under 7 billion parameters are shown one worked answer in the prompt. `npm run bench:fix` tells whether it helps yours.',
        ),
      searchReplace: z
        .boolean()
        .default(true)
        .describe(
          'Whether models of 14 billion parameters and more answer with pieces to search and replace where the function is longer than 120 lines. Off: they see some of its statements, and write them anew.',
        ),
      timeoutMs: z
        .int()
        .min(1000)
        .max(600000)
        .default(20000)
        .describe('Time for all tries of a model together, in ms.'),
      codeActions: z
        .boolean()
        .default(true)
        .describe(
          'Whether a repair is offered among the code actions where something is reported, behind those of others.',
        ),
      commands: z
        .record(z.string(), z.array(z.string().min(1)))
        .default({})
        .describe(
          'Command lines of the language servers that verify, each a process of its own: `intelephense`, `ts`, `pyright`. What is not named is looked for on `$PATH` and among what Mason installs; `{}` for none. Example: `{ ts = { "typescript-language-server", "--stdio" } }`.',
        ),
    })
    .prefault({})
    .describe('Repairs of diagnostics (`fim fix`).'),
  host: z
    .strictObject({
      node: z
        .string()
        .default('')
        .describe('Node.js program (20.19 or newer) that runs the host. Empty: `node` on `$PATH`.'),
      start: z
        .enum(['job', 'rplugin'])
        .default('job')
        .describe(
          '`job`: the plugin starts its host itself. `rplugin`: the classic route, after `:UpdateRemotePlugins`.',
        ),
    })
    .prefault({})
    .describe('The host process.'),
  logLevel: z
    .enum(['error', 'info', 'debug'])
    .default('info')
    .describe('What `:Fim log` holds. No level writes buffer text.'),
});

/** All options with their defaults filled in. */
export type Options = z.output<typeof optionsSchema>;
