use crate::ast::Budget;
use crate::parse::{Mode};
use crate::source::Source;
use crate::literal::Stop;
pub(crate) fn check<P: From<Stop>>(_s: &Source<'_>, _m: Mode, _b: &mut dyn Budget) -> Result<(), P> { Ok(()) }
pub(crate) fn check_single<P: From<Stop>>(_s: &Source<'_>, _b: &mut dyn Budget, _n: usize) -> Result<(), P> { Ok(()) }
