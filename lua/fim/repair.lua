--- `:FimFix`: asks the host for a repair of what is reported here, watches the text meanwhile, and hands what is found to the preview.
local host = require('fim.host')

local api = vim.api
local ns = api.nvim_create_namespace('fim.repair')
local group = api.nvim_create_augroup('fim.repair', { clear = true })
local M = {}

---@class fim.Repair
---@field id integer
---@field buf integer
---@field lines string[] the text that the repair is made for
---@field text string what is being repaired; '' until the host has said so
---@field first? integer 0-based row in `lines` of the region that may change
---@field last? integer its last row
---@field is_over boolean the host has answered

---@type fim.Repair?
local current
local newest = 0

--- More diagnostics than that are not looked at: the nearest ones are.
local MOST_DIAGNOSTICS = 200

--- A report as many rows away may be meant.
local MOST_ROWS = 3

--- For status lines: what is being repaired, or ''.
---@return string
function M.progress()
  return current and not current.is_over and ('fixing ' .. (current.text ~= '' and current.text or '…')) or ''
end

---@param text string
---@param level? integer
local function tell(text, level)
  vim.notify(require('fim.status').one_line('fim: ' .. text), level or vim.log.levels.INFO, { title = 'fim.nvim' })
end

local function forget()
  local repair = current
  current = nil
  api.nvim_clear_autocmds({ group = group })
  if repair and api.nvim_buf_is_valid(repair.buf) then
    api.nvim_buf_clear_namespace(repair.buf, ns, 0, -1)
  end
  vim.cmd.redrawstatus()
end

--- Ends what is going on. A preview that stands already stays.
---@return boolean cancelled false: nothing was going on
function M.cancel()
  if not current or current.is_over then
    return false
  end
  host.notify('fix_cancel', { id = current.id })
  forget()
  return true
end

--- Tells where rows of the text that the repair was made for stand in the text as it is now.
---@param lines string[] the text then
---@param now string[]
---@return fun(row: integer): integer row 0-based, then and now
local function rows_now(lines, now)
  local old, new = table.concat(lines, '\n') .. '\n', table.concat(now, '\n') .. '\n'
  local changes = vim.diff(old, new, { result_type = 'indices' }) --[[@as integer[][] ]]
  return function(row)
    local shift = 0
    for _, change in ipairs(changes) do
      local start, gone, _, come = unpack(change)
      -- Without lines that go, `start` is the line that the new ones stand behind.
      local behind = gone == 0 and start or start + gone - 1
      if behind > row then
        break
      end
      shift = shift + come - gone
    end
    return row + shift
  end
end

--- Whether the region stands there as it was.
---@param repair fim.Repair
---@return boolean
local function holds(repair)
  if not repair.first then
    return true
  end
  local row = api.nvim_buf_get_extmark_by_id(repair.buf, ns, 1, {})[1]
  local lines = row and api.nvim_buf_get_lines(repair.buf, row, row + repair.last - repair.first + 1, false)
  return lines ~= nil and vim.deep_equal(lines, vim.list_slice(repair.lines, repair.first + 1, repair.last + 1))
end

--- Ends the repair where its text is no longer what it is made for.
local function look()
  if current and not current.is_over and not holds(current) and M.cancel() then
    tell('the text was changed: the repair has ended.')
  end
end

---@param buf integer
local function watch(buf)
  api.nvim_create_autocmd({ 'TextChanged', 'TextChangedI', 'TextChangedP' }, {
    group = group,
    buffer = buf,
    desc = 'End a repair of text that is being changed',
    callback = look,
  })
  api.nvim_create_autocmd('BufUnload', {
    group = group,
    buffer = buf,
    desc = 'End a repair whose buffer is gone',
    callback = function()
      M.cancel()
    end,
  })
end

--- What of a diagnostic crosses to the host.
---@param diagnostic vim.Diagnostic
---@return table
local function plain(diagnostic)
  local lsp = vim.tbl_get(diagnostic, 'user_data', 'lsp')
  return {
    lnum = diagnostic.lnum,
    col = diagnostic.col,
    end_lnum = diagnostic.end_lnum,
    end_col = diagnostic.end_col,
    message = diagnostic.message,
    severity = diagnostic.severity,
    code = diagnostic.code,
    source = diagnostic.source,
    user_data = lsp and { lsp = { relatedInformation = lsp.relatedInformation } } or nil,
  }
end

---@param buf integer
---@param row integer 0-based
---@return table[] the nearest to a row
local function diagnostics_near(buf, row)
  local all = vim.diagnostic.get(buf)
  table.sort(all, function(a, b)
    return math.abs(a.lnum - row) < math.abs(b.lnum - row)
  end)
  return vim.tbl_map(plain, vim.list_slice(all, 1, MOST_DIAGNOSTICS))
end

