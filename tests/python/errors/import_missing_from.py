from no_such_module_here import thing
