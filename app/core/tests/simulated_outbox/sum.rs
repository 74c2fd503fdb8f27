//! Many schedules one after the other, and what came of them.

use super::City;
use super::event::Met;
use super::server::Sabotage;
use super::verdict::Wrong;

/// What came of schedules.
#[derive(Debug, Default)]
pub struct Sum {
    pub schedules: u64,
    pub wrong: Vec<(Wrong, String)>,
    pub met: Met,
}

impl Sum {
    /// How often something was wrong in this way.
    pub fn count(&self, kind: Wrong) -> usize {
        self.wrong.iter().filter(|(wrong, _)| *wrong == kind).count()
    }

    pub fn add(&mut self, other: Self) {
        self.schedules += other.schedules;
        self.wrong.extend(other.wrong);
        self.met.add(&other.met);
    }
}

/// Runs the schedules of these seeds.
pub fn simulate(first: u64, schedules: u64, sabotage: Sabotage) -> Sum {
    let mut sum = Sum { schedules, ..Sum::default() };
    for seed in first..first + schedules {
        let mut city = City::new(seed, sabotage);
        city.run();
        sum.wrong.extend(city.wrong.into_iter().map(|(wrong, why)| (wrong, format!("SEED={seed}: {why}"))));
        sum.met.add(&city.met);
    }
    sum
}