--- The language servers of a buffer, as they were started: the host runs the same ones once more, to verify.
---@param buf integer
---@return table[]
local function clients_of(buf)
  local found = {}
  for _, client in ipairs(vim.lsp.get_clients({ bufnr = buf })) do
    local cmd, root = client.config.cmd, client.config.root_dir
    if type(cmd) == 'table' and vim.islist(cmd) and type(root) == 'string' and root ~= '' then
      local settings, init = vim.empty_dict(), vim.empty_dict()
      -- What can't be sent (functions) is left out as a whole: a server then has its own defaults.
      if pcall(vim.mpack.encode, client.config.settings) then
        settings = client.config.settings or settings
      end
      if pcall(vim.mpack.encode, client.config.init_options) then
        init = client.config.init_options or init
      end
      found[#found + 1] = { name = client.name, cmd = cmd, root = root, settings = settings, init = init }
    end
  end
  return found
end

--- Other buffers that differ from what was written of them: the servers that verify are to see them as the user does.
---@param buf integer
---@return table[]
local function unsaved_beside(buf)
  local found = {}
  for _, other in ipairs(api.nvim_list_bufs()) do
    local name = api.nvim_buf_get_name(other)
    local is_changed = other ~= buf and name ~= '' and api.nvim_buf_is_loaded(other) and vim.bo[other].modified
    if is_changed and require('fim.gate').check(other) then
      local lines = api.nvim_buf_get_lines(other, 0, -1, false)
      found[#found + 1] = { path = name, filetype = vim.bo[other].filetype, lines = lines }
    end
  end
  return found
end

--- Has the servers asked what the names beside a report are, for the prompt. What they say follows by itself.
---@param repair fim.Repair
---@param row integer 0-based
---@param diagnostics table[] the nearest first
---@return boolean asked
local function ask_servers(repair, row, diagnostics)
  local first = diagnostics[1]
  local at = first and math.abs(first.lnum - row) <= MOST_ROWS and first or { lnum = row, col = 0 }
  return require('fim.definitions').ask(repair.buf, at.lnum, at.col, function(definitions)
    if current and current.id == repair.id then
      host.notify('fix_known', { id = repair.id, definitions = definitions })
    end
  end)
end

host.handle('fix_begun', function(p)
  if not current or current.id ~= p.id then
    return
  end
  current.text, current.first, current.last = p.text, p.first, p.last
  local row = rows_now(current.lines, api.nvim_buf_get_lines(current.buf, 0, -1, false))(p.first)
  api.nvim_buf_set_extmark(current.buf, ns, row, 0, { id = 1, strict = false })
  look()
  if not current then
    return
  end
  api.nvim_echo({ { require('fim.status').one_line('fim: repairing ' .. p.text .. ' …') } }, false, {})
  vim.cmd.redrawstatus()
end)

host.handle('fix_show', function(p)
  if not current or current.id ~= p.id or not api.nvim_buf_is_loaded(current.buf) then
    return
  end
  current.is_over = true
  local row_now = rows_now(current.lines, api.nvim_buf_get_lines(current.buf, 0, -1, false))
  for _, hunk in ipairs(p.hunks) do
    hunk.row = row_now(hunk.row)
  end
  api.nvim_echo({ { '' } }, false, {})
  vim.cmd.redrawstatus()
  require('fim.fix').show(p)
end)

host.handle('fix_ended', function(p)
  if current and current.id == p.id then
    forget()
    tell(p.text, vim.log.levels.WARN)
  end
end)

---@class fim.FixArgs
---@field bang boolean show what could not be verified as well
---@field all? boolean everything of the same kind in the buffer
---@field line? integer 1-based line that is meant, as a whole; nil: the cursor's place
---@field count? integer which of the diagnostics there, from 1

--- Asks for a repair, without waiting. Ends the one before.
---@param args fim.FixArgs
function M.start(args)
  local buf = api.nvim_get_current_buf()
  local allowed, reason = require('fim.gate').check(buf)
  if not allowed then
    tell('nothing is sent of this buffer: ' .. tostring(reason), vim.log.levels.WARN)
    return
  end
  M.cancel()
  forget()
  require('fim.fix').drop('replaced')
  local cursor = api.nvim_win_get_cursor(0)
  local row = args.line and args.line - 1 or cursor[1] - 1
  newest = newest + 1
  local lines = api.nvim_buf_get_lines(buf, 0, -1, false)
  current = { id = newest, buf = buf, lines = lines, text = '', is_over = false }
  watch(buf)
  local diagnostics = diagnostics_near(buf, row)
  local sent = host.notify('fix', {
    id = newest,
    buf = buf,
    path = api.nvim_buf_get_name(buf),
    filetype = vim.bo[buf].filetype,
    lines = lines,
    row = row,
    col = not args.line and cursor[2] or nil,
    count = args.count or 1,
    bang = args.bang,
    all = args.all == true,
    diagnostics = diagnostics,
    clients = clients_of(buf),
    unsaved = unsaved_beside(buf),
    asks = not args.all and ask_servers(current, row, diagnostics),
  })
  if not sent then
    forget()
  end
end

return M
