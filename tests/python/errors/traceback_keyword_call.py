def connect(*, host, port):
    return host + port

connect(host="a", port=5)
