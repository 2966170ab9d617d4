--- `:Fim …`: one function for each word, and completion of the words.
local M = {}

--- Opens the log at its end, as it is now.
---@param path string
local function show_log(path)
  if not vim.uv.fs_stat(path) then
    vim.notify('fim: nothing has been logged yet: ' .. path)
    return
  end
  local ok, problem = pcall(vim.cmd.split, { args = { vim.fn.fnameescape(path) }, mods = { silent = true } })
  if not ok then
    vim.notify('fim: ' .. tostring(problem):gsub('^.-(E%d+:)', '%1'), vim.log.levels.ERROR)
    return
  end
  -- Read again: it was perhaps open already, and has grown since.
  vim.cmd.edit({ mods = { silent = true } })
  vim.bo.readonly, vim.bo.modifiable = true, false
  vim.cmd.normal({ 'G', bang = true })
end

---@type table<string, fun()>
local words = {
  enable = function()
    require('fim').enable()
  end,
  disable = function()
    require('fim').disable()
  end,
  toggle = function()
    local on = not require('fim.trigger').is_enabled()
    require('fim.trigger').set_enabled(on)
    vim.notify('fim: ' .. (on and 'enabled' or 'disabled'))
  end,
  status = function()
    require('fim.trigger').wake()
    vim.api.nvim_echo({ { table.concat(require('fim.status').lines(), '\n') } }, false, {})
  end,
  context = function()
    require('fim.trigger').wake()
    require('fim.context').open()
  end,
  cancel = function()
    local has_repair, has_export = require('fim.repair').cancel(), require('fim.export').cancel()
    if not has_repair and not has_export then
      vim.notify('fim: no repair and no export is going on.')
    end
  end,
  log = function()
    show_log(require('fim.host').log_file())
  end,
  restart = function()
    require('fim.trigger').wake()
    if require('fim.host').restart() then
      vim.notify('fim: the host was started anew')
    end
  end,
}

---@return string[]
local function names()
  local list = vim.tbl_keys(words)
  table.sort(list)
  return list
end

---@param args vim.api.keyset.create_user_command.command_args
function M.run(args)
  local word = args.fargs[1] or 'status'
  if #args.fargs > 1 or not words[word] then
    local list = table.concat(names(), ', ')
    vim.notify(('fim: `:Fim %s` is not a command. Use one of: %s.'):format(args.args, list), vim.log.levels.ERROR)
    return
  end
  words[word]()
end

---@param lead string
---@param line string the command line so far
---@return string[]
function M.complete(lead, line)
  if line:match('Fim!?%s+%S+%s') then
    return {}
  end
  return vim.tbl_filter(function(name)
    return vim.startswith(name, lead)
  end, names())
end

return M
