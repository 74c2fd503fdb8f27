//! Statements of courses for staff.

crate::statements! {
    /// A listing as a course: its body, group and desk, for whom it is, how long it takes.
    ONE = "SELECT l.body, l.group_id, l.desk_id, COALESCE(c.for_rank, ''), COALESCE(c.minutes, 0) FROM listing l
           LEFT JOIN course c ON c.course_id = l.id WHERE l.id = $1";
    /// What is published for staff only and may be a course, newest first.
    EVERY = "SELECT l.body, l.group_id, l.desk_id, COALESCE(c.for_rank, ''), COALESCE(c.minutes, 0) FROM record r
             JOIN listing l ON l.id = r.id AND l.kind IN ('course', 'event')
             LEFT JOIN course c ON c.course_id = l.id
             WHERE r.scope = $1 AND r.collection = $2 AND r.body IS NOT NULL ORDER BY r.rev DESC, l.id LIMIT 500";
    /// What somebody signed up for once, whatever became of the listing.
    HELD = "SELECT l.body, l.group_id, l.desk_id, COALESCE(c.for_rank, ''), COALESCE(c.minutes, 0) FROM listing l
            LEFT JOIN course c ON c.course_id = l.id
            WHERE l.id IN (SELECT p.course_id FROM course_place p) ORDER BY l.id LIMIT 2000";
    /// Says for whom it is and how long it takes.
    SET_UP = "INSERT INTO course (course_id, for_rank, minutes) VALUES ($1, $2, $3)
              ON CONFLICT (course_id) DO UPDATE SET for_rank = EXCLUDED.for_rank, minutes = EXCLUDED.minutes";

    /// How somebody stands to a course, and whether they came.
    MINE = "SELECT state, came FROM course_place WHERE course_id = $1 AND account_id = $2";
    /// Signs somebody up, at the end of the line. Who withdrew begins anew.
    PUT = "INSERT INTO course_place (course_id, account_id, desk_id, state, joined_rev, joined_ms, came, minutes, marked_rev, learnt, will_try,
               reflected_ms)
           VALUES ($1, $2, $3, 'waiting', $4, $5, 0, 0, 0, '', '', 0)
           ON CONFLICT (course_id, account_id) DO UPDATE SET desk_id = EXCLUDED.desk_id, state = EXCLUDED.state,
               joined_rev = EXCLUDED.joined_rev, joined_ms = EXCLUDED.joined_ms";
    /// The desk at which somebody has worked longest.
    HOME_DESK = "SELECT m.desk_id FROM desk_member m JOIN desk k ON k.id = m.desk_id AND k.ended_ms = 0
                 WHERE m.account_id = $1 ORDER BY m.since_ms, m.desk_id LIMIT 1";
    /// How many have a place.
    PLACED = "SELECT COUNT(*) FROM course_place WHERE course_id = $1 AND state = 'placed'";
    /// Who is next in the waiting list; whoever cannot sign in any more is passed over.
    NEXT = "SELECT p.account_id FROM course_place p
            JOIN account a ON a.id = p.account_id AND a.locked_ms = 0 AND a.ended_ms = 0 AND a.role <> 'resident'
            WHERE p.course_id = $1 AND p.state = 'waiting' ORDER BY p.joined_rev, p.account_id LIMIT 1";
    /// Courses for which somebody waits, those first for which somebody signed up last: lists of courses that are over stand there for years.
    WAITED_FOR = "SELECT course_id FROM course_place WHERE state = 'waiting' GROUP BY course_id
                  ORDER BY MAX(joined_rev) DESC, course_id LIMIT 500";
    /// Gives a place, or takes it.
    SET_STATE = "UPDATE course_place SET state = $3 WHERE course_id = $1 AND account_id = $2";
    /// When somebody was last said to have come.
    MARKED = "SELECT COALESCE(MAX(marked_rev), 0) FROM course_place WHERE course_id = $1";
    /// Says whether somebody came.
    MARK = "UPDATE course_place SET state = $3, came = $4, minutes = $5, marked_rev = $6 WHERE course_id = $1 AND account_id = $2";
    /// Keeps what somebody wrote.
    REFLECT = "UPDATE course_place SET learnt = $3, will_try = $4, reflected_ms = $5 WHERE course_id = $1 AND account_id = $2";

    /// Who signed up for a course, in order.
    ROLL = "SELECT p.account_id, COALESCE(a.name, ''), COALESCE(k.name, ''), p.state, p.came, p.minutes, p.learnt, p.will_try, p.reflected_ms
            FROM course_place p
            LEFT JOIN account a ON a.id = p.account_id
            LEFT JOIN desk k ON k.id = p.desk_id
            WHERE p.course_id = $1 AND p.state <> 'withdrawn' ORDER BY p.state, p.joined_rev, p.account_id LIMIT 2000";
    /// Who signed up for a course, in order: account, language, name to sign in with.
    SIGNED = "SELECT p.account_id, a.lang, a.login FROM course_place p
              JOIN account a ON a.id = p.account_id AND a.ended_ms = 0
              WHERE p.course_id = $1 AND p.state <> 'withdrawn' ORDER BY p.joined_rev, p.account_id LIMIT 2000";
    /// What somebody signed up for, newest first.
    OF_ACCOUNT = "SELECT p.course_id, l.body, p.state, p.came, p.minutes, p.joined_ms, p.reflected_ms FROM course_place p
                  JOIN listing l ON l.id = p.course_id
                  WHERE p.account_id = $1 ORDER BY p.joined_rev DESC, p.course_id LIMIT 200";
    /// What somebody wrote about a course.
    WRITTEN = "SELECT learnt, will_try FROM course_place WHERE course_id = $1 AND account_id = $2";
    /// How many of each state there are, by course.
    BY_STATE = "SELECT course_id, state, COUNT(*) FROM course_place WHERE state <> 'withdrawn' GROUP BY course_id, state";
    /// How many of the waiting list stand before somebody, and that one.
    TURN = "SELECT COUNT(*) FROM course_place p
            JOIN course_place m ON m.course_id = p.course_id AND m.account_id = $2 AND m.state = 'waiting'
            WHERE p.course_id = $1 AND p.state = 'waiting' AND p.joined_rev <= m.joined_rev";
    /// How many signed up and how many came, by course and the desk at which they worked; and when the first of them signed up.
    COUNTS = "SELECT p.course_id, COALESCE(k.name, ''), COUNT(*), COUNT(CASE WHEN p.came = 1 THEN 1 END), MIN(p.joined_ms) FROM course_place p
              LEFT JOIN desk k ON k.id = p.desk_id
              WHERE p.state = 'placed' GROUP BY p.course_id, p.desk_id, COALESCE(k.name, '') ORDER BY p.course_id, p.desk_id";

    /// Forgets who signed up long ago.
    DROP_OLD = "DELETE FROM course_place WHERE joined_ms < $1";
    /// Forgets the places of an account that ends.
    DROP_OF_ACCOUNT = "DELETE FROM course_place WHERE account_id = $1";
    /// Export: courses that somebody signed up for.
    OWN = "SELECT course_id, desk_id, state, joined_ms, came, minutes, learnt, will_try FROM course_place
           WHERE account_id = $1 ORDER BY joined_ms, course_id";
}
