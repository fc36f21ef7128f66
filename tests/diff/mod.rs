pub mod effects;
pub mod pairs;
