//! Pages of shared screens.
