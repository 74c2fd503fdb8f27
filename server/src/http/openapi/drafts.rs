//! The schemas of shared drafts: what devices tell each other by way of the server.

use super::parts::{Part, code, either, list, list_of, map, may, must, named, object, text, whole};

/// Every schema by name.
pub fn all() -> Vec<(&'static str, Part)> {
    vec![
        ("DraftRequest", object("What a device tells.", [must("have", named("DraftSeen")), must("delta", named("DraftDelta"))])),
        (
            "DraftAnswer",
            either(
                "The key says what was done.",
                [
                    object("It was merged and stored; this is what you lack.", [must("took", named("DraftDelta"))]),
                    object("The server lacks something before it; `to` says what it knows. Send the rest.", [must("behind", named("DraftDelta"))]),
                    object(
                        "Nothing was done, and sharing ends.",
                        [must(
                            "refused",
                            code(
                                "`gone`: no such draft, or not for this secret; `closed`: it was sent.",
                                ["gone", "closed", "too_large", "malformed"],
                            ),
                        )],
                    ),
                ],
            ),
        ),
        ("DraftSeen", map("Which edits are known: of each replica all up to this number.", whole("The newest number."))),
        (
            "DraftDelta",
            object(
                "What somebody who knows `from` lacks to know `to`.",
                [
                    must("from", named("DraftSeen")),
                    must("to", named("DraftSeen")),
                    may(
                        "registers",
                        map(
                            "By address of the answer; addresses that begin with `#` are the draft's own: its form, its comments.",
                            list("All values that nothing has written over.", named("DraftHeld")),
                        ),
                    ),
                    may("rows", map("By address of the repeat.", list("Places that rows were given.", named("DraftSlot")))),
                ],
            ),
        ),
        (
            "DraftHeld",
            object(
                "A value.",
                [
                    must("dot", named("DraftDot")),
                    must("value", named("DraftValue")),
                    must("by", text("Who wrote it, as they call themselves; may be empty.")),
                    must("at", whole("When, by their clock.")),
                ],
            ),
        ),
        (
            "DraftValue",
            either(
                "What was written.",
                [
                    object("", [must("text", text("An answer."))]),
                    object("The row was removed by somebody who knew these edits.", [must("removed", named("DraftSeen"))]),
                    code("`cleared`: the answer was emptied; `kept`: the row stays.", ["cleared", "kept"]),
                ],
            ),
        ),
        (
            "DraftSlot",
            object(
                "A place of a row.",
                [
                    must("dot", named("DraftDot")),
                    must("key", text("The row.")),
                    may("after", named("DraftDot")),
                    must("by", text("Who gave it.")),
                    must("at", whole("When, by their clock.")),
                ],
            ),
        ),
        ("DraftDot", list_of("An edit: its number, and the replica that made it.", either("", [whole("Its number."), text("The replica.")]), 2, 2)),
    ]
}
