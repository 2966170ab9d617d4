--- Offers repairs among the code actions of a buffer: a language server inside Neovim that can do nothing else. Asks no model before one is chosen.
local api = vim.api
local M = {}

local NAME = 'fim'
local COMMAND = 'fim.fix'

--- What it answers to `textDocument/codeAction`: one action for what is reported there, whoever reported it.
---@param params { textDocument: { uri: string }, range: { start: { line: integer }, ['end']: { line: integer } }, context: { only: string[]? } }
---@return table[]
local function actions_for(params)
  local only = params.context.only
  if only and not vim.list_contains(only, 'quickfix') and not vim.list_contains(only, '') then
    return {}
  end
  for row = params.range.start.line, params.range['end'].line do
    local found = vim.diagnostic.get(vim.uri_to_bufnr(params.textDocument.uri), { lnum = row })[1]
    if found then
      local name = found.code and tostring(found.code) or vim.fn.strcharpart(found.message:match('^[^\n]*'), 0, 40)
      local title = 'fim: repair ' .. name
      local command = { title = title, command = COMMAND, arguments = { { line = row } } }
      return { { title = title, kind = 'quickfix', isPreferred = false, command = command } }
    end
  end
  return {}
end

---@type table<string, fun(params: table): any>
local answers = {
  initialize = function()
    return { capabilities = { codeActionProvider = { codeActionKinds = { 'quickfix' } } } }
  end,
  ['textDocument/codeAction'] = actions_for,
  shutdown = function()
    return nil
  end,
}

--- The server: it lives in this Neovim and has no process.
---@return table
local function server()
  local is_closing, requests = false, 0
  return {
    request = function(method, params, callback)
      requests = requests + 1
      local answer = answers[method]
      local result = answer and answer(params)
      vim.schedule(function()
        callback(nil, result)
      end)
      return true, requests
    end,
    notify = function(method)
      is_closing = is_closing or method == 'exit'
      return true
    end,
    is_closing = function()
      return is_closing
    end,
    terminate = function()
      is_closing = true
    end,
  }
end

--- Repairs what an action was offered for.
---@param command { arguments: { line: integer }[] }
---@param context { bufnr: integer }
local function on_command(command, context)
  local place = command.arguments[1]
  if context.bufnr == api.nvim_get_current_buf() then
    require('fim.repair').start({ bang = false, line = place.line + 1 })
  end
end

--- Offers repairs in a buffer from now on. Costs nothing until somebody asks for code actions.
---@param buf integer
function M.offer(buf)
  local is_offered = #vim.lsp.get_clients({ bufnr = buf, name = NAME }) > 0
  -- The protocol knows files by their names.
  local is_file = api.nvim_buf_is_loaded(buf) and vim.bo[buf].buftype == '' and api.nvim_buf_get_name(buf) ~= ''
  if is_offered or not is_file then
    return
  end
  if not require('fim.config').get().fix.codeActions or not require('fim.gate').check(buf) then
    return
  end
  vim.lsp.commands[COMMAND] = on_command
  vim.lsp.start({ name = NAME, cmd = server, root_dir = nil }, { bufnr = buf, silent = true })
end

return M
