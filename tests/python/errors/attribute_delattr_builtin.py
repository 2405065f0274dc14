del "abc".upper
