//! Modules of the host: by builder and by attribute.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

use pitviper::{Class, Interpreter, Module};

fn interpreter() -> Interpreter {
    Interpreter::builder().memory_limit(32 << 20).hash_seed(0).build().expect("memory")
}

fn end(python: Interpreter) {
    let ending = python.end(true, |wrong| panic!("{wrong}"));
    assert_eq!((ending.sound, ending.left), (Ok(()), (0, 0)));
}

/// Money, for scripts.
///
/// In cents.
#[pitviper::module]
mod money {
    use pitviper::{Context, Error, Handle, Serde};
    use serde::{Deserialize, Serialize};

    pub const CURRENCY: &str = "EUR";
    pub const LIMIT: u32 = 1_000;
    const SECRET: u32 = 1;

    #[derive(Serialize, Deserialize)]
    #[python(skip)]
    pub struct Item {
        pub price: u32,
        pub count: u32,
    }

    /// Adds tax.
    pub fn gross(net: u32, rate: Option<f64>) -> f64 {
        f64::from(net) * (1.0 + rate.unwrap_or(0.19))
    }

    pub fn total(Serde(items): Serde<Vec<Item>>) -> Result<u32, String> {
        let sum: u32 = items.iter().map(|item| item.price * item.count).sum();
        if sum > LIMIT { Err(format!("{sum} is more than {LIMIT}")) } else { Ok(sum * SECRET) }
    }

    pub fn apply(python: &mut Context<'_>, function: Handle, n: i64) -> Result<i64, Error> {
        let function = python.value_of(&function)?;
        let result = python.call(&function, (n,))?;
        python.extract(&result)
    }

    #[python(name = "yield_")]
    pub fn r#yield() -> bool {
        private()
    }

    #[python(skip)]
    pub fn hidden() {}

    fn private() -> bool {
        true
    }

    /// An account.
    #[derive(Clone)]
    pub struct Account {
        balance: i64,
        owner: String,
    }

    impl Account {
        pub fn new(owner: String, balance: Option<i64>) -> Result<Self, String> {
            if owner.is_empty() {
                return Err("nobody".to_owned());
            }
            Ok(Account { balance: balance.unwrap_or(0), owner })
        }

        /// Pays in.
        pub fn pay(&mut self, amount: i64) -> i64 {
            self.balance += amount;
            self.balance
        }

        pub fn each(&self, python: &mut Context<'_>, function: Handle) -> Result<(), Error> {
            let function = python.value_of(&function)?;
            python.call(&function, (self.owner.as_str(), self.balance)).map(drop)
        }

        #[python(getter)]
        pub fn owner(&self) -> String {
            self.owner.clone()
        }

        #[python(name = "__eq__")]
        pub fn equals(&self, n: i64) -> bool {
            self.balance == n
        }

        pub fn bank() -> String {
            "Pit".to_owned()
        }

        #[python(skip)]
        pub fn secret(self) {}

        fn _private(&self) {}
    }
}

#[test]
fn attributes_make_modules() {
    let mut python = interpreter();
    python.define_module(&money::module()).expect("defined");
    python
        .exec(
            "
import money
from money import *
assert money.__name__ == 'money' and money.__doc__ == 'Money, for scripts.\\n\\nIn cents.', money.__doc__
assert (CURRENCY, LIMIT) == ('EUR', 1000)
assert not any(hasattr(money, name) for name in ['SECRET', 'Item', 'hidden', 'private', 'module'])
assert gross(100) == 119.0 and gross(100, 0.5) == 150.0 and gross(rate=1.0, net=1) == 2.0
assert gross.__doc__ == 'Adds tax.' and gross.__module__ == 'money'
assert total([{'price': 3, 'count': 2}, {'price': 1, 'count': 1}]) == 7
try:
    total([{'price': 3000, 'count': 2}])
except RuntimeError as error:
    assert str(error) == '6000 is more than 1000'
else:
    raise AssertionError
assert apply(lambda n: n + 1, 4) == 5 and apply(n=1, function=abs) == 1
assert yield_()
for wrong, message in [
    (lambda: gross(), \"gross() missing required argument 'net' (pos 1)\"),
    (lambda: gross(1, net=1), \"gross() got multiple values for argument 'net'\"),
    (lambda: gross(1, tax=1), \"gross() got an unexpected keyword argument 'tax'\"),
]:
    try:
        wrong()
    except TypeError as error:
        assert str(error) == message, error
    else:
        raise AssertionError
account = Account('Ada', balance=5)
assert account.pay(amount=3) == 8 and account.owner == 'Ada' and account == 8 and Account.bank() == 'Pit'
assert Account.__doc__ == 'An account.' and Account.pay.__doc__ == 'Pays in.' and Account.__module__ == 'money'
seen = []
account.each(lambda *args: seen.append(args))
assert seen == [('Ada', 8)]
assert not hasattr(account, 'secret') and not hasattr(account, '_private')
try:
    Account('')
except RuntimeError as error:
    assert str(error) == 'nobody'
else:
    raise AssertionError
",
        )
        .expect("runs");
    money::hidden();
    money::Account::new("Ada".to_owned(), None).expect("an account").secret();
    end(python);
}

#[test]
fn one_module_for_many_interpreters() {
    struct Cell(i64);
    let class = Class::<Cell>::new("Cell")
        .constructor(|n: i64| Cell(n))
        .method("swap", |cell: &mut Cell, n: i64| std::mem::replace(&mut cell.0, n));
    let module =
        Module::new("shared").doc("For all.").value("ANSWER", 42).class(class).function("twice", |n: i64| 2 * n);
    let threads: Vec<_> = (0..4_i64)
        .map(|n| {
            let module = module.clone();
            std::thread::spawn(move || {
                let mut python = interpreter();
                python.define_module(&module).expect("defined");
                python.set("n", n).expect("set");
                python.exec("import shared\ncell = shared.Cell(n)\nold = cell.swap(shared.twice(n))").expect("runs");
                let values = python.eval::<(i64, i64)>("(old, cell.swap(0))").expect("values");
                end(python);
                values
            })
        })
        .collect();
    for (n, thread) in (0_i64..).zip(threads) {
        assert_eq!(thread.join().expect("no panic"), (n, 2 * n));
    }
}
