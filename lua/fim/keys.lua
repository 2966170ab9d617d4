--- Keys: one permanent map per key that acts on a suggestion, or does what the key did before. Never maps and unmaps as suggestions come and go.
local api = vim.api
local M = {}

---@alias fim.Action 'accept'|'accept-word'|'accept-line'|'next'|'prev'|'dismiss'|'trigger'

--- Option name → action. The order is the order of installation.
local ACTIONS = {
  { option = 'accept', action = 'accept' },
  { option = 'acceptWord', action = 'accept-word' },
  { option = 'acceptLine', action = 'accept-line' },
  { option = 'next', action = 'next' },
  { option = 'prev', action = 'prev' },
  { option = 'dismiss', action = 'dismiss' },
  { option = 'trigger', action = 'trigger' },
}

---@type table<string, true> 'mode key' or 'mode key buf' of every map that was made
local installed = {}

---@param keys string
---@return string
local function raw(keys)
  return api.nvim_replace_termcodes(keys, true, true, true)
end

--- What the key typed for `action` shall do now.
---@param action fim.Action
---@return string? keys to type instead; nil: there is nothing to act on
local function keys_for(action)
  if action == 'trigger' then
    return "<Cmd>lua require('fim').complete()<CR>"
  end
  if not require('fim.ghost').takes_keys() then
    return nil
  end
  if action == 'next' or action == 'prev' or action == 'dismiss' then
    return ("<Cmd>lua require('fim').%s()<CR>"):format(action)
  end
  local kind = action == 'accept' and 'all' or action:sub(#'accept-' + 1)
  return require('fim.accept').keys(kind)
end

--- What a key does that nobody has mapped.
---@param mode string
---@param lhs string
---@return string keys
---@return boolean remap whether they are mapped again, as typed keys would be
local function plain(mode, lhs)
  -- Neovim takes an <M-x> that is typed and not mapped for <Esc>x (vgetc() in getchar.c), but not one that comes out of a map.
  local alt = lhs:match('^<[MmAa]%-(.+)>$')
  if alt then
    return '<Esc>' .. (#alt == 1 and alt or '<' .. alt .. '>'), true
  end
  -- Nor does such a key expand an abbreviation, as a typed <Tab> does; `<C-]>` does it for it. After <C-x> that would look for tags.
  local expands = mode == 'i' and lhs:lower() == '<tab>' and api.nvim_get_mode().mode ~= 'ix'
  return expands and '<C-]>' .. lhs or lhs, false
end

--- The map of a key in a list of maps.
---@param maps table<string, any>[] as `nvim_get_keymap()` lists them
---@param lhs string
---@return table<string, any>? map
function M.find(maps, lhs)
  -- By its printed name: `<C-]>` has two spellings in bytes, and 0.10 lists only one.
  local name = vim.fn.keytrans(raw(lhs))
  for _, map in ipairs(maps) do
    if vim.fn.keytrans(map.lhsraw) == name then
      return map
    end
  end
end

--- The keys that are mapped to a <Plug> map of ours.
---@param mode string
---@param plug string
---@return string[]
local function keys_of_plug(mode, plug)
  local found = {}
  for _, maps in ipairs({ api.nvim_buf_get_keymap(0, mode), api.nvim_get_keymap(mode) }) do
    for _, map in ipairs(maps) do
      if map.rhs == plug and not vim.list_contains(found, map.lhs) then
        found[#found + 1] = map.lhs
      end
    end
  end
  return found
end

--- Types `keys` in front of what else waits to be typed. Only <Plug> names in them are mapped.
---@param keys string
local function feed(keys)
  api.nvim_feedkeys(raw(keys), 'in', false)
end

--- Maps a <Plug> name to what a key does that nobody has mapped.
---@param mode 'i'|'n'
---@param lhs string
---@param plug string
local function keep_plain(mode, lhs, plug)
  local _, remap = plain(mode, lhs)
  vim.keymap.set(mode, plug, function()
    return (plain(mode, lhs))
  end, { expr = true, remap = remap, desc = ('fim: %s as it is without maps'):format(lhs) })
end

---@param what 'before'|'plain'
---@param mode 'i'|'n'
---@param lhs string
---@param buf? integer
---@return string
local function plug_name(what, mode, lhs, buf)
  return ('<Plug>(fim-%s-%s-%s-%s)'):format(what, mode, lhs:gsub('[<>|]', '_'), buf or 'all')
end

--- Body of the <Plug> maps: acts, or does what the user's key does by itself. Which key that is, is known where only one leads here.
---@param action fim.Action
---@param mode 'i'|'n'
---@return string keys
local function plug_keys(action, mode)
  local keys = keys_for(action)
  if keys then
    return keys
  end
  local lhs = keys_of_plug(mode, ('<Plug>(fim-%s)'):format(action))
  if #lhs ~= 1 then
    return ''
  end
  local plug = plug_name('plain', mode, lhs[1])
  keep_plain(mode, lhs[1], plug)
  return plug
end

--- Body of the <Plug> maps of insert mode.
---@param action fim.Action
function M.press(action)
  feed(plug_keys(action, 'i'))
end

--- Body of the <Plug> maps of normal mode, which are <expr> maps: what they give goes with the count before it.
---@param action fim.Action
---@return string keys
function M.normal(action)
  return plug_keys(action, 'n')
end

--- The value of an <expr> map.
---@param map table<string, any>
---@return string
local function value_of(map)
  if map.callback then
    return tostring(map.callback() or '')
  end
  local rhs = map.rhs:gsub('<[Ss][Ii][Dd]>', ('<SNR>%d_'):format(map.sid))
  -- As Neovim stores it: translated, and here without its escapes of the byte 0x80.
  local expression = raw(rhs):gsub('\128\254X', '\128')
  return tostring(api.nvim_eval(expression))
end

--- The value of an <expr> map, with `skip` in place of the map's own key at the beginning: Neovim does not map that one again.
---@param map table<string, any>
---@param lhs string
---@param skip string
---@return string
local function without_itself(map, lhs, skip)
  local keys, own = value_of(map), raw(lhs)
  local translated = map.replace_keycodes == 1
  local named = translated and keys:match('^<[^>]+>')
  if named and raw(named) == own then
    return skip .. keys:sub(#named + 1)
  elseif vim.startswith(keys, own) then
    return (translated and skip or raw(skip)) .. keys:sub(#own + 1)
  end
  return keys
end

--- Keeps what `lhs` did before under a <Plug> name: with all its attributes (expr, script, remap …), as Neovim itself would run it.
---@param mode 'i'|'n'
---@param lhs string
---@param before table<string, any> the map as `nvim_get_keymap()` gives it
---@param plug string
local function keep(mode, lhs, before, plug)
  local copy = vim.tbl_extend('force', before, { lhs = plug, lhsraw = raw(plug), buffer = 0, mode = mode })
  copy.lhsrawalt = nil
  if copy.noremap == 0 then
    local skip = plug_name('plain', mode, lhs)
    keep_plain(mode, lhs, skip)
    local rhs = copy.rhs or ''
    local first = rhs:match('^<[^>]+>') or rhs:sub(1, 1)
    if copy.expr == 1 then
      copy.rhs, copy.callback = nil, function()
        return without_itself(before, lhs, skip)
      end
    elseif first ~= '' and raw(first) == raw(lhs) then
      copy.rhs = skip .. rhs:sub(#first + 1)
    end
  end
  vim.fn.mapset(mode, false, copy)
end

---@param mode 'i'|'n'
---@param entry { option: string, action: fim.Action }
---@param lhs string
---@param buf integer? a buffer whose own map stands in front of the global one
local function install(mode, entry, lhs, buf)
  local key = table.concat({ mode, lhs, buf or '' }, ' ')
  if installed[key] then
    return
  end
  local before = M.find(buf and api.nvim_buf_get_keymap(buf, mode) or api.nvim_get_keymap(mode), lhs)
  local is_theirs = before and (before.rhs or ''):find(('<Plug>(fim-%s)'):format(entry.action), 1, true)
  if is_theirs or (buf and not before) then
    return
  end
  installed[key] = true
  local plug = plug_name('before', mode, lhs, buf)
  if before then
    keep(mode, lhs, before, plug)
  else
    keep_plain(mode, lhs, plug)
  end
  local function keys()
    local is_ours = require('fim.config').get().keys[entry.option] == lhs
    return is_ours and keys_for(entry.action) or plug
  end
  local opts = { silent = true, buffer = buf, desc = 'fim: ' .. entry.action }
  if mode == 'i' then
    -- Not an <expr> map: insert mode looks at the next key, and evaluates those, before it inserts the one in hand.
    vim.keymap.set(mode, lhs, function()
      feed(keys())
    end, opts)
  else
    -- No `remap`: what a user maps `i` or <Esc> to is not meant. <Plug> names are looked up all the same.
    opts.expr = true
    vim.keymap.set(mode, lhs, keys, opts)
  end
end

---@param keys fim.Options.Keys
---@param mode 'i'|'n'
---@param buf integer?
local function install_all(keys, mode, buf)
  for _, entry in ipairs(ACTIONS) do
    local lhs = keys[entry.option]
    -- `:FimComplete` is what asks in normal mode.
    if type(lhs) == 'string' and lhs ~= '' and (mode == 'i' or entry.action ~= 'trigger') then
      install(mode, entry, lhs, buf)
    end
  end
end

--- Installs the maps of a mode once, late: what other plugins mapped before is what the keys fall back to.
---@param keys fim.Options.Keys
---@param mode 'i'|'n'
function M.setup(keys, mode)
  install_all(keys, mode)
end

--- A buffer-local map of one of our keys hides our global map: stand in front of it too, once per buffer.
---@param keys fim.Options.Keys
---@param buf integer
---@param mode? 'i'|'n' default: insert mode
function M.setup_buffer(keys, buf, mode)
  install_all(keys, mode or 'i', buf)
end

return M
