//! Rules written in Python decide about orders; one of them is out to hurt. The host lives.
#![expect(clippy::disallowed_types, reason = "the data of the example")]

use std::time::Duration;

use pitviper::{Error, Interpreter, Serde};
use serde::Serialize;

#[derive(Serialize)]
struct Order {
    customer: String,
    total: f64,
}

const RULES: [(&str, &str); 4] = [
    ("discount", "order['total'] * 0.9 if loyal(order['customer']) else order['total']"),
    ("memory", "[order] * 10 ** 12"),
    ("time", "sum(n for n in iter(int, 1))"),
    ("typo", "order['totl']"),
];

fn main() -> Result<(), Error> {
    let mut python = Interpreter::builder()
        .memory_limit(16 << 20)
        .step_limit(1_000_000)
        .time_limit(Duration::from_secs(5))
        .build()?;
    python.define("loyal", |customer: String| customer.starts_with('A'))?;
    for order in [("Ada", 120.0), ("Grace", 80.0)] {
        python.set("order", Serde(Order { customer: order.0.to_owned(), total: order.1 }))?;
        for (name, rule) in RULES {
            match python.eval::<f64>(rule) {
                Ok(price) => println!("{}, {name}: {price}", order.0),
                Err(error) => println!("{}, {name}: {error}", order.0),
            }
        }
    }
    Ok(())
}
