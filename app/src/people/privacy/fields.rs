//! The register: every column that is personal, and every one that is not.

use super::{Field, Keep};
use crate::messages::people::privacy as m;
use engawa_core::Message;
use engawa_core::rights::Action;
use engawa_core::rights::Action::{
    AccountManage, AccountRead, AuditExport, AuditRead, CaseRead, DeskSetMember, GroupDecide, GroupReadMembers, ListingModerate, ListingReadInternal,
    ListingReadPublic, SubmissionExport, SubmissionRead,
};

const DUTY: Message = m::BY_DUTY;
const SAFETY: Message = m::BY_SAFETY;
const CONSENT: Message = m::BY_CONSENT;
const ACCOUNT: Keep = Keep::Rule(m::KEEP_ACCOUNT);
const FORM: Keep = Keep::Rule(m::KEEP_FORM);
const CASE: Keep = Keep::Rule(m::KEEP_CASE);
const LISTING: Keep = Keep::Rule(m::KEEP_LISTING);
const PERMANENT: Keep = Keep::Rule(m::KEEP_PERMANENT);
const SESSION: Keep = Keep::Rule(m::KEEP_SESSION);

const fn field(
    table: &'static str,
    columns: &'static [&'static str],
    whose: Message,
    purpose: Message,
    basis: Message,
    keep: Keep,
    reads: &'static [Action],
) -> Field {
    Field { table, columns, whose, purpose, basis, keep, reads }
}

/// Every column that holds personal data, or says something of a person.
pub const FIELDS: &[Field] = &[
    field("account", &["login", "oidc_subject"], m::OF_STAFF, m::FOR_SIGN_IN, DUTY, ACCOUNT, &[AccountRead, AccountManage]),
    field("account", &["name"], m::OF_RESIDENT, m::FOR_NAME, DUTY, ACCOUNT, &[AccountRead, GroupReadMembers]),
    field("account", &["email", "email_proven_ms"], m::OF_RESIDENT, m::FOR_REACH, DUTY, ACCOUNT, &[AccountRead]),
    field("account", &["password_hash"], m::OF_RESIDENT, m::FOR_SIGN_IN, SAFETY, ACCOUNT, &[]),
    field("account", &["lang"], m::OF_RESIDENT, m::FOR_SETTINGS, CONSENT, ACCOUNT, &[AccountRead]),
    field("account", &["born_year", "guardian_email", "guardian_consent_ms"], m::OF_RESIDENT, m::FOR_MINOR, DUTY, ACCOUNT, &[AccountRead]),
    field("session", &["data", "account_id", "label", "began_ms", "seen_ms"], m::OF_RESIDENT, m::FOR_DEVICES, SAFETY, SESSION, &[AccountRead]),
    field("sign_in_failure", &["login", "at_ms"], m::OF_RESIDENT, m::FOR_GUESSING, SAFETY, Keep::Days(1), &[]),
    field("mail_link", &["account_id", "email", "next"], m::OF_RESIDENT, m::FOR_SIGN_IN, DUTY, Keep::Rule(m::KEEP_EXPIRY), &[]),
    field("passkey", &["account_id", "label", "body", "used_ms"], m::OF_RESIDENT, m::FOR_SIGN_IN, DUTY, ACCOUNT, &[AccountRead]),
    field("recovery_code", &["account_id"], m::OF_RESIDENT, m::FOR_SIGN_IN, DUTY, ACCOUNT, &[]),
    field("mail_out", &["to_address", "subject", "body"], m::OF_RESIDENT, m::FOR_REACH, DUTY, Keep::Rule(m::KEEP_SENT), &[]),
    field("notice", &["account_id", "args", "path"], m::OF_RESIDENT, m::FOR_REACH, DUTY, Keep::Rule(m::KEEP_NOTICE), &[AccountRead]),
    field("push_subscription", &["endpoint", "account_id", "keys"], m::OF_RESIDENT, m::FOR_REACH, CONSENT, ACCOUNT, &[]),
    field("account_setting", &["account_id", "value"], m::OF_RESIDENT, m::FOR_SETTINGS, CONSENT, ACCOUNT, &[AccountRead]),
    field("account_receipt", &["account_id", "receipt_no", "subject"], m::OF_RESIDENT, m::FOR_COLLECT, DUTY, ACCOUNT, &[AccountRead]),
    field("receipt", &["actor", "subject", "answer"], m::OF_EVERYBODY, m::FOR_ONCE, DUTY, PERMANENT, &[AuditRead]),
    field(
        "audit",
        &["actor", "subject", "about", "detail"],
        m::OF_EVERYBODY,
        m::FOR_AUDIT,
        SAFETY,
        PERMANENT,
        &[AuditRead, AuditExport, AccountRead],
    ),
    field("listing", &["title", "body"], m::OF_CONTACT, m::FOR_PUBLISH, CONSENT, LISTING, &[ListingReadPublic, ListingReadInternal]),
    field("record", &["body"], m::OF_CONTACT, m::FOR_PUBLISH, CONSENT, LISTING, &[ListingReadPublic]),
    field("listing_version", &["actor", "body"], m::OF_CONTACT, m::FOR_HISTORY, DUTY, LISTING, &[ListingReadInternal]),
    field("listing_plan", &["actor"], m::OF_EVERYBODY, m::FOR_AUDIT, SAFETY, LISTING, &[ListingReadInternal]),
    field("listing_waiting", &["account_id", "body", "note"], m::OF_MEMBER, m::FOR_MODERATION, DUTY, Keep::Rule(m::KEEP_DECIDED), &[ListingModerate]),
    field("listing_waiting_form", &["body"], m::OF_MEMBER, m::FOR_MODERATION, DUTY, Keep::Days(30), &[ListingModerate, ListingReadInternal]),
    field("listing_report", &["contact"], m::OF_REPORTER, m::FOR_REPORT, CONSENT, Keep::Rule(m::KEEP_REPORT), &[ListingModerate]),
    field("listing_report", &["words", "decided_by", "outcome"], m::OF_REPORTER, m::FOR_REPORT, CONSENT, LISTING, &[ListingModerate]),
    field("import_run", &["actor"], m::OF_STAFF, m::FOR_AUDIT, SAFETY, PERMANENT, &[ListingReadInternal]),
    field("import_upload", &["actor", "bytes"], m::OF_CONTACT, m::FOR_IMPORT, DUTY, Keep::Rule(m::KEEP_DECIDED), &[ListingReadInternal]),
    field("form_version", &["actor"], m::OF_STAFF, m::FOR_AUDIT, SAFETY, PERMANENT, &[SubmissionRead]),
    field(
        "form_submission",
        &["title", "answers", "content", "searched", "receipt_no", "sender", "assignee", "paper_id", "received_on", "account_id"],
        m::OF_SENDER,
        m::FOR_FORM,
        DUTY,
        FORM,
        &[SubmissionRead, SubmissionExport],
    ),
    field("form_event", &["actor", "message", "note"], m::OF_SENDER, m::FOR_FORM, DUTY, FORM, &[SubmissionRead]),
    field("form_attachment", &["path", "sha256", "name"], m::OF_SENDER, m::FOR_FORM, DUTY, FORM, &[SubmissionRead]),
    field("blob", &["sha256"], m::OF_SENDER, m::FOR_FORM, DUTY, FORM, &[SubmissionRead]),
    field("form_answer_key", &["digest"], m::OF_SENDER, m::FOR_DUPLICATES, DUTY, FORM, &[]),
    field("shared_draft", &["document"], m::OF_SENDER, m::FOR_DRAFT, CONSENT, Keep::Days(180), &[]),
    field("shared_draft_file", &["sha256"], m::OF_SENDER, m::FOR_DRAFT, CONSENT, Keep::Days(180), &[]),
    field("desk_member", &["account_id", "role", "since_ms"], m::OF_STAFF, m::FOR_DESK, DUTY, Keep::Rule(m::KEEP_MEMBER), &[DeskSetMember]),
    field(
        "delegation",
        &["from_id", "to_id", "begins_ms", "ends_ms", "reason"],
        m::OF_STAFF,
        m::FOR_DESK,
        DUTY,
        Keep::Rule(m::KEEP_EXPIRY),
        &[DeskSetMember],
    ),
    field("group_registration", &["submission_id", "note"], m::OF_MEMBER, m::FOR_GROUP, DUTY, LISTING, &[GroupDecide]),
    field("group_member", &["account_id", "role", "since_ms"], m::OF_MEMBER, m::FOR_GROUP, DUTY, Keep::Rule(m::KEEP_MEMBER), &[GroupReadMembers]),
    field("group_invitation", &["note", "made_by"], m::OF_MEMBER, m::FOR_INVITE, CONSENT, Keep::Rule(m::KEEP_EXPIRY), &[GroupReadMembers]),
    field("group_claim", &["account_id", "proof", "reason", "decided_by"], m::OF_MEMBER, m::FOR_CLAIM, DUTY, LISTING, &[GroupDecide]),
    field("desk_case", &["case_no", "topic", "person", "opened_by", "code", "account_id"], m::OF_VISITOR, m::FOR_CASE, DUTY, CASE, &[CaseRead]),
    field("desk_case_item", &["actor", "receipt_no", "note"], m::OF_VISITOR, m::FOR_CASE, DUTY, CASE, &[CaseRead]),
    field("referral", &["consent", "body", "note", "made_by", "decided_by"], m::OF_VISITOR, m::FOR_REFERRAL, CONSENT, CASE, &[CaseRead]),
];

