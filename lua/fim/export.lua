--- `:FimExport`: has the host make a dataset of a project, and shows some of its examples first. Makes nothing itself.
local host = require('fim.host')

local api = vim.api
local ns = api.nvim_create_namespace('fim.export')
local M = {}

---@class fim.ExportExample
---@field path string
---@field line integer 1-based
---@field kind string
---@field split string
---@field tokens integer
---@field prefix string
---@field middle string
---@field suffix string

---@class fim.Export
---@field id integer
---@field progress string for status lines
---@field examples fim.ExportExample[]
---@field index integer 1-based
---@field output string
---@field buf? integer
---@field win? integer
---@field has_begun boolean the dataset is being written

---@type fim.Export?
local current
local newest = 0

--- For status lines: how far it is, or ''.
---@return string
function M.progress()
  return current and current.progress or ''
end

---@param text string
---@param level? integer
local function tell(text, level)
  vim.notify(require('fim.status').one_line('fim: ' .. text), level or vim.log.levels.INFO, { title = 'fim.nvim' })
end

---@param export fim.Export
local function close(export)
  local win = export.win
  export.win = nil
  if win and api.nvim_win_is_valid(win) then
    api.nvim_win_close(win, true)
  end
end

--- Ends what is going on; what was written of the dataset is taken away.
---@return boolean cancelled false: nothing was going on
function M.cancel()
  local export = current
  if not export then
    return false
  end
  current = nil
  host.notify('export_cancel', { id = export.id })
  close(export)
  vim.cmd.redrawstatus()
  return true
end

---@param export fim.Export
---@return string title
---@return string hint
local function heading(export)
  local example = export.examples[export.index]
  local title = (' %d/%d · %s:%d · %s · %s · %d tokens '):format(
    export.index,
    #export.examples,
    example.path,
    example.line,
    example.kind,
    example.split,
    example.tokens
  )
  return title, ' <CR> write the dataset · n next · p previous · q stop '
end

--- Puts the example into the window: what stands around dimmed, the middle marked and in view.
---@param export fim.Export
local function draw(export)
  local example = export.examples[export.index]
  local text = example.prefix .. example.middle .. example.suffix
  vim.bo[export.buf].modifiable = true
  api.nvim_buf_set_lines(export.buf, 0, -1, false, vim.split(text, '\n', { plain = true }))
  vim.bo[export.buf].modifiable = false
  api.nvim_buf_clear_namespace(export.buf, ns, 0, -1)
  local function place(piece)
    local lines = vim.split(piece, '\n', { plain = true })
    return #lines - 1, #lines[#lines]
  end
  local first_row, first_col = place(example.prefix)
  local last_row, last_col = place(example.prefix .. example.middle)
  local end_row, end_col = place(text)
  local function paint(from_row, from_col, to_row, to_col, group)
    api.nvim_buf_set_extmark(export.buf, ns, from_row, from_col, {
      end_row = to_row,
      end_col = to_col,
      hl_group = group,
      strict = false,
    })
  end
  paint(0, 0, first_row, first_col, 'FimExportAround')
  paint(first_row, first_col, last_row, last_col, 'FimExportMiddle')
  paint(last_row, last_col, end_row, end_col, 'FimExportAround')
  local title, hint = heading(export)
  api.nvim_win_set_config(export.win, { title = title, footer = hint })
  api.nvim_win_set_cursor(export.win, { first_row + 1, first_col })
  api.nvim_win_call(export.win, function()
    vim.cmd('normal! zz')
  end)
end

---@param delta integer
local function step(delta)
  local export = current
  if export and #export.examples > 0 then
    export.index = (export.index - 1 + delta) % #export.examples + 1
    draw(export)
  end
end

--- The examples are as wanted: the dataset is written now.
local function go()
  local export = current
  if export and not export.has_begun then
    export.has_begun, export.progress = true, 'export: begins'
    close(export)
    host.notify('export_go', { id = export.id })
  end
end

---@param export fim.Export
local function open(export)
  local width = math.max(20, math.min(110, vim.o.columns - 6))
  local height = math.max(5, math.min(32, vim.o.lines - 6))
  export.buf = api.nvim_create_buf(false, true)
  vim.bo[export.buf].bufhidden = 'wipe'
  export.win = api.nvim_open_win(export.buf, true, {
    relative = 'editor',
    row = math.floor((vim.o.lines - height) / 2) - 1,
    col = math.floor((vim.o.columns - width) / 2),
    width = width,
    height = height,
    border = 'rounded',
    style = 'minimal',
    title = ' fim ',
    footer = ' ',
  })
  vim.wo[export.win].wrap = false
  for _, key in ipairs({
    {
      'n',
      'Next example',
      function()
        step(1)
      end,
    },
    {
      'p',
      'Previous example',
      function()
        step(-1)
      end,
    },
    { '<CR>', 'Write the dataset', go },
    { 'q', 'Stop', M.cancel },
    { '<Esc>', 'Stop', M.cancel },
  }) do
    vim.keymap.set('n', key[1], key[3], { buffer = export.buf, nowait = true, desc = key[2] })
  end
  api.nvim_create_autocmd('BufWipeout', {
    buffer = export.buf,
    once = true,
    desc = 'Closing the examples is no',
    callback = function()
      if current == export and not export.has_begun then
        M.cancel()
      end
    end,
  })
  draw(export)
end

host.handle('export_preview', function(p)
  local export = current
  if not export or export.id ~= p.id then
    return
  end
  export.examples, export.output, export.progress = p.examples, p.output, ''
  api.nvim_set_hl(0, 'FimExportAround', { link = 'Comment', default = true })
  api.nvim_set_hl(0, 'FimExportMiddle', { link = 'Visual', default = true })
  open(export)
end)

host.handle('export_progress', function(p)
  if current and current.id == p.id then
    current.progress = ('export: %s %d/%d'):format(p.stage, p.done, p.all)
    vim.cmd.redrawstatus()
  end
end)

host.handle('export_ended', function(p)
  if current and current.id == p.id then
    local export = current
    current = nil
    close(export)
    vim.cmd.redrawstatus()
    if p.text ~= '' then
      local place = p.isDone and vim.fn.fnamemodify(export.output, ':~:.') .. ': ' or ''
      tell(place .. p.text:gsub('%s*\n%s*', ' '), p.isDone and vim.log.levels.INFO or vim.log.levels.ERROR)
    end
  end
end)

--- Has a dataset made, without waiting: its first examples are shown before anything is written.
---@param args { args: string[], bang: boolean }
function M.start(args)
  if current then
    tell('a dataset is being made already; `:Fim cancel` ends that.', vim.log.levels.WARN)
    return
  end
  newest = newest + 1
  current = { id = newest, progress = 'export: begins', examples = {}, index = 1, output = '', has_begun = false }
  local sent = host.notify('export', { id = newest, args = args.args, cwd = vim.fn.getcwd(), bang = args.bang })
  if not sent then
    current = nil
  end
end

return M
