//! Source that the host gives, run in `__main__`.

use pitviper_compiler::parse::Mode;
use pitviper_compiler::source::Input;
use pitviper_object::Value;

use crate::core::error::{Exc, PyResult};
use crate::core::vm::{CANCEL, Vm};
use crate::import::compile::{Request, compile_input};
use crate::import::main;
use crate::types::module::Module;
use crate::types::traceback::source::register_recent;

/// Sources kept for tracebacks: the last ones.
const KEPT: usize = 64;

/// Bytes beyond memory limit and reserve that compiling a host's source may take: the parser's native stack above all. A
/// host can always ask, also where variables hold memory to the brim.
const ALLOWANCE: usize = if cfg!(debug_assertions) { 2 << 20 } else { 512 << 10 };

impl Vm {
    /// Compiles source for `__main__`: an expression or statements, or for no mode whichever it is.
    ///
    /// # Errors
    /// SyntaxError, `MemoryError`.
    pub fn compile_host_source(&mut self, text: &str, name: &str, mode: Option<Mode>) -> PyResult {
        self.heap.set_allowance(ALLOWANCE);
        let code = self.compile_source(text, name, mode);
        self.heap.set_allowance(0);
        code
    }

    fn compile_source(&mut self, text: &str, name: &str, mode: Option<Mode>) -> PyResult {
        let filename = self.new_str(name)?;
        let mut request = Request {
            filename: &filename,
            mode: mode.unwrap_or(Mode::Expression),
            optimize: self.options.optimize,
            future_flags: 0,
            top_level_await: false,
            function: "compile",
        };
        // Expressions may begin with blanks, as in `eval`.
        let is_expression = request.mode == Mode::Expression;
        let first = if is_expression { text.trim_start_matches([' ', '\t']) } else { text };
        let compiled = match compile_input(self, Input::Text(first), &request) {
            Err(raised) if mode.is_none() && self.raised_is(&raised, Exc::SyntaxError) => {
                drop(self.take_raised(raised));
                request.mode = Mode::Module;
                compile_input(self, Input::Text(text), &request)
            }
            compiled => compiled,
        };
        let code = compiled?.into_value();
        let text = self.new_str(text)?;
        register_recent(self, &code, &text, KEPT)?;
        Ok(code)
    }

    /// Runs code in `__main__`.
    ///
    /// # Errors
    /// What it raises.
    pub fn run_in_main(&mut self, code: &Value) -> PyResult {
        let main = main::main_of(self)?;
        match main.downcast::<Module>() {
            Some(module) => {
                let globals = module.dict.clone();
                self.run_code(code, &globals, None)
            }
            None => Ok(Value::none()),
        }
    }

    /// An evaluation begins: what was to cancel the one before does not concern it.
    pub fn forget_cancelling(&self) {
        self.check.fetch_and(!CANCEL, std::sync::atomic::Ordering::Relaxed);
    }
}
