//! `GET /api/v1/me`: whom somebody may write for, for the page that writes without a connection.

use crate::db::{Db, DbResult};
use crate::http::Ctx;
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::http::session::Who;
use crate::listings;
use crate::params;
use crate::people::{Actor, sql};
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use engawa_app::people::me::{Me, MyAccount, MyDesk, MyGroup};
use engawa_core::{Action, Subject, may};

/// Route of oneself.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/api/v1/me", get(show))
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, Who(actor): Who) -> Response {
    match of(&ctx.site.db, &actor).await {
        Ok(me) => Json(me).into_response(),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn of(db: &Db, actor: &Actor) -> DbResult<Me> {
    let Some(account) = actor.account() else { return Ok(Me::default()) };
    let mut me = Me {
        account: Some(MyAccount { id: account.to_owned(), name: actor.display_name().to_owned() }),
        writes_for_city: may(actor, Action::ListingWrite, &Subject::NONE),
        ..Me::default()
    };
    for (id, role) in &actor.groups {
        // A group whose listing is gone has nothing to write for.
        if let Some(stored) = listings::one(db, id).await? {
            let may_write = may(actor, Action::ListingWrite, &Subject::of_group(id));
            me.groups.push(MyGroup { id: id.clone(), name: stored.listing.title, role: *role, may_write });
        }
    }
    for (id, role) in &actor.desks {
        if let Some((name,)) = db.first::<(String,)>(sql::DESK_NAME, params![id]).await? {
            me.desks.push(MyDesk { id: id.clone(), name, role: *role });
        }
    }
    Ok(me)
}
