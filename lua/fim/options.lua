--- Every option: kind, bounds, default, and what to expect in words. Data for `fim.validate`; decides nothing.
-- Generated from src/config/schema.ts by `npm run docs`: edit that file instead.

--- Complete options, as the plugin reads them.
---@class (exact) fim.Options
---@field enabled boolean Whether the plugin is on when Neovim starts.
---@field autoTrigger boolean Ghost text while typing.
---@field debounceMs integer|'adaptive' Pause after the last key before a model is asked, in ms.
---@field multilineCompletions 'auto'|'always'|'never' Whether a suggestion may have more than one line.
---@field instantDrafts boolean Whether text out of the open project is shown at once, until the model has spoken.
---@field prefetch boolean Whether a model is asked for what would follow a suggestion while you look at it, so that the next one is there when it is accepted.
---@field hotStreakLines integer Lines that a model goes on for after a suggestion of one line, while nothing is typed: the next suggestion is there at once.
---@field popup 'hide'|'behind' While a completion menu is open: hide the ghost text, or show it behind the menu.
---@field filetypes table<string, boolean> Switches by filetype; `["*"]` stands for all that are not listed.
---@field disableInFiles string[] Globs of files where the plugin stays silent.
---@field secretFiles string[] Globs of files that hold secrets: never read, never sent, and no switch turns the plugin on there.
---@field maxFileBytes integer Larger buffers are left alone, in bytes.
---@field keys fim.Options.Keys Keys, in insert mode.
---@field accept fim.Options.Accept How a suggestion is inserted.
---@field backend ('ollama'|'llamacpp'|'openai'|'embedded')[]|'auto'|'ollama'|'llamacpp'|'openai'|'embedded' Where completions come from: `ollama`; `llamacpp`, a llama-server; `openai`, any server with OpenAI's completions; `embedded`, which needs no model.
---@field ollama fim.Options.Ollama The Ollama server.
---@field llamacpp fim.Options.Llamacpp A llama-server that you start yourself.
---@field openai fim.Options.Openai A server that speaks OpenAI's `/v1/completions`: vLLM, SGLang, LM Studio, llama-server, TGI.
---@field instant fim.Options.Instant What the embedded completions show: drafts out of your own project, in a few milliseconds.
---@field model fim.Options.Model The model.
---@field maxPromptTokens integer Size of the prompt, in tokens (estimated).
---@field prefixPercentage number Largest share of the prompt for the text before the cursor.
---@field useRecentlyEdited boolean Whether prompts show what was edited lately: in this session, and what git tells of the working tree.
---@field recentlyEditedSimilarityThreshold number Edits that have less in common with the lines around the cursor are left out of prompts, 0 to 1.
---@field useImports boolean Whether prompts show signatures of what the file imports and names.
---@field useCopyBuffer boolean Whether prompts show what was yanked last, where it looks like code.
---@field slidingWindowSize integer Text around the cursor that similar code is searched by, in tokens.
---@field slidingWindowPrefixPercentage number Share of that text that stands above the cursor.
---@field maxSnippetPercentage number Largest share of the prompt for snippets of other files: members of the object before the arrow, recent edits, types in reach, similar code.
---@field prompt fim.Options.Prompt How prompts are put together.
---@field members fim.Options.Members Members of objects, which prompts show behind an arrow.
---@field maxSuffixPercentage number Largest share of the prompt for the text after the cursor.
---@field useFileSuffix boolean Whether the text after the cursor is sent.
---@field includePaths string[] Folders besides the project's root whose code is used as context as well; absolute, or `~/…`.
---@field useOtherFiles boolean Whether other files of the project than the open ones are read: for the context in prompts, and by the embedded backend.
---@field onlyMyCode boolean Whether the embedded backend leaves other people's code in the project alone: `vendor`, `node_modules` and virtual environments.
---@field useCache boolean Whether what a model said at a place is shown again there without asking.
---@field cacheEntries integer Most texts that are kept.
---@field fix fim.Options.Fix Repairs of diagnostics (`fim fix`).
---@field host fim.Options.Host The host process.
---@field logLevel 'error'|'info'|'debug' What `:Fim log` holds.

