// The codes of the closed vocabularies, in the order in which facets show them.
export const KINDS = ["event", "course", "group", "call", "place", "equipment", "programme", "project", "story", "challenge", "notice", "guide"];
export const FIELDS = [
  "health_welfare", "social_education", "community_building", "tourism", "rural_development", "culture_arts_sports", "environment",
  "disaster_relief", "public_safety", "human_rights_peace", "international_cooperation", "gender_equality", "children_youth",
  "information_society", "science_technology", "economic_activity", "employment", "consumer_protection", "npo_support", "local_ordinance",
];
export const AUDIENCES = ["child", "family", "youth", "adult", "senior", "foreign", "disability", "beginner"];
export const LANGUAGES = ["ja", "easy", "en", "zh", "ko", "vi", "tl", "pt", "es", "ne", "id", "sign"];
export const SORTS = ["best", "date", "new", "name"];
export const ORGANISATIONS = ["city_department", "centre", "welfare_council", "international_association", "library"];
