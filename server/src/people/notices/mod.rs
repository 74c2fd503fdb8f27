//! What people are told of: in the app, by push, by e-mail.
//!
//! A notice is written in the transaction that it tells of; pushing and mailing come after. It holds a code and arguments, and the
//! sentence is made in the reader's language: `engawa_app::people::notice`.

pub mod digest;
pub mod push;
pub mod sql;

use crate::db::DbResult;
use crate::feed::Writer;
use crate::params;
use engawa_app::people::notice::NoticeCode;
use engawa_core::rights::{DeskRole, GroupRole};

/// Tells one account. `path`: where it leads, on this site.
pub async fn tell(writer: &mut Writer, account: &str, code: NoticeCode, args: &[&str], path: &str) -> DbResult<()> {
    let id = uuid::Uuid::now_v7().to_string();
    let args = serde_json::Value::from(args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>()).to_string();
    let now = writer.now;
    writer.tx.run(sql::PUT, params![id, account, code.code(), args, path, now]).await?;
    Ok(())
}

/// Tells everybody of a group who has at least this role.
pub async fn tell_group(writer: &mut Writer, group: &str, least: GroupRole, code: NoticeCode, args: &[&str], path: &str) -> DbResult<()> {
    for (account, role) in writer.tx.all::<(String, String)>(sql::OF_GROUP, params![group]).await? {
        if GroupRole::parse(&role).is_some_and(|role| role >= least) {
            tell(writer, &account, code, args, path).await?;
        }
    }
    Ok(())
}

/// Tells everybody who works at a desk; an empty desk: at the main desk.
pub async fn tell_desk(writer: &mut Writer, desk: &str, least: DeskRole, code: NoticeCode, args: &[&str], path: &str) -> DbResult<()> {
    let desk = if desk.is_empty() { engawa_core::rights::MAIN_DESK } else { desk };
    for (account, role) in writer.tx.all::<(String, String)>(sql::OF_DESK, params![desk]).await? {
        if DeskRole::parse(&role).is_some_and(|role| role >= least) {
            tell(writer, &account, code, args, path).await?;
        }
    }
    Ok(())
}
