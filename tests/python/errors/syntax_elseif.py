if True:
    pass
elseif False:
    pass
