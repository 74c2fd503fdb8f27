//! Which right each page of staff asks for, before the page itself is asked.
//!
//! A door asks for the right at any desk; to whom a subject belongs is asked where the subject is read or written. A test fails with the
//! name of a route of staff that has no door.

use super::{nav, render};
use crate::http::session::Who;
use crate::http::{Ctx, lang};
use axum::extract::{FromRequestParts as _, MatchedPath, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use engawa_app::messages::people::audit as m;
use engawa_app::people::pages::forbidden::forbidden;
use engawa_core::rights::Action::{
    self, AuditExport, AuditRead, CaseRead, CaseRefer, CaseWork, CourseJoin, CourseKeep, CourseRead, DeskDelegate, DeskManage, DeskSetMember,
    FormIntake, FormPublish, FormRead, GroupDecide, GroupMerge, GroupReadMembers, GuardianRecord, InquiryAnswer, InquiryKeep, InquiryRead,
    KioskManage, KioskRead, KioskSettle, ListingConfirm, ListingImport, ListingModerate, ListingReadInternal, ListingReadStaffOnly, ListingWrite,
    PostcodesImport, SubmissionErase, SubmissionExport, SubmissionRead, SubmissionReview, WordsManage,
};
use engawa_core::{Subject, may};

/// Route; the right to look (`GET`); the right to send (`POST`).
const DOORS: &[(&str, Action, Action)] = &[
    ("/staff", ListingReadStaffOnly, ListingReadStaffOnly),
    ("/staff/today", ListingReadStaffOnly, ListingReadStaffOnly),
    ("/staff/today/notices", ListingReadStaffOnly, ListingReadStaffOnly),
    ("/staff/inside", ListingReadStaffOnly, ListingReadStaffOnly),
    ("/staff/inside/{id}", ListingReadStaffOnly, ListingReadStaffOnly),
    ("/staff/listings/new", ListingWrite, ListingWrite),
    ("/staff/listings/{id}", ListingReadInternal, ListingWrite),
    ("/staff/listings/{id}/preview", ListingReadInternal, ListingWrite),
    ("/staff/listings/{id}/versions", ListingReadInternal, ListingReadInternal),
    ("/staff/listings/{id}/restore", ListingWrite, ListingWrite),
    ("/staff/listings/{id}/state", ListingWrite, ListingWrite),
    ("/staff/listings/{id}/confirm", ListingConfirm, ListingConfirm),
    ("/staff/listings/{id}/plan", ListingWrite, ListingWrite),
    ("/staff/listings/{id}/hosts", ListingWrite, ListingWrite),
    ("/staff/listings/{id}/copy", ListingWrite, ListingWrite),
    ("/staff/listings/{id}/assign", ListingModerate, ListingModerate),
    ("/staff/import", ListingImport, ListingImport),
    ("/staff/import/{id}", ListingImport, ListingImport),
    ("/staff/imports/{id}", ListingImport, ListingImport),
    ("/staff/imports/{id}/report.csv", ListingImport, ListingImport),
    ("/staff/imports/{id}/undo", ListingImport, ListingImport),
    ("/staff/imports/{id}/twins", ListingImport, ListingImport),
    ("/staff/forms", FormRead, FormPublish),
    ("/staff/forms/new", FormPublish, FormPublish),
    ("/staff/forms/new/test", FormPublish, FormPublish),
    ("/staff/forms/publish", FormPublish, FormPublish),
    ("/staff/forms/ready", FormRead, FormPublish),
    ("/staff/forms/ready/{file}", FormRead, FormPublish),
    ("/staff/forms/{id}", FormRead, FormPublish),
    ("/staff/forms/{id}/open", FormPublish, FormPublish),
    ("/staff/forms/{id}/settings", FormPublish, FormPublish),
    ("/staff/forms/{id}/versions/{version}/workbook", FormRead, FormPublish),
    ("/staff/forms/{id}/test", FormRead, FormRead),
    ("/staff/forms/{id}/intake", FormIntake, FormIntake),
    ("/staff/forms/{id}/letters", SubmissionReview, SubmissionReview),
    ("/staff/forms/{id}/letters/{letter}/drop", SubmissionReview, SubmissionReview),
    ("/staff/forms/{id}/export.csv", SubmissionExport, SubmissionExport),
    ("/staff/forms/{id}/export.xlsx", SubmissionExport, SubmissionExport),
    ("/staff/forms/{id}/submissions", SubmissionRead, SubmissionReview),
    ("/staff/submissions", SubmissionRead, SubmissionReview),
    ("/staff/submissions/{id}", SubmissionRead, SubmissionReview),
    ("/staff/submissions/{id}/keep", SubmissionErase, SubmissionErase),
    ("/staff/submissions/{id}/erase", SubmissionErase, SubmissionErase),
    ("/staff/submissions/{id}/files/{number}", SubmissionRead, SubmissionReview),
    ("/staff/submissions/{id}/print", SubmissionRead, SubmissionReview),
    ("/staff/submissions/{id}/document.docx", SubmissionRead, SubmissionReview),
    ("/staff/submissions/{id}/slip", SubmissionRead, SubmissionReview),
    ("/staff/submissions/{id}/letter/{number}", SubmissionRead, SubmissionReview),
    // An admin at no desk moderates nothing, on purpose: an admin keeps the house (desks, screens, the log), and who reads what people wrote
    // works at a desk. Listed words are kept on the same page, so an admin who keeps them is made a member of a desk first.
    ("/staff/moderation", ListingModerate, ListingModerate),
    ("/staff/moderation/accept", ListingModerate, ListingModerate),
    ("/staff/moderation/words", WordsManage, WordsManage),
    ("/staff/moderation/reports/{report}", ListingModerate, ListingModerate),
    ("/staff/moderation/{id}", ListingModerate, ListingModerate),
    ("/staff/moderation/{id}/preview", ListingModerate, ListingModerate),
    ("/staff/groups", GroupReadMembers, GroupDecide),
    ("/staff/groups.csv", GroupReadMembers, GroupReadMembers),
    ("/staff/groups/alike", GroupReadMembers, GroupReadMembers),
    ("/staff/groups/{id}", GroupReadMembers, GroupDecide),
    ("/staff/groups/{id}/merge", GroupMerge, GroupMerge),
    ("/staff/desks", ListingReadStaffOnly, DeskManage),
    ("/staff/desks/list", ListingReadStaffOnly, ListingReadStaffOnly),
    ("/staff/desks/{id}", ListingReadStaffOnly, DeskManage),
    ("/staff/desks/{id}/end", DeskManage, DeskManage),
    ("/staff/desks/{id}/members", DeskSetMember, DeskSetMember),
    ("/staff/desks/{id}/absences", DeskDelegate, DeskDelegate),
    ("/staff/desks/{id}/absences/{delegation}/end", DeskDelegate, DeskDelegate),
    ("/staff/courses", CourseJoin, CourseJoin),
    ("/staff/courses/counts", CourseRead, CourseRead),
    ("/staff/courses/counts.csv", CourseRead, CourseRead),
    ("/staff/courses/{id}", CourseJoin, CourseJoin),
    ("/staff/courses/{id}/withdraw", CourseJoin, CourseJoin),
    ("/staff/courses/{id}/reflection", CourseJoin, CourseJoin),
    ("/staff/courses/{id}/setup", CourseKeep, CourseKeep),
    ("/staff/courses/{id}/roll", CourseRead, CourseKeep),
    ("/staff/courses/{id}/roll.csv", CourseRead, CourseRead),
    ("/staff/inquiries", ListingReadStaffOnly, ListingReadStaffOnly),
    ("/staff/inquiries/new", InquiryKeep, InquiryKeep),
    ("/staff/inquiries/{id}", InquiryRead, InquiryKeep),
    ("/staff/inquiries/{id}/send", InquiryKeep, InquiryKeep),
    ("/staff/inquiries/{id}/drop", InquiryKeep, InquiryKeep),
    ("/staff/inquiries/{id}/remind", InquiryKeep, InquiryKeep),
    ("/staff/inquiries/{id}/due", InquiryKeep, InquiryKeep),
    ("/staff/inquiries/{id}/close", InquiryKeep, InquiryKeep),
    ("/staff/inquiries/{id}/answers.csv", InquiryKeep, InquiryKeep),
    ("/staff/inquiries/{id}/desks/{desk}", InquiryAnswer, InquiryAnswer),
    ("/staff/counter", CaseRead, CaseWork),
    ("/staff/counter/{case}", CaseRead, CaseRead),
    ("/staff/counter/{case}/person", CaseWork, CaseWork),
    ("/staff/counter/{case}/note", CaseWork, CaseWork),
    ("/staff/counter/{case}/consent", GuardianRecord, GuardianRecord),
    ("/staff/counter/{case}/slip", CaseWork, CaseWork),
    ("/staff/counter/{case}/close", CaseWork, CaseWork),
    ("/staff/counter/{case}/refer", CaseRefer, CaseRefer),
    ("/staff/referrals", CaseRead, CaseRead),
    ("/staff/referrals/{id}", CaseRead, CaseRead),
    ("/staff/referrals/{id}/{verb}", CaseRefer, CaseRefer),
    ("/staff/rescue", FormIntake, FormIntake),
    ("/staff/postcodes", FormRead, PostcodesImport),
    ("/staff/postcodes/{id}", PostcodesImport, PostcodesImport),
    ("/staff/kiosks", KioskRead, KioskManage),
    ("/staff/kiosks/new", KioskManage, KioskManage),
    ("/staff/kiosks/say", KioskManage, KioskManage),
    ("/staff/kiosks/reload", KioskManage, KioskManage),
    ("/staff/kiosks/held", KioskSettle, KioskSettle),
    ("/staff/kiosks/held/{id}", KioskSettle, KioskSettle),
    ("/staff/kiosks/usage", KioskRead, KioskRead),
    ("/staff/kiosks/usage.csv", KioskRead, KioskRead),
    ("/staff/kiosks/{id}", KioskRead, KioskManage),
    ("/staff/kiosks/{id}/picture", KioskRead, KioskRead),
    ("/staff/kiosks/{id}/edit", KioskManage, KioskManage),
    ("/staff/kiosks/{id}/code", KioskManage, KioskManage),
    ("/staff/kiosks/{id}/say", KioskManage, KioskManage),
    ("/staff/kiosks/{id}/reload", KioskManage, KioskManage),
    ("/staff/kiosks/{id}/revoke", KioskManage, KioskManage),
    ("/staff/audit", AuditRead, AuditRead),
    ("/staff/audit/verify", AuditRead, AuditRead),
    ("/staff/audit.csv", AuditExport, AuditExport),
];

/// The right that a route asks for; `None`: it has no door.
pub fn action_of(method: &Method, route: &str) -> Option<Action> {
    let (_, look, send) = DOORS.iter().find(|(path, ..)| *path == route)?;
    Some(if matches!(*method, Method::GET | Method::HEAD) { *look } else { *send })
}

/// Opens the door, or says why not. Whoever is no member of staff is led to the sign-in page by the page itself.
pub async fn guard(State(ctx): State<Ctx>, request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let Some(action) = matched.and_then(|path| action_of(request.method(), path.as_str())) else { return next.run(request).await };
    let (mut parts, body) = request.into_parts();
    let actor = match Who::from_request_parts(&mut parts, &ctx).await {
        Ok(Who(actor)) => actor,
        Err(refusal) => return refusal.into_response(),
    };
    let path = parts.uri.path().to_owned();
    let answer = async {
        if actor.is_staff() && !may(&actor, action, &Subject::NONE) {
            let lang = lang::of(parts.uri.query(), &parts.headers);
            let mut response = render::page(&ctx, lang, m::CLOSED.text(lang), Some(actor.display_name()), forbidden);
            *response.status_mut() = StatusCode::FORBIDDEN;
            return response;
        }
        next.run(Request::from_parts(parts, body)).await
    };
    nav::scoped(actor.clone(), path, answer).await
}
