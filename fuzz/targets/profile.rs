#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| orgate_fuzz::profile::check(data));
