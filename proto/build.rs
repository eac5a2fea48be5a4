//! Compiles every `.proto` below this folder, without needing `protoc` on the machine.

use std::{env, error::Error, fs, path::PathBuf};

use prost::Message as _;

fn main() -> Result<(), Box<dyn Error>> {
    let mut files = Vec::new();
    for service in ["envelope", "tenants", "goals", "projects", "reporting"] {
        for entry in fs::read_dir(PathBuf::from(service).join("v1"))? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "proto") {
                println!("cargo:rerun-if-changed={}", path.display());
                files.push(path);
            }
        }
        println!("cargo:rerun-if-changed={service}/v1");
    }
    files.sort();
    let descriptors = protox::compile(&files, ["."])?;
    #[expect(clippy::disallowed_methods, reason = "how a build is told where to write")]
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("descriptors.bin"), descriptors.encode_to_vec())?;
    prost_build::Config::new()
        .enable_type_names()
        .compile_fds(descriptors)?;
    Ok(())
}
