# Property lists, as XML and binary.
import datetime
import plistlib

VALUE = {
    "text": "a <b> & \xe9\u20ac\U0001F600", "empty": "", "int": -5, "big": 1 << 63, "real": 1.5, "yes": True, "no": False,
    "data": bytes(range(60)), "when": datetime.datetime(2026, 11, 22, 1, 2, 3), "list": [1, [], {}, ["x"]],
    "dict": {"k": {"l": "m"}}, "uid": [1, 2],
}
for form in plistlib.FMT_XML, plistlib.FMT_BINARY:
    data = plistlib.dumps(VALUE, fmt=form)
    back = plistlib.loads(data)
    print(form, len(data), back == VALUE, list(back))
print(plistlib.dumps(VALUE).decode())
print(plistlib.loads(b"<plist><array><integer>0x10</integer><true/><string>a&#65;<!-- c -->b</string></array></plist>"))
for wrong in (b"<plist><dict><key>k</key></dict></plist>", b"<plist><integer>x</integer></plist>", b"<plist>",
              b"<!DOCTYPE plist [<!ENTITY e 'x'>]><plist><string>&e;</string></plist>", b"none", b"<plist><other/></plist>"):
    try:
        print(plistlib.loads(wrong))
    except Exception as error:
        print(type(error).__name__, error)
print(plistlib.loads('<?xml version="1.0" encoding="utf-16"?><plist><string>\u20ac</string></plist>'.encode("utf-16")))
print(plistlib.dumps({2: "dropped", "b": 1, "a": 2}, skipkeys=True).decode().split("\n")[3:])
