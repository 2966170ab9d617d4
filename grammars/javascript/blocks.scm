; See grammars/php/blocks.scm for the captures.
(statement_block "{" @block.open "}" @block.close) @block
(class_body "{" @block.open "}" @block.close) @block
(switch_body "{" @block.open "}" @block.close) @block
