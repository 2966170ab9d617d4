; See grammars/php/blocks.scm for the captures.
"{" @block.open.brace
"}" @block.close.brace
"(" @list.open.paren
")" @list.close.paren
"[" @list.open.bracket
"]" @list.close.bracket

(ERROR "\"" @quote)
