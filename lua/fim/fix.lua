--- The preview of a repair: shows what `:FimFix` proposes as a diff in the buffer, and takes it, drops it, or asks for another. Proposes nothing itself.
local canvas = require('fim.fix_canvas')
local host = require('fim.host')

local api = vim.api
local M = {}

---@class fim.Fix
---@field id integer run that proposes it
---@field buf integer
---@field title string what was verified, for the header
---@field explanation string Markdown; '' for none
---@field index integer 1-based
---@field count integer proposals there are
---@field hunks fim.FixHunk[] ascending, apart from each other

---@type fim.Fix?
local current
---@type { lhs: string, map: table<string, any>|false }[] buffer-local maps that ours stand in front of
local covered = {}
---@type integer? window that a large change is shown in
local split
local group = api.nvim_create_augroup('fim.fix', { clear = true })

--- A larger change is compared in a window of its own.
local MOST_INLINE = 40

---@return fim.Fix?
function M.current()
  return current
end

---@param name 'FimFixShown'|'FimFixTaken'|'FimFixDropped'
---@param data table
local function emit(name, data)
  api.nvim_exec_autocmds('User', { pattern = name, modeline = false, data = data })
end

--- Whether all that would be replaced stands there as it was when the repair was made.
---@param fix fim.Fix
---@return boolean
local function holds(fix)
  if not api.nvim_buf_is_loaded(fix.buf) then
    return false
  end
  for i, hunk in ipairs(fix.hunks) do
    local row = canvas.row_of(fix.buf, i)
    if not row or not vim.deep_equal(api.nvim_buf_get_lines(fix.buf, row, row + #hunk.old, false), hunk.old) then
      return false
    end
  end
  return true
end

--- What was verified, and the keys; in two lines where one is too narrow.
---@param fix fim.Fix
---@return fim.Chunk[][]
local function header_of(fix)
  local keys = { '<Tab> take' }
  if fix.count > 1 then
    keys[#keys + 1] = ('<C-n> other (%d/%d)'):format(fix.index, fix.count)
  end
  if fix.explanation ~= '' then
    keys[#keys + 1] = 'K why'
  end
  keys[#keys + 1] = '<Esc> drop'
  local title, hint = 'fim: ' .. fix.title, table.concat(keys, ' · ')
  local win = vim.fn.bufwinid(fix.buf)
  local width = win == -1 and vim.o.columns or api.nvim_win_get_width(win) - assert(vim.fn.getwininfo(win)[1]).textoff
  local line = title .. ' · ' .. hint
  if api.nvim_strwidth(line) <= width then
    return { { { line, 'FimFixHeader' } } }
  end
  return { { { title, 'FimFixHeader' } }, { { hint, 'FimFixHeader' } } }
end

---@param fix fim.Fix
---@return integer
local function size_of(fix)
  local size = 0
  for _, hunk in ipairs(fix.hunks) do
    size = size + math.max(#hunk.old, #hunk.new)
  end
  return size
end

--- Maps a key while the preview is shown; what the buffer had there comes back.
---@param buf integer
---@param lhs string
---@param act fun()
---@param desc string
local function cover_key(buf, lhs, act, desc)
  local map = api.nvim_buf_call(buf, function()
    return vim.fn.maparg(lhs, 'n', false, true)
  end)
  covered[#covered + 1] = { lhs = lhs, map = map.buffer == 1 and map or false }
  vim.keymap.set('n', lhs, act, { buffer = buf, nowait = true, desc = desc })
end

---@param buf integer
local function uncover_keys(buf)
  local maps = covered
  covered = {}
  if not api.nvim_buf_is_valid(buf) then
    return
  end
  for _, key in ipairs(maps) do
    pcall(vim.keymap.del, 'n', key.lhs, { buffer = buf })
    if key.map then
      api.nvim_buf_call(buf, function()
        vim.fn.mapset('n', false, key.map)
      end)
    end
  end
end

--- Compares the text with what it would become, in a window beside it.
---@param fix fim.Fix
local function open_split(fix)
  local win = vim.fn.bufwinid(fix.buf)
  if win == -1 then
    return
  end
  local lines = api.nvim_buf_get_lines(fix.buf, 0, -1, false)
  for i = #fix.hunks, 1, -1 do
    local hunk, row = fix.hunks[i], canvas.row_of(fix.buf, i)
    for _ = 1, #hunk.old do
      table.remove(lines, row + 1)
    end
    for at = #hunk.new, 1, -1 do
      table.insert(lines, row + 1, hunk.new[at])
    end
  end
  local other = api.nvim_create_buf(false, true)
  api.nvim_buf_set_lines(other, 0, -1, false, lines)
  vim.bo[other].bufhidden, vim.bo[other].modifiable = 'wipe', false
  vim.bo[other].filetype = vim.bo[fix.buf].filetype
  split = api.nvim_open_win(other, false, { split = 'right', win = win })
  for _, one in ipairs({ win, split }) do
    api.nvim_win_call(one, function()
      vim.cmd.diffthis()
    end)
  end
end

---@param buf integer
local function close_split()
  if not split then
    return
  end
  if api.nvim_win_is_valid(split) then
    api.nvim_win_call(split, function()
      vim.cmd('diffoff!')
    end)
    api.nvim_win_close(split, true)
  end
  split = nil
end

--- Takes the preview off the screen, and gives its keys back.
---@return fim.Fix?
local function take_down()
  local fix = current
  current = nil
  if fix then
    api.nvim_clear_autocmds({ group = group })
    close_split()
    canvas.forget(fix.buf)
    uncover_keys(fix.buf)
  end
  return fix
end

---@param reason 'key'|'edited'|'replaced'|'gone'
function M.drop(reason)
  local fix = take_down()
  if fix then
    emit('FimFixDropped', { id = fix.id, buf = fix.buf, reason = reason })
    host.notify('fix_dropped', { id = fix.id, reason = reason })
  end
end

---@param count integer
function M.other(count)
  if current and current.count > 1 then
    host.notify('fix_other', { id = current.id, delta = count })
  end
end

--- Shows why, in a window beside the cursor.
function M.explain()
  if current and current.explanation ~= '' then
    local lines = vim.split(current.explanation, '\n', { plain = true })
    vim.lsp.util.open_floating_preview(lines, 'markdown', { focus_id = 'fim.fix', border = 'rounded' })
  end
end

--- Bytes at the start, and at the end, that two lines share; never half a character.
---@param old string
---@param new string
---@return integer front
---@return integer back
local function shared(old, new)
  local most = math.min(#old, #new)
  local front = 0
  while front < most and old:byte(front + 1) == new:byte(front + 1) do
    front = front + 1
  end
  local back = 0
  while back < most - front and old:byte(#old - back) == new:byte(#new - back) do
    back = back + 1
  end
  local function inside(line, at)
    local byte = line:byte(at + 1)
    return byte ~= nil and byte >= 0x80 and byte < 0xC0
  end
  while front > 0 and (inside(old, front) or inside(new, front)) do
    front = front - 1
  end
  while back > 0 and (inside(old, #old - back) or inside(new, #new - back)) do
    back = back - 1
  end
  return front, back
end

--- Puts one hunk into the buffer, and touches as little as it can: what stands beside it keeps its marks.
---@param buf integer
---@param hunk fim.FixHunk
---@param row integer
local function put(buf, hunk, row)
  if #hunk.old ~= #hunk.new then
    api.nvim_buf_set_lines(buf, row, row + #hunk.old, false, hunk.new)
    return
  end
  for i, old in ipairs(hunk.old) do
    local new = hunk.new[i]
    if new ~= old then
      local front, back = shared(old, new)
      local at = row + i - 1
      api.nvim_buf_set_text(buf, at, front, at, #old - back, { new:sub(front + 1, #new - back) })
    end
  end
end

--- Puts the repair into the text, as one undo step.
function M.take()
  local fix = current
  if not fix then
    return
  end
  if not holds(fix) then
    M.drop('edited')
    vim.notify('fim: the text has changed: this repair no longer fits. `:FimFix` makes another.', vim.log.levels.WARN)
    return
  end
  if not vim.bo[fix.buf].modifiable then
    vim.notify('fim: this buffer is not modifiable: nothing was changed.', vim.log.levels.WARN)
    return
  end
  local rows = {}
  for i in ipairs(fix.hunks) do
    rows[i] = canvas.row_of(fix.buf, i)
  end
  take_down()
  for i = #fix.hunks, 1, -1 do
    put(fix.buf, fix.hunks[i], rows[i])
  end
  emit('FimFixTaken', { id = fix.id, buf = fix.buf, index = fix.index })
  host.notify('fix_taken', { id = fix.id, index = fix.index })
end

---@param buf integer
local function watch(buf)
  api.nvim_create_autocmd({ 'TextChanged', 'TextChangedI', 'TextChangedP' }, {
    group = group,
    buffer = buf,
    desc = 'Drop a repair whose text has changed',
    callback = function()
      if current and not holds(current) then
        M.drop('edited')
      end
    end,
  })
  api.nvim_create_autocmd('BufUnload', {
    group = group,
    buffer = buf,
    desc = 'Drop a repair whose buffer is gone',
    callback = function()
      M.drop('gone')
    end,
  })
end

--- Scrolls so that the first hunk is seen beside the cursor, header and all.
---@param fix fim.Fix
---@param header fim.Chunk[][] lines
---@return boolean seen false: the window is too small for both
local function reveal(fix, header)
  local win = vim.fn.bufwinid(fix.buf)
  local row, hunk = canvas.row_of(fix.buf, 1), fix.hunks[1]
  if win == -1 or not row then
    return true
  end
  local first, last, size = math.max(row, 1), math.max(row + #hunk.old, 1), #header + #hunk.new
  return api.nvim_win_call(win, function()
    local height, cursor = api.nvim_win_get_height(0), api.nvim_win_get_cursor(0)[1]
    if math.max(last, cursor) - math.min(first, cursor) + 1 + size > height then
      return false
    end
    if row == 0 and #hunk.old == 0 then
      -- What stands before the first row is shown in a part of its own.
      vim.fn.winrestview({ topline = 1, topfill = size })
    elseif vim.fn.line('w0') > first then
      vim.fn.winrestview({ topline = first, topfill = 0 })
    elseif vim.fn.line('w$') < last then
      vim.fn.winrestview({ topline = math.max(1, last + size - height + 1), topfill = 0 })
    end
    return true
  end)
end

--- Shows below the cursor what is too far away to be seen.
---@param fix fim.Fix
---@param header fim.Chunk[][] lines
local function tell_here(fix, header)
  api.nvim_win_call(vim.fn.bufwinid(fix.buf), function()
    local cursor = api.nvim_win_get_cursor(0)[1]
    local size = canvas.tell_below(fix.buf, fix.hunks, header, cursor - 1)
    local missing = vim.fn.winline() + size - api.nvim_win_get_height(0)
    if missing > 0 then
      vim.fn.winrestview({ topline = vim.fn.line('w0') + missing, topfill = 0 })
    end
  end)
end

local function set_looks()
  api.nvim_set_hl(0, 'FimFixDelete', { link = 'DiffDelete', default = true })
  api.nvim_set_hl(0, 'FimFixDeleteWord', { link = 'DiffText', default = true })
  api.nvim_set_hl(0, 'FimFixAdd', { link = 'DiffAdd', default = true })
  api.nvim_set_hl(0, 'FimFixAddWord', { link = 'DiffText', default = true })
  api.nvim_set_hl(0, 'FimFixHeader', { link = 'Title', default = true })
end

--- Shows a repair, in place of the one before. Text that is no longer what it was made for is left alone.
---@param fix fim.Fix
---@return boolean shown
function M.show(fix)
  local is_next = current ~= nil and current.id == fix.id
  local before = take_down()
  if before and not is_next then
    emit('FimFixDropped', { id = before.id, buf = before.buf, reason = 'replaced' })
  end
  if not api.nvim_buf_is_loaded(fix.buf) or #fix.hunks == 0 then
    return false
  end
  canvas.anchor(fix.buf, fix.hunks)
  if not holds(fix) then
    canvas.forget(fix.buf)
    host.notify('fix_dropped', { id = fix.id, reason = 'edited' })
    return false
  end
  current = fix
  set_looks()
  local stops = require('fim.canvas').tab_stops(fix.buf)
  local header = header_of(fix)
  if size_of(fix) > MOST_INLINE then
    canvas.draw(fix.buf, { { row = fix.hunks[1].row, old = {}, new = {} } }, header, stops)
    open_split(fix)
  else
    canvas.draw(fix.buf, fix.hunks, header, stops)
    if not reveal(fix, header) then
      tell_here(fix, header)
    end
  end
  cover_key(fix.buf, '<Tab>', M.take, 'Take the repair')
  cover_key(fix.buf, '<Esc>', function()
    M.drop('key')
  end, 'Drop the repair')
  cover_key(fix.buf, 'K', M.explain, 'Why this repair')
  cover_key(fix.buf, '<C-n>', function()
    M.other(1)
  end, 'Another repair')
  cover_key(fix.buf, '<C-p>', function()
    M.other(-1)
  end, 'The repair before')
  watch(fix.buf)
  emit('FimFixShown', { id = fix.id, buf = fix.buf, index = fix.index, count = fix.count, title = fix.title })
  return true
end

return M
