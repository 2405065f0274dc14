class CodeError(Exception):
    def __str__(self):
        return f"code {self.args[0]}"

raise CodeError(42)
