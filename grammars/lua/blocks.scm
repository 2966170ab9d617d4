; See grammars/php/blocks.scm for the captures. The inside of a function starts after its parameters.
(function_declaration parameters: (parameters) @block.open "end" @block.close) @block
(function_definition parameters: (parameters) @block.open "end" @block.close) @block
(do_statement "do" @block.open "end" @block.close) @block
(while_statement "do" @block.open "end" @block.close) @block
(for_statement "do" @block.open "end" @block.close) @block
(repeat_statement "repeat" @block.open "until" @block.close) @block
(if_statement "then" @block.open "end" @block.close) @block

; They end where their last statement ends; the `end` belongs to the `if`.
(elseif_statement "then" @block.open) @block
(else_statement "else" @block.open) @block
