//! A dose by morning, noon and evening, as the national form of severe mental disorders has its columns.

use leptos::prelude::*;

use crate::i18n::texts::follow_up as words;
use crate::ui::TextInput;

/// What is taken in the morning, at noon and in the evening, as columns of the form have it. Kept as the dose
/// (`早 2 mg、晚 4 mg`), and counted as the times a day.
pub(super) fn by_time(
    dose: RwSignal<String>,
    times: RwSignal<String>,
    error: Signal<Option<String>>,
) -> AnyView {
    let parts = PARTS.map(|_| RwSignal::new(String::new()));
    // A draft that is put back, or a drug of another form, changes what stands there.
    Effect::new(move || {
        for (part, text) in parts.into_iter().zip(dose.with(|dose| doses(dose))) {
            if part.with_untracked(|part| part.trim() != text) {
                part.set(text);
            }
        }
    });
    Effect::new(move |before: Option<()>| {
        let now = parts.map(|part| part.get());
        let same = |(now, kept): (&String, &String)| now.trim() == kept;
        let kept = dose.with_untracked(|dose| doses(dose));
        if before.is_some() && !now.iter().zip(&kept).all(same) {
            let many = now.iter().filter(|part| !part.trim().is_empty()).count();
            dose.set(written(&now));
            if many > 0 {
                times.set(many.to_string());
            }
        }
    });
    let labels = [words::MORNING, words::NOON, words::EVENING];
    let fields = parts.into_iter().zip(labels);
    let fields = fields.map(|(part, label)| view! { <TextInput label=label value=part /> });
    let fields = fields.collect_view();
    view! {
        <div class="field-pair">{fields}</div>
        {move || error.get().map(|error| view! { <p class="error">{error}</p> })}
    }
    .into_any()
}

/// The words by which a dose is told by times of day; they are kept, so they are the same in every language.
const PARTS: [char; 3] = ['早', '中', '晚'];

/// `早 2 mg、晚 4 mg` as what is taken at each time; what says no time of day is taken in the morning.
fn doses(dose: &str) -> [String; 3] {
    let mut doses = [const { String::new() }; 3];
    for part in dose
        .split('、')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let at = PARTS.iter().position(|time| part.starts_with(*time));
        let text = part.trim_start_matches(PARTS).trim();
        if let Some(one) = doses.get_mut(at.unwrap_or(0)) {
            *one = text.to_owned();
        }
    }
    doses
}

fn written(doses: &[String; 3]) -> String {
    let parts = PARTS.iter().zip(doses);
    let parts = parts.filter(|(_, dose)| !dose.trim().is_empty());
    let parts: Vec<String> = parts
        .map(|(time, dose)| format!("{time} {}", dose.trim()))
        .collect();
    parts.join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dose_by_time_of_day_is_read_as_it_was_written() {
        for (dose, parts) in [
            ("早 2 mg、晚 4 mg", ["2 mg", "", "4 mg"]),
            ("早 1 片、中 1 片、晚 2 片", ["1 片", "1 片", "2 片"]),
            ("", ["", "", ""]),
        ] {
            let read = doses(dose);
            assert_eq!(read, parts.map(str::to_owned));
            assert_eq!(written(&read), dose);
        }
        assert_eq!(
            doses("5 mg"),
            ["5 mg", "", ""].map(str::to_owned),
            "of another form"
        );
    }
}
