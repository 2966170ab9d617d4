--- Asks the buffer's own language servers where the names of a line are defined, and what they say of them: data for a prompt. Waits a moment at most; opens and changes nothing.
local api = vim.api
local M = {}

--- More names of a line are not asked about: those that are nearest to what is reported are.
local MOST_NAMES = 6
--- Shorter ones are hardly ever somebody else's.
local SHORTEST_NAME = 3
--- Who has not answered by then is not waited for, in ms.
local LIMIT_MS = 400
--- Of what a server says of a name, in bytes.
local MOST_HOVER = 2000

local has_methods = vim.fn.has('nvim-0.11') == 1

---@class fim.Definition
---@field name string
---@field path string '' where the code is no file
---@field row integer 0-based
---@field end_row integer 0-based, inclusive
---@field hover string Markdown; '' for nothing

---@param line string
---@param col integer 0-based byte column
---@return { name: string, col: integer }[] the nearest to a column
local function names_in(line, col)
  local found, seen = {}, {}
  for from, name in line:gmatch('()([%a_\128-\255][%w_\128-\255]*)') do
    if #name >= SHORTEST_NAME and not seen[name] then
      seen[name] = true
      found[#found + 1] = { name = name, col = from - 1 }
    end
  end
  table.sort(found, function(a, b)
    local near, far = math.abs(a.col - col), math.abs(b.col - col)
    return near < far or (near == far and a.col < b.col)
  end)
  return vim.list_slice(found, 1, MOST_NAMES)
end

---@param line string
---@param col integer 0-based byte column
---@param encoding string as the client has agreed on
---@return integer character
local function character(line, col, encoding)
  if encoding == 'utf-8' then
    return col
  end
  return encoding == 'utf-32' and vim.fn.strchars(line:sub(1, col)) or require('fim.offset').utf16_col(line, col)
end

---@param client vim.lsp.Client
---@param method string
---@param params table
---@param buf integer
---@param handler fun(err: any, result: any)
---@return boolean sent
local function request(client, method, params, buf, handler)
  local ask = client.request --[[@as function]]
  if has_methods then
    return (ask(client, method, params, handler, buf))
  end
  return (ask(method, params, handler, buf))
end

---@param client vim.lsp.Client
---@param method string
---@param buf integer
---@return boolean
local function supports(client, method, buf)
  local ask = client.supports_method --[[@as function]]
  if has_methods then
    return ask(client, method, buf)
  end
  return ask(method, { bufnr = buf })
end

--- The first place of what a server answers.
---@param definition fim.Definition
---@param result any
local function note_place(definition, result)
  local first = type(result) == 'table' and (vim.islist(result) and result[1] or result) or nil
  local uri = first and (first.targetUri or first.uri)
  local range = first and (first.targetRange or first.range)
  if definition.path == '' and type(uri) == 'string' and uri:match('^file:') and range then
    definition.path = vim.uri_to_fname(uri)
    definition.row = range.start.line
    definition.end_row = math.max(range.start.line, range['end'].line)
  end
end

---@param definition fim.Definition
---@param result any
local function note_hover(definition, result)
  if definition.hover ~= '' or type(result) ~= 'table' or not result.contents then
    return
  end
  local ok, lines = pcall(vim.lsp.util.convert_input_to_markdown_lines, result.contents)
  if ok then
    definition.hover = table.concat(lines, '\n'):sub(1, MOST_HOVER)
  end
end

local METHODS = { ['textDocument/definition'] = note_place, ['textDocument/hover'] = note_hover }

--- Asks about the names of a row. `done` is called once, later, with what is known by then.
---@param buf integer
---@param row integer 0-based
---@param col integer 0-based byte column that is meant
---@param done fun(definitions: fim.Definition[])
---@return boolean asked false: nobody can be asked, `done` is not called
function M.ask(buf, row, col, done)
  local line = api.nvim_buf_get_lines(buf, row, row + 1, false)[1] or ''
  local definitions, left, is_over = {}, 0, false
  local function finish()
    if not is_over then
      is_over = true
      done(vim.tbl_filter(function(definition)
        return definition.path ~= '' or definition.hover ~= ''
      end, definitions))
    end
  end
  local document = vim.lsp.util.make_text_document_params(buf)
  for _, at in ipairs(names_in(line, col)) do
    ---@type fim.Definition
    local definition = { name = at.name, path = '', row = 0, end_row = 0, hover = '' }
    definitions[#definitions + 1] = definition
    for _, client in ipairs(vim.lsp.get_clients({ bufnr = buf })) do
      local place = { line = row, character = character(line, at.col, client.offset_encoding) }
      for method, note in pairs(METHODS) do
        local sent = supports(client, method, buf)
          and request(client, method, { textDocument = document, position = place }, buf, function(_, result)
            note(definition, result)
            left = left - 1
            if left == 0 then
              finish()
            end
          end)
        left = left + (sent and 1 or 0)
      end
    end
  end
  if left == 0 then
    return false
  end
  vim.defer_fn(finish, LIMIT_MS)
  return true
end

return M