/// Columns that say nothing of a person, or only that there is a row: `table.column`, or `table.*` for all others of it.
pub const NOT_PERSONAL: &[&str] = &[
    "account.*",
    "account_receipt.*",
    "account_setting.name",
    "account_setting.*",
    "audit.*",
    "banned_word.note",
    "banned_word.*",
    "blob.*",
    "delegation.*",
    "desk.name",
    "desk.body",
    "desk.*",
    "desk_case.*",
    "desk_case_item.*",
    "desk_member.*",
    "form.title",
    "form.*",
    "form_answer_key.*",
    "form_attachment.*",
    "form_event.*",
    "form_submission.*",
    "form_version.*",
    "group_claim.*",
    "group_invitation.*",
    "group_member.*",
    "group_registration.*",
    "import_profile.*",
    "import_run.*",
    "import_upload.*",
    "letter_template.name",
    "letter_template.body",
    "letter_template.*",
    "listing.*",
    "listing_confirm.*",
    "listing_host.*",
    "listing_plan.*",
    "listing_report.*",
    "listing_version.*",
    "listing_waiting.*",
    "listing_waiting_form.*",
    "mail_link.*",
    "mail_out.*",
    "notice.*",
    "passkey.*",
    "push_subscription.*",
    "receipt.*",
    "record.*",
    "recovery_code.*",
    "referral.*",
    "session.*",
    "shared_draft.*",
    "shared_draft_file.*",
    "sign_in_failure.*",
    "site_meta.name",
    "site_meta.*",
    "site_rev.*",
];
