//! The `pitviper` command.

mod options;

fn main() {}
