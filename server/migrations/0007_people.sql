-- People: accounts of residents beside those of staff, groups and their members, desks, cases of the counter, notices.
-- Times are milliseconds since 1970; 0 means "not", so that both engines compare alike. Texts that may be absent are ''.

-- A resident signs in by e-mail, passkey or password; staff by their name here or at the city's identity provider.
-- An account that ended keeps its row, emptied of everything personal: the audit log names it by id.
ALTER TABLE account ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN email_proven_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN lang TEXT NOT NULL DEFAULT 'ja';
-- Year of birth of a minor only; 0: of age, or not said.
ALTER TABLE account ADD COLUMN born_year BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN guardian_email TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN guardian_consent_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN oidc_subject TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN locked_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN ended_ms BIGINT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX account_email ON account (email) WHERE email <> '';
CREATE UNIQUE INDEX account_oidc ON account (oidc_subject) WHERE oidc_subject <> '';

ALTER TABLE session ADD COLUMN account_id TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN began_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN seen_ms BIGINT NOT NULL DEFAULT 0;
CREATE INDEX session_account ON session (account_id, seen_ms);

-- A link that went out by e-mail, known by the digest of its secret. purpose: sign_in, confirm_email, guardian, staff.
CREATE TABLE mail_link (
    digest     TEXT   PRIMARY KEY,
    purpose    TEXT   NOT NULL,
    account_id TEXT   NOT NULL,
    email      TEXT   NOT NULL,
    -- Digest of the code of six figures that the same mail carries, for the device that asked.
    code       TEXT   NOT NULL,
    -- Digest of the secret that the asking browser keeps: only it may use the code.
    asker      TEXT   NOT NULL,
    next       TEXT   NOT NULL,
    tries      BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL
);
CREATE INDEX mail_link_asker ON mail_link (asker);
CREATE INDEX mail_link_email ON mail_link (email, expires_ms);

CREATE TABLE passkey (
    credential TEXT   PRIMARY KEY,
    account_id TEXT   NOT NULL,
    label      TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    created_ms BIGINT NOT NULL,
    used_ms    BIGINT NOT NULL
);
CREATE INDEX passkey_account ON passkey (account_id);

CREATE TABLE recovery_code (
    digest     TEXT   PRIMARY KEY,
    account_id TEXT   NOT NULL,
    made_ms    BIGINT NOT NULL
);
CREATE INDEX recovery_code_account ON recovery_code (account_id);

-- Mails that wait for the SMTP server: written in the transaction that they tell of.
CREATE TABLE mail_out (
    id         TEXT   PRIMARY KEY,
    to_address TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    made_ms    BIGINT NOT NULL,
    tries      BIGINT NOT NULL,
    next_ms    BIGINT NOT NULL,
    trouble    TEXT   NOT NULL
);
CREATE INDEX mail_out_next ON mail_out (next_ms);

-- What an account is told of: in the app, by push, in a digest by e-mail. code names the sentence, args fill it.
CREATE TABLE notice (
    id         TEXT   PRIMARY KEY,
    account_id TEXT   NOT NULL,
    code       TEXT   NOT NULL,
    args       TEXT   NOT NULL,
    path       TEXT   NOT NULL,
    at_ms      BIGINT NOT NULL,
    seen_ms    BIGINT NOT NULL,
    mailed_ms  BIGINT NOT NULL,
    pushed_ms  BIGINT NOT NULL
);
CREATE INDEX notice_account ON notice (account_id, at_ms);

CREATE TABLE push_subscription (
    endpoint   TEXT   PRIMARY KEY,
    account_id TEXT   NOT NULL,
    keys       TEXT   NOT NULL,
    made_ms    BIGINT NOT NULL,
    failures   BIGINT NOT NULL
);
CREATE INDEX push_subscription_account ON push_subscription (account_id);

-- A setting of an account: digest (never, daily, weekly), working_desk, ...
CREATE TABLE account_setting (
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (account_id, name)
);

