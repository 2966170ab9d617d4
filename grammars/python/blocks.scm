; No tokens enclose a block: it ends where its last statement ends.
(block) @block
