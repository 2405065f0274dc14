//! What can be wrong with a document, by number, name and message, and the exception that says so.

use pitviper_object::{OutOfMemory, Value};

use super::parser::XmlParser;
use crate::core::error::{PyResult, Raised};
use crate::core::vm::Vm;

/// Why parsing ends: something wrong with the document, or an exception.
pub(super) enum Fail {
    Fault(Fault),
    Raised(Raised),
}

impl From<Fault> for Fail {
    fn from(fault: Fault) -> Fail {
        Fail::Fault(fault)
    }
}

impl From<Raised> for Fail {
    fn from(raised: Raised) -> Fail {
        Fail::Raised(raised)
    }
}

impl From<OutOfMemory> for Fail {
    fn from(error: OutOfMemory) -> Fail {
        Fail::Raised(Raised::from(error))
    }
}

/// What parts of parsing return.
pub(super) type Parsed<T = ()> = Result<T, Fail>;

macro_rules! faults {
    ($($fault:ident $name:literal $message:literal,)*) => {
        /// What can be wrong, numbered as expat does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(dead_code, reason = "all numbers have a name; some are of what cannot happen here")]
        pub(super) enum Fault { None, $($fault,)* }

        /// Constants of `pyexpat.errors` and their messages, by number from 1 on.
        pub(super) static FAULTS: &[(&str, &str)] = &[$(($name, $message),)*];
    };
}

faults! {
    NoMemory "XML_ERROR_NO_MEMORY" "out of memory",
    Syntax "XML_ERROR_SYNTAX" "syntax error",
    NoElements "XML_ERROR_NO_ELEMENTS" "no element found",
    InvalidToken "XML_ERROR_INVALID_TOKEN" "not well-formed (invalid token)",
    UnclosedToken "XML_ERROR_UNCLOSED_TOKEN" "unclosed token",
    PartialChar "XML_ERROR_PARTIAL_CHAR" "partial character",
    TagMismatch "XML_ERROR_TAG_MISMATCH" "mismatched tag",
    DuplicateAttribute "XML_ERROR_DUPLICATE_ATTRIBUTE" "duplicate attribute",
    JunkAfterDocument "XML_ERROR_JUNK_AFTER_DOC_ELEMENT" "junk after document element",
    ParameterRef "XML_ERROR_PARAM_ENTITY_REF" "illegal parameter entity reference",
    UndefinedEntity "XML_ERROR_UNDEFINED_ENTITY" "undefined entity",
    RecursiveEntity "XML_ERROR_RECURSIVE_ENTITY_REF" "recursive entity reference",
    AsyncEntity "XML_ERROR_ASYNC_ENTITY" "asynchronous entity",
    BadCharRef "XML_ERROR_BAD_CHAR_REF" "reference to invalid character number",
    BinaryEntity "XML_ERROR_BINARY_ENTITY_REF" "reference to binary entity",
    ExternalInAttribute "XML_ERROR_ATTRIBUTE_EXTERNAL_ENTITY_REF" "reference to external entity in attribute",
    MisplacedDeclaration "XML_ERROR_MISPLACED_XML_PI" "XML or text declaration not at start of entity",
    UnknownEncoding "XML_ERROR_UNKNOWN_ENCODING" "unknown encoding",
    IncorrectEncoding "XML_ERROR_INCORRECT_ENCODING" "encoding specified in XML declaration is incorrect",
    UnclosedCdata "XML_ERROR_UNCLOSED_CDATA_SECTION" "unclosed CDATA section",
    ExternalHandling "XML_ERROR_EXTERNAL_ENTITY_HANDLING" "error in processing external entity reference",
    NotStandalone "XML_ERROR_NOT_STANDALONE" "document is not standalone",
    UnexpectedState "XML_ERROR_UNEXPECTED_STATE" "unexpected parser state - please send a bug report",
    DeclaredInParameter "XML_ERROR_ENTITY_DECLARED_IN_PE" "entity declared in parameter entity",
    FeatureMissing "XML_ERROR_FEATURE_REQUIRES_XML_DTD" "requested feature requires XML_DTD support in Expat",
    TooLate "XML_ERROR_CANT_CHANGE_FEATURE_ONCE_PARSING" "cannot change setting once parsing has begun",
    UnboundPrefix "XML_ERROR_UNBOUND_PREFIX" "unbound prefix",
    UndeclaringPrefix "XML_ERROR_UNDECLARING_PREFIX" "must not undeclare prefix",
    IncompleteParameter "XML_ERROR_INCOMPLETE_PE" "incomplete markup in parameter entity",
    XmlDeclaration "XML_ERROR_XML_DECL" "XML declaration not well-formed",
    TextDeclaration "XML_ERROR_TEXT_DECL" "text declaration not well-formed",
    PublicId "XML_ERROR_PUBLICID" "illegal character(s) in public id",
    Suspended "XML_ERROR_SUSPENDED" "parser suspended",
    NotSuspended "XML_ERROR_NOT_SUSPENDED" "parser not suspended",
    Aborted "XML_ERROR_ABORTED" "parsing aborted",
    Finished "XML_ERROR_FINISHED" "parsing finished",
    SuspendParameter "XML_ERROR_SUSPEND_PE" "cannot suspend in external parameter entity",
    ReservedXml "XML_ERROR_RESERVED_PREFIX_XML"
        "reserved prefix (xml) must not be undeclared or bound to another namespace name",
    ReservedXmlns "XML_ERROR_RESERVED_PREFIX_XMLNS" "reserved prefix (xmlns) must not be declared or undeclared",
    ReservedUri "XML_ERROR_RESERVED_NAMESPACE_URI"
        "prefix must not be bound to one of the reserved namespace names",
    InvalidArgument "XML_ERROR_INVALID_ARGUMENT" "invalid argument",
    NoBuffer "XML_ERROR_NO_BUFFER" "a successful prior call to function XML_GetBuffer is required",
    Amplification "XML_ERROR_AMPLIFICATION_LIMIT_BREACH"
        "limit on input amplification factor (from DTD and entities) breached",
    NotStarted "XML_ERROR_NOT_STARTED" "parser not started",
}

