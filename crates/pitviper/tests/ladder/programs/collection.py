import gc
import weakref


class Node:
    def __init__(self, number):
        self.number = number
        self.me = self


class Final(Node):
    def __del__(self):
        log.append(self.number)


log = []
for number in range(30):
    Node(number).others = [Final(number), {}]
print(gc.collect() > 0, sorted(log) == list(range(30)))
reference = weakref.ref(Node(1), lambda dead: log.append("dead"))
print(reference() is not None, gc.collect(), log[-1], reference())
gc.disable()
cycle = []
for number in range(20):
    cycle = [cycle, {"n": cycle}]
    cycle.append(cycle)
del cycle
gc.enable()
print(gc.collect() >= 40, gc.collect(), gc.garbage, len(gc.get_referrers(log)) > 0, gc.is_tracked([]))
gc.callbacks.append(lambda phase, info: log.append(phase))
gc.collect()
gc.callbacks.clear()
print(log[-2:], len(gc.get_objects()) > 100, gc.get_referents([1, "a"]))
