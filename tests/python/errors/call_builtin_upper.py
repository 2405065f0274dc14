"a".upper(1)