/// The message of a number.
pub(super) fn message(code: usize) -> Option<&'static str> {
    FAULTS.get(code.checked_sub(1)?).map(|fault| fault.1)
}

/// The class `xml.parsers.expat.ExpatError`.
pub(super) fn class(vm: &mut Vm) -> PyResult {
    vm.module_exception("xml.parsers.expat", "ExpatError")
}

/// Raises an `ExpatError` that says where a parser is.
#[cold]
pub(super) fn raise(vm: &mut Vm, parser: &XmlParser, fault: Fault) -> Raised {
    let Some(text) = message(fault as usize) else { return vm.value_error(format_args!("unknown error")) };
    let (line, column) = parser.line_and_column();
    raise_with(vm, parser, fault, format_args!("{text}: line {line}, column {column}"))
}

/// Raises an `ExpatError` with another message.
#[cold]
pub(super) fn raise_with(vm: &mut Vm, parser: &XmlParser, fault: Fault, message: std::fmt::Arguments<'_>) -> Raised {
    match make(vm, parser, fault, message) {
        Ok(error) => vm.raise_value(error),
        Err(raised) => raised,
    }
}

fn make(vm: &mut Vm, parser: &XmlParser, fault: Fault, message: std::fmt::Arguments<'_>) -> PyResult {
    let class = class(vm)?;
    let message = vm.new_str_fmt(message)?;
    let error = vm.call(&class, &[message])?;
    let (line, column) = parser.line_and_column();
    for (name, number) in [("code", i64::from(fault as u8)), ("lineno", line as i64), ("offset", column as i64)] {
        let name = vm.intern(name)?;
        vm.set_attr(&error, &name, Value::small(number))?;
    }
    Ok(error)
}
