class InsufficientFunds(Exception):
    pass

raise InsufficientFunds("need 5 more")
