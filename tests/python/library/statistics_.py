# statistics: averages, spread, quantiles, relations, NormalDist.
import statistics as st
from decimal import Decimal
from fractions import Fraction

data = [1, 2, 2, 3, 4, 7, 9]
print(st.mean(data), st.median(data), st.median_low([1, 2, 3, 4]), st.median_high([1, 2, 3, 4]), st.median_grouped([1, 2, 2, 3, 4, 4, 4, 4, 4, 5]), st.mode(data), st.multimode('aabbc'))
print(st.fmean([3.5, 4, 5.25]), st.fmean([1, 2, 3], weights=[3, 2, 1]), st.geometric_mean([54, 24, 36]), st.harmonic_mean([40, 60]), st.harmonic_mean([40, 60], weights=[5, 30]))
print(st.pstdev(data), st.stdev(data), st.variance(data), st.pvariance(data), st.variance([2.75, 1.75, 1.25, 0.25, 0.5, 1.25, 3.5]))
print(st.mean([Fraction(3, 7), Fraction(1, 21)]), st.mean([Decimal('0.5'), Decimal('0.75')]), st.variance([Decimal('27.5'), Decimal('30.25')]), st.mean([True, False, True, True]), st.mean([1e30, 1, -1e30]))
print(st.quantiles(data, n=4), st.quantiles(range(1, 101), n=10, method='inclusive'), st.covariance([1, 2, 3, 4], [2, 4, 6, 9]), st.correlation([1, 2, 3], [3, 2, 1]), st.linear_regression([1, 2, 3], [2, 4, 6.5]))
print(st.correlation([1, 5, 3, 9], [2, 8, 4, 16], method='ranked'), st.linear_regression([1, 2, 3], [2, 4, 6], proportional=True))
for bad in (lambda: st.mean([]), lambda: st.median([]), lambda: st.mode([]), lambda: st.stdev([1]), lambda: st.geometric_mean([0, -1]), lambda: st.quantiles([1, 2], n=0), lambda: st.correlation([1], [1]), lambda: st.harmonic_mean([-1]), lambda: st.mean(['a'])):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
n = st.NormalDist(100, 15)
print(n, n.mean, n.stdev, n.variance, n.median, n.mode, round(n.cdf(120), 9), round(n.pdf(100), 9), round(n.inv_cdf(0.9), 9), n.quantiles(4), n.zscore(130))
print(n + 5, n * 2, n / 3, -n, n + st.NormalDist(50, 20), round(n.overlap(st.NormalDist(110, 10)), 9), n == st.NormalDist(100, 15), st.NormalDist.from_samples([1, 2, 3, 4]))
print(len(n.samples(5, seed=1)), [round(x, 6) for x in n.samples(3, seed=42)])
f = st.kde([-2.1, -1.3, -0.4, 1.9, 5.1, 6.2], h=1.5)
print(round(f(0), 12), round(st.kde([1, 2, 3], h=1, kernel='triangular')(2), 12))
