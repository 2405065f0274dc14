{1}.update(5)
