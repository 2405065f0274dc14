//! What the command line and the environment say together, as CPython weighs them.
#![expect(clippy::disallowed_types, reason = "the command line and the environment are sized by whoever starts it")]

use std::env;

use crate::options::Options;

/// What is in force.
#[derive(Debug, Default)]
pub struct Settings {
    /// `sys.flags.optimize`, at most 2 in effect.
    pub optimize: u8,
    /// `sys.flags.debug`.
    pub debug: u8,
    /// `sys.flags.verbose`.
    pub verbose: u8,
    /// A prompt follows the program.
    pub inspect: bool,
    /// No `.pyc` files are written.
    pub dont_write_bytecode: bool,
    /// The user's site folder is left out.
    pub no_user_site: bool,
    /// Output is not buffered.
    pub unbuffered: bool,
    /// `sys.path` does not begin with the program's folder.
    pub safe_path: bool,
    /// `-X dev`.
    pub dev_mode: bool,
    /// Unless `-X disable-remote-debug` or `PYTHON_DISABLE_REMOTE_DEBUG` says otherwise.
    pub remote_debug: bool,
    /// `-X utf8` or what the locale says.
    pub utf8_mode: bool,
    /// `-X warn_default_encoding`.
    pub warn_default_encoding: bool,
    /// `-X importtime`.
    pub import_time: bool,
    /// `-X int_max_str_digits`.
    pub int_max_str_digits: Option<usize>,
    /// `-X pycache_prefix`.
    pub pycache_prefix: Option<String>,
    /// `sys.warnoptions`.
    pub warnings: Vec<String>,
    /// `sys._xoptions`.
    pub extra: Vec<(String, Option<String>)>,
    /// `PYTHONIOENCODING`'s first half.
    pub stream_encoding: Option<String>,
    /// Error handler of the standard streams.
    pub stream_errors: String,
}

/// The environment as far as it is listened to.
struct Environment<'o>(&'o Options);

impl Environment<'_> {
    /// A variable that is set and not empty.
    fn text(&self, name: &str) -> Option<String> {
        if self.0.ignore_environment {
            return None;
        }
        env::var_os(name).filter(|value| !value.is_empty()).map(|value| value.to_string_lossy().into_owned())
    }

    fn is_set(&self, name: &str) -> bool {
        self.text(name).is_some()
    }

    /// A flag's level: the number in the variable, 1 for other text, unless the command line says more.
    fn level(&self, name: &str, given: u8) -> u8 {
        let own = self.text(name).map_or(0, |text| match text.parse::<i64>() {
            Ok(number) if number >= 0 => u8::try_from(number).unwrap_or(u8::MAX),
            _ => 1,
        });
        own.max(given)
    }
}

impl Settings {
    /// Weighs both.
    ///
    /// # Errors
    /// The message for a value that means nothing, in CPython's words.
    pub fn new(options: &Options) -> Result<Settings, String> {
        let environment = Environment(options);
        let extra: Vec<(String, Option<String>)> = options
            .extra
            .iter()
            .map(|option| {
                let text = option.to_string_lossy();
                match text.split_once('=') {
                    Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                    None => (text.into_owned(), None),
                }
            })
            .collect();
        let given = |name: &str| extra.iter().rev().find(|(other, _)| other == name).map(|(_, value)| value.clone());
        let dev_mode = given("dev").is_some() || environment.is_set("PYTHONDEVMODE");
        let int_max_str_digits = match given("int_max_str_digits") {
            Some(value) => Some(digits(value.as_deref(), "-X int_max_str_digits")?),
            None => match environment.text("PYTHONINTMAXSTRDIGITS") {
                Some(value) => Some(digits(Some(&value), "PYTHONINTMAXSTRDIGITS")?),
                None => None,
            },
        };
        let (stream_encoding, stream_errors) = streams(&environment);
        Ok(Settings {
            optimize: environment.level("PYTHONOPTIMIZE", options.optimize),
            debug: environment.level("PYTHONDEBUG", options.debug),
            verbose: environment.level("PYTHONVERBOSE", options.verbose),
            inspect: options.interactive || environment.is_set("PYTHONINSPECT"),
            dont_write_bytecode: options.dont_write_bytecode || environment.is_set("PYTHONDONTWRITEBYTECODE"),
            no_user_site: options.no_user_site || environment.is_set("PYTHONNOUSERSITE"),
            unbuffered: options.unbuffered || environment.is_set("PYTHONUNBUFFERED"),
            safe_path: options.safe_path || environment.is_set("PYTHONSAFEPATH"),
            dev_mode,
            remote_debug: given("disable-remote-debug").is_none()
                && given("disable_remote_debug").is_none()
                && !environment.is_set("PYTHON_DISABLE_REMOTE_DEBUG"),
            utf8_mode: utf8_mode(given("utf8"), &environment)?,
            warn_default_encoding: given("warn_default_encoding").is_some()
                || environment.is_set("PYTHONWARNDEFAULTENCODING"),
            import_time: given("importtime").is_some() || environment.is_set("PYTHONPROFILEIMPORTTIME"),
            int_max_str_digits,
            pycache_prefix: match given("pycache_prefix") {
                Some(value) => value.filter(|folder| !folder.is_empty()),
                None => environment.text("PYTHONPYCACHEPREFIX"),
            },
            warnings: warnings(options, &environment, dev_mode),
            extra,
            stream_encoding,
            stream_errors,
        })
    }
}