--- Keys, in insert mode. Each does what it did before when there is nothing to act on.
---@class (exact) fim.Options.Keys
---@field accept string|false Accept the whole suggestion.
---@field acceptWord string|false Accept its next word.
---@field acceptLine string|false Accept its next line.
---@field next string|false Next suggestion; asks for one when there is none yet.
---@field prev string|false Previous suggestion.
---@field dismiss string|false Dismiss the suggestion.
---@field trigger string|false Ask by hand, without waiting.

--- How a suggestion is inserted.
---@class (exact) fim.Options.Accept
---@field method 'paste'|'text' `paste` inserts through |nvim_paste()|: one undo step, repeatable with `.`.

--- The Ollama server.
---@class (exact) fim.Options.Ollama
---@field url string Base URL.
---@field allowRemote boolean Allow an address that is not on this machine.

--- A llama-server that you start yourself. For one that the plugin starts, set `model.path`.
---@class (exact) fim.Options.Llamacpp
---@field url string Base URL of a llama-server that runs.
---@field allowRemote boolean Allow an address that is not on this machine.

--- A server that speaks OpenAI's `/v1/completions`: vLLM, SGLang, LM Studio, llama-server, TGI.
---@class (exact) fim.Options.Openai
---@field url string Base URL, with or without `/v1`: `https://llm.example.org/v1`.
---@field keyVariable string Name of the environment variable that holds the key for the server.
---@field allowRemote boolean Allow an address that is not on this machine.

--- What the embedded completions show: drafts out of your own project, in a few milliseconds.
---@class (exact) fim.Options.Instant
---@field wholeLine number The whole rest of a line is shown where it is at least this likely, 0 to 1.
---@field doubtful number Of other lines, what stands before the first word or sign that is less likely than this.
---@field partOfLine number And no more of it than is this likely, all together.
---@field fewestCharacters integer But nothing shorter, in characters.
---@field blankLine number On a line that holds nothing but indentation a whole line is shown where it is at least this likely.

--- The model.
---@class (exact) fim.Options.Model
---@field target string Model to ask, as `ollama list` or the server names it.
---@field draft string A smaller model of the same family on the same Ollama server, as `ollama list` names it: what it says stands there as a draft until the model itself has said the same, or something else.
---@field draftAfterMs integer Time that a model takes to its first token, in ms, from which `model.draft` drafts for it; it must also be twice that of the draft model.
---@field draftNumPredict integer Tokens that a model on Ollama drafts for itself at a time, where it has heads of its own for that (`draft_num_predict`); others are not told.
---@field path string A model file (`.gguf`).
---@field draftPath string A smaller model of the same family (`.gguf`) that drafts for it: the llama-server of `model.path` says the same, sooner.
---@field speculation 'auto'|'off'|'draft'|'ngram-simple'|'ngram-map-k'|'ngram-mod'|'ngram-cache' How the llama-server of `model.path` drafts.
---@field serverCommand string Program that `model.path` is run with.
---@field serverArgs string[] Further arguments for it.
---@field family 'auto'|'qwen3-coder'|'qwen2.5-coder'|'codeqwen'|'granite4'|'granite-code'|'codellama'|'starcoder2'|'starcoder'|'deepseek-coder-v2'|'deepseek-coder'|'codegemma'|'codestral'|'seed-coder'|'mellum'|'stable-code'|'custom' Prompt format.
---@field order 'auto'|'psm'|'spm' Order of prefix (P), suffix (S) and middle (M) in the prompt.
---@field template string Prompt of the family `custom`, with `{prefix}` and `{suffix}`.
---@field stop string[] Strings that end a completion, besides the family's own.
---@field temperature number Temperature of the first suggestion; further ones are asked for at higher ones.
---@field maxTokens integer Most tokens to generate for one suggestion.
---@field keepAlive string How long Ollama keeps the model in memory: `30m`, `1h`, `-1` for ever, `0` not at all.

--- How prompts are put together.
---@class (exact) fim.Options.Prompt
---@field anchor 'line'|'block'|'cursor' Where the hole of a prompt begins.

--- Members of objects, which prompts show behind an arrow.
---@class (exact) fim.Options.Members
---@field placement 'context'|'inline' Where prompts show the members of the object before an arrow.

--- Repairs of diagnostics (`fim fix`).
---@class (exact) fim.Options.Fix
---@field model string Model to ask for repairs, one that follows instructions.
---@field maxPromptTokens integer Most tokens of the prompt of a repair.
---@field example boolean Whether models under 7 billion parameters are shown one worked answer in the prompt.
---@field searchReplace boolean Whether models of 14 billion parameters and more answer with pieces to search and replace where the function is longer than 120 lines.
---@field timeoutMs integer Time for all tries of a model together, in ms.
---@field codeActions boolean Whether a repair is offered among the code actions where something is reported, behind those of others.
---@field commands table<string, string[]> Command lines of the language servers that verify, each a process of its own: `intelephense`, `ts`, `pyright`.

