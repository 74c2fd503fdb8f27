//! Statements of cases, referrals, and what there is to do today.

crate::statements! {
    /// A case.
    ONE = "SELECT id, case_no, desk_id, channel, topic, person, opened_by, opened_ms, touched_ms, closed_ms, account_id, follow_on, delete_ms
           FROM desk_case WHERE id = $1";
    /// A case by its number; two with the same number are unlikely.
    BY_NO = "SELECT id, case_no, desk_id, channel, topic, person, opened_by, opened_ms, touched_ms, closed_ms, account_id, follow_on, delete_ms
             FROM desk_case WHERE case_no = $1 ORDER BY opened_ms DESC LIMIT 20";
    /// The cases of a desk that were opened since, newest first.
    OPENED = "SELECT id, case_no, desk_id, channel, topic, person, opened_by, opened_ms, touched_ms, closed_ms, account_id, follow_on, delete_ms
              FROM desk_case WHERE desk_id = $1 AND opened_ms >= $2 ORDER BY opened_ms DESC, id LIMIT 200";
    /// The cases of a desk that are to be looked at again by a day.
    DUE = "SELECT id, case_no, desk_id, channel, topic, person, opened_by, opened_ms, touched_ms, closed_ms, account_id, follow_on, delete_ms
           FROM desk_case WHERE desk_id = $1 AND follow_on <> '' AND follow_on <= $2 ORDER BY follow_on, id LIMIT 200";
    /// Whose code this is.
    BY_CODE = "SELECT id, account_id FROM desk_case WHERE code = $1 AND code <> ''";
    /// Opens a case.
    PUT = "INSERT INTO desk_case (id, case_no, desk_id, channel, topic, person, opened_by, opened_ms, touched_ms, closed_ms, code, account_id,
               follow_on, delete_ms, rev)
           VALUES ($1, $2, $3, $4, $5, '{}', $6, $7, $7, 0, '', '', '', 0, $8)";
    /// Says who it is.
    SET_PERSON = "UPDATE desk_case SET person = $2, touched_ms = $3, rev = $4 WHERE id = $1";
    /// Keeps the digest of a code.
    SET_CODE = "UPDATE desk_case SET code = $2, touched_ms = $3, rev = $4 WHERE id = $1";
    /// Somebody works in it.
    TOUCH = "UPDATE desk_case SET touched_ms = $2 WHERE id = $1 AND closed_ms = 0";
    /// Closes it.
    CLOSE = "UPDATE desk_case SET closed_ms = $2, follow_on = $3, delete_ms = $4, rev = $5 WHERE id = $1";
    /// Whose it is now.
    SET_ACCOUNT = "UPDATE desk_case SET account_id = $2, rev = $3 WHERE id = $1";
    /// The number of the last thing in a case.
    LAST_ITEM = "SELECT COALESCE(MAX(seq), 0) FROM desk_case_item WHERE case_id = $1";
    /// Notes a thing in a case.
    PUT_ITEM = "INSERT INTO desk_case_item (case_id, seq, at_ms, actor, command_id, receipt_no, verb, subject, note)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// What was done and noted in a case.
    ITEMS = "SELECT at_ms, actor, command_id, receipt_no, verb, subject, note FROM desk_case_item WHERE case_id = $1 ORDER BY seq LIMIT 500";

    /// Takes what was done in a case into an account. What another way brought there already is not doubled.
    COLLECT = "INSERT INTO account_receipt (command_id, account_id, receipt_no, verb, subject, at_ms)
               SELECT i.command_id, $2, i.receipt_no, i.verb, i.subject, i.at_ms FROM desk_case_item i
               WHERE i.case_id = $1 AND i.command_id <> ''
               ON CONFLICT (command_id) DO NOTHING";
    /// Gives what was sent in a case to an account, if it is nobody's yet.
    COLLECT_SUBMISSIONS = "UPDATE form_submission SET account_id = $2 WHERE account_id = ''
                               AND id IN (SELECT command_id FROM desk_case_item WHERE case_id = $1 AND command_id <> '')";
    /// The cases of an account.
    OF_ACCOUNT = "SELECT id, case_no, channel, opened_ms FROM desk_case WHERE account_id = $1 ORDER BY opened_ms DESC, id LIMIT 200";

    /// A referral.
    REFERRAL = "SELECT id, case_id, from_desk, to_desk, consent, body, state, note, made_by, made_ms, decided_by, decided_ms FROM referral WHERE id = $1";
    /// The referrals of a case.
    REFERRALS_OF = "SELECT id, case_id, from_desk, to_desk, consent, body, state, note, made_by, made_ms, decided_by, decided_ms FROM referral
                    WHERE case_id = $1 ORDER BY made_ms, id LIMIT 100";
    /// The referrals from and to a desk, newest first.
    REFERRALS = "SELECT id, case_id, from_desk, to_desk, consent, body, state, note, made_by, made_ms, decided_by, decided_ms FROM referral
                 WHERE to_desk = $1 OR from_desk = $1 ORDER BY made_ms DESC, id LIMIT 200";
    /// Hands a case over.
    PUT_REFERRAL = "INSERT INTO referral (id, case_id, from_desk, to_desk, consent, body, state, note, made_by, made_ms, decided_by, decided_ms)
                    VALUES ($1, $2, $3, $4, $5, $6, 'sent', '', $7, $8, '', 0)";
    /// Decides about a referral.
    DECIDE = "UPDATE referral SET state = $2, note = $3, body = $4, decided_by = $5, decided_ms = $6 WHERE id = $1";

    /// Closed cases whose person is to be forgotten.
    EXPIRED = "SELECT id FROM desk_case WHERE delete_ms > 0 AND delete_ms <= $1 ORDER BY delete_ms, id LIMIT 500";
    /// Forgets who it was, what it was about, and the code.
    FORGET = "UPDATE desk_case SET person = '{}', topic = '', code = '', follow_on = '', delete_ms = 0 WHERE id = $1";
    /// Forgets what was noted.
    FORGET_NOTES = "UPDATE desk_case_item SET note = '' WHERE case_id = $1";
    /// Forgets what was handed over.
    FORGET_REFERRALS = "UPDATE referral SET body = '{}', note = '' WHERE case_id = $1";
    /// The consents of a case.
    CONSENTS_OF = "SELECT id, consent FROM referral WHERE case_id = $1 ORDER BY id";
    /// Keeps a consent in another form.
    SET_CONSENT = "UPDATE referral SET consent = $2 WHERE id = $1";
    /// Open cases that nobody touched since.
    IDLE = "SELECT id FROM desk_case WHERE closed_ms = 0 AND touched_ms <= $1 ORDER BY touched_ms, id LIMIT 500";

    /// New submissions by desk of the form; an empty desk is every desk's.
    TODAY_SUBMISSIONS = "SELECT f.desk_id, COUNT(*) FROM form_submission s JOIN form f ON f.id = s.form_id WHERE s.state = 'received' GROUP BY f.desk_id";
    /// Listings that wait, by the desk of the listing.
    TODAY_WAITING = "SELECT COALESCE(l.desk_id, ''), COUNT(*) FROM listing_waiting w LEFT JOIN listing l ON l.id = w.listing_id
                     WHERE w.state = 'waiting' GROUP BY COALESCE(l.desk_id, '')";
    /// Reported problems.
    TODAY_REPORTS = "SELECT COUNT(*) FROM listing_report WHERE state = 'open'";
    /// Registrations and claims that wait.
    TODAY_GROUPS = "SELECT (SELECT COUNT(*) FROM group_registration WHERE state = 'pending') + (SELECT COUNT(*) FROM group_claim WHERE state = 'asked')";
    /// Registrations that end by a day.
    TODAY_RENEWALS = "SELECT COUNT(*) FROM group_registration WHERE state = 'registered' AND valid_until <> '' AND valid_until <= $1";
    /// Referrals that wait, by desk.
    TODAY_REFERRALS = "SELECT to_desk, COUNT(*) FROM referral WHERE state = 'sent' GROUP BY to_desk";
    /// Cases that are to be looked at by a day, by desk.
    TODAY_CASES = "SELECT desk_id, COUNT(*) FROM desk_case WHERE follow_on <> '' AND follow_on <= $1 GROUP BY desk_id";
    /// Published listings of kinds that age and that nobody confirmed since a day.
    TODAY_STALE = "SELECT COUNT(*) FROM listing WHERE state = 'published' AND kind NOT IN ('event', 'course', 'notice', 'story')
                       AND (confirmed_on IS NULL OR confirmed_on < $1)";
    /// What an account was told and has not read.
    NOTICES = "SELECT id, code, args, path, at_ms FROM notice WHERE account_id = $1 AND seen_ms = 0 ORDER BY at_ms DESC, id LIMIT 50";
    /// It has read one, or all.
    SEEN = "UPDATE notice SET seen_ms = $3 WHERE account_id = $1 AND seen_ms = 0 AND ($2 = '' OR id = $2)";
}
