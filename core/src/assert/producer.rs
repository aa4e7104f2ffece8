use crate::{
    api::{self, Engine, Format},
    inquiry::{Handoff, Inquiry, Part, Role},
    policy::Policy,
    report::Verdict,
    source::{DocumentKind, Source, Sources},
};

/// A producer's documents, by their bytes: its manifest, and what must agree with it.
///
/// # Example: manifest and handoff payload in a test
///
/// ```should_panic
/// use lockstep_core::assert::Producer;
///
/// let producer = Producer::new("contracts/integration/v1/producer-contract-manifest.json", b"{}");
/// producer.assert_manifest();
/// producer.assert_handoff("docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json", b"{}");
/// ```
#[derive(Clone, Debug)]
pub struct Producer<'p> {
    manifest: Source<'p>,
    policy: Option<&'p Policy>,
}

impl<'p> Producer<'p> {
    /// The producer with this manifest, which findings call `name`.
    pub fn new(name: &'p str, manifest: &'p [u8]) -> Self {
        Self { manifest: Source::bytes(DocumentKind::Manifest, name, manifest), policy: None }
    }

    /// Judged by this policy in place of the embedded one.
    pub fn policy(self, policy: &'p Policy) -> Self {
        Self { policy: Some(policy), ..self }
    }

    /// Asserts that the manifest is complete and states what the policy demands, as `lockstep producer manifest` does.
    ///
    /// # Panics
    ///
    /// Where it does not, with the findings as code frames.
    #[track_caller]
    pub fn assert_manifest(&self) {
        self.judge(None, &Inquiry { role: Role::Producer, ..Inquiry::default() });
    }

    /// Asserts that a handoff payload, which findings call `name`, is complete and agrees with manifest and policy, as
    /// `lockstep producer handoff` does.
    ///
    /// # Panics
    ///
    /// Where it does not, with the findings as code frames.
    #[track_caller]
    pub fn assert_handoff(&self, name: &str, payload: &[u8]) {
        let inquiry = Inquiry {
            role: Role::Producer,
            without_documents: true,
            handoff: Part::Known(Handoff::default()),
            ..Inquiry::default()
        };
        self.judge(Some(Source::bytes(DocumentKind::Handoff, name, payload)), &inquiry);
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "an assertion that fails ends the test")]
    fn judge(&self, document: Option<Source<'_>>, inquiry: &Inquiry<'_>) {
        let engine = self.policy.cloned().map_or_else(Engine::embedded, Engine::of);
        let mut sources = Sources::default();
        sources.put(self.manifest.clone());
        document.into_iter().for_each(|document| sources.put(document));
        let report = engine.judge(&sources, inquiry);
        if report.verdict() != Verdict::Pass {
            panic!("the producer's documents do not pass\n\n{}", api::render(&report, Format::Human { color: false }));
        }
    }
}
