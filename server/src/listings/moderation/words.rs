//! The list of words that hold or refuse a text.

use super::sql;
use crate::commands::Outcome;
use crate::db::{Db, DbError, DbResult};
use crate::feed::Writer;
use crate::params;
use crate::people::Actor;
use engawa_app::listings::moderation::{BannedWord, NOTE_MAX, WORD_MAX, WordEffect};
use engawa_core::text::fold;
use engawa_core::{Action, Problem, Subject, may};

/// The longest list: each text is held against all of it.
pub const WORDS_MAX: usize = 2_000;

type Row = (String, String, String);

fn read((word, effect, note): Row) -> DbResult<BannedWord> {
    let effect = WordEffect::parse(&effect).ok_or_else(|| DbError::inconsistent("banned_word.effect", &effect))?;
    Ok(BannedWord { word, effect, note })
}

/// The list, inside a transaction.
pub async fn all(writer: &mut Writer) -> DbResult<Vec<BannedWord>> {
    writer.tx.all::<Row>(sql::WORDS, params![]).await?.into_iter().map(read).collect()
}

/// The list, for pages.
pub async fn list(db: &Db) -> DbResult<Vec<BannedWord>> {
    db.all::<Row>(sql::WORDS, params![]).await?.into_iter().map(read).collect()
}

/// Changes the list.
pub async fn set(writer: &mut Writer, actor: &Actor, put: &[BannedWord], drop: &[String]) -> DbResult<Outcome> {
    if !may(actor, Action::WordsManage, &Subject::NONE) {
        return Ok(Outcome::Forbidden);
    }
    // Everything is looked at before anything is written: what is refused leaves nothing.
    let known: Vec<String> = all(writer).await?.into_iter().map(|listed| listed.word).collect();
    let dropped: Vec<String> = drop.iter().map(|word| fold(word.trim())).collect();
    let listed: Vec<(String, &BannedWord)> = put.iter().map(|listed| (fold(listed.word.trim()), listed)).collect();
    let mut problems = Vec::new();
    for (word, listed) in &listed {
        if word.trim().is_empty() {
            problems.push(Problem::new("word", "required"));
        }
        if word.chars().count() > WORD_MAX {
            problems.push(Problem::new("word", "too_long").arg(WORD_MAX.to_string()));
        }
        if listed.note.chars().count() > NOTE_MAX {
            problems.push(Problem::new("note", "too_long").arg(NOTE_MAX.to_string()));
        }
    }
    let new = listed.iter().filter(|(word, _)| !known.contains(word)).count();
    if known.len() + new > WORDS_MAX {
        problems.push(Problem::new("word", "too_many").arg(WORDS_MAX.to_string()));
    }
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    for word in dropped {
        writer.tx.run(sql::DROP_WORD, params![word]).await?;
    }
    let now = writer.now;
    for (word, listed) in listed {
        writer.tx.run(sql::PUT_WORD, params![word, listed.effect.code(), &listed.note, now]).await?;
    }
    Ok(Outcome::Done { rev: writer.take_rev().await? })
}
