//! Conversion by `serde`.

mod read;
mod write;

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::context::{Context, Object};
use crate::convert::{FromPython, ToPython};
use crate::error::Error;

/// A value that is converted by its `Serialize` and `Deserialize`, wherever one that is converted by
/// [`ToPython`] and [`FromPython`] may stand.
///
/// | `serde` | Python | from Python also |
/// |---|---|---|
/// | struct | `dict` with string keys | any object with such attributes |
/// | map | `dict` | |
/// | sequence | `list` | `tuple`, `set`, `bytes` |
/// | tuple, tuple struct | `tuple` | `list` |
/// | unit, `None` | `None` | |
/// | newtype struct, `Some` | what is inside | |
/// | unit variant | its name | |
/// | other variants | `{name: what is inside}` | |
/// | bytes | `bytes` | `bytearray` |
///
/// ```
/// # use pitviper::{Interpreter, Serde};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize)]
/// struct Order { id: u32, items: Vec<Item> }
///
/// #[derive(Serialize, Deserialize)]
/// struct Item { name: String, price: f64, note: Option<String> }
///
/// # let mut python = Interpreter::builder().build()?;
/// let item = Item { name: "tea".into(), price: 4.5, note: None };
/// python.set("order", Serde(Order { id: 7, items: vec![item] }))?;
/// python.exec("
/// for item in order['items']:
///     item['price'] *= 2
/// ")?;
/// let Serde(order): Serde<Order> = python.get("order")?;
/// assert_eq!(order.items[0].price, 9.0);
/// # Ok::<(), pitviper::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Serde<T>(pub T);

impl<T: Serialize> ToPython for Serde<T> {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        self.0.serialize(write::Writer::new(python)).map_err(|Failure(error)| error)
    }
}

impl<T: DeserializeOwned> FromPython for Serde<T> {
    fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
        let reader = read::Reader::new(value.clone(), python);
        T::deserialize(reader).map(Serde).map_err(|Failure(error)| error)
    }
}

/// [`Error`], as `serde` wants it.
#[derive(Debug)]
struct Failure(Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failure {}

impl serde::ser::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Failure {
        Failure(Error::conversion(message.to_string()))
    }
}

impl serde::de::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Failure {
        Failure(Error::conversion(message.to_string()))
    }
}
