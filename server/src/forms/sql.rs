//! Statements of forms, submissions and attachments.

crate::statements! {
    /// One form.
    FORM = "SELECT id, title, version, is_open, opens_ms, closes_ms, audience, quota, retention_days, rev, desk_id FROM form WHERE id = $1";
    /// All forms, by name.
    FORMS = "SELECT id, title, version, is_open, opens_ms, closes_ms, audience, quota, retention_days, rev, desk_id FROM form
             ORDER BY title, id LIMIT 500";
    /// Inserts or replaces a form.
    PUT_FORM = "INSERT INTO form (id, title, version, is_open, opens_ms, closes_ms, audience, quota, retention_days, rev, changed_ms, desk_id)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                ON CONFLICT (id) DO UPDATE SET title = EXCLUDED.title, version = EXCLUDED.version, is_open = EXCLUDED.is_open,
                    opens_ms = EXCLUDED.opens_ms, closes_ms = EXCLUDED.closes_ms, audience = EXCLUDED.audience, quota = EXCLUDED.quota,
                    retention_days = EXCLUDED.retention_days, rev = EXCLUDED.rev, changed_ms = EXCLUDED.changed_ms,
                    desk_id = EXCLUDED.desk_id";
    /// The desk of a form.
    DESK_OF_FORM = "SELECT desk_id FROM form WHERE id = $1";
    /// The desk of the form of a submission.
    DESK_OF_SUBMISSION = "SELECT f.desk_id FROM form_submission s JOIN form f ON f.id = s.form_id WHERE s.id = $1";
    /// Whether a group is registered.
    IS_REGISTERED = "SELECT group_id FROM group_registration WHERE group_id = $1 AND state = 'registered'";
    /// Open forms whose time is over.
    OVER_FORMS = "SELECT id FROM form WHERE is_open = 1 AND closes_ms IS NOT NULL AND closes_ms <= $1 ORDER BY id LIMIT 500";
    /// The open forms that anybody may fill in, as the feed has them.
    OPEN_RECORDS = "SELECT body FROM record WHERE scope = $1 AND collection = $2 AND body IS NOT NULL ORDER BY id LIMIT 500";
    /// A version of a form.
    VERSION = "SELECT definition, source_sha256, source_name, published_ms FROM form_version WHERE form_id = $1 AND version = $2";
    /// The versions of a form, newest first.
    VERSIONS = "SELECT version, published_ms, actor, source_name FROM form_version WHERE form_id = $1 ORDER BY seq DESC LIMIT 200";
    /// The definitions of the newest versions of a form.
    DEFINITIONS = "SELECT definition FROM form_version WHERE form_id = $1 ORDER BY seq DESC LIMIT 50";
    /// The number of the newest version.
    LAST_VERSION = "SELECT COALESCE(MAX(seq), 0) FROM form_version WHERE form_id = $1";
    /// Keeps a version.
    PUT_VERSION = "INSERT INTO form_version (form_id, version, seq, definition, source_sha256, source_name, published_ms, actor)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

    /// Keeps a submission.
    PUT_SUBMISSION = "INSERT INTO form_submission (id, form_id, version, state, title, answers, content, searched, receipt_no, provenance,
                          sender, assignee, corrects, rev, received_ms, changed_ms, delete_ms, paper_id, received_on)
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', $12, $13, $14, $14, $15, $16, $17)";
    /// How many submissions of a form count against its quota.
    COUNTED = "SELECT COUNT(*) FROM form_submission WHERE form_id = $1 AND state <> 'withdrawn'";
    /// One submission in short.
    SUBMISSION = "SELECT id, form_id, version, state, title, receipt_no, provenance, sender, assignee, corrects, rev, received_ms, changed_ms, delete_ms,
                      paper_id, received_on
                  FROM form_submission WHERE id = $1";
    /// The submissions of a receipt number; two with the same number are unlikely, and told apart by their secrets.
    BY_RECEIPT = "SELECT id, form_id, version, state, title, receipt_no, provenance, sender, assignee, corrects, rev, received_ms, changed_ms, delete_ms,
                      paper_id, received_on
                  FROM form_submission WHERE receipt_no = $1 ORDER BY received_ms LIMIT 20";
    /// The submissions that were entered from a paper.
    BY_PAPER = "SELECT id, form_id, version, state, title, receipt_no, provenance, sender, assignee, corrects, rev, received_ms, changed_ms, delete_ms,
                    paper_id, received_on
                FROM form_submission WHERE paper_id = $1 ORDER BY received_ms LIMIT 20";
    /// What was put in.
    ANSWERS = "SELECT answers FROM form_submission WHERE id = $1";
    /// Moves a submission on.
    MOVE_SUBMISSION = "UPDATE form_submission SET state = $2, assignee = $3, rev = $4, changed_ms = $5 WHERE id = $1";
    /// How many submissions of each state.
    BY_STATE = "SELECT form_id, state, COUNT(*) FROM form_submission GROUP BY form_id, state";
    /// The inbox of a form or of all: by state, by who takes care of it, by up to eight folded words or a number; newest first. Of forms
    /// that belong to a desk only those of the desks in a list with a comma around each: `,main,welfare,`.
    INBOX = "SELECT s.id, s.form_id, s.version, s.state, s.title, s.receipt_no, s.provenance, s.sender, s.assignee, s.corrects, s.rev,
                 s.received_ms, s.changed_ms, s.delete_ms, s.paper_id, s.received_on
             FROM form_submission s JOIN form f ON f.id = s.form_id
             WHERE ($1 = '' OR s.form_id = $1) AND ($2 = '' OR s.state = $2) AND ($3 = '' OR s.assignee = $3)
                 AND ($4 = '' OR s.receipt_no = $7 OR s.paper_id = $10 OR REPLACE(s.searched, $4, '') <> s.searched)
                 AND ($5 = '' OR REPLACE(s.searched, $5, '') <> s.searched)
                 AND ($6 = '' OR REPLACE(s.searched, $6, '') <> s.searched)
                 AND ($12 = '' OR REPLACE(s.searched, $12, '') <> s.searched)
                 AND ($13 = '' OR REPLACE(s.searched, $13, '') <> s.searched)
                 AND ($14 = '' OR REPLACE(s.searched, $14, '') <> s.searched)
                 AND ($15 = '' OR REPLACE(s.searched, $15, '') <> s.searched)
                 AND ($16 = '' OR REPLACE(s.searched, $16, '') <> s.searched)
                 AND (f.desk_id = '' OR REPLACE($11, ',' || f.desk_id || ',', '') <> $11)
             ORDER BY s.received_ms DESC, s.id DESC LIMIT $8 OFFSET $9";
    /// Submissions of a form for a spreadsheet, after a position.
    EXPORT = "SELECT id, version, state, receipt_no, provenance, sender, assignee, received_ms, content, paper_id, received_on
              FROM form_submission
              WHERE form_id = $1 AND ($2 = '' OR state = $2) AND (received_ms, id) > ($3, $4) ORDER BY received_ms, id LIMIT $5";
    /// Submissions that have been kept long enough.
    EXPIRED = "SELECT id FROM form_submission WHERE delete_ms <= $1 ORDER BY delete_ms, id LIMIT 500";
    /// Keeps a submission until another moment.
    KEEP_SUBMISSION = "UPDATE form_submission SET delete_ms = $2, rev = $3, changed_ms = $4 WHERE id = $1";
    /// The files of a submission are old: whatever nobody else names goes with the next tidying.
    FREE_FILES = "UPDATE blob SET begun_ms = 0 WHERE sha256 IN (SELECT sha256 FROM form_attachment WHERE submission_id = $1)";
    /// Deletes a submission.
    DROP_SUBMISSION = "DELETE FROM form_submission WHERE id = $1";
    /// Deletes what happened to it.
    DROP_EVENTS = "DELETE FROM form_event WHERE submission_id = $1";
    /// Deletes which files it had.
    DROP_ATTACHMENTS = "DELETE FROM form_attachment WHERE submission_id = $1";

    /// Deletes the digests of its answers.
    DROP_KEYS = "DELETE FROM form_answer_key WHERE submission_id = $1";

    /// Keeps the digest of an answer.
    PUT_KEY = "INSERT INTO form_answer_key (submission_id, form_id, digest, weight) VALUES ($1, $2, $3, $4) ON CONFLICT (submission_id, digest) DO NOTHING";
    /// The submissions of the same form that share enough with one, newest first; those that were taken back apart.
    DUPLICATES = "SELECT other.submission_id FROM form_answer_key own
                  JOIN form_answer_key other ON other.form_id = own.form_id AND other.digest = own.digest AND other.submission_id <> own.submission_id
                  JOIN form_submission found ON found.id = other.submission_id
                  WHERE own.submission_id = $1 AND found.state <> 'withdrawn'
                  GROUP BY other.submission_id, found.received_ms
                  HAVING CAST(SUM(own.weight) AS BIGINT) >= $2
                  ORDER BY found.received_ms DESC, other.submission_id LIMIT 20";
    /// The digests that two submissions share.
    SHARED_KEYS = "SELECT own.digest FROM form_answer_key own
                   JOIN form_answer_key other ON other.form_id = own.form_id AND other.digest = own.digest
                   WHERE own.submission_id = $1 AND other.submission_id = $2 ORDER BY own.digest LIMIT 100";

    /// Which desk a form belongs to, and what it is called.
    FORM_OF_WORK = "SELECT desk_id, title FROM form WHERE id = $1";
    /// Where a submission waits now: the scopes of desks that have it, and the record.
    WORK_OF = "SELECT r.scope, r.body FROM desk d
               JOIN record r ON r.scope = 'staff:' || d.id AND r.collection = 'work' AND r.id = $1 AND r.body IS NOT NULL
               ORDER BY r.scope";
    /// Submissions of a form that wait at a desk that is not the form's.
    WORK_ELSEWHERE = "SELECT s.id FROM form f JOIN form_submission s ON s.form_id = f.id
                      JOIN desk d ON d.id <> CASE WHEN f.desk_id = '' THEN 'main' ELSE f.desk_id END
                      JOIN record r ON r.scope = 'staff:' || d.id AND r.collection = 'work' AND r.id = s.id AND r.body IS NOT NULL
                      WHERE f.id = $1 AND s.state IN ('received', 'in_review', 'sent_back') ORDER BY s.id";
    /// Submissions that wait and that their desk does not have.
    NOT_AT_DESK = "SELECT s.id FROM form_submission s JOIN form f ON f.id = s.form_id
                   WHERE s.state IN ('received', 'in_review', 'sent_back') AND NOT EXISTS (
                       SELECT 1 FROM record r
                       WHERE r.scope = 'staff:' || CASE WHEN f.desk_id = '' THEN 'main' ELSE f.desk_id END
                           AND r.collection = 'work' AND r.id = s.id AND r.body IS NOT NULL)
                   ORDER BY s.received_ms, s.id LIMIT 500";
    /// Whom a submission is about: the account, or the number of its receipt.
    ABOUT = "SELECT account_id, receipt_no FROM form_submission WHERE id = $1";

    /// A letter template.
    LETTER = "SELECT id, form_id, name, state, body, rev FROM letter_template WHERE id = $1";
    /// The letter templates of a form, by name.
    LETTERS = "SELECT id, form_id, name, state, body, rev FROM letter_template WHERE form_id = $1 ORDER BY name, id LIMIT 200";
    /// Inserts or replaces a letter template.
    PUT_LETTER = "INSERT INTO letter_template (id, form_id, name, state, body, rev, changed_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)
                  ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, state = EXCLUDED.state, body = EXCLUDED.body, rev = EXCLUDED.rev,
                      changed_ms = EXCLUDED.changed_ms";
    /// Deletes a letter template.
    DROP_LETTER = "DELETE FROM letter_template WHERE id = $1";

    /// The number of the last thing that happened to a submission.
    LAST_EVENT = "SELECT COALESCE(MAX(seq), 0) FROM form_event WHERE submission_id = $1";
    /// Notes something that happened to a submission.
    PUT_EVENT = "INSERT INTO form_event (submission_id, seq, at_ms, actor, from_state, to_state, message, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// What happened to a submission, oldest first.
    EVENTS = "SELECT at_ms, actor, from_state, to_state, message, note FROM form_event WHERE submission_id = $1 ORDER BY seq LIMIT 1000";

    /// How often the sender answered since a moment, and when first.
    REPLIES = "SELECT COUNT(*), COALESCE(MIN(at_ms), 0) FROM form_event
               WHERE submission_id = $1 AND at_ms > $2 AND from_state = to_state AND message = '' AND SUBSTR(actor, 1, 6) <> 'staff:'";
    /// The submission that took the place of one.
    REPLACED_BY = "SELECT id, receipt_no FROM form_submission WHERE corrects = $1 ORDER BY received_ms, id LIMIT 1";

    /// Notes a file of a submission.
    PUT_ATTACHMENT = "INSERT INTO form_attachment (submission_id, path, sha256, name, bytes, media_type) VALUES ($1, $2, $3, $4, $5, $6)";
    /// The files of a submission.
    ATTACHMENTS = "SELECT path, sha256, name, bytes, media_type FROM form_attachment WHERE submission_id = $1 ORDER BY path";

    /// A shared draft without what is in it.
    DRAFT_HEAD = "SELECT token_sha256, form_id, submission_id, receipt_no FROM shared_draft WHERE id = $1";
    /// What is in a shared draft.
    DRAFT_DOCUMENT = "SELECT document FROM shared_draft WHERE id = $1";
    /// Begins to share a draft.
    BEGIN_DRAFT = "INSERT INTO shared_draft (id, token_sha256, form_id, submission_id, receipt_no, bytes, begun_ms, changed_ms, document)
                   VALUES ($1, $2, $3, '', '', $4, $5, $5, $6)";
    /// Keeps what was merged into a shared draft.
    KEEP_DRAFT = "UPDATE shared_draft SET document = $2, bytes = $3, changed_ms = $4 WHERE id = $1";
    /// Closes a shared draft, because it was sent. What was in it is in the submission.
    CLOSE_DRAFT = "UPDATE shared_draft SET submission_id = $2, receipt_no = $3, document = '', bytes = 0, changed_ms = $4 WHERE id = $1";
    /// How many shared drafts are live, and how many bytes they hold.
    LIVE_DRAFTS = "SELECT COUNT(*), COALESCE(CAST(SUM(bytes) AS BIGINT), 0) FROM shared_draft WHERE submission_id = ''";
    /// Forgets shared drafts that nobody changed for long.
    DROP_OLD_DRAFTS = "DELETE FROM shared_draft WHERE changed_ms < $1";

    /// Whether a file stands in a live shared draft.
    DRAFT_FILE = "SELECT f.sha256 FROM shared_draft_file f JOIN shared_draft d ON d.id = f.draft_id AND d.submission_id = ''
                  WHERE f.draft_id = $1 AND f.sha256 = $2";
    /// Notes a file that stands in a shared draft.
    PUT_DRAFT_FILE = "INSERT INTO shared_draft_file (draft_id, sha256) VALUES ($1, $2) ON CONFLICT (draft_id, sha256) DO NOTHING";
    /// Forgets the files of a shared draft.
    DROP_DRAFT_FILES = "DELETE FROM shared_draft_file WHERE draft_id = $1";
    /// Forgets the files of shared drafts that are gone.
    DROP_LEFT_FILES = "DELETE FROM shared_draft_file WHERE NOT EXISTS (
                           SELECT 1 FROM shared_draft WHERE shared_draft.id = shared_draft_file.draft_id AND shared_draft.submission_id = '')";

    /// A file by its name.
    BLOB = "SELECT bytes, media_type, whole_ms FROM blob WHERE sha256 = $1";
    /// Notes a file that begins to arrive, or its length if somebody said another before.
    BEGIN_BLOB = "INSERT INTO blob (sha256, bytes, media_type, begun_ms, whole_ms) VALUES ($1, $2, '', $3, 0)
                  ON CONFLICT (sha256) DO UPDATE SET bytes = EXCLUDED.bytes, begun_ms = EXCLUDED.begun_ms WHERE blob.whole_ms = 0";
    /// Notes that a file arrived whole.
    END_BLOB = "UPDATE blob SET bytes = $2, media_type = $3, whole_ms = $4 WHERE sha256 = $1";
    /// The places of the postcodes of an area.
    POSTCODES = "SELECT places FROM postcode_area WHERE area = $1";
    /// The areas of the city itself.
    OWN_POSTCODES = "SELECT area, places FROM postcode_area WHERE is_own = 1 ORDER BY area LIMIT 200";
    /// Forgets the list.
    CLEAR_POSTCODES = "DELETE FROM postcode_area";
    /// Keeps an area.
    PUT_POSTCODES = "INSERT INTO postcode_area (area, places, is_own) VALUES ($1, $2, $3)";
    /// How many areas there are.
    COUNT_POSTCODES = "SELECT COUNT(*) FROM postcode_area";
    /// Where the list comes from.
    POSTCODE_LIST = "SELECT file_name, at_ms, summary FROM postcode_list WHERE id = 1";
    /// Notes where the list comes from.
    PUT_POSTCODE_LIST = "INSERT INTO postcode_list (id, file_name, at_ms, summary) VALUES (1, $1, $2, $3)
                         ON CONFLICT (id) DO UPDATE SET file_name = EXCLUDED.file_name, at_ms = EXCLUDED.at_ms, summary = EXCLUDED.summary";
    /// Notes a file that a version shows.
    PUT_MEDIA = "INSERT INTO form_media (form_id, version, name, sha256) VALUES ($1, $2, $3, $4)";
    /// Whether a version of a form shows a file.
    MEDIA_OF_FORM = "SELECT sha256 FROM form_media WHERE form_id = $1 AND sha256 = $2 ORDER BY version, name LIMIT 1";
    /// A whole file that forms may show: one that a form shows already, or one that is nobody's yet.
    MEDIA_BLOB = "SELECT bytes, media_type FROM blob WHERE sha256 = $1 AND whole_ms > 0 AND (
                      EXISTS (SELECT 1 FROM form_media WHERE form_media.sha256 = blob.sha256)
                      OR (NOT EXISTS (SELECT 1 FROM form_attachment WHERE form_attachment.sha256 = blob.sha256)
                          AND NOT EXISTS (SELECT 1 FROM form_version WHERE form_version.source_sha256 = blob.sha256)
                          AND NOT EXISTS (SELECT 1 FROM kiosk_held_file WHERE kiosk_held_file.sha256 = blob.sha256)
                          AND NOT EXISTS (SELECT 1 FROM shared_draft_file WHERE shared_draft_file.sha256 = blob.sha256)))";
    /// How many bytes nobody names yet.
    IDLE_BYTES = "SELECT COALESCE(CAST(SUM(bytes) AS BIGINT), 0) FROM blob
                  WHERE NOT EXISTS (SELECT 1 FROM form_attachment WHERE form_attachment.sha256 = blob.sha256)
                      AND NOT EXISTS (SELECT 1 FROM form_version WHERE form_version.source_sha256 = blob.sha256)
                      AND NOT EXISTS (SELECT 1 FROM form_media WHERE form_media.sha256 = blob.sha256)
                      AND NOT EXISTS (SELECT 1 FROM kiosk_held_file WHERE kiosk_held_file.sha256 = blob.sha256)";
    /// Files that nobody named for long.
    IDLE_BLOBS = "SELECT sha256 FROM blob WHERE begun_ms < $1
                      AND NOT EXISTS (SELECT 1 FROM form_attachment WHERE form_attachment.sha256 = blob.sha256)
                      AND NOT EXISTS (SELECT 1 FROM form_version WHERE form_version.source_sha256 = blob.sha256)
                      AND NOT EXISTS (SELECT 1 FROM form_media WHERE form_media.sha256 = blob.sha256)
                      AND NOT EXISTS (SELECT 1 FROM kiosk_held_file WHERE kiosk_held_file.sha256 = blob.sha256)
                      AND NOT EXISTS (SELECT 1 FROM shared_draft_file WHERE shared_draft_file.sha256 = blob.sha256)
                  ORDER BY begun_ms, sha256 LIMIT 500";
    /// Forgets a file, if nobody named it for long.
    DROP_IDLE_BLOB = "DELETE FROM blob WHERE sha256 = $1 AND begun_ms < $2
                          AND NOT EXISTS (SELECT 1 FROM form_attachment WHERE form_attachment.sha256 = blob.sha256)
                          AND NOT EXISTS (SELECT 1 FROM form_version WHERE form_version.source_sha256 = blob.sha256)
                          AND NOT EXISTS (SELECT 1 FROM form_media WHERE form_media.sha256 = blob.sha256)
                          AND NOT EXISTS (SELECT 1 FROM kiosk_held_file WHERE kiosk_held_file.sha256 = blob.sha256)
                          AND NOT EXISTS (SELECT 1 FROM shared_draft_file WHERE shared_draft_file.sha256 = blob.sha256)";
    /// Whose account sent a submission; empty: nobody's.
    ACCOUNT_OF_SUBMISSION = "SELECT account_id FROM form_submission WHERE id = $1";
}
