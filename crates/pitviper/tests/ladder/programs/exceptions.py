class Custom(Exception):
    def __init__(self, message, code):
        super().__init__(message)
        self.code = code


log = []
for action in "[][1]", "{}[1]", "int('x')", "None.x", "undefined", "1 + ''", "raise_it()", "[1].index(2)", "'a' < 1":
    def raise_it():
        raise Custom("custom", 7)

    try:
        try:
            eval(action)
        finally:
            log.append(action)
    except (LookupError, TypeError, NameError) as error:
        log.append((type(error).__name__, str(error)))
    except ValueError as error:
        error.add_note("a note")
        log.append(error.__notes__)
    except Custom as error:
        log.append((error.code, error.args))
    except AttributeError as error:
        log.append((error.name, str(error.obj)))
    else:
        log.append("no error")
for entry in log:
    print(entry)
