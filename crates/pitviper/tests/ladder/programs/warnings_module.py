import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("first")
    warnings.warn("second", DeprecationWarning, stacklevel=1)
    warnings.filterwarnings("error", category=UserWarning)
    try:
        warnings.warn("third")
    except UserWarning as error:
        print("raised", error)
print([(type(each.message).__name__, str(each.message)) for each in caught])
