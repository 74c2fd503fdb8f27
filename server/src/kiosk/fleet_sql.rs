//! Statements with which staff read about screens. Nothing here writes.

crate::statements! {
    /// Screens with what each last said of itself, without its picture.
    EVERY = "SELECT k.id, k.state, k.config, k.say, k.made_ms, k.paired_ms, k.revoked_ms, CASE WHEN k.code = '' THEN 0 ELSE k.code_ends_ms END, k.rev,
                 COALESCE(b.seen_ms, 0), COALESCE(b.body, ''), COALESCE(b.picture_ms, 0)
             FROM kiosk k LEFT JOIN kiosk_beat b ON b.kiosk_id = k.id ORDER BY k.id LIMIT 5000";
    /// One of them.
    ONE = "SELECT k.id, k.state, k.config, k.say, k.made_ms, k.paired_ms, k.revoked_ms, CASE WHEN k.code = '' THEN 0 ELSE k.code_ends_ms END, k.rev,
               COALESCE(b.seen_ms, 0), COALESCE(b.body, ''), COALESCE(b.picture_ms, 0)
           FROM kiosk k LEFT JOIN kiosk_beat b ON b.kiosk_id = k.id WHERE k.id = $1";
    /// What is used at one screen, over some days.
    USED = "SELECT what, subject, CAST(SUM(times) AS BIGINT) FROM kiosk_count
            WHERE kiosk_id = $1 AND day >= $2 AND day < $3 GROUP BY what, subject ORDER BY what, subject";
    /// What is used, by month and screen.
    USED_BY_MONTH = "SELECT SUBSTR(day, 1, 7), kiosk_id, what, subject, CAST(SUM(times) AS BIGINT) FROM kiosk_count
                     WHERE day >= $1 AND day < $2 AND ($3 = '' OR kiosk_id = $3)
                     GROUP BY SUBSTR(day, 1, 7), kiosk_id, what, subject ORDER BY 1 DESC, 2, 3, 4 LIMIT 200000";
    /// How much waits for staff.
    HELD_COUNT = "SELECT COUNT(*) FROM kiosk_held WHERE settled_ms = 0";
    /// What waits for staff, the oldest first.
    HELD_WAITING = "SELECT id, kiosk_id, at_ms, problems, receipt_no, settled_by, settled_ms, note FROM kiosk_held
                    WHERE settled_ms = 0 ORDER BY at_ms, id LIMIT 200";
    /// What staff dealt with, the newest first.
    HELD_SETTLED = "SELECT id, kiosk_id, at_ms, problems, receipt_no, settled_by, settled_ms, note FROM kiosk_held
                    WHERE settled_ms > 0 ORDER BY settled_ms DESC, id LIMIT 50";
    /// One of either.
    HELD_ONE = "SELECT id, kiosk_id, at_ms, problems, receipt_no, settled_by, settled_ms, note FROM kiosk_held WHERE id = $1";
    /// What forms are called.
    FORM_TITLES = "SELECT id, title FROM form";
}
