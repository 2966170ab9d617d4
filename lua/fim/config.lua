--- The options in force: defaults, overlaid by `vim.g.fim`, overlaid by `setup{}`. Reads them once, when first asked. A wrong
--- option never raises an error: it is left out, and all of them are named in one message.
local M = {}

-- More would fill the screen; `:checkhealth fim` lists them all.
local MOST_LINES = 8

---@class (exact) fim.Config
---@field options fim.Options
---@field user fim.UserOptions
---@field problems fim.Problem[]

---@type any what `setup` was called with
local given
---@type fim.Config?
local current

---@param problems fim.Problem[] at least one
---@return string
local function message(problems)
  if #problems == 1 then
    return ('fim: %s %s'):format(problems[1].what, problems[1].next)
  end
  local lines = { ('fim: %d options are wrong and were left out:'):format(#problems) }
  for i = 1, math.min(#problems, MOST_LINES) do
    lines[#lines + 1] = ('  %s %s'):format(problems[i].what, problems[i].next)
  end
  if #problems > MOST_LINES then
    lines[#lines + 1] = ('  … and %d more, see :checkhealth fim'):format(#problems - MOST_LINES)
  end
  return table.concat(lines, '\n')
end

---@param event 'VimEnter'|'ModeChanged'
---@param pattern string
---@param callback fun()
local function once(event, pattern, callback)
  vim.api.nvim_create_autocmd(event, {
    group = vim.api.nvim_create_augroup('fim.config', {}),
    pattern = pattern,
    once = true,
    desc = 'fim: name the options that are wrong',
    callback = vim.schedule_wrap(callback),
  })
end

--- Shows what is wrong, in normal mode: in insert mode a message of several lines would stop the user for a key press.
local function show()
  if not current or #current.problems == 0 then
    return
  elseif vim.api.nvim_get_mode().mode ~= 'n' then
    once('ModeChanged', '*:n', show)
    return
  end
  vim.notify(message(current.problems), vim.log.levels.WARN, { title = 'fim.nvim' })
end

---@return fim.Config
local function read()
  local spec, validate = require('fim.options'), require('fim.validate')
  local user, problems = {}, {}
  local sources = { { 'vim.g.fim', vim.g.fim }, { "require('fim').setup()", given } }
  for i = 1, 2 do
    local name, value = sources[i][1], sources[i][2]
    if value ~= nil then
      local clean, its_problems = validate.clean(spec, value, name)
      user = validate.merge(spec, user, clean)
      vim.list_extend(problems, its_problems)
    end
  end
  local options = validate.merge(spec, validate.defaults(spec), user)
  return { options = options, user = user, problems = problems }
end

---@return fim.Config
local function config()
  if not current then
    current = read()
    if #current.problems > 0 then
      -- A message in the middle of start-up is lost. And InsertEnter fires before the mode says so: look later.
      if vim.v.vim_did_enter == 1 then
        vim.schedule(show)
      else
        once('VimEnter', '*', show)
      end
    end
  end
  return current
end

--- Complete options. One table for all callers: read it, do not write into it.
---@return fim.Options
function M.get()
  return config().options
end

--- What the user set, validated, without defaults: what the host is told.
---@return fim.UserOptions
function M.user()
  return config().user
end

--- What was left out, and why; empty when all is well.
---@return fim.Problem[]
function M.problems()
  return config().problems
end

--- Takes `opts` over `vim.g.fim`. A second call replaces the first; `vim.g.fim` is read again as well.
---@param opts? fim.UserOptions
function M.setup(opts)
  given = opts
  current = nil
  -- Not now, start-up waits for nobody; but soon, so that a wrong option is named before it is missed.
  vim.schedule(M.problems)
end

return M
