/**
 * The registry of model families: their special tokens, prompt orders and stops, each with its source. A new family is one entry here.
 * It holds facts about models; which of them is chosen, and how a prompt is filled, is decided elsewhere.
 *
 * `charsPerToken` is 8–12 % below what was measured on 1,200 windows of PHP, TypeScript and Python for the vocabularies of Qwen, DeepSeek V2/V3, CodeGemma, CodeLlama and
 * Codestral (4.1, 3.9, 3.6, 3.3, 3.3); for the others it goes by the size of the vocabulary.
 *
 * Stops leave out what honest code contains: `</s>` (HTML), `</code>` (HTML), `<PRE>` (HTML), `\n+++++ ` (patches). The server ends at its own end token anyway.
 */
import type { ContextFormat, Family } from './family.ts';

/** Files as comments: for models whose training knew no separator between files. */
const AS_COMMENTS: ContextFormat = {
  kind: 'comment',
  head: '',
  file: '{comment} {path}\n{text}\n',
  current: '{comment} {path}\n',
};

/** Repository format of the Qwen coders (arXiv 2409.12186; examples/Qwen2.5-Coder-repolevel-fim.py). */
const QWEN_REPO: ContextFormat = {
  kind: 'repo',
  head: '<|repo_name|>{repo}\n',
  file: '<|file_sep|>{path}\n{text}\n',
  current: '<|file_sep|>{path}\n',
};

const PIPED_PSM = '<|fim_prefix|>{prefix}<|fim_suffix|>{suffix}<|fim_middle|>';
const BARE_PSM = '<fim_prefix>{prefix}<fim_suffix>{suffix}<fim_middle>';
/** SPM as StarCoder has it ("SPMv2"): both tokens first, then the suffix, then the prefix after the middle token. */
const BARE_SPM = '<fim_prefix><fim_suffix>{suffix}<fim_middle>{prefix}';

const PIPED = { prefix: '<|fim_prefix|>', suffix: '<|fim_suffix|>', middle: '<|fim_middle|>' } as const;
const BARE = { prefix: '<fim_prefix>', suffix: '<fim_suffix>', middle: '<fim_middle>' } as const;

/** U+FF5C full-width bars and U+2581 low blocks, not `|` and `_`. */
const DEEPSEEK = {
  prefix: '<｜fim▁begin｜>',
  suffix: '<｜fim▁hole｜>',
  middle: '<｜fim▁end｜>',
  bos: '<｜begin▁of▁sentence｜>',
} as const;
const DEEPSEEK_PSM = '<｜fim▁begin｜>{prefix}<｜fim▁hole｜>{suffix}<｜fim▁end｜>';

/** Source: README of QwenLM/Qwen3-Coder. */
const qwen3Coder: Family = {
  id: 'qwen3-coder',
  names: [/qwen-?3[._-]?\d*-?coder/],
  tokens: { ...PIPED, pad: '<|fim_pad|>', repoName: '<|repo_name|>', fileSep: '<|file_sep|>' },
  eot: ['<|endoftext|>', '<|im_end|>'],
  controls: ['<|im_start|>'],
  templates: { psm: PIPED_PSM },
  defaultOrder: 'psm',
  stops: [
    '<|endoftext|>',
    '<|im_end|>',
    '<|im_start|>',
    '<|fim_prefix|>',
    '<|fim_suffix|>',
    '<|fim_middle|>',
    '<|fim_pad|>',
    '<|repo_name|>',
    '<|file_sep|>',
  ],
  context: QWEN_REPO,
  charsPerToken: 3.8,
  preference: 90,
};

/** Source: arXiv 2409.12186, README of QwenLM/Qwen2.5-Coder; ids 151659–151664. The instruct models (Ollama's plain tags) keep the ability. */
const qwen25Coder: Family = {
  id: 'qwen2.5-coder',
  names: [/qwen-?2[._]?5(?:\.1)?-?code/],
  tokens: { ...PIPED, pad: '<|fim_pad|>', repoName: '<|repo_name|>', fileSep: '<|file_sep|>' },
  eot: ['<|endoftext|>'],
  controls: ['<|im_start|>', '<|im_end|>'],
  templates: { psm: PIPED_PSM },
  defaultOrder: 'psm',
  stops: [
    '<|endoftext|>',
    '<|fim_prefix|>',
    '<|fim_middle|>',
    '<|fim_suffix|>',
    '<|fim_pad|>',
    '<|repo_name|>',
    '<|file_sep|>',
    '<|im_start|>',
    '<|im_end|>',
  ],
  context: QWEN_REPO,
  charsPerToken: 3.8,
  preference: 100,
};

