//! The adapter: the only part of the application that talks to the service.

use std::time::{Duration, Instant};

use lockstep_core::{
    adapter::{
        Adapter, BASE_URL_VARIABLE, ENABLED_VARIABLE, Enrichment, Expected, PreflightStatus, Settings, Step,
        TIMEOUT_VARIABLE, TransportFailure,
    },
    policy::Policy,
};
use serde_json::json;

use crate::http::{Http, Outcome, Request};

/// The most that one call may take, whatever the pin and the environment say.
pub const LONGEST_CALL: Duration = Duration::from_secs(30);

/// Asks the service; made once, then used from any thread.
pub struct Backend {
    adapter: Adapter,
    base_url: String,
    /// What one call may take, all its requests together: that is what a user waits.
    budget: Duration,
    /// The most bytes of an answer.
    limit: u64,
    http: Box<dyn Http>,
}

impl Backend {
    /// A backend that goes by this pin, this policy and the application's environment variables, as far as `variable`
    /// knows them.
    ///
    /// # Errors
    ///
    /// What is wrong with the pin, in words. Nothing is asked yet, so a service that is away is no error.
    pub fn new(
        pin: &[u8],
        policy: &Policy,
        variable: impl Fn(&str) -> Option<String>,
        http: Box<dyn Http>,
    ) -> Result<Self, String> {
        let expected = Expected::from_pin(pin).map_err(|fault| fault.value)?;
        let [enabled, base_url, timeout_ms] = [ENABLED_VARIABLE, BASE_URL_VARIABLE, TIMEOUT_VARIABLE].map(variable);
        let settings = Settings::new(&expected, enabled.as_deref(), base_url.as_deref(), timeout_ms.as_deref());
        Ok(Self {
            base_url: settings.base_url.clone(),
            budget: Duration::from_millis(settings.timeout_ms).min(LONGEST_CALL),
            limit: policy.limits.envelope_bytes,
            adapter: Adapter::new(policy, expected, settings).map_err(|error| error.to_string())?,
            http,
        })
    }

    /// Whether questions can be asked now, and if not, why.
    pub fn preflight(&self) -> PreflightStatus {
        self.preflight_since(Instant::now())
    }

    /// What a draft about `text` gets out of the service. Never fails, and returns within the timeout.
    pub fn ask(&self, text: &str) -> Enrichment {
        let start = Instant::now();
        let preflight = self.preflight_since(start);
        let question = preflight.ready.then(|| {
            let question = json!({
                "text": text,
                "actor": "support_agent",
                "action": "resolve",
                "resource": "support_ticket",
                // The producer's documents make it optional; its releases up to v0.4.0 refuse a question without it.
                "as_of": null,
            });
            let url = format!("{}/v1/query/ask", self.base_url);
            self.send(start, "POST", &url, Some(&question.to_string()))
        });
        self.adapter.enrichment(&preflight, question.as_ref().map(Outcome::exchange).as_ref())
    }

    /// The fallback where no question could be made, for this reason.
    pub fn refused(&self, reason: &str) -> Enrichment {
        self.adapter.adapter_error(reason)
    }

    fn preflight_since(&self, start: Instant) -> PreflightStatus {
        let mut preflight = self.adapter.preflight();
        loop {
            match preflight.step() {
                Step::Ask(call) => preflight.observe(&self.send(start, call.method, &call.url, None).exchange()),
                Step::Done(status) => return *status,
            }
        }
    }

    fn send(&self, start: Instant, method: &str, url: &str, body: Option<&str>) -> Outcome {
        match self.budget.checked_sub(start.elapsed()) {
            Some(timeout) if !timeout.is_zero() => {
                self.http.send(&Request { method, url, body, timeout, limit: self.limit })
            }
            _ => Outcome::Failed(TransportFailure::Timeout, "no time is left".into()),
        }
    }
}