fn digits(value: Option<&str>, name: &str) -> Result<usize, String> {
    let number = value.and_then(|value| value.parse().ok()).filter(|number| *number == 0 || *number >= 640);
    number.ok_or_else(|| {
        format!(
            "Fatal Python error: config_init_int_max_str_digits: {name}: invalid limit; must be >= 640 or 0 for \
             unlimited.\nPython runtime state: preinitialized\n"
        )
    })
}

fn utf8_mode(given: Option<Option<String>>, environment: &Environment<'_>) -> Result<bool, String> {
    let read = |value: &str, problem: &str| match value {
        "1" => Ok(true),
        "0" => Ok(false),
        _ => Err(format!(
            "Fatal Python error: preconfig_init_utf8_mode: invalid {problem} value\nPython runtime state: preinitializing\n"
        )),
    };
    match given {
        Some(None) => Ok(true),
        Some(Some(value)) => read(&value, "-X utf8 option"),
        None => match environment.text("PYTHONUTF8") {
            Some(value) => read(&value, "PYTHONUTF8 environment variable"),
            None => Ok(matches!(locale().as_deref(), None | Some("C" | "POSIX"))),
        },
    }
}

/// The locale of texts; nothing when none is set.
fn locale() -> Option<String> {
    ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()))
}

/// Encoding and error handler of the standard streams. As CPython, undecodable bytes pass through in the locales `C`
/// and `POSIX`, which promise nothing about encodings.
fn streams(environment: &Environment<'_>) -> (Option<String>, String) {
    let plain = match locale().as_deref() {
        None | Some("C" | "POSIX" | "C.UTF-8" | "C.utf8") => "surrogateescape",
        Some(_) => "strict",
    };
    let Some(given) = environment.text("PYTHONIOENCODING") else { return (None, plain.to_owned()) };
    let (encoding, errors) = given.split_once(':').unwrap_or((&given, ""));
    let encoding = Some(encoding.to_owned()).filter(|encoding| !encoding.is_empty());
    let errors = match (errors, &encoding) {
        ("", Some(_)) => "strict",
        ("", None) => plain,
        (errors, _) => errors,
    };
    (encoding, errors.to_owned())
}

/// `sys.warnoptions`, each once.
fn warnings(options: &Options, environment: &Environment<'_>, dev_mode: bool) -> Vec<String> {
    let mut warnings = Vec::new();
    let mut add = |option: String| {
        if !warnings.contains(&option) {
            warnings.push(option);
        }
    };
    if dev_mode {
        add("default".to_owned());
    }
    if let Some(list) = environment.text("PYTHONWARNINGS") {
        list.split(',').for_each(|option| add(option.to_owned()));
    }
    options.warnings.iter().for_each(|option| add(option.to_string_lossy().into_owned()));
    match options.bytes_warning {
        0 => {}
        1 => add("default::BytesWarning".to_owned()),
        _ => add("error::BytesWarning".to_owned()),
    }
    warnings
}
