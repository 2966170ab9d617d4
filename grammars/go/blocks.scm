; See grammars/php/blocks.scm for the captures.
(block "{" @block.open "}" @block.close) @block
(field_declaration_list "{" @block.open "}" @block.close) @block
(interface_type "{" @block.open "}" @block.close) @block
(expression_switch_statement "{" @block.open "}" @block.close) @block
(type_switch_statement "{" @block.open "}" @block.close) @block
(select_statement "{" @block.open "}" @block.close) @block
