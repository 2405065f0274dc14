//! `math`: the C library's functions of real numbers, and exact sums, products and combinatorics.

mod binary;
mod gamma;
mod integer;
mod logarithm;
mod parts;
mod sums;
mod unary;
mod vector;
mod whole;

use pitviper_object::Obj;

use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::Method;
use crate::core::vm::Vm;
use crate::types::module::Module;

/// A function of one real number.
const fn one(name: &'static str, function: crate::core::native::Native, doc: &'static str) -> Method {
    Method::new(name, function, 1, 1).doc(doc)
}

static FUNCTIONS: &[Method] = &[
    one("acos", unary::acos, "acos($module, x, /)\n--\n\nThe arc cosine of x in radians, between 0 and pi."),
    one("acosh", unary::acosh, "acosh($module, x, /)\n--\n\nThe inverse hyperbolic cosine of x."),
    one("asin", unary::asin, "asin($module, x, /)\n--\n\nThe arc sine of x in radians, between -pi/2 and pi/2."),
    one("asinh", unary::asinh, "asinh($module, x, /)\n--\n\nThe inverse hyperbolic sine of x."),
    one("atan", unary::atan, "atan($module, x, /)\n--\n\nThe arc tangent of x in radians, between -pi/2 and pi/2."),
    one("atanh", unary::atanh, "atanh($module, x, /)\n--\n\nThe inverse hyperbolic tangent of x."),
    one("cbrt", unary::cbrt, "cbrt($module, x, /)\n--\n\nThe cube root of x."),
    one("ceil", whole::ceil, "ceil($module, x, /)\n--\n\nThe least integer not below x."),
    one("cos", unary::cos, "cos($module, x, /)\n--\n\nThe cosine of x radians."),
    one("cosh", unary::cosh, "cosh($module, x, /)\n--\n\nThe hyperbolic cosine of x."),
    one("degrees", unary::degrees, "degrees($module, x, /)\n--\n\nx radians in degrees."),
    one("erf", unary::erf, "erf($module, x, /)\n--\n\nThe error function at x."),
    one("erfc", unary::erfc, "erfc($module, x, /)\n--\n\n1 minus the error function at x, without cancellation."),
    one("exp", unary::exp, "exp($module, x, /)\n--\n\ne to the power x."),
    one("exp2", unary::exp2, "exp2($module, x, /)\n--\n\n2 to the power x."),
    one("expm1", unary::expm1, "expm1($module, x, /)\n--\n\nexp(x) - 1, accurate for small x."),
    one("fabs", unary::fabs, "fabs($module, x, /)\n--\n\nThe absolute value of x as a float."),
    one("factorial", integer::factorial, "factorial($module, n, /)\n--\n\nThe product of the integers from 1 to n."),
    one("floor", whole::floor, "floor($module, x, /)\n--\n\nThe greatest integer not above x."),
    one("frexp", parts::frexp, "frexp($module, x, /)\n--\n\nMantissa and exponent of x as a pair (m, e): x == m * 2**e, 0.5 <= abs(m) < 1; (0.0, 0) for zero."),
    one("fsum", sums::fsum, "fsum($module, seq, /)\n--\n\nThe sum of floats, rounded once."),
    one("gamma", unary::gamma, "gamma($module, x, /)\n--\n\nThe gamma function at x."),
    one("isfinite", parts::is_finite, "isfinite($module, x, /)\n--\n\nWhether x is neither infinite nor a NaN."),
    one("isinf", parts::is_inf, "isinf($module, x, /)\n--\n\nWhether x is infinite."),
    one("isnan", parts::is_nan, "isnan($module, x, /)\n--\n\nWhether x is a NaN."),
    one("isqrt", integer::isqrt, "isqrt($module, n, /)\n--\n\nThe integer part of the square root of n."),
    one("lgamma", unary::lgamma, "lgamma($module, x, /)\n--\n\nThe natural logarithm of the absolute value of the gamma function at x."),
    Method::new("log", logarithm::log, 1, 2).doc("log(x, [base=math.e])\nThe logarithm of x to the base given, the natural one by default."),
    one("log10", logarithm::log10, "log10($module, x, /)\n--\n\nThe logarithm of x to base 10."),
    one("log1p", unary::log1p, "log1p($module, x, /)\n--\n\nThe natural logarithm of 1 + x, accurate for small x."),
    one("log2", logarithm::log2, "log2($module, x, /)\n--\n\nThe logarithm of x to base 2."),
    one("modf", parts::modf, "modf($module, x, /)\n--\n\nFractional and integer part of x, both with its sign."),
    one("radians", unary::radians, "radians($module, x, /)\n--\n\nx degrees in radians."),
    one("sin", unary::sin, "sin($module, x, /)\n--\n\nThe sine of x radians."),
    one("sinh", unary::sinh, "sinh($module, x, /)\n--\n\nThe hyperbolic sine of x."),
    one("sqrt", unary::sqrt, "sqrt($module, x, /)\n--\n\nThe square root of x."),
    one("tan", unary::tan, "tan($module, x, /)\n--\n\nThe tangent of x radians."),
    one("tanh", unary::tanh, "tanh($module, x, /)\n--\n\nThe hyperbolic tangent of x."),
    one("trunc", whole::trunc, "trunc($module, x, /)\n--\n\nx cut towards zero, by its __trunc__ method."),
    one("ulp", parts::ulp, "ulp($module, x, /)\n--\n\nThe value of the last bit of x."),
    Method::new("atan2", binary::atan2, 2, 2).doc("atan2($module, y, x, /)\n--\n\nThe angle of the point (x, y) in radians."),
    Method::new("comb", integer::comb, 2, 2).doc("comb($module, n, k, /)\n--\n\nHow many ways there are to choose k of n things, order aside."),
    Method::new("copysign", binary::copysign, 2, 2).doc("copysign($module, x, y, /)\n--\n\nThe absolute value of x with the sign of y."),
    Method::new("dist", vector::dist, 2, 2).doc("dist($module, p, q, /)\n--\n\nThe distance of two points, each a sequence of coordinates."),
    Method::new("fma", binary::fma, 3, 3).doc("fma($module, x, y, z, /)\n--\n\nx * y + z, rounded once."),
    Method::new("fmod", binary::fmod, 2, 2).doc("fmod($module, x, y, /)\n--\n\nThe remainder of x / y as in C, with the sign of x."),
    Method::new("gcd", integer::gcd, 0, crate::core::native::MANY).doc("gcd($module, /, *integers)\n--\n\nThe greatest common divisor."),
    Method::new("hypot", vector::hypot, 0, crate::core::native::MANY)
        .doc("hypot($module, /, *coordinates)\n--\n\nThe distance of the point with these coordinates from the origin."),
    Method::keywords("isclose", binary::is_close).doc(
        "isclose($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)\n--\n\nWhether a and b differ by no more than rel_tol of the larger one, or by no more than abs_tol.",
    ),
    Method::new("lcm", integer::lcm, 0, crate::core::native::MANY).doc("lcm($module, /, *integers)\n--\n\nThe least common multiple."),
    Method::new("ldexp", parts::ldexp, 2, 2).doc("ldexp($module, x, i, /)\n--\n\nx * 2**i."),
    Method::keywords("nextafter", parts::next_after)
        .doc("nextafter($module, x, y, /, *, steps=None)\n--\n\nThe float that many steps (one by default) after x towards y."),
    Method::new("perm", integer::perm, 1, 2)
        .doc("perm($module, n, k=None, /)\n--\n\nHow many ways there are to choose k of n things in order; k is n by default."),
    Method::new("pow", binary::pow, 2, 2).doc("pow($module, x, y, /)\n--\n\nx to the power y, as a float."),
    Method::keywords("prod", sums::prod).doc("prod($module, iterable, /, *, start=1)\n--\n\nThe product of start and all items."),
    Method::new("remainder", binary::remainder, 2, 2)
        .doc("remainder($module, x, y, /)\n--\n\nWhat is left of x after taking away the nearest multiple of y; ties go to the even one."),
    Method::new("sumprod", sums::sumprod, 2, 2).doc("sumprod($module, p, q, /)\n--\n\nThe sum of the products of items of p and q."),
];

fn init(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    let dict = module.dict.clone();
    for (name, value) in [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ] {
        let (name, value) = (vm.intern(name)?, vm.new_float(value)?);
        vm.dict_set_str(&dict, &name, value)?;
    }
    Ok(())
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "math",
    doc: "Functions of real numbers, as the C standard defines them, and some of integers.",
    functions: FUNCTIONS,
    types: &[],
    init: Some(init),
};
