; See grammars/php/blocks.scm for the captures.
"{" @block.open.brace
"${" @list.open.brace
"}" @block.close.brace
"(" @list.open.paren
")" @list.close.paren
"[" @list.open.bracket
"]" @list.close.bracket

(jsx_opening_element) @list.open.tag
(jsx_closing_element) @list.close.tag

(ERROR "`" @quote)
