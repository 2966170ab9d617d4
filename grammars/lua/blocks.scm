; See grammars/php/blocks.scm for the captures.
"function" @block.open-head.end
["do" "then"] @block.open.end
"end" @block.close.end
"else" @block.middle.end
"elseif" @block.middle-head.end
"repeat" @block.open.until
"until" @block.close-head.until

"{" @list.open.brace
"}" @list.close.brace
"(" @list.open.paren
")" @list.close.paren
"[" @list.open.bracket
"]" @list.close.bracket

(ERROR "[[" @quote)
