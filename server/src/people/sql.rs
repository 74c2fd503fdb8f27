//! Statements of accounts and sessions.

crate::statements! {
    /// An account by its folded login or, if that is none, by its address.
    BY_LOGIN_OR_EMAIL = "SELECT id, login, role, password_hash FROM account
                         WHERE (login = $1 OR (email = $2 AND email <> '')) AND locked_ms = 0 AND ended_ms = 0
                         ORDER BY CASE WHEN login = $1 THEN 0 ELSE 1 END LIMIT 1";
    /// An account by its folded login.
    BY_LOGIN = "SELECT id, name, role, password_hash FROM account WHERE login = $1 AND locked_ms = 0 AND ended_ms = 0";
    /// Whether there is an account of a login, whatever its state.
    LOGIN_KNOWN = "SELECT COUNT(*) FROM account WHERE login = $1";
    /// What an actor is made of.
    ACTOR = "SELECT login, name, role, locked_ms, ended_ms, born_year, guardian_consent_ms FROM account WHERE id = $1";
    /// Groups of an account.
    GROUPS_OF = "SELECT group_id, role FROM group_member WHERE account_id = $1 ORDER BY group_id";
    /// Desks of an account that exist, and those of whom it stands in for now.
    DESKS_OF = "SELECT m.desk_id, m.role FROM desk_member m JOIN desk k ON k.id = m.desk_id AND k.ended_ms = 0 WHERE m.account_id = $1
                UNION
                SELECT m.desk_id, m.role FROM delegation d
                JOIN desk_member m ON m.desk_id = d.desk_id AND m.account_id = d.from_id
                JOIN desk k ON k.id = d.desk_id AND k.ended_ms = 0
                JOIN account a ON a.id = d.from_id AND a.ended_ms = 0
                WHERE d.to_id = $1 AND d.begins_ms <= $2 AND d.ends_ms > $2
                ORDER BY 1, 2";
    /// The name of a desk.
    DESK_NAME = "SELECT name FROM desk WHERE id = $1";
    /// Lets somebody work at a desk.
    ADD_DESK_MEMBER = "INSERT INTO desk_member (desk_id, account_id, role, since_ms) VALUES ($1, $2, $3, $4)
                       ON CONFLICT (desk_id, account_id) DO UPDATE SET role = EXCLUDED.role";
    /// Adds an account.
    ADD = "INSERT INTO account (id, login, name, role, password_hash, created_ms) VALUES ($1, $2, $3, $4, $5, $6)";
    /// Sets a new password.
    SET_PASSWORD = "UPDATE account SET password_hash = $2 WHERE login = $1";
    /// A session.
    SESSION = "SELECT data FROM session WHERE id = $1 AND expires_ms > $2";
    /// Begins a session.
    PUT_SESSION = "INSERT INTO session (id, data, expires_ms, account_id, began_ms, seen_ms, label) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Keeps a session, if nobody ended it meanwhile.
    KEEP_SESSION = "UPDATE session SET data = $2, expires_ms = $3, account_id = $4, began_ms = $5, seen_ms = $6, label = $7 WHERE id = $1";
    /// The sessions of an account, the newest first.
    SESSIONS_OF = "SELECT id, label, began_ms, seen_ms FROM session WHERE account_id = $1 AND expires_ms > $2 ORDER BY seen_ms DESC, id LIMIT 100";
    /// Ends one session of an account.
    END_SESSION_OF = "DELETE FROM session WHERE id = $1 AND account_id = $2";
    /// Ends the sessions of an account but one; an empty id: all of them.
    END_SESSIONS_OF = "DELETE FROM session WHERE account_id = $1 AND id <> $2";
    /// Ends the sessions of an account beyond so many; those that were used last stay.
    END_SURPLUS_SESSIONS = "DELETE FROM session WHERE account_id = $1
                            AND id NOT IN (SELECT id FROM session WHERE account_id = $1 ORDER BY seen_ms DESC, id LIMIT $2)";
    /// Ends a session.
    END_SESSION = "DELETE FROM session WHERE id = $1";
    /// Forgets sessions that are over.
    END_OLD_SESSIONS = "DELETE FROM session WHERE expires_ms <= $1";
    /// Remembers a failed sign-in.
    FAILED = "INSERT INTO sign_in_failure (login, at_ms) VALUES ($1, $2)";
    /// How many failed since.
    FAILURES = "SELECT COUNT(*) FROM sign_in_failure WHERE login = $1 AND at_ms > $2";
    /// Forgets failures after a success, and old ones of everybody.
    FORGET_FAILURES = "DELETE FROM sign_in_failure WHERE login = $1 OR at_ms < $2";
    /// Puts a mail into the outgoing box.
    PUT_MAIL = "INSERT INTO mail_out (id, to_address, subject, body, made_ms, tries, next_ms, trouble) VALUES ($1, $2, $3, $4, $5, 0, $5, '')";
    /// Mails that are to go out now, the oldest first.
    DUE_MAILS = "SELECT id, to_address, subject, body, made_ms, tries FROM mail_out WHERE next_ms <= $1 ORDER BY next_ms, id LIMIT $2";
    /// Tries a mail again later.
    PUT_OFF_MAIL = "UPDATE mail_out SET tries = tries + 1, next_ms = $2, trouble = $3 WHERE id = $1";
    /// Deletes a mail that went out or was given up.
    DROP_MAIL = "DELETE FROM mail_out WHERE id = $1";
    /// Deletes mails that are too old.
    DROP_OLD_MAILS = "DELETE FROM mail_out WHERE made_ms < $1";

    /// Keeps a link.
    PUT_LINK = "INSERT INTO mail_link (digest, purpose, account_id, email, code, asker, next, tries, expires_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)";
    /// A link that can still be used.
    LINK = "SELECT account_id, email, next FROM mail_link WHERE digest = $1 AND purpose = $2 AND expires_ms > $3";
    /// Uses a link.
    USE_LINK = "DELETE FROM mail_link WHERE digest = $1 AND purpose = $2 AND expires_ms > $3 RETURNING account_id, email, next";
    /// How many links of a purpose went to an address and can still be used.
    LINKS_TO = "SELECT COUNT(*) FROM mail_link WHERE purpose = $1 AND email = $2 AND expires_ms > $3";
    /// How many links a browser asked for that can still be used.
    LINKS_BY = "SELECT COUNT(*) FROM mail_link WHERE asker = $1 AND asker <> '' AND expires_ms > $2";
    /// Makes the codes of a browser's older links void; the links stay.
    VOID_CODES = "UPDATE mail_link SET code = '' WHERE asker = $1";
    /// Counts a try of the code that a browser was sent.
    TRY_CODE = "UPDATE mail_link SET tries = tries + 1 WHERE asker = $1 AND code <> '' AND tries < $2 AND expires_ms > $3 RETURNING digest, code, email, next";
    /// Forgets the links of a purpose to an address.
    DROP_LINKS_TO = "DELETE FROM mail_link WHERE purpose = $1 AND email = $2";
    /// Forgets the links of a purpose of an account.
    DROP_LINKS_FOR = "DELETE FROM mail_link WHERE purpose = $1 AND account_id = $2";
    /// Forgets all but the newest links of a purpose that an account has.
    KEEP_NEWEST_LINKS = "DELETE FROM mail_link WHERE purpose = $1 AND account_id = $2 AND digest NOT IN
                         (SELECT digest FROM mail_link WHERE purpose = $1 AND account_id = $2 ORDER BY expires_ms DESC, digest LIMIT $3)";
    /// Forgets every link of an account or an address. No address is nobody's: codes on papers and accounts of staff have none.
    DROP_LINKS_OF = "DELETE FROM mail_link WHERE account_id = $1 OR (email = $2 AND email <> '')";
    /// Forgets links whose time is over.
    DROP_OLD_LINKS = "DELETE FROM mail_link WHERE expires_ms <= $1";

    /// An account by its address, whatever its state.
    BY_EMAIL = "SELECT id, locked_ms, ended_ms FROM account WHERE email = $1 AND email <> ''";
    /// What an account says of itself.
    PROFILE = "SELECT login, name, role, email, lang, password_hash, born_year, guardian_email, guardian_consent_ms, created_ms FROM account
               WHERE id = $1 AND ended_ms = 0";
    /// Makes the account of a resident.
    ADD_RESIDENT = "INSERT INTO account (id, login, name, role, password_hash, created_ms, email, email_proven_ms, lang, born_year, guardian_email)
                    VALUES ($1, $1, $2, 'resident', '', $3, $4, $3, $5, $6, $7)";
    /// Notes that an address was proven.
    PROVE_EMAIL = "UPDATE account SET email_proven_ms = $2 WHERE id = $1 AND email_proven_ms = 0";
    /// Changes the name on screen.
    SET_NAME = "UPDATE account SET name = $2 WHERE id = $1";
    /// Changes the language.
    SET_LANG = "UPDATE account SET lang = $2 WHERE id = $1";
    /// Changes the address to one that was proven.
    SET_EMAIL = "UPDATE account SET email = $2, email_proven_ms = $3 WHERE id = $1 AND ended_ms = 0";
    /// Changes the hash of the password.
    SET_HASH = "UPDATE account SET password_hash = $2 WHERE id = $1";
    /// Notes that a guardian agreed.
    CONSENT = "UPDATE account SET guardian_consent_ms = $2 WHERE id = $1 AND guardian_email = $3 AND ended_ms = 0 AND guardian_consent_ms = 0";
    /// Notes that a guardian agreed on paper.
    CONSENT_ON_PAPER = "UPDATE account SET guardian_consent_ms = $2, guardian_paper = $3
                        WHERE id = $1 AND born_year > 0 AND ended_ms = 0 AND guardian_consent_ms = 0";
    /// The ways by which an account signs in beside its password: an address, the identity provider, passkeys.
    WAYS = "SELECT email, oidc_subject, (SELECT COUNT(*) FROM passkey p WHERE p.account_id = a.id) FROM account a WHERE id = $1 AND ended_ms = 0";
    /// Who keeps the house and can sign in, beside one login.
    OTHER_ADMINS = "SELECT COUNT(*) FROM account WHERE role = 'admin' AND locked_ms = 0 AND ended_ms = 0 AND login <> $1";
    /// Whether an account of staff keeps the house.
    STAFF_ROLE = "SELECT id, role FROM account WHERE login = $1 AND role <> 'resident' AND ended_ms = 0";
    /// Desks that have a lead, and whose only lead an account is.
    SOLE_LEAD = "SELECT m.desk_id FROM desk_member m JOIN desk k ON k.id = m.desk_id AND k.ended_ms = 0
                 WHERE m.account_id = $1 AND m.role = 'lead'
                     AND NOT EXISTS (SELECT 1 FROM desk_member o WHERE o.desk_id = m.desk_id AND o.role = 'lead' AND o.account_id <> $1)
                 ORDER BY m.desk_id";
    /// Locks an account of staff, or opens it with 0.
    LOCK = "UPDATE account SET locked_ms = $2 WHERE login = $1 AND role <> 'resident'";
    /// Says what an account of staff is: staff or admin.
    SET_ROLE = "UPDATE account SET role = $2 WHERE login = $1 AND role <> 'resident'";
    /// Whether there is such a desk.
    DESK_KNOWN = "SELECT COUNT(*) FROM desk WHERE id = $1 AND ended_ms = 0";

    /// Keeps a recovery code.
    PUT_RECOVERY = "INSERT INTO recovery_code (digest, account_id, made_ms) VALUES ($1, $2, $3)";
    /// Uses a recovery code, as it is stored now or as older releases stored it.
    USE_RECOVERY = "DELETE FROM recovery_code WHERE account_id = $1 AND digest IN ($2, $3)";
    /// One recovery code of an account: its salt is that of the others.
    ONE_RECOVERY = "SELECT digest FROM recovery_code WHERE account_id = $1 LIMIT 1";
    /// Accounts whose codes are stored as older releases stored them.
    OLD_RECOVERY = "SELECT DISTINCT account_id FROM recovery_code WHERE SUBSTR(digest, 1, 1) <> '$' LIMIT $1";
    /// The codes of an account, as they are stored.
    ALL_RECOVERY = "SELECT digest FROM recovery_code WHERE account_id = $1 ORDER BY digest";
    /// Stores a code in another way.
    HARDEN_RECOVERY = "UPDATE recovery_code SET digest = $3 WHERE account_id = $1 AND digest = $2";
    /// Makes every recovery code of an account void.
    DROP_RECOVERY = "DELETE FROM recovery_code WHERE account_id = $1";
    /// How many are left.
    RECOVERY_LEFT = "SELECT COUNT(*) FROM recovery_code WHERE account_id = $1";

    /// Puts a receipt into an account.
    PUT_OWN_RECEIPT = "INSERT INTO account_receipt (command_id, account_id, receipt_no, verb, subject, at_ms) VALUES ($1, $2, $3, $4, $5, $6)
                       ON CONFLICT (command_id) DO NOTHING";
    /// Whose account holds a receipt.
    RECEIPT_HOLDER = "SELECT account_id FROM account_receipt WHERE command_id = $1";
    /// Says whose a submission is, if it is nobody's yet.
    OWN_SUBMISSION = "UPDATE form_submission SET account_id = $2 WHERE id = $1 AND account_id = ''";
    /// Receipts of a number with what was answered.
    RECEIPTS_BY_NO = "SELECT command_id, receipt_no, actor, verb, subject, at_ms, answer FROM receipt WHERE receipt_no = $1 ORDER BY at_ms DESC LIMIT 20";
    /// What an account holds, the newest first.
    OWN_RECEIPTS = "SELECT r.command_id, r.receipt_no, r.verb, r.at_ms, COALESCE(s.state, ''), COALESCE(f.title, '') FROM account_receipt r
                    LEFT JOIN form_submission s ON s.id = r.command_id
                    LEFT JOIN form f ON f.id = s.form_id
                    WHERE r.account_id = $1 ORDER BY r.at_ms DESC, r.command_id LIMIT 200";

    /// Export: submissions with what was put in.
    OWN_SUBMISSIONS = "SELECT id, form_id, version, state, receipt_no, answers, received_ms, delete_ms, title, paper_id, received_on FROM form_submission
                       WHERE account_id = $1 ORDER BY received_ms, id LIMIT 5000";
    /// Export: receipts.
    EVERY_OWN_RECEIPT = "SELECT receipt_no, verb, subject, at_ms FROM account_receipt WHERE account_id = $1 ORDER BY at_ms, command_id";
    /// Export: groups.
    OWN_GROUPS = "SELECT m.group_id, COALESCE(l.title, ''), m.role, m.since_ms FROM group_member m LEFT JOIN listing l ON l.id = m.group_id
                  WHERE m.account_id = $1 ORDER BY m.group_id";
    /// Export: desks.
    OWN_DESKS = "SELECT m.desk_id, k.name, m.role, m.since_ms FROM desk_member m JOIN desk k ON k.id = m.desk_id WHERE m.account_id = $1 ORDER BY m.desk_id";
    /// Export: what somebody was told of.
    OWN_NOTICES = "SELECT code, args, path, at_ms, seen_ms FROM notice WHERE account_id = $1 ORDER BY at_ms, id LIMIT 5000";
    /// Export: cases of the counter.
    OWN_CASES = "SELECT id, case_no, channel, topic, person, opened_ms, closed_ms FROM desk_case WHERE account_id = $1 ORDER BY opened_ms, id";
    /// Export: passkeys.
    OWN_PASSKEYS = "SELECT label, created_ms, used_ms FROM passkey WHERE account_id = $1 ORDER BY created_ms, credential";
    /// Export: claims on groups.
    OWN_CLAIMS = "SELECT group_id, proof, state, reason, made_ms, decided_ms FROM group_claim WHERE account_id = $1 ORDER BY made_ms, id";
    /// Export: settings.
    OWN_SETTINGS = "SELECT name, value FROM account_setting WHERE account_id = $1 ORDER BY name";
    /// Export: what the provider calls the account, and when its address was proven.
    OWN_ACCOUNT = "SELECT oidc_subject, email_proven_ms, guardian_paper FROM account WHERE id = $1";
    /// Export: devices that are told by push.
    OWN_PUSHES = "SELECT endpoint, made_ms FROM push_subscription WHERE account_id = $1 ORDER BY made_ms, endpoint";
    /// Export: when somebody stands in, or is stood in for.
    OWN_DELEGATIONS = "SELECT desk_id, CASE WHEN from_id = $1 THEN 'away' ELSE 'stands_in' END, begins_ms, ends_ms, reason FROM delegation
                       WHERE from_id = $1 OR to_id = $1 ORDER BY begins_ms, id";
    /// Export: invitations that somebody made.
    OWN_INVITATIONS = "SELECT group_id, role, note, made_ms, expires_ms, uses_left FROM group_invitation WHERE made_by = $1 ORDER BY made_ms, digest";
    /// Export: forms of listings that somebody wrote and that wait or came back.
    OWN_WAITING = "SELECT listing_id, group_id, body, why, state, note, at_ms FROM listing_waiting WHERE account_id = $1 ORDER BY at_ms, listing_id";
    /// Export: files of what was sent in.
    OWN_FILES = "SELECT a.submission_id, a.path, a.sha256, a.name, a.bytes, a.media_type FROM form_attachment a
                 JOIN form_submission s ON s.id = a.submission_id WHERE s.account_id = $1 ORDER BY a.submission_id, a.path";
    /// Export: what became of what was sent in.
    OWN_EVENTS = "SELECT e.submission_id, e.at_ms, e.from_state, e.to_state, e.message FROM form_event e
                  JOIN form_submission s ON s.id = e.submission_id WHERE s.account_id = $1 ORDER BY e.submission_id, e.seq";
    /// Export: what was done and noted in one's own cases.
    OWN_CASE_ITEMS = "SELECT i.case_id, i.at_ms, i.verb, i.subject, i.receipt_no, i.note FROM desk_case_item i
                      JOIN desk_case c ON c.id = i.case_id WHERE c.account_id = $1 ORDER BY i.case_id, i.seq";
    /// Export: to whom one's own cases were handed on.
    OWN_REFERRALS = "SELECT r.case_id, r.from_desk, r.to_desk, r.consent, r.body, r.state, r.note, r.made_ms, r.decided_ms FROM referral r
                     JOIN desk_case c ON c.id = r.case_id WHERE c.account_id = $1 ORDER BY r.made_ms, r.id";
    /// Groups that nobody else owns.
    SOLE_OWNER = "SELECT m.group_id, COALESCE(l.title, '') FROM group_member m LEFT JOIN listing l ON l.id = m.group_id
                  WHERE m.account_id = $1 AND m.role = 'owner'
                      AND NOT EXISTS (SELECT 1 FROM group_member o WHERE o.group_id = m.group_id AND o.role = 'owner' AND o.account_id <> $1)
                  ORDER BY m.group_id";

    /// Accounts of minors to which no guardian has agreed.
    UNANSWERED = "SELECT id FROM account WHERE born_year > 0 AND born_year >= $2 AND guardian_consent_ms = 0 AND ended_ms = 0 AND created_ms < $1
                  ORDER BY created_ms, id LIMIT 500";
    /// Keeps the row of an account for oneself, if its guardian has not agreed meanwhile.
    STILL_UNANSWERED = "UPDATE account SET guardian_consent_ms = 0
                        WHERE id = $1 AND born_year > 0 AND guardian_consent_ms = 0 AND ended_ms = 0";
    /// Empties an account of everything personal; its row stays, because the audit log names it.
    END_ACCOUNT = "UPDATE account SET login = id, name = '', email = '', email_proven_ms = 0, password_hash = '', born_year = 0, guardian_email = '',
                       guardian_consent_ms = 0, guardian_paper = '', oidc_subject = '', ended_ms = $2 WHERE id = $1";
    /// End: passkeys.
    DROP_PASSKEYS = "DELETE FROM passkey WHERE account_id = $1";
    /// End: push.
    DROP_PUSHES = "DELETE FROM push_subscription WHERE account_id = $1";
    /// End: notices.
    DROP_NOTICES = "DELETE FROM notice WHERE account_id = $1";
    /// End: settings.
    DROP_SETTINGS = "DELETE FROM account_setting WHERE account_id = $1";
    /// End: receipts.
    DROP_OWN_RECEIPTS = "DELETE FROM account_receipt WHERE account_id = $1";
    /// End: roles in groups.
    LEAVE_GROUPS = "DELETE FROM group_member WHERE account_id = $1";
    /// End: desks.
    LEAVE_DESKS = "DELETE FROM desk_member WHERE account_id = $1";
    /// End: absences, and standing in.
    LEAVE_ABSENCES = "DELETE FROM delegation WHERE from_id = $1 OR to_id = $1";
    /// End: what was said to prove a claim.
    EMPTY_CLAIMS = "UPDATE group_claim SET proof = '', account_id = '' WHERE account_id = $1";
    /// End: submissions are the city's from now on.
    LEAVE_SUBMISSIONS = "UPDATE form_submission SET account_id = '' WHERE account_id = $1";
    /// End: so are cases.
    LEAVE_CASES = "UPDATE desk_case SET account_id = '' WHERE account_id = $1";
    /// End: invitations that were made.
    DROP_INVITATIONS = "DELETE FROM group_invitation WHERE made_by = $1";

    /// Time: failures that are remembered no longer.
    DROP_OLD_FAILURES = "DELETE FROM sign_in_failure WHERE at_ms < $1";
    /// Time: what was told, read, and is long ago.
    DROP_OLD_NOTICES = "DELETE FROM notice WHERE seen_ms > 0 AND seen_ms < $1";
    /// Time: what was told and nobody read for very long.
    DROP_UNREAD_NOTICES = "DELETE FROM notice WHERE seen_ms = 0 AND at_ms < $1";
    /// Time: invitations that are over or used up.
    DROP_OLD_INVITATIONS = "DELETE FROM group_invitation WHERE expires_ms <= $1 OR uses_left <= 0";
    /// Time: absences that are over.
    DROP_OLD_ABSENCES = "DELETE FROM delegation WHERE ends_ms <= $1";
    /// Time: devices of accounts that have ended, whatever let them be kept.
    DROP_ENDED_PUSHES = "DELETE FROM push_subscription WHERE account_id IN (SELECT id FROM account WHERE ended_ms > 0)";
    /// Time: sessions of accounts that have ended.
    DROP_ENDED_SESSIONS = "DELETE FROM session WHERE account_id IN (SELECT id FROM account WHERE ended_ms > 0)";
    /// Time: receipts of accounts that have ended.
    DROP_ENDED_RECEIPTS = "DELETE FROM account_receipt WHERE account_id IN (SELECT id FROM account WHERE ended_ms > 0)";
    /// Time: notices of accounts that have ended.
    DROP_ENDED_NOTICES = "DELETE FROM notice WHERE account_id IN (SELECT id FROM account WHERE ended_ms > 0)";
}
