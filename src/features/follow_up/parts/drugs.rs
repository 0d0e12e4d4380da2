//! The drugs as they are taken from now on.

use leptos::prelude::*;

use super::Work;
use crate::features::follow_up::sheet::DrugLine;
use crate::features::shared::word;
use crate::i18n::t;
use crate::i18n::texts::follow_up as words;
use crate::ui::{Button, ButtonLook, Card, Disclosure, NumberField, TextInput, icon};

/// The list, with last time's drugs in it.
#[component]
pub(in super::super) fn DrugsPart(
    /// The form.
    work: Work,
) -> impl IntoView {
    let drugs = work.fields.drugs;
    let summary = Signal::derive(move || {
        let names: Vec<String> = drugs.with(|drugs| {
            drugs
                .iter()
                .map(|drug| drug.name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect()
        });
        let said = if names.is_empty() {
            words::NO_DRUGS.get().to_owned()
        } else {
            names.join(word("、", ", "))
        };
        [words::DRUGS.get(), word("：", ": "), &said].concat()
    });
    let add = move |()| {
        let key = work.fresh_key();
        let line = DrugLine {
            key,
            name: String::new(),
            times: "1".to_owned(),
            dose: String::new(),
        };
        drugs.update(|drugs| drugs.push(line));
    };
    view! {
        <Card>
            <Disclosure summary=summary>
                <For each=move || drugs.get() key=|line| line.key let:line>
                    <Line work=work line=line />
                </For>
                {move || drugs.with(Vec::is_empty).then(|| view! { <p class="muted">{t(words::NO_DRUGS)}</p> })}
                <Button label=words::ADD_DRUG glyph=icon::PLUS on_press=add />
            </Disclosure>
        </Card>
    }
}

#[component]
fn Line(work: Work, line: DrugLine) -> impl IntoView {
    let drugs = work.fields.drugs;
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
    let error = move |part: &str| work.error(["drugs.", &key.to_string(), ".", part].concat());
    view! {
        <div class="drug-line">
            <TextInput label=words::DRUG_NAME value=name error=error("name") />
            <div class="field-pair">
                <NumberField label=words::DRUG_TIMES unit=words::TIMES value=times error=error("times") />
                <TextInput label=words::DRUG_DOSE value=dose error=error("dose") />
            </div>
            <Button
                label=Signal::derive(move || [words::REMOVE_DRUG.get(), " ", &name.get()].concat())
                look=ButtonLook::Quiet
                glyph=icon::CROSS
                on_press=move |()| drugs.update(|drugs| drugs.retain(|line| line.key != key))
            />
        </div>
    }
}
