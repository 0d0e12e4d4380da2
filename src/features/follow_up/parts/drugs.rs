//! The drugs as they are taken from now on.

use leptos::prelude::*;

use super::{Work, doses};
use crate::features::follow_up::sheet::DrugLine;
use crate::i18n::t;
use crate::i18n::texts::follow_up as words;
use crate::ui::{Button, ButtonLook, NumberField, TextInput, icon};

/// The list, with what is taken now in it: key of the field, whether the dose is written by morning, noon and
/// evening.
pub(in super::super) fn list(
    work: Work,
    key: &str,
    by_time: bool,
    drugs: RwSignal<Vec<DrugLine>>,
) -> AnyView {
    let add = move |()| {
        drugs.update(|drugs| {
            let key = drugs.iter().map(|line| line.key).max().unwrap_or_default() + 1;
            drugs.push(DrugLine {
                key,
                times: "1".to_owned(),
                ..DrugLine::default()
            });
        });
    };
    let field = StoredValue::new(key.to_owned());
    view! {
        <For each=move || drugs.get() key=|line| line.key let:line>
            <Line work=work field=field by_time=by_time drugs=drugs line=line />
        </For>
        {move || drugs.with(Vec::is_empty).then(|| view! { <p class="muted">{t(words::NO_DRUGS)}</p> })}
        <Button label=words::ADD_DRUG glyph=icon::PLUS on_press=add />
    }
    .into_any()
}

#[component]
fn Line(
    work: Work,
    field: StoredValue<String>,
    by_time: bool,
    drugs: RwSignal<Vec<DrugLine>>,
    line: DrugLine,
) -> impl IntoView {
    let key = line.key;
    let name = RwSignal::new(line.name);
    let times = RwSignal::new(line.times);
    let dose = RwSignal::new(line.dose);
    Effect::new(move |before: Option<()>| {
        let now = DrugLine {
            key,
            name: name.get(),
            times: times.get(),
            dose: dose.get(),
        };
        if before.is_some() {
            drugs.update(|drugs| {
                if let Some(line) = drugs.iter_mut().find(|line| line.key == key) {
                    *line = now;
                }
            });
        }
    });
    // A draft that is put back changes lines that are on the screen already.
    Effect::new(move || {
        let line = drugs.with(|drugs| drugs.iter().find(|line| line.key == key).cloned());
        if let Some(line) = line {
            for (shown, text) in [(name, line.name), (times, line.times), (dose, line.dose)] {
                if shown.with_untracked(|shown| *shown != text) {
                    shown.set(text);
                }
            }
        }
    });
    let error = move |part: &str| {
        let field = field.get_value();
        work.error([field.as_str(), ".", &key.to_string(), ".", part].concat())
    };
    view! {
        <div class="drug-line">
            <TextInput label=words::DRUG_NAME value=name error=error("name") />
            {if by_time {
                doses::by_time(dose, times, error("times"))
            } else {
                view! {
                    <div class="field-pair">
                        <NumberField label=words::DRUG_TIMES unit=words::TIMES value=times error=error("times") />
                        <TextInput label=words::DRUG_DOSE value=dose error=error("dose") />
                    </div>
                }
                .into_any()
            }}
            <Button
                label=Signal::derive(move || [words::REMOVE_DRUG.get(), " ", &name.get()].concat())
                look=ButtonLook::Quiet
                glyph=icon::CROSS
                on_press=move |()| drugs.update(|drugs| drugs.retain(|line| line.key != key))
            />
        </div>
    }
}
