//! Forms: declared once, and from that shown, filled in, turned into the JSON that the API takes, and shown again with
//! what was wrong beside each field.
//!
//! A field is named by the place it has in the JSON, with dots: `period.from`, `work_packages.0.title`. That one name
//! makes the body, finds the value in a resource that is edited, and finds the field that a problem's pointer means.

mod body;
mod faults;
mod field;

pub use body::{decimal, exact};
pub use field::{Control, Field, Options, options};
use serde_json::Value;

use crate::{
    clients::Problem,
    fault::Fault,
    language::Voice,
    reader::{Reader, Submitted},
};

pub struct Form {
    pub action: String,
    pub submit: String,
    pub cancel: Option<String>,
    pub fields: Vec<Field>,
    /// For the summary at the top: where it is, what is wrong.
    pub faults: Vec<SummaryLine>,
    pub token: String,
    /// Sent as `Idempotency-Key`: the same for every try of this form.
    pub key: String,
    pub version: Option<i64>,
    /// Somebody else saved something since the form was opened; the fields say what.
    pub overtaken: bool,
    voice: Voice,
}

pub struct SummaryLine {
    /// The field to jump to; some faults belong to no field.
    pub target: Option<String>,
    pub text: String,
}

/// By which a service knows a request again that is sent twice: of one form, or of one try.
pub fn fresh_key() -> String {
    hex::encode(rand::random::<[u8; 16]>())
}

/// What is done at an address that ends so takes something away.
const ENDINGS: [&str; 9] = [
    "delete", "remove", "end", "erase", "erasures", "reject", "revoke", "stop", "withdraw",
];

/// Whether what is done at an address takes something away: its buttons have the colour of danger, which repeats what
/// their words say.
pub fn ends(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().is_some_and(|last| ENDINGS.contains(&last))
}

impl Form {
    pub fn new(reader: &Reader, action: impl Into<String>, submit: &str) -> Self {
        Self {
            action: action.into(),
            submit: reader.voice.say(submit),
            cancel: None,
            fields: Vec::new(),
            faults: Vec::new(),
            token: reader.token(),
            key: fresh_key(),
            version: None,
            overtaken: false,
            voice: reader.voice,
        }
    }

    pub fn ends(&self) -> bool {
        ends(&self.action)
    }

    pub fn cancel(mut self, href: impl Into<String>) -> Self {
        self.cancel = Some(href.into());
        self
    }

    /// Adds a field. `label` names its message; a message `<label>-hint` is shown below it when there is one.
    pub fn field(mut self, name: &str, label: &str, control: Control) -> Self {
        self.fields.push(Field::new(self.voice, name, label, control));
        self
    }

    pub fn push(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    pub fn line(self, name: &str, label: &str) -> Self {
        self.field(name, label, Control::Line("text"))
    }

    pub fn email(self, name: &str, label: &str) -> Self {
        self.field(name, label, Control::Line("email")).autocomplete("email")
    }

    pub fn area(self, name: &str, label: &str) -> Self {
        self.field(name, label, Control::Area)
    }

    /// A text in up to three languages, the reader's first.
    pub fn texts(self, name: &str, label: &str) -> Self {
        self.field(name, label, Control::Texts { long: false })
    }

    pub fn long_texts(self, name: &str, label: &str) -> Self {
        self.field(name, label, Control::Texts { long: true })
    }

    pub fn date(self, name: &str, label: &str) -> Self {
        self.field(name, label, Control::Date)
    }

    pub fn money(self, name: &str, label: &str) -> Self {
        self.field(name, label, Control::Money)
    }

    pub fn tick(self, name: &str, label: &str) -> Self {
        self.field(name, label, Control::Tick)
    }

    pub fn choice(self, name: &str, label: &str, options: Options) -> Self {
        self.field(name, label, Control::Choice(options))
    }

    pub fn many(self, name: &str, label: &str, options: Options) -> Self {
        self.field(name, label, Control::Many(options))
    }

    /// A heading between groups of fields; the fields after it belong to it.
    pub fn heading(mut self, text: String) -> Self {
        self.fields.push(Field::heading(text));
        self
    }

    /// What few need, out of sight behind these words until it is wanted. Goes on to [`Self::unfold`].
    pub fn fold(mut self, label: &str) -> Self {
        self.fields.push(Field::new(self.voice, "", label, Control::Fold));
        self
    }

    pub fn unfold(mut self) -> Self {
        self.fields.push(Field::new(self.voice, "", "", Control::Unfold));
        self
    }

    /// Whether what is folded away after this place has something to show: a value, or what is wrong with one.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates call it so")]
    pub fn is_open(&self, at: &usize) -> bool {
        let within = self.fields.iter().skip(at + 1);
        let mut within = within.take_while(|field| !matches!(field.control, Control::Unfold));
        within.any(|field| {
            let shown = field.says_more() && !matches!(field.control, Control::Hidden);
            shown || !field.faults.is_empty() || field.theirs.is_some()
        })
    }

    pub fn hidden(mut self, name: &str, value: &str) -> Self {
        let mut field = Field::new(self.voice, name, "", Control::Hidden);
        field.set(value);
        self.fields.push(field);
        self
    }

    /// Marks the last field as one that must be filled in.
    pub fn required(mut self) -> Self {
        if let Some(field) = self.fields.last_mut() {
            field.required = true;
        }
        self
    }

    /// Presets the last field.
    pub fn preset(mut self, value: &str) -> Self {
        if let Some(field) = self.fields.last_mut() {
            field.preset(value);
        }
        self
    }

    pub fn autocomplete(mut self, token: &'static str) -> Self {
        if let Some(field) = self.fields.last_mut() {
            field.autocomplete = Some(token);
        }
        self
    }

    /// Fills the fields from a resource that is to be edited, and remembers the version that was seen.
    pub fn fill_from(mut self, resource: &Value) -> Self {
        self.version = resource.get("version").and_then(Value::as_i64);
        for field in &mut self.fields {
            field.fill_from(resource);
        }
        self
    }

    /// The version the reader sees, to be sent as `If-Match`.
    pub fn seen(mut self, version: i64) -> Self {
        self.version = Some(version);
        self
    }

    /// Gives a field what was typed, whatever it is called elsewhere.
    pub fn give(mut self, name: &str, typed: &str) -> Self {
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == name) {
            field.set(typed);
        }
        self
    }

