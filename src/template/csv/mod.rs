//! The matrix of a template as CSV (RFC 4180): a row for each cell.
//!
//! The columns are `role`, `permission`, `type` (of the role) and `resource` (the indicator of the API resource that the
//! permission is of; empty for an organization permission). A row says that what it names exists, and, if it names both
//! a role and a permission, that the role holds it:
//!
//! ```text
//! role,permission,type,resource
//! ,manage:billing,,
//! admin,read:reports,User,
//! admin,write:orders,User,https://api.example.com/orders
//! guest,,User,
//! ```
//!
//! Here nobody holds `manage:billing`, and `guest` holds nothing. An API resource without permissions stands alone in its
//! row. Descriptions, flags, ids, the names of API resources and the version of the template are not in CSV. Whether an
//! API resource is a management API is read from its indicator, as in an import.

mod read;
mod rows;
mod scan;
mod write;

const ROLE: &str = "role";
const PERMISSION: &str = "permission";
const TYPE: &str = "type";
const RESOURCE: &str = "resource";

/// The columns, in the order in which they are written.
const COLUMNS: [&str; 4] = [ROLE, PERMISSION, TYPE, RESOURCE];
