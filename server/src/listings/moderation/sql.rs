//! Statements of moderation, plans, hosts and reports.

crate::statements! {
    /// What waits of a listing, or came back.
    WAITING = "SELECT group_id, account_id, base_rev, rev, body, why, state, note, at_ms FROM listing_waiting WHERE listing_id = $1";
    /// Everything that waits, the longest first.
    ALL_WAITING = "SELECT listing_id, group_id, rev, body, why, at_ms FROM listing_waiting WHERE state = 'waiting' ORDER BY at_ms, listing_id LIMIT 200";
    /// What of a group waits or came back.
    WAITING_OF_GROUP = "SELECT listing_id, rev, state, note, at_ms FROM listing_waiting WHERE group_id = $1 ORDER BY at_ms, listing_id";
    /// Lets a form wait, in the place of an earlier one; it waits since the earlier one does.
    PUT_WAITING = "INSERT INTO listing_waiting (listing_id, group_id, account_id, base_rev, rev, body, why, state, note, at_ms, reminded_ms)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', '', $8, 0)
                   ON CONFLICT (listing_id) DO UPDATE SET group_id = EXCLUDED.group_id, account_id = EXCLUDED.account_id, base_rev = EXCLUDED.base_rev,
                       rev = EXCLUDED.rev, body = EXCLUDED.body, why = EXCLUDED.why, state = EXCLUDED.state, note = EXCLUDED.note,
                       at_ms = CASE WHEN listing_waiting.state = 'waiting' THEN listing_waiting.at_ms ELSE EXCLUDED.at_ms END,
                       reminded_ms = CASE WHEN listing_waiting.state = 'waiting' THEN listing_waiting.reminded_ms ELSE 0 END";
    /// What waits goes along to another group.
    SET_WAITING_GROUP = "UPDATE listing_waiting SET group_id = $2 WHERE listing_id = $1";
    /// Gives a waiting form back.
    RETURN_WAITING = "UPDATE listing_waiting SET state = 'returned', note = $2, at_ms = $3 WHERE listing_id = $1 AND state = 'waiting'";
    /// Nothing waits any more.
    DROP_WAITING = "DELETE FROM listing_waiting WHERE listing_id = $1";
    /// Keeps a form that waits, as it was written.
    PUT_FORM = "INSERT INTO listing_waiting_form (listing_id, rev, until_rev, body, at_ms) VALUES ($1, $2, 0, $3, $4)";
    /// The forms of a listing wait no longer.
    END_FORMS = "UPDATE listing_waiting_form SET until_rev = $2, at_ms = $3 WHERE listing_id = $1 AND until_rev = 0";
    /// The form that waited at a revision.
    FORM_AT = "SELECT body FROM listing_waiting_form WHERE listing_id = $1 AND rev <= $2 AND (until_rev = 0 OR until_rev > $2) ORDER BY rev DESC LIMIT 1";
    /// Forgets forms that stopped waiting long ago.
    DROP_FORMS = "DELETE FROM listing_waiting_form WHERE until_rev > 0 AND at_ms < $1";
    /// What has waited long, and was not said again lately.
    LONG_WAITING = "SELECT listing_id, group_id FROM listing_waiting WHERE state = 'waiting' AND at_ms <= $1 AND reminded_ms <= $1 ORDER BY at_ms, listing_id LIMIT 100";
    /// Remembers that it was said again.
    REMINDED = "UPDATE listing_waiting SET reminded_ms = $2 WHERE listing_id = $1 AND state = 'waiting' AND reminded_ms <= $3";
    /// Forms of a listing that hold one of three words, the newest first: those that are no drafts.
    FORMS_LEFT = "SELECT actor, body FROM listing_version WHERE listing_id = $1
                      AND (REPLACE(body, $2, '') <> body OR REPLACE(body, $3, '') <> body OR REPLACE(body, $4, '') <> body)
                  ORDER BY rev DESC LIMIT 50";
    /// How much a group is trusted.
    TRUST = "SELECT trust FROM group_registration WHERE group_id = $1";
    /// What a listing is called, and what it is.
    NAME = "SELECT title, kind FROM listing WHERE id = $1";
    /// How many listings of a group are in which state.
    HISTORY = "SELECT state, COUNT(*) FROM listing WHERE group_id = $1 GROUP BY state ORDER BY state";
    /// Listings of a group, newest first.
    OF_GROUP = "SELECT id, kind, state, title, rev, confirmed_on, updated_ms FROM listing WHERE group_id = $1 ORDER BY updated_ms DESC, id LIMIT 500";
    /// Plans for the listings of a group.
    PLANS_OF_GROUP = "SELECT p.listing_id, p.state, p.at_ms FROM listing_plan p JOIN listing l ON l.id = p.listing_id WHERE l.group_id = $1 ORDER BY p.at_ms, p.listing_id";
    /// Plans for a listing.
    PLANS = "SELECT state, at_ms FROM listing_plan WHERE listing_id = $1 ORDER BY at_ms";
    /// Plans a change of state, in the place of an earlier plan for the same state.
    PUT_PLAN = "INSERT INTO listing_plan (listing_id, state, at_ms, actor) VALUES ($1, $2, $3, $4)
                ON CONFLICT (listing_id, state) DO UPDATE SET at_ms = EXCLUDED.at_ms, actor = EXCLUDED.actor";
    /// Takes a plan back.
    DROP_PLAN = "DELETE FROM listing_plan WHERE listing_id = $1 AND state = $2";
    /// What is due.
    DUE = "SELECT listing_id, state, at_ms, actor FROM listing_plan WHERE at_ms <= $1 ORDER BY at_ms, listing_id, state LIMIT 100";
    /// Takes a due plan, once.
    TAKE_PLAN = "DELETE FROM listing_plan WHERE listing_id = $1 AND state = $2 AND at_ms = $3";
    /// Who planned: an account by its id, or by the name with which staff sign in.
    PLANNER = "SELECT id FROM account WHERE (id = $1 OR login = $2) AND ended_ms = 0 ORDER BY id LIMIT 1";
    /// Groups that host a listing, or were asked to.
    HOSTS = "SELECT group_id, state FROM listing_host WHERE listing_id = $1 ORDER BY at_ms, group_id";
    /// Groups of a group's listings that were asked or agreed, with their names.
    HOSTS_OF_GROUP = "SELECT h.listing_id, h.group_id, h.state, g.title FROM listing_host h JOIN listing l ON l.id = h.listing_id
                      JOIN listing g ON g.id = h.group_id WHERE l.group_id = $1 ORDER BY h.listing_id, h.at_ms, h.group_id";
    /// Groups that host a listing, or were asked to, with their names.
    NAMED_HOSTS = "SELECT h.group_id, h.state, g.title FROM listing_host h JOIN listing g ON g.id = h.group_id
                   WHERE h.listing_id = $1 ORDER BY h.at_ms, h.group_id";
    /// Listings of others that a group hosts too, or is asked to.
    HOSTED_BY = "SELECT h.listing_id, h.state, l.title, l.state FROM listing_host h JOIN listing l ON l.id = h.listing_id
                 WHERE h.group_id = $1 ORDER BY h.at_ms, h.listing_id";
    /// Asks a group, once.
    ASK_HOST = "INSERT INTO listing_host (listing_id, group_id, state, at_ms) VALUES ($1, $2, 'asked', $3) ON CONFLICT (listing_id, group_id) DO NOTHING";
    /// A group agrees.
    AGREE_HOST = "UPDATE listing_host SET state = 'agreed', at_ms = $3 WHERE listing_id = $1 AND group_id = $2 AND state = 'asked'";
    /// A group is no host any more.
    DROP_HOST = "DELETE FROM listing_host WHERE listing_id = $1 AND group_id = $2";
    /// Groups of the city by name, to be asked.
    GROUPS = "SELECT id, title FROM listing WHERE kind = 'group' AND state = 'published' ORDER BY title, id LIMIT 5000";
    /// Listings of groups with editors that nobody confirmed since a day, or touched since a moment, and of which nobody was reminded since
    /// another. A group's own listing belongs to the group.
    STALE = "SELECT o.id, o.owner_id, o.title FROM (
                 SELECT id, CASE WHEN group_id = '' AND kind = 'group' THEN id ELSE group_id END AS owner_id, title FROM listing
                 WHERE state = 'published' AND kind NOT IN ('event', 'course', 'notice', 'story')
                     AND (confirmed_on < $1 OR (confirmed_on IS NULL AND updated_ms < $2))) o
             WHERE NOT EXISTS (SELECT 1 FROM listing_confirm c WHERE c.listing_id = o.id AND c.made_ms > $3)
                 AND EXISTS (SELECT 1 FROM group_member m WHERE m.group_id = o.owner_id AND m.role IN ('owner', 'editor'))
             ORDER BY o.id LIMIT 500";
    /// Whether somebody was reminded of a listing since a moment.
    REMINDED_OF = "SELECT COUNT(*) FROM listing_confirm WHERE listing_id = $1 AND made_ms > $2";
    /// Who writes for a group and can be reached by mail.
    EDITORS_BY_MAIL = "SELECT a.email, a.lang FROM group_member m JOIN account a ON a.id = m.account_id
                       WHERE m.group_id = $1 AND m.role IN ('owner', 'editor') AND a.email <> '' AND a.email_proven_ms > 0
                           AND a.locked_ms = 0 AND a.ended_ms = 0 ORDER BY a.id";
    /// Keeps a link that confirms a listing.
    PUT_CONFIRM = "INSERT INTO listing_confirm (digest, listing_id, expires_ms, made_ms) VALUES ($1, $2, $3, $4)";
    /// What a link confirms.
    CONFIRM = "SELECT l.id, l.title FROM listing_confirm c JOIN listing l ON l.id = c.listing_id
               WHERE c.digest = $1 AND c.expires_ms > $2 AND l.state = 'published'";
    /// Uses a link, once; that somebody was reminded stays known.
    USE_CONFIRM = "UPDATE listing_confirm SET expires_ms = $2 WHERE digest = $1 AND expires_ms > $2";
    /// Forgets links of which nobody has to know any more.
    DROP_CONFIRMS = "DELETE FROM listing_confirm WHERE made_ms <= $1";
    /// Takes a report.
    PUT_REPORT = "INSERT INTO listing_report (id, listing_id, reason, words, contact, state, outcome, decided_by, at_ms, decided_ms)
                  VALUES ($1, $2, $3, $4, $5, 'open', '', '', $6, 0)";
    /// How many reports came since: of a listing, of all.
    REPORTS_SINCE = "SELECT COUNT(CASE WHEN listing_id = $1 THEN 1 END), COUNT(*) FROM listing_report WHERE at_ms > $2";
    /// A report.
    REPORT = "SELECT listing_id, state FROM listing_report WHERE id = $1";
    /// Open reports, the oldest first, with what they are about.
    OPEN_REPORTS = "SELECT r.id, r.listing_id, r.reason, r.words, r.contact, r.at_ms, l.title, l.state FROM listing_report r
                    JOIN listing l ON l.id = r.listing_id WHERE r.state = 'open' ORDER BY r.at_ms, r.id LIMIT 200";
    /// Decides about a report, once.
    DECIDE_REPORT = "UPDATE listing_report SET state = $2, outcome = $3, decided_by = $4, decided_ms = $5 WHERE id = $1 AND state = 'open'";
    /// Forgets how to reach those whose reports were decided long ago.
    FORGET_CONTACTS = "UPDATE listing_report SET contact = '' WHERE decided_ms > 0 AND decided_ms < $1 AND contact <> ''";
    /// Words that hold or refuse.
    WORDS = "SELECT word, effect, note FROM banned_word ORDER BY word";
    /// Lists a word.
    PUT_WORD = "INSERT INTO banned_word (word, effect, note, at_ms) VALUES ($1, $2, $3, $4)
                ON CONFLICT (word) DO UPDATE SET effect = EXCLUDED.effect, note = EXCLUDED.note, at_ms = EXCLUDED.at_ms";
    /// No longer lists a word.
    DROP_WORD = "DELETE FROM banned_word WHERE word = $1";
}
