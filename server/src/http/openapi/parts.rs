//! The few sorts of schema that the description is made of.

use utoipa::openapi::schema::{AllOfBuilder, ArrayBuilder, ObjectBuilder, OneOfBuilder, SchemaType};
use utoipa::openapi::{KnownFormat, Ref, RefOr, Schema, SchemaFormat, Type};

/// A schema, or the name of one.
pub type Part = RefOr<Schema>;

/// A field of an object.
#[derive(Clone)]
pub struct Field {
    name: &'static str,
    required: bool,
    part: Part,
}

/// A field that is always there.
pub fn must(name: &'static str, part: Part) -> Field {
    Field { name, required: true, part }
}

/// A field that is left out where it says nothing.
pub fn may(name: &'static str, part: Part) -> Field {
    Field { name, required: false, part }
}

fn simple(kind: Type, about: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(kind).description((!about.is_empty()).then_some(about))
}

/// A text.
pub fn text(about: &str) -> Part {
    simple(Type::String, about).into()
}

/// A text or null.
pub fn text_or_null(about: &str) -> Part {
    ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::String, Type::Null])).description(Some(about)).into()
}

/// This, or null.
pub fn or_null(part: Part) -> Part {
    either("", [part, simple(Type::Null, "").into()])
}

/// A day: `2026-11-20`, in Japan.
pub fn date(about: &str) -> Part {
    simple(Type::String, about).format(Some(SchemaFormat::KnownFormat(KnownFormat::Date))).into()
}

/// An hour in Japan: `10:00:00`.
pub fn time(about: &str) -> Part {
    simple(Type::String, about).format(Some(SchemaFormat::KnownFormat(KnownFormat::Time))).into()
}

/// A whole number.
pub fn whole(about: &str) -> Part {
    simple(Type::Integer, about).into()
}

/// A number.
pub fn decimal(about: &str) -> Part {
    simple(Type::Number, about).into()
}

/// Yes or no.
pub fn flag(about: &str) -> Part {
    simple(Type::Boolean, about).into()
}

/// One of these codes.
pub fn code(about: &str, codes: impl IntoIterator<Item = &'static str>) -> Part {
    simple(Type::String, about).enum_values(Some(codes)).into()
}

/// A schema of [`super::schemas::all`] by its name.
pub fn named(name: &str) -> Part {
    Ref::from_schema_name(name).into()
}

/// A list.
pub fn list(about: &str, items: Part) -> Part {
    ArrayBuilder::new().items(items).description(Some(about)).into()
}

/// A list of at least and at most so many.
pub fn list_of(about: &str, items: Part, least: usize, most: usize) -> Part {
    ArrayBuilder::new().items(items).description(Some(about)).min_items(Some(least)).max_items(Some(most)).into()
}

/// An object whose keys are free.
pub fn map(about: &str, value: Part) -> Part {
    simple(Type::Object, about).additional_properties(Some(value)).into()
}

/// An object. Fields that it does not name may be added to it.
pub fn object(about: &str, fields: impl IntoIterator<Item = Field>) -> Part {
    let builder = fields.into_iter().fold(simple(Type::Object, about), |builder, field| {
        let builder = builder.property(field.name, field.part);
        if field.required { builder.required(field.name) } else { builder }
    });
    builder.into()
}

/// One of these.
pub fn either(about: &str, parts: impl IntoIterator<Item = Part>) -> Part {
    parts.into_iter().fold(OneOfBuilder::new().description(Some(about)), OneOfBuilder::item).into()
}

/// All of these together.
pub fn both(about: &str, parts: impl IntoIterator<Item = Part>) -> Part {
    parts.into_iter().fold(AllOfBuilder::new().description(Some(about)), AllOfBuilder::item).into()
}