-- What an account holds that was sent without it: receipts by number, cases by code.
CREATE TABLE account_receipt (
    command_id TEXT   PRIMARY KEY,
    account_id TEXT   NOT NULL,
    receipt_no TEXT   NOT NULL,
    verb       TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    at_ms      BIGINT NOT NULL
);
CREATE INDEX account_receipt_account ON account_receipt (account_id, at_ms);

-- Desks: departments, centre, welfare council, international association, committees, libraries. body: names and ways to reach it.
CREATE TABLE desk (
    id       TEXT   PRIMARY KEY,
    kind     TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    body     TEXT   NOT NULL,
    rev      BIGINT NOT NULL,
    ended_ms BIGINT NOT NULL
);
INSERT INTO desk (id, kind, name, body, rev, ended_ms) VALUES ('main', 'department', '総合窓口', '{}', 0, 0);

CREATE TABLE desk_member (
    desk_id    TEXT   NOT NULL,
    account_id TEXT   NOT NULL,
    role       TEXT   NOT NULL,
    since_ms   BIGINT NOT NULL,
    PRIMARY KEY (desk_id, account_id)
);
CREATE INDEX desk_member_account ON desk_member (account_id);
INSERT INTO desk_member (desk_id, account_id, role, since_ms) SELECT 'main', id, 'lead', created_ms FROM account WHERE role = 'staff';

