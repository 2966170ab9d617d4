; Lines and their indentation tell the blocks; what the brackets enclose is one line. See grammars/php/blocks.scm for the captures.
"{" @list.open.brace
"}" @list.close.brace
"(" @list.open.paren
")" @list.close.paren
"[" @list.open.bracket
"]" @list.close.bracket

(ERROR (string_start) @quote (#match? @quote "(\"\"\"|''')$"))
