# KeyboardInterrupt raised by the program itself ends with a traceback.
def wait():
    raise KeyboardInterrupt


try:
    wait()
finally:
    print("cleanup")
