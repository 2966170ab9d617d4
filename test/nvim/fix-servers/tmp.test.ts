import { pythonFaults } from './others.ts';
import { describeInTerminal } from './suite.ts';
import { it } from 'vitest';
describeInTerminal({ ...pythonFaults, client: 'basedpyright', program: 'basedpyright/langserver.index.js', faulty: pythonFaults.faulty.slice(0, 3) }, (served) => {
  it('x', async () => {
    const { nvim, open } = served();
    await open(pythonFaults.faulty[0]!);
    console.log(JSON.stringify(await nvim.lua("return vim.tbl_map(function(d) return {d.lnum, d.col, d.code, d.severity, d.message} end, vim.diagnostic.get(0))")));
    console.log(JSON.stringify(await nvim.lua(`
      local row, col = unpack(vim.api.nvim_win_get_cursor(0))
      local at = { line = row - 1, character = col }
      local diagnostics = {}
      for _, each in ipairs(vim.diagnostic.get(0)) do
        if each.lnum == row - 1 then table.insert(diagnostics, each.user_data and each.user_data.lsp) end
      end
      local params = { textDocument = vim.lsp.util.make_text_document_params(0), range = { start = at, ['end'] = at }, context = { diagnostics = diagnostics } }
      local found = {}
      for id, answer in pairs(vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 20000) or {}) do
        local client = vim.lsp.get_client_by_id(id)
        for _, action in ipairs(answer.result or {}) do table.insert(found, client.name .. ': ' .. action.title) end
      end
      return found`)));
  }, 60000);
});