/** Source: CodeQwen1.5 examples/CodeQwen1.5-base-fim.py. StarCoder's spelling, not the piped one. */
const codeqwen: Family = {
  id: 'codeqwen',
  names: [/codeqwen/],
  fillsBadly: /chat|^codeqwen(?::(?:latest|7b|v1\.5))?$/,
  tokens: { ...BARE, pad: '<fim_pad>', repoName: '<reponame>', fileSep: '<file_sep>' },
  eot: ['<|endoftext|>'],
  controls: ['<|im_start|>', '<|im_end|>'],
  templates: { psm: BARE_PSM },
  defaultOrder: 'psm',
  stops: ['<|endoftext|>', '<fim_prefix>', '<fim_suffix>', '<fim_middle>', '<file_sep>', '<reponame>'],
  context: {
    kind: 'repo',
    head: '<reponame>{repo}\n',
    file: '<file_sep>{path}\n{text}\n',
    current: '<file_sep>{path}\n',
  },
  charsPerToken: 3.5,
  preference: 50,
};

/** Source: IBM's documentation of Granite 4. Its previews still had the tokens of granite-code (vocabulary of 50,304, not 100,352). */
const granite4: Family = {
  id: 'granite4',
  names: [/granite-?4(?!\d*b)(?!.*preview)/],
  cannotFill: /guardian|vision|speech|embed|docling/,
  fillsBadly: /^(?!.*base)/,
  tokens: { ...PIPED, pad: '<|fim_pad|>' },
  eot: ['<|end_of_text|>'],
  controls: ['<|start_of_role|>', '<|end_of_role|>'],
  templates: { psm: PIPED_PSM },
  defaultOrder: 'psm',
  stops: ['<|end_of_text|>', '<|fim_prefix|>', '<|fim_middle|>', '<|fim_suffix|>', '<|fim_pad|>'],
  context: AS_COMMENTS,
  charsPerToken: 3.6,
  preference: 55,
};

/**
 * Source: issue 3 of ibm-granite/granite-code-models ("the same way as StarCoder's"); stops as in Ollama's parameters.
 * The general Granite 3.3 has these tokens too, and ends with `<|end_of_text|>` (its tokenizer_config.json; ggml-org/llama.cpp pull request 12988).
 */
const graniteCode: Family = {
  id: 'granite-code',
  names: [/granite-?(?:\d+b-)?code/, /granite-?3\.3/, /granite-?4.*preview/],
  cannotFill: /guardian|vision|speech|embed|docling/,
  fillsBadly: /instruct|^granite-code(?::(?:latest|\d+b))?$|granite-?[34](?!\d*b)(?!.*base)/,
  tokens: { ...BARE, pad: '<fim_pad>', repoName: '<reponame>', fileSep: '<filename>' },
  eot: ['<|endoftext|>', '<|end_of_text|>'],
  controls: ['<|start_of_role|>', '<|end_of_role|>'],
  templates: { psm: BARE_PSM, spm: BARE_SPM },
  defaultOrder: 'psm',
  stops: ['<|endoftext|>', '<|end_of_text|>', '<fim_prefix>', '<fim_middle>', '<fim_suffix>', '<fim_pad>'],
  context: AS_COMMENTS,
  charsPerToken: 3.2,
  preference: 60,
};

/**
 * Source: meta-llama/codellama llama/tokenizer.py and generation.py. The pieces are `▁<PRE>`, `▁<SUF>`, `▁<MID>`, `▁<EOT>`: hence the blank before each;
 * the one after `<PRE>` is sentencepiece's leading blank of the prefix. 7b and 13b fill in; 34b and the python ones do not; of 70b Ollama's documentation says no.
 */
const codellama: Family = {
  id: 'codellama',
  names: [/code-?llama/],
  cannotFill: /34b|70b|python|phind/,
  fillsBadly: /instruct|^codellama(?::(?:latest|\d+b))?$/,
  tokens: { prefix: '<PRE>', suffix: '<SUF>', middle: '<MID>', bos: '<s>' },
  eot: ['<EOT>'],
  trainedEnd: ' <EOT>',
  controls: ['</s>'],
  templates: { psm: '<PRE> {prefix} <SUF>{suffix} <MID>', spm: '<PRE> <SUF>{suffix} <MID> {prefix}' },
  defaultOrder: 'psm',
  // The one with its blank first: the server cuts at the first stop of the list that it finds.
  stops: [' <EOT>', '<EOT>', '<SUF>', '<MID>'],
  context: AS_COMMENTS,
  charsPerToken: 2.9,
  preference: 30,
};

