; A block: `@block.open` and `@block.close` are the tokens that enclose its inside, where it has such tokens.
(compound_statement "{" @block.open "}" @block.close) @block
(declaration_list "{" @block.open "}" @block.close) @block
(enum_declaration_list "{" @block.open "}" @block.close) @block
(match_block "{" @block.open "}" @block.close) @block
(switch_block "{" @block.open "}" @block.close) @block
(property_hook_list "{" @block.open "}" @block.close) @block

; `if (…): … endif;`: ends where its last statement ends.
(colon_block ":" @block.open) @block