--- The host process.
---@class (exact) fim.Options.Host
---@field node string Node.js program (20.19 or newer) that runs the host.
---@field start 'job'|'rplugin' `job`: the plugin starts its host itself.

--- Options as a user gives them.
---@class (exact) fim.UserOptions
---@field enabled? boolean Whether the plugin is on when Neovim starts.
---@field autoTrigger? boolean Ghost text while typing.
---@field debounceMs? integer|'adaptive' Pause after the last key before a model is asked, in ms.
---@field multilineCompletions? 'auto'|'always'|'never' Whether a suggestion may have more than one line.
---@field instantDrafts? boolean Whether text out of the open project is shown at once, until the model has spoken.
---@field prefetch? boolean Whether a model is asked for what would follow a suggestion while you look at it, so that the next one is there when it is accepted.
---@field hotStreakLines? integer Lines that a model goes on for after a suggestion of one line, while nothing is typed: the next suggestion is there at once.
---@field popup? 'hide'|'behind' While a completion menu is open: hide the ghost text, or show it behind the menu.
---@field filetypes? table<string, boolean> Switches by filetype; `["*"]` stands for all that are not listed.
---@field disableInFiles? string[] Globs of files where the plugin stays silent.
---@field secretFiles? string[] Globs of files that hold secrets: never read, never sent, and no switch turns the plugin on there.
---@field maxFileBytes? integer Larger buffers are left alone, in bytes.
---@field keys? fim.UserOptions.Keys Keys, in insert mode.
---@field accept? fim.UserOptions.Accept How a suggestion is inserted.
---@field backend? ('ollama'|'llamacpp'|'openai'|'embedded')[]|'auto'|'ollama'|'llamacpp'|'openai'|'embedded' Where completions come from: `ollama`; `llamacpp`, a llama-server; `openai`, any server with OpenAI's completions; `embedded`, which needs no model.
---@field ollama? fim.UserOptions.Ollama The Ollama server.
---@field llamacpp? fim.UserOptions.Llamacpp A llama-server that you start yourself.
---@field openai? fim.UserOptions.Openai A server that speaks OpenAI's `/v1/completions`: vLLM, SGLang, LM Studio, llama-server, TGI.
---@field instant? fim.UserOptions.Instant What the embedded completions show: drafts out of your own project, in a few milliseconds.
---@field model? fim.UserOptions.Model The model.
---@field maxPromptTokens? integer Size of the prompt, in tokens (estimated).
---@field prefixPercentage? number Largest share of the prompt for the text before the cursor.
---@field useRecentlyEdited? boolean Whether prompts show what was edited lately: in this session, and what git tells of the working tree.
---@field recentlyEditedSimilarityThreshold? number Edits that have less in common with the lines around the cursor are left out of prompts, 0 to 1.
---@field useImports? boolean Whether prompts show signatures of what the file imports and names.
---@field useCopyBuffer? boolean Whether prompts show what was yanked last, where it looks like code.
---@field slidingWindowSize? integer Text around the cursor that similar code is searched by, in tokens.
---@field slidingWindowPrefixPercentage? number Share of that text that stands above the cursor.
---@field maxSnippetPercentage? number Largest share of the prompt for snippets of other files: members of the object before the arrow, recent edits, types in reach, similar code.
---@field prompt? fim.UserOptions.Prompt How prompts are put together.
---@field members? fim.UserOptions.Members Members of objects, which prompts show behind an arrow.
---@field maxSuffixPercentage? number Largest share of the prompt for the text after the cursor.
---@field useFileSuffix? boolean Whether the text after the cursor is sent.
---@field includePaths? string[] Folders besides the project's root whose code is used as context as well; absolute, or `~/…`.
---@field useOtherFiles? boolean Whether other files of the project than the open ones are read: for the context in prompts, and by the embedded backend.
---@field onlyMyCode? boolean Whether the embedded backend leaves other people's code in the project alone: `vendor`, `node_modules` and virtual environments.
---@field useCache? boolean Whether what a model said at a place is shown again there without asking.
---@field cacheEntries? integer Most texts that are kept.
---@field fix? fim.UserOptions.Fix Repairs of diagnostics (`fim fix`).
---@field host? fim.UserOptions.Host The host process.
---@field logLevel? 'error'|'info'|'debug' What `:Fim log` holds.
---@field disable? boolean Another name of `enabled`, the other way round.
---@field debounceDelay? integer|'adaptive' Another name of `debounceMs`.

