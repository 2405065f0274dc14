values = {"first": 1, "second": 2, "third": 3}
result = values["first"] + values["second"] + values["third"] + values["fourth"] + values["fifth"] + values["sixth"]
