//! Statements of inquiries between desks.

crate::statements! {
    /// A round.
    ONE = "SELECT id, desk_id, state, title, body, due_on, summary, shared, sent_ms, reminded_ms, closed_ms, rev FROM inquiry WHERE id = $1";
    /// Rounds, those that are not over first, then the newest.
    EVERY = "SELECT id, desk_id, state, title, body, due_on, summary, shared, sent_ms, reminded_ms, closed_ms, rev FROM inquiry
             ORDER BY CASE WHEN state = 'closed' THEN 1 ELSE 0 END, rev DESC, id LIMIT 500";
    /// Who is asked in those, and what they answered in a word.
    ASKED = "SELECT inquiry_id, desk_id, decision FROM inquiry_desk
             WHERE inquiry_id IN (SELECT id FROM inquiry ORDER BY CASE WHEN state = 'closed' THEN 1 ELSE 0 END, rev DESC, id LIMIT 500)
             ORDER BY inquiry_id, desk_id";
    /// Writes a round that nobody was sent.
    PUT = "INSERT INTO inquiry (id, desk_id, state, title, body, due_on, summary, shared, sent_ms, reminded_ms, closed_ms, rev)
           VALUES ($1, $2, 'draft', $3, $4, $5, '', 0, 0, 0, 0, $6)
           ON CONFLICT (id) DO UPDATE SET title = EXCLUDED.title, body = EXCLUDED.body, due_on = EXCLUDED.due_on, rev = EXCLUDED.rev";
    /// Drops a round.
    DROP = "DELETE FROM inquiry WHERE id = $1";
    /// Sends it.
    SEND = "UPDATE inquiry SET state = 'open', sent_ms = $2, rev = $3 WHERE id = $1";
    /// Those who had not answered were reminded.
    REMINDED = "UPDATE inquiry SET reminded_ms = $2 WHERE id = $1";
    /// Another last day.
    SET_DUE = "UPDATE inquiry SET due_on = $2, rev = $3 WHERE id = $1";
    /// Closes it.
    CLOSE = "UPDATE inquiry SET state = 'closed', summary = $2, shared = $3, closed_ms = $4, rev = $5 WHERE id = $1";

    /// Who is asked, and what they answered.
    REPLIES = "SELECT d.desk_id, COALESCE(k.name, ''), d.decision, d.words, d.answers, d.contact, d.answered_ms, d.rev FROM inquiry_desk d
               LEFT JOIN desk k ON k.id = d.desk_id
               WHERE d.inquiry_id = $1 ORDER BY COALESCE(k.name, ''), d.desk_id LIMIT 500";
    /// Asks nobody any more.
    DROP_DESKS = "DELETE FROM inquiry_desk WHERE inquiry_id = $1";
    /// Asks a desk.
    PUT_DESK = "INSERT INTO inquiry_desk (inquiry_id, desk_id, decision, words, answers, contact, answered_ms, rev)
                VALUES ($1, $2, '', '', '[]', '', 0, 0)";
    /// A desk answers.
    ANSWER = "UPDATE inquiry_desk SET decision = $3, words = $4, answers = $5, contact = $6, answered_ms = $7, rev = $8
              WHERE inquiry_id = $1 AND desk_id = $2";

    /// The last row of a log.
    LAST_LOG = "SELECT COALESCE(MAX(seq), 0) FROM inquiry_log WHERE inquiry_id = $1";
    /// Writes into the log.
    PUT_LOG = "INSERT INTO inquiry_log (inquiry_id, seq, at_ms, actor, desk_id, what, decision, words) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// What happened, with the names of staff.
    LOG = "SELECT l.at_ms, l.actor, COALESCE(a.name, ''), l.desk_id, COALESCE(k.name, ''), l.what, l.decision, l.words FROM inquiry_log l
           LEFT JOIN account a ON a.login = SUBSTR(l.actor, 7) AND SUBSTR(l.actor, 1, 6) = 'staff:'
           LEFT JOIN desk k ON k.id = l.desk_id
           WHERE l.inquiry_id = $1 ORDER BY l.seq LIMIT 2000";

    /// Answers that are still to come and can be given on a day, by the desk that is asked.
    TODAY = "SELECT d.desk_id, COUNT(*) FROM inquiry_desk d JOIN inquiry i ON i.id = d.inquiry_id
             WHERE i.state = 'open' AND i.due_on >= $1 AND d.decision IN ('', 'considering') GROUP BY d.desk_id";
    /// Rounds that wait for their summary on a day, by the desk that asks.
    TODAY_OVER = "SELECT desk_id, COUNT(*) FROM inquiry WHERE state = 'open' AND due_on < $1 GROUP BY desk_id";

    /// Forgets the logs of rounds that were closed long ago.
    DROP_OLD_LOGS = "DELETE FROM inquiry_log WHERE inquiry_id IN (SELECT i.id FROM inquiry i WHERE i.closed_ms > 0 AND i.closed_ms < $1)";
    /// Forgets what was answered in them.
    DROP_OLD_ANSWERS = "DELETE FROM inquiry_desk WHERE inquiry_id IN (SELECT i.id FROM inquiry i WHERE i.closed_ms > 0 AND i.closed_ms < $1)";
    /// Forgets them.
    DROP_OLD = "DELETE FROM inquiry WHERE closed_ms > 0 AND closed_ms < $1";
}
