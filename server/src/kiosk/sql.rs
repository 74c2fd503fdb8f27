//! Statements of shared screens.

crate::statements! {
    /// A screen, as staff made it.
    ONE = "SELECT state, config, say, reload, rev FROM kiosk WHERE id = $1";
    /// The screen that shows this secret.
    BY_SECRET = "SELECT id, state FROM kiosk WHERE secret = $1";
    /// The screen that waits for this code.
    BY_CODE = "SELECT id FROM kiosk WHERE code = $1 AND code_ends_ms > $2 AND state <> 'revoked'";
    /// Enrols a screen, or changes what it is told.
    PUT = "INSERT INTO kiosk (id, state, config, secret, code, code_ends_ms, say, reload, made_ms, paired_ms, revoked_ms, rev)
           VALUES ($1, 'waiting', $2, '', '', 0, '', 0, $3, 0, 0, $4)
           ON CONFLICT (id) DO UPDATE SET config = EXCLUDED.config, rev = EXCLUDED.rev";
    /// Gives a screen a new code; the one before is worth nothing.
    SET_CODE = "UPDATE kiosk SET code = $2, code_ends_ms = $3, rev = $4 WHERE id = $1";
    /// Pairs a screen: its code is used up.
    PAIR = "UPDATE kiosk SET state = 'active', secret = $2, code = '', code_ends_ms = 0, paired_ms = $3, rev = $4 WHERE id = $1";
    /// Leaves what a screen is known by, should it lose its cookie.
    PUT_SPARE = "INSERT INTO kiosk_spare (kiosk_id, spare, ends_ms) VALUES ($1, $2, $3)
                 ON CONFLICT (kiosk_id) DO UPDATE SET spare = EXCLUDED.spare, ends_ms = EXCLUDED.ends_ms";
    /// The screen that is known by this.
    BY_SPARE = "SELECT kiosk.id FROM kiosk_spare JOIN kiosk ON kiosk.id = kiosk_spare.kiosk_id
                WHERE kiosk_spare.spare = $1 AND kiosk_spare.ends_ms > $2 AND kiosk.state = 'active'";
    /// Gives a screen another secret; the one before is nobody's.
    NEW_SECRET = "UPDATE kiosk SET secret = $2, rev = $3 WHERE id = $1";
    /// Whoever had it before is not known by anything any more.
    DROP_SPARE = "DELETE FROM kiosk_spare WHERE kiosk_id = $1";
    /// Takes the right from a screen. Its secret stays, for what was sealed there.
    REVOKE = "UPDATE kiosk SET state = 'revoked', code = '', code_ends_ms = 0, say = '', revoked_ms = $2, rev = $3 WHERE id = $1";
    /// Says something on a screen.
    SAY = "UPDATE kiosk SET say = $2, rev = $3 WHERE id = $1";
    /// Says something on every screen.
    SAY_ALL = "UPDATE kiosk SET say = $1, rev = $2 WHERE state <> 'revoked'";
    /// Has a screen load anew.
    RELOAD = "UPDATE kiosk SET reload = reload + 1, rev = $2 WHERE id = $1";
    /// Has every screen load anew.
    RELOAD_ALL = "UPDATE kiosk SET reload = reload + 1, rev = $1 WHERE state <> 'revoked'";

    /// The last beat of a screen.
    BEAT = "SELECT seq, body FROM kiosk_beat WHERE kiosk_id = $1";
    /// Keeps a beat.
    PUT_BEAT = "INSERT INTO kiosk_beat (kiosk_id, seen_ms, seq, body, picture, picture_ms) VALUES ($1, $2, $3, $4, '', 0)
                ON CONFLICT (kiosk_id) DO UPDATE SET seen_ms = EXCLUDED.seen_ms, seq = EXCLUDED.seq, body = EXCLUDED.body";
    /// Keeps a picture of a screen at rest.
    PUT_PICTURE = "INSERT INTO kiosk_beat (kiosk_id, seen_ms, seq, body, picture, picture_ms) VALUES ($1, $3, 0, '{}', $2, $3)
                   ON CONFLICT (kiosk_id) DO UPDATE SET picture = EXCLUDED.picture, picture_ms = EXCLUDED.picture_ms";
    /// The picture of a screen at rest.
    PICTURE = "SELECT picture, picture_ms FROM kiosk_beat WHERE kiosk_id = $1 AND picture <> ''";
    /// Adds to a count.
    ADD_COUNT = "INSERT INTO kiosk_count (kiosk_id, day, what, subject, times) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (kiosk_id, day, what, subject) DO UPDATE SET times = kiosk_count.times + EXCLUDED.times";

    /// Holds what could not take effect.
    PUT_HELD = "INSERT INTO kiosk_held (id, kiosk_id, at_ms, problems, sealed, files, receipt_no, settled_by, settled_ms, note)
                VALUES ($1, $2, $3, $4, $5, $6, $7, '', 0, '')";
    /// Keeps a sealed file of it.
    PUT_HELD_FILE = "INSERT INTO kiosk_held_file (held_id, sha256) VALUES ($1, $2) ON CONFLICT (held_id, sha256) DO NOTHING";
    /// How much of a screen waits for staff.
    HELD_OF = "SELECT COUNT(*) FROM kiosk_held WHERE settled_ms = 0 AND kiosk_id = $1";
    /// When it was dealt with.
    HELD = "SELECT settled_ms FROM kiosk_held WHERE id = $1";
    /// What is held, as it came.
    HELD_SEALED = "SELECT sealed FROM kiosk_held WHERE id = $1";
    /// It was dealt with.
    SETTLE = "UPDATE kiosk_held SET settled_by = $2, settled_ms = $3, note = $4 WHERE id = $1";

    /// Keeps a parcel for a phone.
    PUT_PARCEL = "INSERT INTO hand_over (id, kiosk_id, body, bytes, made_ms, ends_ms, claim, claimed_ms)
                  VALUES ($1, $2, $3, $4, $5, $6, '', 0)";
    /// A newer parcel of the same takes the place of one that nobody collected.
    REPLACE_PARCEL = "DELETE FROM hand_over WHERE id = $1 AND kiosk_id = $2 AND claimed_ms = 0";
    /// A parcel.
    PARCEL = "SELECT body, ends_ms, claim, claimed_ms FROM hand_over WHERE id = $1";
    /// A parcel was collected.
    CLAIM = "UPDATE hand_over SET claim = $2, claimed_ms = $3 WHERE id = $1";
    /// How many parcels of a screen wait.
    PARCELS_OF = "SELECT COUNT(*) FROM hand_over WHERE kiosk_id = $1 AND claimed_ms = 0";
    /// How much all parcels hold.
    PARCELS_BYTES = "SELECT COALESCE(CAST(SUM(bytes) AS BIGINT), 0) FROM hand_over";

    /// Time: parcels that nobody collected before their end, and those that were collected.
    DROP_PARCELS = "DELETE FROM hand_over WHERE (claimed_ms = 0 AND ends_ms <= $1) OR (claimed_ms > 0 AND claimed_ms <= $2)";
    /// Time: codes that nobody typed.
    DROP_CODES = "UPDATE kiosk SET code = '', code_ends_ms = 0 WHERE code <> '' AND code_ends_ms <= $1";
    /// Time: what screens are known by for a day.
    DROP_SPARES = "DELETE FROM kiosk_spare WHERE ends_ms <= $1";
    /// Time: sealed files of what was dealt with long ago.
    DROP_HELD_FILES = "DELETE FROM kiosk_held_file
                       WHERE held_id IN (SELECT id FROM kiosk_held WHERE settled_ms > 0 AND settled_ms < $1)";
    /// Time: what was dealt with long ago.
    DROP_HELD = "DELETE FROM kiosk_held WHERE settled_ms > 0 AND settled_ms < $1";
    /// Time: counts of days that are long ago.
    DROP_COUNTS = "DELETE FROM kiosk_count WHERE day < $1";
    /// Time: how a screen was that was revoked long ago.
    DROP_BEATS = "DELETE FROM kiosk_beat
                  WHERE kiosk_id IN (SELECT id FROM kiosk WHERE state = 'revoked' AND revoked_ms > 0 AND revoked_ms < $1)";
}