--- Keys, in insert mode. Each does what it did before when there is nothing to act on.
---@class (exact) fim.UserOptions.Keys
---@field accept? string|false Accept the whole suggestion.
---@field acceptWord? string|false Accept its next word.
---@field acceptLine? string|false Accept its next line.
---@field next? string|false Next suggestion; asks for one when there is none yet.
---@field prev? string|false Previous suggestion.
---@field dismiss? string|false Dismiss the suggestion.
---@field trigger? string|false Ask by hand, without waiting.

--- How a suggestion is inserted.
---@class (exact) fim.UserOptions.Accept
---@field method? 'paste'|'text' `paste` inserts through |nvim_paste()|: one undo step, repeatable with `.`.

--- The Ollama server.
---@class (exact) fim.UserOptions.Ollama
---@field url? string Base URL.
---@field allowRemote? boolean Allow an address that is not on this machine.

--- A llama-server that you start yourself. For one that the plugin starts, set `model.path`.
---@class (exact) fim.UserOptions.Llamacpp
---@field url? string Base URL of a llama-server that runs.
---@field allowRemote? boolean Allow an address that is not on this machine.

--- A server that speaks OpenAI's `/v1/completions`: vLLM, SGLang, LM Studio, llama-server, TGI.
---@class (exact) fim.UserOptions.Openai
---@field url? string Base URL, with or without `/v1`: `https://llm.example.org/v1`.
---@field keyVariable? string Name of the environment variable that holds the key for the server.
---@field allowRemote? boolean Allow an address that is not on this machine.

--- What the embedded completions show: drafts out of your own project, in a few milliseconds.
---@class (exact) fim.UserOptions.Instant
---@field wholeLine? number The whole rest of a line is shown where it is at least this likely, 0 to 1.
---@field doubtful? number Of other lines, what stands before the first word or sign that is less likely than this.
---@field partOfLine? number And no more of it than is this likely, all together.
---@field fewestCharacters? integer But nothing shorter, in characters.
---@field blankLine? number On a line that holds nothing but indentation a whole line is shown where it is at least this likely.

--- The model.
---@class (exact) fim.UserOptions.Model
---@field target? string Model to ask, as `ollama list` or the server names it.
---@field draft? string A smaller model of the same family on the same Ollama server, as `ollama list` names it: what it says stands there as a draft until the model itself has said the same, or something else.
---@field draftAfterMs? integer Time that a model takes to its first token, in ms, from which `model.draft` drafts for it; it must also be twice that of the draft model.
---@field draftNumPredict? integer Tokens that a model on Ollama drafts for itself at a time, where it has heads of its own for that (`draft_num_predict`); others are not told.
---@field path? string A model file (`.gguf`).
---@field draftPath? string A smaller model of the same family (`.gguf`) that drafts for it: the llama-server of `model.path` says the same, sooner.
---@field speculation? 'auto'|'off'|'draft'|'ngram-simple'|'ngram-map-k'|'ngram-mod'|'ngram-cache' How the llama-server of `model.path` drafts.
---@field serverCommand? string Program that `model.path` is run with.
---@field serverArgs? string[] Further arguments for it.
---@field family? 'auto'|'qwen3-coder'|'qwen2.5-coder'|'codeqwen'|'granite4'|'granite-code'|'codellama'|'starcoder2'|'starcoder'|'deepseek-coder-v2'|'deepseek-coder'|'codegemma'|'codestral'|'seed-coder'|'mellum'|'stable-code'|'custom' Prompt format.
---@field order? 'auto'|'psm'|'spm' Order of prefix (P), suffix (S) and middle (M) in the prompt.
---@field template? string Prompt of the family `custom`, with `{prefix}` and `{suffix}`.
---@field stop? string[] Strings that end a completion, besides the family's own.
---@field temperature? number Temperature of the first suggestion; further ones are asked for at higher ones.
---@field maxTokens? integer Most tokens to generate for one suggestion.
---@field keepAlive? string How long Ollama keeps the model in memory: `30m`, `1h`, `-1` for ever, `0` not at all.