-- While one is away another stands in, with the role of the one who is away and never more.
CREATE TABLE delegation (
    id         TEXT   PRIMARY KEY,
    desk_id    TEXT   NOT NULL,
    from_id    TEXT   NOT NULL,
    to_id      TEXT   NOT NULL,
    begins_ms  BIGINT NOT NULL,
    ends_ms    BIGINT NOT NULL,
    reason     TEXT   NOT NULL,
    -- When whoever stands in was told that it begins; 0: not yet.
    told_ms    BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX delegation_to ON delegation (to_id, ends_ms);

-- A group is a listing of the kind "group"; this is what the city knows of it beyond what it shows.
CREATE TABLE group_registration (
    group_id      TEXT   PRIMARY KEY,
    -- unclaimed, pending, registered, lapsed, declined, ended, merged
    state         TEXT   NOT NULL,
    class         TEXT   NOT NULL,
    -- new: looked at before it is shown; trusted: looked at afterwards
    trust         TEXT   NOT NULL,
    -- Last day, 2027-03-31; '': without end.
    valid_until   TEXT   NOT NULL,
    submission_id TEXT   NOT NULL,
    merged_into   TEXT   NOT NULL,
    reminded_ms   BIGINT NOT NULL,
    rev           BIGINT NOT NULL,
    changed_ms    BIGINT NOT NULL,
    -- What the group told of itself as JSON, and which of it is public.
    profile       TEXT   NOT NULL DEFAULT '',
    -- When a renewal was asked for that is not decided yet (0: none), and the submission that asks.
    renewal_ms    BIGINT NOT NULL DEFAULT 0,
    renewal_id    TEXT   NOT NULL DEFAULT '',
    -- What the group was told with the last decision.
    note          TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX group_registration_submission ON group_registration (submission_id);
CREATE INDEX group_registration_state ON group_registration (state, valid_until);

CREATE TABLE group_member (
    group_id   TEXT   NOT NULL,
    account_id TEXT   NOT NULL,
    role       TEXT   NOT NULL,
    since_ms   BIGINT NOT NULL,
    PRIMARY KEY (group_id, account_id)
);
CREATE INDEX group_member_account ON group_member (account_id);

CREATE TABLE group_invitation (
    digest     TEXT   PRIMARY KEY,
    group_id   TEXT   NOT NULL,
    role       TEXT   NOT NULL,
    -- Whom it is for, in the inviter's words.
    note       TEXT   NOT NULL,
    -- An owner who hands over becomes an editor when this is taken.
    hands_over BIGINT NOT NULL,
    made_by    TEXT   NOT NULL,
    made_ms    BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    uses_left  BIGINT NOT NULL
);
CREATE INDEX group_invitation_group ON group_invitation (group_id, expires_ms);

CREATE TABLE group_claim (
    id         TEXT   PRIMARY KEY,
    group_id   TEXT   NOT NULL,
    account_id TEXT   NOT NULL,
    proof      TEXT   NOT NULL,
    -- asked, accepted, declined
    state      TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    made_ms    BIGINT NOT NULL,
    decided_ms BIGINT NOT NULL,
    decided_by TEXT   NOT NULL
);
CREATE INDEX group_claim_state ON group_claim (state, made_ms);

-- What group or desk a listing belongs to; '' for imports and the city as a whole.
ALTER TABLE listing ADD COLUMN group_id TEXT NOT NULL DEFAULT '';
ALTER TABLE listing ADD COLUMN desk_id TEXT NOT NULL DEFAULT '';
CREATE INDEX listing_group ON listing (group_id, updated_ms);

-- What a group that is new wrote and nobody has looked at. One a listing: a newer one replaces it.
CREATE TABLE listing_waiting (
    listing_id TEXT   PRIMARY KEY,
    group_id   TEXT   NOT NULL,
    account_id TEXT   NOT NULL,
    -- The form of the listing that it was written over, and the revision at which it was written.
    base_rev   BIGINT NOT NULL,
    rev        BIGINT NOT NULL,
    body       TEXT   NOT NULL,
    -- Why it waits: new_group, word
    why        TEXT   NOT NULL,
    -- waiting, returned
    state      TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    at_ms      BIGINT NOT NULL,
    reminded_ms BIGINT NOT NULL
);
CREATE INDEX listing_waiting_state ON listing_waiting (state, at_ms);

-- Forms that waited, by the revision at which each was written: what two editors of one began with.
CREATE TABLE listing_waiting_form (
    listing_id TEXT   NOT NULL,
    rev        BIGINT NOT NULL,
    -- The revision at which nothing waited any more; 0: something of the listing still waits.
    until_rev  BIGINT NOT NULL,
    body       TEXT   NOT NULL,
    at_ms      BIGINT NOT NULL,
    PRIMARY KEY (listing_id, rev)
);
CREATE INDEX listing_waiting_form_at ON listing_waiting_form (at_ms);

-- A link by which whoever has the mail says that a listing is still right, known by the digest of its secret. Its day tells when the
-- group was reminded last.
CREATE TABLE listing_confirm (
    digest     TEXT   PRIMARY KEY,
    listing_id TEXT   NOT NULL,
    expires_ms BIGINT NOT NULL,
    made_ms    BIGINT NOT NULL
);
CREATE INDEX listing_confirm_listing ON listing_confirm (listing_id, made_ms);

-- A change of state at a moment to come.
CREATE TABLE listing_plan (
    listing_id TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    at_ms      BIGINT NOT NULL,
    actor      TEXT   NOT NULL,
    PRIMARY KEY (listing_id, state)
);
CREATE INDEX listing_plan_at ON listing_plan (at_ms);

CREATE TABLE listing_host (
    listing_id TEXT   NOT NULL,
    group_id   TEXT   NOT NULL,
    -- asked, agreed
    state      TEXT   NOT NULL,
    at_ms      BIGINT NOT NULL,
    PRIMARY KEY (listing_id, group_id)
);
CREATE INDEX listing_host_group ON listing_host (group_id, state);

CREATE TABLE listing_report (
    id         TEXT   PRIMARY KEY,
    listing_id TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    words      TEXT   NOT NULL,
    contact    TEXT   NOT NULL,
    -- open, upheld, dismissed
    state      TEXT   NOT NULL,
    outcome    TEXT   NOT NULL,
    decided_by TEXT   NOT NULL,
    at_ms      BIGINT NOT NULL,
    decided_ms BIGINT NOT NULL
);
CREATE INDEX listing_report_state ON listing_report (state, at_ms);

-- Words, folded, that hold a text for a person to look at, or refuse it.
CREATE TABLE banned_word (
    word   TEXT   PRIMARY KEY,
    effect TEXT   NOT NULL,
    note   TEXT   NOT NULL,
    at_ms  BIGINT NOT NULL
);

-- A case: somebody at the counter, on the phone, or with paper, for whom staff act.
CREATE TABLE desk_case (
    id         TEXT   PRIMARY KEY,
    case_no    TEXT   NOT NULL,
    desk_id    TEXT   NOT NULL,
    -- counter, phone, paper
    channel    TEXT   NOT NULL,
    -- What it is about, in staff's words, and the person as JSON: name, phone; emptied when the retention is over.
    topic      TEXT   NOT NULL,
    person     TEXT   NOT NULL,
    opened_by  TEXT   NOT NULL,
    opened_ms  BIGINT NOT NULL,
    -- When somebody last worked in it: untouched for half an hour it closes.
    touched_ms BIGINT NOT NULL,
    closed_ms  BIGINT NOT NULL,
    -- Digest of the code on the slip, with which the person takes it all into an account.
    code       TEXT   NOT NULL,
    account_id TEXT   NOT NULL,
    follow_on  TEXT   NOT NULL,
    delete_ms  BIGINT NOT NULL,
    rev        BIGINT NOT NULL
);
CREATE INDEX desk_case_desk ON desk_case (desk_id, closed_ms);
CREATE INDEX desk_case_code ON desk_case (code);
CREATE INDEX desk_case_no ON desk_case (case_no);
CREATE INDEX desk_case_delete ON desk_case (delete_ms);

-- What was done in a case, and notes about it.
CREATE TABLE desk_case_item (
    case_id    TEXT   NOT NULL,
    seq        BIGINT NOT NULL,
    at_ms      BIGINT NOT NULL,
    actor      TEXT   NOT NULL,
    command_id TEXT   NOT NULL,
    receipt_no TEXT   NOT NULL,
    verb       TEXT   NOT NULL,
    -- What it was done to: a form, a listing.
    subject    TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    PRIMARY KEY (case_id, seq)
);

-- A case that one desk hands to another, with the consent that was given and no more than it covers.
CREATE TABLE referral (
    id         TEXT   PRIMARY KEY,
    case_id    TEXT   NOT NULL,
    from_desk  TEXT   NOT NULL,
    to_desk    TEXT   NOT NULL,
    -- How the person agreed: said, signed, online; the words that they agreed to; by whom it was written down.
    consent    TEXT   NOT NULL,
    -- What is handed over, as JSON.
    body       TEXT   NOT NULL,
    -- sent, taken, returned, withdrawn
    state      TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    made_by    TEXT   NOT NULL,
    made_ms    BIGINT NOT NULL,
    decided_by TEXT   NOT NULL,
    decided_ms BIGINT NOT NULL
);
CREATE INDEX referral_to ON referral (to_desk, state, made_ms);
CREATE INDEX referral_case ON referral (case_id);

-- The audit log tells changes from looking, and whose data was touched.
ALTER TABLE audit ADD COLUMN about TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_about ON audit (about, seq);
CREATE INDEX audit_actor ON audit (actor, seq);
CREATE INDEX audit_verb ON audit (verb, at_ms);

-- Staff by desk: which desk a form belongs to; '': every desk's.
ALTER TABLE form ADD COLUMN desk_id TEXT NOT NULL DEFAULT '';
-- Whose account sent it; '': nobody's yet.
ALTER TABLE form_submission ADD COLUMN account_id TEXT NOT NULL DEFAULT '';
CREATE INDEX form_submission_account ON form_submission (account_id);
