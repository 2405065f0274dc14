# Bytes with other than ASCII.
x = b"é"
