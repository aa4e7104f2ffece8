//! `lockstep init`: set a consumer's repository up, and say what was done and why.

mod arguments;
mod attributes;
mod configuration;
mod discovery;
mod package_manager;
mod plan;
mod scripts;

use lockstep_core::text::quoted;

pub(crate) use arguments::{InitArguments, parser};

use super::consent::{Hindrance, agree};
use crate::{
    color::Colors,
    configuration::CONFIGURATION_FILE,
    failure::Failure,
    file,
    outcome::Outcome,
    repository::no_folder,
    request::{Reply, Request},
    task::Host,
    transaction::{self, Work},
};
use package_manager::{PackageManager, WORKFLOW_FILE};
use plan::Plan;
use scripts::Script;

const PACKAGE_FILE: &str = "package.json";
const ATTRIBUTES_FILE: &str = ".gitattributes";

pub(crate) async fn run(host: &Host, arguments: InitArguments, colors: Colors) -> Outcome {
    init(host, &arguments).await.unwrap_or_else(|hindrance| hindrance.outcome(colors.stderr))
}

async fn init(host: &Host, arguments: &InitArguments) -> Result<Outcome, Hindrance> {
    let InitArguments { path: root, consent, .. } = arguments;
    match host.ask(Request::FolderExists { path: root.into() }).await {
        Reply::Yes => {}
        reply => return Err(no_folder(root, reply).into()),
    }
    let plan = plan(host, arguments).await?;
    if consent.dry_run {
        return Ok(Outcome { stderr: plan.summary().into_bytes(), ..Outcome::text(plan.patch()) });
    }
    if plan.changes.is_empty() {
        return Ok(Outcome::text(format!("{}{}", plan.summary(), plan.closing("nothing to do"))));
    }
    let unseen = agree(host, *consent, plan.summary(), "write this?").await?;
    transaction::replace(host, root, (Work::Init, "init"), plan.replacements()).await?;
    Ok(Outcome::text(format!("{unseen}{}", plan.closing("done"))))
}

/// Finds out what is there and what is to be written.
async fn plan(host: &Host, arguments: &InitArguments) -> Result<Plan, Failure> {
    let root = arguments.path.as_str();
    let mut plan = Plan::default();
    let existing =
        [CONFIGURATION_FILE, PACKAGE_FILE, ATTRIBUTES_FILE, WORKFLOW_FILE].map(|path| file::request(root, path));
    let [own, package, attributes, workflow] = host.all(existing).await;
    let is_configured = own != Reply::Missing;
    let configuration = file::repository_configuration(own, root)?.unwrap_or_default();
    let policy = super::policy::configured(host, root, Some(&configuration)).await?;
    let stated = configuration::stated(&arguments.documents, &configuration);
    let places = discovery::find(host, root, stated, policy.policy()).await?;
    let [pin, matrix, mirror, handoff] = &places;
    if [pin, matrix, mirror].iter().all(|place| place.path().is_none()) {
        return Err(Failure::new(format!("there is no pin, matrix or manifest mirror in {}", quoted(root)))
            .help("name those that are there with `--pin FILE`, `--matrix FILE` and `--manifest FILE`"));
    }
    plan.documents(&places);
    if is_configured {
        plan.leave(CONFIGURATION_FILE, &configuration::left(&places, &configuration));
    } else {
        let what = "where the documents stand; with it, one that goes missing is a finding";
        plan.create(CONFIGURATION_FILE, configuration::text(&places), what);
    }
    let package = match package {
        Reply::Missing => {
            plan.leave(PACKAGE_FILE, "does not exist, so there are no scripts");
            None
        }
        reply => {
            let package = text_of(reply);
            scripts(&mut plan, &package, &configuration::scripts(&configuration, handoff.path().is_some()));
            Some(package.unwrap_or_default())
        }
    };
    let manager = manager(host, root, package.as_deref()).await;
    let package = package.unwrap_or_default();
    match workflow {
        Reply::Missing => {
            let what = "judges every change in CI, with annotations, SARIF and a job summary";
            plan.create(WORKFLOW_FILE, manager.workflow(&package), what);
        }
        _ => plan.leave(WORKFLOW_FILE, "is there already"),
    }
    if let Some(mirror) = mirror.path() {
        gitattributes(host, root, mirror, attributes, &mut plan).await;
    }
    if let Some(add) = manager.add().filter(|_| !package.contains("\"lockstep-contracts\"")) {
        plan.next(add.into(), "puts the program into the project and its lockfile");
    }
    plan.next(format!("{}check", manager.run()), "judges the repository");
    plan.next("git add --all && git commit".into(), "keeps what was written");
    Ok(plan)
}

fn scripts(plan: &mut Plan, package: &Result<String, String>, wanted: &[Script]) {
    let inserted = package.as_deref().map_err(Clone::clone).and_then(|text| scripts::insert(text, wanted));
    match inserted {
        Ok(inserted) => {
            for (name, command) in inserted.kept {
                plan.leave(PACKAGE_FILE, &format!("has another {}; it would be {}", quoted(name), quoted(command)));
            }
            if let (Some(text), Ok(before)) = (inserted.text, package) {
                let what = format!("scripts: {}", inserted.added.join(", "));
                plan.change(PACKAGE_FILE, before, text, &what);
            }
        }
        Err(reason) => plan.leave(PACKAGE_FILE, &format!("cannot take scripts: {reason}")),
    }
}

async fn gitattributes(host: &Host, root: &str, mirror: &str, reply: Reply, plan: &mut Plan) {
    let what = "keeps git from converting the mirror's line ends, which would change its hash";
    match reply {
        Reply::Missing => {
            if let Some(text) = attributes::amended(host, root, mirror, "").await {
                plan.create(ATTRIBUTES_FILE, text, what);
            }
        }
        reply => match text_of(reply) {
            Ok(before) => {
                if let Some(text) = attributes::amended(host, root, mirror, &before).await {
                    plan.change(ATTRIBUTES_FILE, &before, text, what);
                }
            }
            Err(reason) => plan.leave(ATTRIBUTES_FILE, &format!("cannot be changed: {reason}")),
        },
    }
}

/// The text of a file that stands, or why it cannot be had.
fn text_of(reply: Reply) -> Result<String, String> {
    match reply {
        Reply::Bytes(bytes) => String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".into()),
        Reply::NotRegular(what) => Err(format!("it is {what}")),
        Reply::Outside => Err("it is a symbolic link that leads out of the repository".into()),
        Reply::TooLarge(size) => Err(format!("it has {size} bytes")),
        Reply::Failed(cause) => Err(cause),
        _ => Err(Reply::misfit()),
    }
}

/// The package manager by its lockfile, else by `package.json`.
async fn manager(host: &Host, root: &str, package: Option<&str>) -> PackageManager {
    let Some(package) = package else { return PackageManager::None };
    let lockfiles = PackageManager::LOCKFILES.map(|(path, _)| discovery::presence(root, path));
    let replies = host.all(lockfiles).await;
    let locked = PackageManager::LOCKFILES.into_iter().zip(replies).find(|(_, reply)| *reply != Reply::Missing);
    locked.map_or_else(|| PackageManager::named(package), |((_, manager), _)| manager)
}
