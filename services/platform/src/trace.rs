//! The W3C trace context of what is going on: through HTTP, outbox, broker and consumer.

use std::future::Future;

use opentelemetry::{
    Context,
    trace::{SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TraceState},
};
use rand::RngExt as _;
use tracing::{Span, field::display};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

tokio::task_local! {
    static CURRENT: Trace;
}

/// One step of a trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    pub trace_id: u128,
    pub span_id: u64,
    pub sampled: bool,
}

impl Trace {
    /// A new trace.
    pub fn fresh() -> Self {
        let mut random = rand::rng();
        Self {
            trace_id: random.random::<u128>() | 1,
            span_id: random.random::<u64>() | 1,
            sampled: true,
        }
    }

    /// The next step of the same trace.
    #[must_use]
    pub fn child(&self) -> Self {
        Self {
            span_id: rand::rng().random::<u64>() | 1,
            ..self.clone()
        }
    }

    /// The step that a span stands for, under a parent or at the beginning of a trace. Where spans are exported, it bears
    /// the number under which this one is, so that whoever goes on from here hangs below it. The span is told its trace.
    pub fn of(span: &Span, parent: Option<&Self>) -> Self {
        let under = parent.map_or_else(Context::new, |parent| {
            Context::new().with_remote_span_context(parent.context())
        });
        // It fails where nobody exports.
        let exported = span.set_parent(under).is_ok().then(|| span.context());
        let exported = exported.map(|context| context.span().span_context().clone());
        let step = match exported.filter(SpanContext::is_valid) {
            Some(exported) => Self {
                trace_id: u128::from_be_bytes(exported.trace_id().to_bytes()),
                span_id: u64::from_be_bytes(exported.span_id().to_bytes()),
                sampled: exported.is_sampled(),
            },
            None => parent.map_or_else(Self::fresh, Self::child),
        };
        span.record("trace_id", display(step.id()));
        step
    }

    fn context(&self) -> SpanContext {
        SpanContext::new(
            TraceId::from(self.trace_id),
            SpanId::from(self.span_id),
            if self.sampled {
                TraceFlags::SAMPLED
            } else {
                TraceFlags::default()
            },
            true,
            TraceState::default(),
        )
    }

    pub fn parse(header: &str) -> Option<Self> {
        let mut parts = header.trim().split('-');
        let (version, trace, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if version.len() != 2 || version == "ff" || trace.len() != 32 || span.len() != 16 || flags.len() != 2 {
            return None;
        }
        let trace_id = u128::from_str_radix(trace, 16).ok().filter(|id| *id != 0)?;
        let span_id = u64::from_str_radix(span, 16).ok().filter(|id| *id != 0)?;
        let sampled = u8::from_str_radix(flags, 16).ok()? & 1 == 1;
        Some(Self {
            trace_id,
            span_id,
            sampled,
        })
    }

    /// As a `traceparent` header.
    pub fn header(&self) -> String {
        format!(
            "00-{:032x}-{:016x}-{:02x}",
            self.trace_id,
            self.span_id,
            u8::from(self.sampled)
        )
    }

    /// The trace id as logs show it.
    pub fn id(&self) -> String {
        format!("{:032x}", self.trace_id)
    }

    /// Runs work within this step: whatever it logs, sends or records carries the trace.
    pub fn scope<F: Future>(self, work: F) -> impl Future<Output = F::Output> {
        CURRENT.scope(self, work)
    }
}

/// Calls a step by a name that was not known when it began: what is exported has been named by then.
pub fn rename(span: &Span, name: String) {
    span.context().span().update_name(name);
}

/// The step that is going on, or a new trace.
pub fn current() -> Trace {
    CURRENT.try_with(Clone::clone).unwrap_or_else(|_| Trace::fresh())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_goes_on_under_the_same_id_with_a_step_of_its_own() {
        let parent = Trace::parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        let step = Trace::of(&Span::none(), parent.as_ref());
        assert_eq!(step.id(), "4bf92f3577b34da6a3ce929d0e0e4736");
        assert_ne!(step.span_id, 0x00f0_67aa_0ba9_02b7);
    }

    #[test]
    fn nonsense_begins_a_new_trace() {
        assert!(Trace::parse("00-0-0-0").is_none());
        assert_ne!(Trace::of(&Span::none(), Trace::parse("x").as_ref()).trace_id, 0);
    }
}
