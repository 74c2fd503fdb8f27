//! 端末 on the server: screens are enrolled, say how they are, and deliver what was sealed at them.

pub mod fleet;
pub mod fleet_sql;

use crate::commands::Outcome;
use crate::db::DbResult;
use crate::feed::Writer;
use crate::people::Actor;
use engawa_app::kiosk::command::KioskCommand;
use engawa_core::{Subject, may};

/// Who asks for what, under which id.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The command's id.
    pub id: &'a str,
    /// The revision that the author saw.
    pub base_rev: Option<u64>,
    /// Who.
    pub actor: &'a Actor,
}

/// Executes a command of this room inside the writer's transaction.
pub async fn execute(_writer: &mut Writer, asked: Asked<'_>, command: &KioskCommand) -> DbResult<Outcome> {
    if !may(asked.actor, command.action(), &Subject::NONE) {
        return Ok(Outcome::Forbidden);
    }
    Ok(Outcome::Forbidden)
}
