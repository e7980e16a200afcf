//! Here is prose; which words are in it, and where?
