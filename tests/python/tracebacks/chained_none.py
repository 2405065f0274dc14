# raise from None hides the context.
try:
    {}["key"]
except KeyError:
    raise LookupError("clean message") from None
