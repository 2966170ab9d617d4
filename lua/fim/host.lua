--- The host process: starts it at the first use, passes messages both ways, starts it again with back-off when it dies. Decides nothing about content.
local api = vim.api
local M = {}

---@class (exact) fim.HostInfo
---@field running boolean
---@field ready boolean it has answered
---@field pid integer?
---@field version string? of the plugin's host
---@field node string? version of Node.js
---@field restarts integer
---@field last_error string?

-- The first restart is free; then the pause doubles from 1 s to 60 s. Alive for a minute: all is forgiven.
local FIRST_PAUSE_MS, LONGEST_PAUSE_MS, FORGIVEN_AFTER_MS = 1000, 60000, 60000
-- Enough for a stack trace.
local MOST_LAST_WORDS = 20

---@type integer?
local channel
---@type 'job'|'rplugin'|nil
local route
local ready = false
local deaths, started_at, not_before = 0, 0, 0
---@type string?
local last_error
---@type string? why it could not start: told once, until it could
local told
---@type { version: string, node: string }?
local about

---@type table<string, fun(payload: table)>
local handlers = {
  status = function(payload)
    require('fim.status').set(payload)
  end,
  message = function(payload)
    require('fim.status').message(payload)
  end,
}

--- Folder of the plugin, absolute: 'runtimepath' may name it from the working directory, which changes.
M.root = vim.fs.normalize(vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h:h:h'))

---@return string path of the log that host and front-end share
function M.log_file()
  return vim.fs.joinpath(vim.fn.stdpath('log') --[[@as string]], 'fim.log')
end

--- Registers what to do when the host sends `kind`.
---@param kind string
---@param handler fun(payload: table)
function M.handle(kind, handler)
  handlers[kind] = handler
end

---@param text string
local function log(text)
  vim.fn.mkdir(vim.fs.dirname(M.log_file()), 'p')
  local file = io.open(M.log_file(), 'a')
  if file then
    local line = text:gsub('%s*\n%s*', ' | ')
    file:write(('%s [nvim %d] %s\n'):format(os.date('!%Y-%m-%dT%H:%M:%SZ'), vim.fn.getpid(), line))
    file:close()
  end
end

--- Entry for the host: `require('fim.host').on(kind, payload)`. A fault of ours goes to the log: nobody waits for this call's end.
---@param kind string
---@param payload table
function M.on(kind, payload)
  if kind == 'ready' then
    ready, told, about = true, nil, { version = payload.version, node = payload.node }
  end
  local handler = handlers[kind]
  if handler then
    local ok, problem = xpcall(handler, debug.traceback, payload)
    if not ok then
      log(('%s: %s'):format(kind, problem))
    end
  end
end

---@param what string
---@param next string
local function fail(what, next)
  last_error = what
  log(what)
  M.on('status', { state = 'error', detail = what })
  if told ~= what then
    told = what
    M.on('message', { code = 'host', what = what, next = next })
  end
end

--- There is no host any more.
local function forget()
  channel, route, ready = nil, nil, false
  M.on('gone', {})
end

--- The host of our job has died. One that was told to stop has been forgotten before.
---@param code integer
---@param last_words string[]
local function on_death(code, last_words)
  local lived = vim.uv.now() - started_at
  forget()
  if vim.v.exiting ~= vim.NIL then
    return
  end
  deaths = lived > FORGIVEN_AFTER_MS and 1 or deaths + 1
  local pause = deaths <= 1 and 0 or math.min(FIRST_PAUSE_MS * 2 ^ (deaths - 2), LONGEST_PAUSE_MS)
  not_before = vim.uv.now() + pause
  for _, line in ipairs(last_words) do
    log('host: ' .. line)
  end
  -- Repeated deaths are one story: tell it once.
  local what = ('The host stopped (exit code %d).'):format(code)
  told = deaths > 1 and what or nil
  fail(what, 'It will restart (:Fim log).')
  if pause > 0 then
    log(('death %d in a row: next start in %d ms at the earliest'):format(deaths, pause))
  end
end

---@param node string
---@return integer? channel
local function start_job(node)
  local last_words = {}
  return vim.fn.jobstart({ node, M.root .. '/rplugin/node/fim/index.js' }, {
    rpc = true,
    on_exit = function(id, code)
      if id == channel then
        on_death(code, last_words)
      end
    end,
    on_stderr = function(_, lines)
      for _, line in ipairs(lines) do
        if line ~= '' then
          last_words[#last_words + 1] = line
        end
      end
      while #last_words > MOST_LAST_WORDS do
        table.remove(last_words, 1)
      end
    end,
  })
end

--- The Node.js program: a path, or a name on `$PATH`.
---@return string
function M.node()
  local configured = require('fim.config').get().host.node
  return configured == '' and 'node' or vim.fs.normalize(configured)
end

--- Neovim waits two seconds for a job that hangs before it ends. Ours has nothing to save.
local function end_with_neovim()
  api.nvim_create_autocmd('VimLeave', {
    group = api.nvim_create_augroup('fim.host', { clear = true }),
    desc = 'fim: end the host, also one that hangs',
    callback = function()
      local pid = M.info().pid
      if pid then
        vim.uv.kill(pid, 'sigkill')
      end
    end,
  })
end

---@return integer? channel
local function as_job()
  local node = M.node()
  if vim.fn.executable(node) ~= 1 then
    fail(('Node.js not found (%s).'):format(node), 'Install Node.js 20.19 or newer, or set host.node.')
    return nil
  end
  if not vim.uv.fs_stat(M.root .. '/dist/host.cjs') then
    fail('The host is not built.', ('Run `npm ci` in %s.'):format(vim.fn.fnamemodify(M.root, ':~')))
    return nil
  end
  local ok, id = pcall(start_job, node)
  if not ok or id <= 0 then
    fail('The host could not be started: ' .. tostring(id), 'See :checkhealth fim.')
    return nil
  end
  end_with_neovim()
  return id
end

---@return integer? channel
local function as_remote_plugin()
  -- Defined by its first call, so that `exists()` says nothing.
  local ok, id = pcall(vim.fn['FimHostChannel'])
  if ok and type(id) == 'number' and id > 0 then
    return id
  end
  log(tostring(id))
  if tostring(id):find('E117:', 1, true) then
    fail('The remote plugin is not registered.', 'Run `:UpdateRemotePlugins`, then restart.')
  else
    -- Neovim starts its remote-plugin hosts once.
    fail('The remote-plugin host does not answer.', 'Restart Neovim.')
  end
  return nil
end

---@return integer? channel nil while it cannot run
local function start()
  if vim.uv.now() < not_before then
    return nil
  end
  local wanted = require('fim.config').get().host.start
  -- Set before the start: a failed one is not tried at each key.
  not_before = vim.uv.now() + LONGEST_PAUSE_MS
  if wanted == 'rplugin' then
    channel = as_remote_plugin()
  else
    channel = as_job()
  end
  if not channel then
    return nil
  end
  route, started_at, not_before = wanted, vim.uv.now(), 0
  M.send_setup()
  return channel
end

--- Tells the host the options; again whenever they change.
function M.send_setup()
  if not channel then
    return
  end
  local user = require('fim.config').user()
  M.notify('setup', {
    -- An empty Lua table would arrive as a list.
    options = next(user) and user or vim.empty_dict(),
    log = M.log_file(),
  })
end

--- Starts the host when it does not run.
---@param by_hand boolean? the user asks: now, whatever happened before, and with a message when it fails
---@return boolean running whether the host is there, or could be started
function M.ensure(by_hand)
  if by_hand and not channel then
    not_before, told = 0, nil
  end
  return (channel or start()) ~= nil
end

--- Sends a message; starts the host when it is not running. Never waits.
---@param kind string
---@param payload table
---@return boolean sent
function M.notify(kind, payload)
  if not channel and (kind == 'cancel' or kind == 'advance' or kind == 'accepted' or not start()) then
    return false
  end
  local ok = pcall(vim.rpcnotify, channel, 'nvim_fim', kind, payload)
  -- The end of our own job is told by its `on_exit`.
  if not ok and route == 'rplugin' then
    forget()
    not_before = math.huge
    fail('The remote-plugin host stopped.', 'Restart Neovim.')
  end
  return ok
end

--- Stops the host. It starts again at the next use.
function M.stop()
  if not channel then
    return
  end
  local old, old_route = channel, route
  if old_route == 'rplugin' then
    -- Its process is not ours to end: other plugins live in it.
    pcall(vim.rpcnotify, old, 'nvim_fim', 'stop', vim.empty_dict())
  end
  forget()
  if old_route == 'job' then
    vim.fn.jobstop(old)
  end
end

--- Stops it and starts it anew, without a pause and whatever happened before.
---@return boolean running
function M.restart()
  M.stop()
  deaths, last_error = 0, nil
  return M.ensure(true)
end

---@return fim.HostInfo
function M.info()
  local pid
  if channel and route == 'job' then
    local ok, id = pcall(vim.fn.jobpid, channel)
    pid = ok and id or nil
  end
  return {
    running = channel ~= nil and api.nvim_get_chan_info(channel).id ~= nil,
    ready = ready,
    pid = pid,
    version = about and about.version,
    node = about and about.node,
    restarts = deaths,
    last_error = last_error,
  }
end

--- Asks the host to look at the servers now.
---@param callback fun(found: table?) nil: no answer in time
---@param timeout_ms integer
function M.probe(callback, timeout_ms)
  local timer = assert(vim.uv.new_timer())
  local done = false
  local function finish(found)
    if not done then
      done = true
      timer:close()
      handlers.probe = nil
      callback(found)
    end
  end
  M.handle('probe', finish)
  timer:start(
    timeout_ms,
    0,
    vim.schedule_wrap(function()
      finish(nil)
    end)
  )
  if not M.notify('probe', vim.empty_dict()) then
    finish(nil)
  end
end

return M