/** Source: arXiv 2402.19173. The path of the current file stands inside the prefix part. */
const starcoder2: Family = {
  id: 'starcoder2',
  names: [/starcoder-?2/, /dolphincoder/],
  fillsBadly: /instruct|dolphin|chat/,
  tokens: { ...BARE, pad: '<fim_pad>', repoName: '<repo_name>', fileSep: '<file_sep>' },
  eot: ['<|endoftext|>', '<file_sep>'],
  controls: [],
  templates: { psm: BARE_PSM, spm: BARE_SPM },
  defaultOrder: 'psm',
  stops: ['<|endoftext|>', '<file_sep>', '<repo_name>', '<fim_prefix>', '<fim_suffix>', '<fim_middle>'],
  context: {
    kind: 'repo-path-inside-prefix',
    head: '<repo_name>{repo}',
    file: '<file_sep>{path}\n{text}',
    current: '<file_sep>',
  },
  charsPerToken: 3.2,
  preference: 65,
};

/** Source: arXiv 2305.06161. SantaCoder is not matched: it spells its tokens `<fim-prefix>`, and needs the family `custom`. */
const starcoder: Family = {
  id: 'starcoder',
  names: [/star-?coder(?!-?2)/, /starchat/, /octocoder/],
  fillsBadly: /chat|octocoder|plus/,
  tokens: { ...BARE, pad: '<fim_pad>', repoName: '<reponame>', fileSep: '<filename>' },
  eot: ['<|endoftext|>'],
  controls: ['<gh_stars>'],
  templates: { psm: BARE_PSM, spm: BARE_SPM },
  defaultOrder: 'psm',
  stops: ['<|endoftext|>', '<fim_prefix>', '<fim_suffix>', '<fim_middle>', '<filename>', '<reponame>'],
  context: { kind: 'file-head', head: '<reponame>{repo}', file: '', current: '<filename>{path}\n' },
  charsPerToken: 3.2,
  preference: 35,
};

/** Source: arXiv 2406.11931, section 3: the 16B ("Lite") was trained to fill in, in PSM; the 236B on next tokens only. */
const deepseekCoderV2: Family = {
  id: 'deepseek-coder-v2',
  names: [/deepseek-?coder-?v2/],
  cannotFill: /236b|coder-?v2-(?:base|instruct|chat)(?!.*lite)/,
  tokens: DEEPSEEK,
  eot: ['<｜end▁of▁sentence｜>'],
  controls: ['<|EOT|>', '<｜User｜>', '<｜Assistant｜>'],
  templates: { psm: DEEPSEEK_PSM },
  defaultOrder: 'psm',
  stops: ['<｜end▁of▁sentence｜>', '<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>', '<|EOT|>'],
  context: AS_COMMENTS,
  charsPerToken: 3.5,
  preference: 85,
};

/** Source: README and issue 43 of deepseek-ai/DeepSeek-Coder. Version 1.5 was trained on next tokens only (arXiv 2401.14196, section 5). */
const deepseekCoder: Family = {
  id: 'deepseek-coder',
  names: [/deepseek-?coder/],
  cannotFill: /v1\.5/,
  fillsBadly: /instruct|^deepseek-coder(?::(?:latest|[\d.]+b))?$/,
  tokens: DEEPSEEK,
  eot: ['<｜end▁of▁sentence｜>', '<|EOT|>'],
  controls: [],
  templates: { psm: DEEPSEEK_PSM },
  defaultOrder: 'psm',
  stops: ['<｜end▁of▁sentence｜>', '<|EOT|>', '<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>'],
  context: { kind: 'comment', head: '', file: '{comment}{path}\n{text}\n', current: '{comment}{path}\n' },
  charsPerToken: 3.1,
  preference: 80,
};

/** Source: CodeGemma's model card and its page on the prompt structure, which warns of blanks next to the tokens. The `-it` models are for chat. */
const codegemma: Family = {
  id: 'codegemma',
  names: [/code-?gemma/],
  cannotFill: /instruct|-it(?![a-z])/,
  fillsBadly: /^codegemma(?::(?:latest|7b(?!-code).*))?$/,
  tokens: { ...PIPED, bos: '<bos>', fileSep: '<|file_separator|>' },
  eot: ['<|file_separator|>', '<eos>'],
  controls: ['<start_of_turn>', '<end_of_turn>'],
  templates: { psm: PIPED_PSM, spm: '<|fim_suffix|>{suffix}<|fim_prefix|>{prefix}<|fim_middle|>' },
  defaultOrder: 'psm',
  stops: ['<|file_separator|>', '<eos>', '<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>', '<end_of_turn>'],
  context: { kind: 'file-sep', head: '', file: '{text}<|file_separator|>', current: '' },
  charsPerToken: 3.2,
  preference: 70,
};

/** Source: mistralai/mistral-common, encode_fim: BOS SUFFIX suffix PREFIX prefix, and no middle token. The mamba variant does not fill in. */
const codestral: Family = {
  id: 'codestral',
  names: [/codestral/, /devstral-fim/],
  cannotFill: /mamba|embed/,
  tokens: { prefix: '[PREFIX]', suffix: '[SUFFIX]', middle: '[MIDDLE]', bos: '<s>' },
  eot: ['</s>'],
  controls: ['[INST]', '[/INST]'],
  templates: { spm: '[SUFFIX]{suffix}[PREFIX]{prefix}' },
  defaultOrder: 'spm',
  stops: ['[PREFIX]', '[SUFFIX]'],
  context: { kind: 'plusplus', head: '', file: '+++++ {path}\n{text}\n\n', current: '+++++ {path}\n' },
  charsPerToken: 2.9,
  preference: 95,
};

