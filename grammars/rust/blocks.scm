; See grammars/php/blocks.scm for the captures.
(block "{" @block.open "}" @block.close) @block
(declaration_list "{" @block.open "}" @block.close) @block
(field_declaration_list "{" @block.open "}" @block.close) @block
(enum_variant_list "{" @block.open "}" @block.close) @block
(match_block "{" @block.open "}" @block.close) @block
