# Did you mean, for a name imported from a module.
from math import sqrtt