/** Source: arXiv 2506.03524: SPM only. */
const seedCoder: Family = {
  id: 'seed-coder',
  names: [/seed-?coder/],
  fillsBadly: /instruct|reasoning/,
  tokens: {
    prefix: '<[fim-prefix]>',
    suffix: '<[fim-suffix]>',
    middle: '<[fim-middle]>',
    bos: '<[begin▁of▁sentence]>',
  },
  eot: ['<[end▁of▁sentence]>'],
  controls: ['<[PAD▁TOKEN]>', '<[SEP▁TOKEN]>'],
  templates: { spm: '<[fim-suffix]>{suffix}<[fim-prefix]>{prefix}<[fim-middle]>' },
  defaultOrder: 'spm',
  stops: [
    '<[end▁of▁sentence]>',
    '<[fim-prefix]>',
    '<[fim-middle]>',
    '<[fim-suffix]>',
    '<[PAD▁TOKEN]>',
    '<[SEP▁TOKEN]>',
    '<[begin▁of▁sentence]>',
  ],
  context: AS_COMMENTS,
  charsPerToken: 3.6,
  preference: 82,
};

/** Source: arXiv 2510.05788. StarCoder's names, but suffix, prefix, middle in this order; files are heads with `<filename>`. */
const mellum: Family = {
  id: 'mellum',
  names: [/mellum/],
  fillsBadly: /instruct|thinking/,
  tokens: { ...BARE, repoName: '<reponame>', fileSep: '<filename>' },
  eot: ['<|endoftext|>'],
  controls: [],
  templates: { spm: '<fim_suffix>{suffix}<fim_prefix>{prefix}<fim_middle>' },
  defaultOrder: 'spm',
  stops: ['<|endoftext|>', '<filename>', '<fim_suffix>', '<fim_prefix>', '<fim_middle>'],
  context: { kind: 'file-head', head: '', file: '<filename>{path}\n{text}\n', current: '<filename>{path}\n' },
  charsPerToken: 3.2,
  preference: 75,
};

/** Source: the report on Stable Code (PSM and SPM); tokens as in Continue's template. */
const stableCode: Family = {
  id: 'stable-code',
  names: [/stable-?code/],
  fillsBadly: /instruct/,
  tokens: { ...BARE, pad: '<fim_pad>', repoName: '<reponame>', fileSep: '<filename>' },
  eot: ['<|endoftext|>'],
  controls: [],
  templates: { psm: BARE_PSM, spm: BARE_SPM },
  defaultOrder: 'psm',
  stops: ['<|endoftext|>', '<fim_prefix>', '<fim_suffix>', '<fim_middle>', '<file_sep>', '</fim_middle>'],
  context: AS_COMMENTS,
  charsPerToken: 3.1,
  preference: 40,
};

/** Every family that is known. The first whose pattern fits a name wins, so narrower names stand before wider ones. */
export const families: readonly Family[] = [
  qwen3Coder,
  qwen25Coder,
  codeqwen,
  granite4,
  graniteCode,
  codellama,
  starcoder2,
  starcoder,
  deepseekCoderV2,
  deepseekCoder,
  codegemma,
  codestral,
  seedCoder,
  mellum,
  stableCode,
];

/** The family of this id, or `undefined`. `auto` and `custom` are not ids. */
export function familyById(id: string): Family | undefined {
  return families.find((family) => family.id === id);
}

/**
 * The family of a model, guessed from its name as `ollama list` shows it: `qwen2.5-coder:7b-base`, `hf.co/unsloth/Qwen3-Coder-30B-A3B-Instruct-GGUF:Q4_K_M`.
 * @returns `undefined` when no family is known by that name, or when this model of the family was not trained to fill in the middle.
 */
export function familyOf(modelName: string): Family | undefined {
  const name = modelName.toLowerCase();
  const family = families.find(({ names }) => names.some((pattern) => pattern.test(name)));
  return family?.cannotFill?.test(name) === true ? undefined : family;
}

/** How much a model is worth as a choice; see `chooseModel`. `undefined`: it cannot fill in the middle, or its family is unknown. */
export function rankModel(
  modelName: string,
): { readonly preference: number; readonly fillsBadly: boolean } | undefined {
  const family = familyOf(modelName);
  if (family === undefined) return undefined;
  return { preference: family.preference, fillsBadly: family.fillsBadly?.test(modelName.toLowerCase()) ?? false };
}
