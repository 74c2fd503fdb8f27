//! What a check of rights costs: nanoseconds a check, for somebody with many groups and desks, over every action. More than a microsecond
//! is a failure.
//!
//! `cargo run --release -p engawa-server --example rights_cost`; the figure is in `docs/performance.md`.

use engawa_core::rights::{Action, Actor, DeskRole, GroupRole, Subject, may};
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

/// Nanoseconds that a check may cost.
const BUDGET_NS: f64 = 1_000.0;

fn main() -> ExitCode {
    let mut is_within = true;
    let mut actor = Actor::staff("0192a3b4-0000-7000-8000-000000000001", "staff", "担当");
    for number in 0..10 {
        actor.groups.push((format!("0192a3b4-0000-7000-8000-0000000001{number:02}"), GroupRole::Editor));
    }
    for desk in ["welfare", "international", "library", "centre"] {
        actor.desks.push((desk.to_owned(), DeskRole::Staff));
    }
    let people = [("with ten groups and five desks", actor), ("nobody known", Actor::anonymous())];
    let subjects = [Subject::NONE, Subject::of_group("0192a3b4-0000-7000-8000-000000000109"), Subject::of_desk("centre"), Subject::of_account("x")];
    for (who, actor) in &people {
        let (mut checks, mut open) = (0_u32, 0_u32);
        let begun = Instant::now();
        while checks < 20_000_000 {
            for action in Action::ALL {
                for subject in &subjects {
                    open += u32::from(may(black_box(actor), *action, black_box(subject)));
                    checks += 1;
                }
            }
        }
        let cost = begun.elapsed().as_secs_f64() * 1e9 / f64::from(checks);
        println!("{who}: {cost:.1} ns a check ({open} of {checks} open)");
        is_within &= cost < BUDGET_NS;
    }
    if is_within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