--- How prompts are put together.
---@class (exact) fim.UserOptions.Prompt
---@field anchor? 'line'|'block'|'cursor' Where the hole of a prompt begins.

--- Members of objects, which prompts show behind an arrow.
---@class (exact) fim.UserOptions.Members
---@field placement? 'context'|'inline' Where prompts show the members of the object before an arrow.

--- Repairs of diagnostics (`fim fix`).
---@class (exact) fim.UserOptions.Fix
---@field model? string Model to ask for repairs, one that follows instructions.
---@field maxPromptTokens? integer Most tokens of the prompt of a repair.
---@field example? boolean Whether models under 7 billion parameters are shown one worked answer in the prompt.
---@field searchReplace? boolean Whether models of 14 billion parameters and more answer with pieces to search and replace where the function is longer than 120 lines.
---@field timeoutMs? integer Time for all tries of a model together, in ms.
---@field codeActions? boolean Whether a repair is offered among the code actions where something is reported, behind those of others.
---@field commands? table<string, string[]> Command lines of the language servers that verify, each a process of its own: `intelephense`, `ts`, `pyright`.

--- The host process.
---@class (exact) fim.UserOptions.Host
---@field node? string Node.js program (20.19 or newer) that runs the host.
---@field start? 'job'|'rplugin' `job`: the plugin starts its host itself.

