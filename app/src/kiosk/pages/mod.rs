//! Pages of shared screens.

pub mod desk;
