//! Tuples.

use super::{FromPython, ToPython, expected, items};
use crate::context::{Context, Object};
use crate::error::Error;

macro_rules! tuples {
    ($($len:literal: $($name:ident $index:tt)+;)*) => {$(
        impl<$($name: ToPython),+> ToPython for ($($name,)+) {
            fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
                let items = [$(python.object(self.$index)?.value),+];
                let tuple = python.vm.new_tuple_from(items);
                python.wrap(tuple)
            }
        }

        impl<$($name: FromPython),+> FromPython for ($($name,)+) {
            fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
                let Some((len, item)) = items(&value.value) else { return Err(expected("tuple", value, python)) };
                if len != $len {
                    return Err(Error::conversion(format!("{} items expected, not {len}", $len)));
                }
                Ok(($({
                    let Some(item) = item(&value.value, $index) else {
                        return Err(Error::conversion("the list changed"));
                    };
                    python.extract::<$name>(&Object::new(item))?
                },)+))
            }
        }
    )*};
}

tuples! {
    1: A 0;
    2: A 0 B 1;
    3: A 0 B 1 C 2;
    4: A 0 B 1 C 2 D 3;
    5: A 0 B 1 C 2 D 3 E 4;
    6: A 0 B 1 C 2 D 3 E 4 F 5;
    7: A 0 B 1 C 2 D 3 E 4 F 5 G 6;
    8: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7;
}
