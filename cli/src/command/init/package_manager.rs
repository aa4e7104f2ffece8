//! How a project gets `lockstep` in CI, and what its developers type for it.

use lockstep_core::json;

/// Where the workflow stands.
pub(super) const WORKFLOW_FILE: &str = ".github/workflows/memorykernel-contract.yml";

/// The workflow of a project that uses pnpm; those of others differ in the two texts below.
const WORKFLOW: &str = include_str!("workflow.yml");

const PNPM_SETUP: &str = "      - uses: pnpm/action-setup@a7487c7e89a18df4991f7f222e4898a00d66ddda # v4.1.0
      - uses: actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0
        with:
          node-version: 22
          cache: pnpm
      - run: pnpm install --frozen-lockfile
";

const PNPM_RUN: &str = "pnpm exec lockstep ";

/// What installs the packages of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PackageManager {
    Pnpm,
    Npm,
    Yarn,
    /// The project is no package.
    None,
}

impl PackageManager {
    /// The lockfiles by which package managers are known, the most telling first.
    pub(super) const LOCKFILES: [(&'static str, Self); 3] =
        [("pnpm-lock.yaml", Self::Pnpm), ("yarn.lock", Self::Yarn), ("package-lock.json", Self::Npm)];

    /// The one that a `package.json` names, or npm.
    pub(super) fn named(package: &str) -> Self {
        let name = declared(package).unwrap_or_default();
        match name.split('@').next() {
            Some("pnpm") => Self::Pnpm,
            Some("yarn") => Self::Yarn,
            _ => Self::Npm,
        }
    }

    /// What adds the package to the project, where it is one.
    pub(super) fn add(self) -> Option<&'static str> {
        Some(match self {
            Self::Pnpm => "pnpm add --save-dev lockstep-contracts",
            Self::Npm => "npm install --save-dev lockstep-contracts",
            Self::Yarn => "yarn add --dev lockstep-contracts",
            Self::None => return None,
        })
    }

    /// What runs the program in the project, with a blank at its end.
    pub(super) fn run(self) -> String {
        match self {
            Self::Pnpm => PNPM_RUN.into(),
            Self::Npm => "npx --no lockstep ".into(),
            Self::Yarn => "yarn run lockstep ".into(),
            Self::None => {
                format!("npx --yes --package lockstep-contracts@{} lockstep ", lockstep_core::api::version())
            }
        }
    }

    /// The whole workflow for a project with this `package.json`.
    pub(super) fn workflow(self, package: &str) -> String {
        let mut setup = String::new();
        match self {
            Self::Pnpm => {
                // The action takes the version from package.json, and needs one.
                let version = "# v4.1.0\n        with:\n          version: 10\n";
                let named = declared(package).is_some();
                setup.push_str(&if named { PNPM_SETUP.into() } else { PNPM_SETUP.replacen("# v4.1.0\n", version, 1) });
            }
            Self::Npm | Self::Yarn | Self::None => {
                let node = PNPM_SETUP.split_inclusive('\n').skip(1).take(3);
                setup.extend(node);
                setup.push_str(match self {
                    Self::Npm => "          cache: npm\n      - run: npm ci\n",
                    Self::Yarn => "          cache: yarn\n      - run: yarn install --frozen-lockfile\n",
                    _ => "",
                });
            }
        }
        WORKFLOW.replacen(PNPM_SETUP, &setup, 1).replace(PNPM_RUN, &self.run())
    }
}

/// The package manager with its version that a `package.json` names.
fn declared(package: &str) -> Option<String> {
    let root = json::read(package, 64).root?;
    root.string("packageManager").present().map(|text| text.value.clone().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workflow_installs_by_the_projects_lockfile_and_runs_what_it_installed() {
        let managed = "{ \"packageManager\": \"pnpm@10.1.0\" }";
        assert_eq!(PackageManager::Pnpm.workflow(managed), WORKFLOW);
        for (manager, install, run) in [
            (PackageManager::Pnpm, "          version: 10\n", "run: pnpm exec lockstep check "),
            (PackageManager::Npm, "cache: npm\n      - run: npm ci\n", "run: npx --no lockstep check "),
            (PackageManager::Yarn, "      - run: yarn install --frozen-lockfile\n", "run: yarn run lockstep check "),
            (
                PackageManager::None,
                "node-version: 22\n      - name:",
                "--package lockstep-contracts@0.1.0 lockstep check ",
            ),
        ] {
            let workflow = manager.workflow("{}");
            assert!(workflow.contains(install), "{manager:?}: {workflow}");
            assert!(workflow.contains(run), "{manager:?}: {workflow}");
            assert!(lockstep_core::yaml::read(&workflow, 32).is_ok(), "{manager:?}: {workflow}");
            assert_eq!(workflow.contains("pnpm"), manager == PackageManager::Pnpm, "{workflow}");
        }
    }

    #[test]
    fn a_package_names_its_manager() {
        for (package, manager) in [
            ("{ \"packageManager\": \"pnpm@10.34.9\" }", PackageManager::Pnpm),
            ("{ \"packageManager\": \"yarn@4.0.0\" }", PackageManager::Yarn),
            ("{}", PackageManager::Npm),
            ("[", PackageManager::Npm),
        ] {
            assert_eq!(PackageManager::named(package), manager);
        }
    }
}