    /// Takes over from another form what makes it the same one when it is sent on: its key and the version it saw.
    pub fn carry(mut self, submitted: &Submitted) -> Self {
        self.version = submitted.get("version").parse().ok();
        let key = submitted.get("key");
        if key.len() == 32 && key.chars().all(|digit| digit.is_ascii_hexdigit()) {
            key.clone_into(&mut self.key);
        }
        self
    }

    /// Fills the fields with what was typed.
    pub fn fill(self, submitted: &Submitted) -> Self {
        let mut form = self.carry(submitted);
        for field in &mut form.fields {
            field.fill(submitted);
        }
        form
    }

    /// What the API is sent.
    pub fn body(&self) -> Value {
        body::of(&self.fields)
    }

    pub fn value(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|field| field.name == name)
            .map_or("", |field| field.value())
    }

    /// Checks what the browser would have checked: script or not, an empty required field is told at once.
    pub fn is_complete(&mut self) -> bool {
        let voice = self.voice;
        for field in self
            .fields
            .iter_mut()
            .filter(|field| field.required && field.is_blank())
        {
            field.faults.push(voice.say(field.control.blank_fault()));
        }
        self.summarise();
        self.faults.is_empty()
    }

    pub fn refuse_field(&mut self, name: &str, text: String) {
        match self.fields.iter_mut().find(|field| field.name == name) {
            Some(field) => field.faults.push(text),
            None => self.faults.push(SummaryLine { target: None, text }),
        }
        self.summarise();
    }

    /// Puts a problem's faults beside the fields. What no form can show comes back as a fault of the page.
    pub fn refuse(&mut self, problem: Problem) -> Result<(), Fault> {
        if !matches!(problem.status, 400 | 409 | 422 | 429) {
            return Err(problem.into());
        }
        let kept = body::kept_rows(&self.fields);
        for fault in &problem.errors {
            let text = faults::words(self.voice, &fault.code, Some(&fault.detail));
            match faults::field_of(&mut self.fields, &fault.pointer, &kept) {
                Some(field) => {
                    let wrong = field.control.wrong_fault().filter(|_| fault.code == "wrong_type");
                    field.faults.push(wrong.map_or(text, |key| self.voice.say(key)));
                }
                None => self.faults.push(SummaryLine { target: None, text }),
            }
        }
        if problem.errors.is_empty() {
            let text = faults::words(self.voice, &problem.code, problem.detail.as_deref());
            self.faults.push(SummaryLine { target: None, text });
        }
        self.summarise();
        Ok(())
    }

    /// Shows what was typed beside what somebody else saved in between. Sent again, it goes over theirs.
    pub fn overtake(&mut self, now: &Value) {
        self.overtaken = true;
        self.version = now.get("version").and_then(Value::as_i64);
        for field in &mut self.fields {
            field.compare(now);
        }
        // It is another request than the one that came too late.
        self.key = fresh_key();
    }

    fn summarise(&mut self) {
        self.faults.retain(|line| line.target.is_none());
        for field in &self.fields {
            for text in &field.faults {
                let text = if field.label.is_empty() {
                    text.clone()
                } else {
                    format!("{}: {text}", field.label)
                };
                self.faults.push(SummaryLine {
                    target: Some(field.first_id()),
                    text,
                });
            }
        }
    }
}

#[cfg(test)]
pub use faults::CODES as FAULT_CODES;
pub use faults::{told, words as fault_words};
