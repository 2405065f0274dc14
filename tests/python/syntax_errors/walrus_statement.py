# A walrus as a statement without parentheses.
x := 5