---@type fim.Spec
-- stylua: ignore
return {
  kind = 'section',
  expected = 'a table',
  fields = {
    enabled = { kind = 'boolean', expected = 'true or false', default = true },
    autoTrigger = { kind = 'boolean', expected = 'true or false', default = true },
    debounceMs = { kind = 'integer', expected = 'a whole number from 0 to 2000 or "adaptive"', min = 0, max = 2000, orWords = { 'adaptive' }, default = 'adaptive' },
    multilineCompletions = { kind = 'enum', expected = 'one of auto, always, never', values = { 'auto', 'always', 'never' }, default = 'auto' },
    instantDrafts = { kind = 'boolean', expected = 'true or false', default = true },
    prefetch = { kind = 'boolean', expected = 'true or false', default = true },
    hotStreakLines = { kind = 'integer', expected = 'a whole number from 0 to 20', min = 0, max = 20, default = 5 },
    popup = { kind = 'enum', expected = 'one of hide, behind', values = { 'hide', 'behind' }, default = 'hide' },
    filetypes = { kind = 'record', expected = 'a table from names, each value true or false', default = {}, of = { kind = 'boolean', expected = 'true or false' } },
    disableInFiles = { kind = 'list', expected = 'a list, each entry a string', default = {}, of = { kind = 'string', expected = 'a string' } },
    secretFiles = { kind = 'list', expected = 'a list, each entry a string', default = { '.env*', '*.env', '*.pem', '*.key', '*.p12', '*.pfx', '*.jks', '*.keystore', '*.kdbx', '*.gpg', '*.asc', 'id_*', '.netrc', '_netrc', '.npmrc', '.pypirc', '.pgpass', '.htpasswd', 'credentials', 'credentials.json', '*.tfvars', '*.tfstate', 'secrets.*', '.git-credentials', 'auth.json', '.vault-token' }, of = { kind = 'string', expected = 'a string' } },
    maxFileBytes = { kind = 'integer', expected = 'a whole number from 1024 to 104857600', min = 1024, max = 104857600, default = 1048576 },
    keys = {
      kind = 'section',
      expected = 'a table',
      fields = {
        accept = { kind = 'string', expected = 'a non-empty string or false', nonEmpty = true, orFalse = true, default = '<Tab>' },
        acceptWord = { kind = 'string', expected = 'a non-empty string or false', nonEmpty = true, orFalse = true, default = '<M-Right>' },
        acceptLine = { kind = 'string', expected = 'a non-empty string or false', nonEmpty = true, orFalse = true, default = '<M-Down>' },
        next = { kind = 'string', expected = 'a non-empty string or false', nonEmpty = true, orFalse = true, default = '<M-n>' },
        prev = { kind = 'string', expected = 'a non-empty string or false', nonEmpty = true, orFalse = true, default = '<M-p>' },
        dismiss = { kind = 'string', expected = 'a non-empty string or false', nonEmpty = true, orFalse = true, default = '<C-]>' },
        trigger = { kind = 'string', expected = 'a non-empty string or false', nonEmpty = true, orFalse = true, default = '<M-Space>' },
      },
    },
    accept = {
      kind = 'section',
      expected = 'a table',
      fields = {
        method = { kind = 'enum', expected = 'one of paste, text', values = { 'paste', 'text' }, default = 'paste' },
      },
    },
    backend = { kind = 'list', expected = 'a list, each entry one of ollama, llamacpp, openai, embedded or "auto" or "ollama" or "llamacpp" or "openai" or "embedded"', orWords = { 'auto', 'ollama', 'llamacpp', 'openai', 'embedded' }, default = 'auto', of = { kind = 'enum', expected = 'one of ollama, llamacpp, openai, embedded', values = { 'ollama', 'llamacpp', 'openai', 'embedded' } } },
    ollama = {
      kind = 'section',
      expected = 'a table',
      fields = {
        url = { kind = 'string', expected = 'a string', default = '' },
        allowRemote = { kind = 'boolean', expected = 'true or false', default = false },
      },
    },
    llamacpp = {
      kind = 'section',
      expected = 'a table',
      fields = {
        url = { kind = 'string', expected = 'a string', default = '' },
        allowRemote = { kind = 'boolean', expected = 'true or false', default = false },
      },
    },
    openai = {
      kind = 'section',
      expected = 'a table',
      fields = {
        url = { kind = 'string', expected = 'a string', default = '' },
        keyVariable = { kind = 'string', expected = 'a string', default = '' },
        allowRemote = { kind = 'boolean', expected = 'true or false', default = false },
      },
    },
    instant = {
      kind = 'section',
      expected = 'a table',
      fields = {
        wholeLine = { kind = 'number', expected = 'a number from 0 to 1', min = 0, max = 1, default = 0.5 },
        doubtful = { kind = 'number', expected = 'a number from 0 to 1', min = 0, max = 1, default = 0.55 },
        partOfLine = { kind = 'number', expected = 'a number from 0 to 1', min = 0, max = 1, default = 0.5 },
        fewestCharacters = { kind = 'integer', expected = 'a whole number from 1 to 40', min = 1, max = 40, default = 3 },
        blankLine = { kind = 'number', expected = 'a number from 0 to 1', min = 0, max = 1, default = 0.7 },
      },
    },
    model = {
      kind = 'section',
      expected = 'a table',
      fields = {
        target = { kind = 'string', expected = 'a non-empty string', nonEmpty = true, default = 'auto' },
        draft = { kind = 'string', expected = 'a string', default = '' },
        draftAfterMs = { kind = 'integer', expected = 'a whole number from 0 to 60000', min = 0, max = 60000, default = 250 },
        draftNumPredict = { kind = 'integer', expected = 'a whole number from 0 to 64', min = 0, max = 64, default = 0 },
        path = { kind = 'string', expected = 'a string', default = '' },
        draftPath = { kind = 'string', expected = 'a string', default = '' },
        speculation = { kind = 'enum', expected = 'one of auto, off, draft, ngram-simple, ngram-map-k, ngram-mod, ngram-cache', values = { 'auto', 'off', 'draft', 'ngram-simple', 'ngram-map-k', 'ngram-mod', 'ngram-cache' }, default = 'auto' },
        serverCommand = { kind = 'string', expected = 'a string', default = '' },
        serverArgs = { kind = 'list', expected = 'a list, each entry a string', default = {}, of = { kind = 'string', expected = 'a string' } },
        family = { kind = 'enum', expected = 'one of auto, qwen3-coder, qwen2.5-coder, codeqwen, granite4, granite-code, codellama, starcoder2, starcoder, deepseek-coder-v2, deepseek-coder, codegemma, codestral, seed-coder, mellum, stable-code, custom', values = { 'auto', 'qwen3-coder', 'qwen2.5-coder', 'codeqwen', 'granite4', 'granite-code', 'codellama', 'starcoder2', 'starcoder', 'deepseek-coder-v2', 'deepseek-coder', 'codegemma', 'codestral', 'seed-coder', 'mellum', 'stable-code', 'custom' }, default = 'auto' },
        order = { kind = 'enum', expected = 'one of auto, psm, spm', values = { 'auto', 'psm', 'spm' }, default = 'auto' },
        template = { kind = 'string', expected = 'a string', default = '' },
        stop = { kind = 'list', expected = 'a list, each entry a non-empty string', default = {}, of = { kind = 'string', expected = 'a non-empty string', nonEmpty = true } },
        temperature = { kind = 'number', expected = 'a number from 0 to 2', min = 0, max = 2, default = 0.01 },
        maxTokens = { kind = 'integer', expected = 'a whole number from 1 to 4096', min = 1, max = 4096, default = 256 },
        keepAlive = { kind = 'string', expected = 'a string', default = '30m' },
      },
    },
    maxPromptTokens = { kind = 'integer', expected = 'a whole number from 64 to 131072', min = 64, max = 131072, default = 1024 },
    prefixPercentage = { kind = 'number', expected = 'a number from 0.05 to 1', min = 0.05, max = 1, default = 0.85 },
    useRecentlyEdited = { kind = 'boolean', expected = 'true or false', default = true },
    recentlyEditedSimilarityThreshold = { kind = 'number', expected = 'a number from 0 to 1', min = 0, max = 1, default = 0 },
    useImports = { kind = 'boolean', expected = 'true or false', default = true },
    useCopyBuffer = { kind = 'boolean', expected = 'true or false', default = false },
    slidingWindowSize = { kind = 'integer', expected = 'a whole number from 20 to 4000', min = 20, max = 4000, default = 280 },
    slidingWindowPrefixPercentage = { kind = 'number', expected = 'a number from 0 to 1', min = 0, max = 1, default = 0.85 },
    maxSnippetPercentage = { kind = 'number', expected = 'a number from 0 to 0.8', min = 0, max = 0.8, default = 0.5 },
    prompt = {
      kind = 'section',
      expected = 'a table',
      fields = {
        anchor = { kind = 'enum', expected = 'one of line, block, cursor', values = { 'line', 'block', 'cursor' }, default = 'block' },
      },
    },
    members = {
      kind = 'section',
      expected = 'a table',
      fields = {
        placement = { kind = 'enum', expected = 'one of context, inline', values = { 'context', 'inline' }, default = 'context' },
      },
    },
    maxSuffixPercentage = { kind = 'number', expected = 'a number from 0 to 0.95', min = 0, max = 0.95, default = 0.25 },
    useFileSuffix = { kind = 'boolean', expected = 'true or false', default = true },
    includePaths = { kind = 'list', expected = 'a list, each entry a string', default = {}, of = { kind = 'string', expected = 'a string' } },
    useOtherFiles = { kind = 'boolean', expected = 'true or false', default = true },
    onlyMyCode = { kind = 'boolean', expected = 'true or false', default = true },
    useCache = { kind = 'boolean', expected = 'true or false', default = true },
    cacheEntries = { kind = 'integer', expected = 'a whole number from 1 to 100000', min = 1, max = 100000, default = 1000 },
    fix = {
      kind = 'section',
      expected = 'a table',
      fields = {
        model = { kind = 'string', expected = 'a string', default = '' },
        maxPromptTokens = { kind = 'integer', expected = 'a whole number from 500 to 100000', min = 500, max = 100000, default = 4096 },
        example = { kind = 'boolean', expected = 'true or false', default = false },
        searchReplace = { kind = 'boolean', expected = 'true or false', default = true },
        timeoutMs = { kind = 'integer', expected = 'a whole number from 1000 to 600000', min = 1000, max = 600000, default = 20000 },
        codeActions = { kind = 'boolean', expected = 'true or false', default = true },
        commands = { kind = 'record', expected = 'a table from names, each value a list, each entry a non-empty string', default = {}, of = { kind = 'list', expected = 'a list, each entry a non-empty string', of = { kind = 'string', expected = 'a non-empty string', nonEmpty = true } } },
      },
    },
    host = {
      kind = 'section',
      expected = 'a table',
      fields = {
        node = { kind = 'string', expected = 'a string', default = '' },
        start = { kind = 'enum', expected = 'one of job, rplugin', values = { 'job', 'rplugin' }, default = 'job' },
      },
    },
    logLevel = { kind = 'enum', expected = 'one of error, info, debug', values = { 'error', 'info', 'debug' }, default = 'info' },
  },
  aliases = {
    disable = { of = 'enabled', inverted = true },
    debounceDelay = { of = 'debounceMs' },
  },
  refused = {
    recentLinePrefixMatchMinLength = 'it finds recent edits by the start of one line; they are found by all their words here, so it would do nothing.',
  },
}
