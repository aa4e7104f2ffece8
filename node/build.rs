//! Tells the linker that Node itself resolves the addon's missing symbols.

fn main() {
    napi_build::setup();
}
