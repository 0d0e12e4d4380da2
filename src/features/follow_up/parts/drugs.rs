//! The drugs as they are taken from now on.

use leptos::prelude::*;

use super::{Work, doses};
use crate::features::follow_up::sheet::DrugLine;
use crate::i18n::t;
use crate::i18n::texts::follow_up as words;
use crate::ui::{Button, ButtonLook, NumberField, TextInput, icon};

/// The list, with what is taken now in it: key of the field, whether the dose is written by morning, noon and
/// evening.
pub(super) fn list(work: Work, key: &str, by_time: bool, drugs: RwSignal<Vec<String>>) -> AnyView {
    let add = move |()| {
        drugs.update(|drugs| {
            let keys = drugs.iter().map(|line| DrugLine::parsed(line).key);
            let line = DrugLine {
                key: keys.max().unwrap_or_default() + 1,
                times: "1".to_owned(),
                ..DrugLine::default()
            };
            drugs.push(line.written());
        });
    };
    let field = StoredValue::new(key.to_owned());
    // The lines are drawn anew when one comes or goes, and not while somebody types in one.
    let keys = Memo::new(move |_| {
        drugs.with(|drugs| {
            let keys = drugs
                .iter()
                .map(|line| DrugLine::parsed(line).key.to_string());
            Some(keys.collect::<Vec<_>>().join(" "))
        })
    });
    let lines = move || {
        keys.track();
        let lines = drugs.get_untracked();
        let line = |line: &String| {
            let line = DrugLine::parsed(line);
            view! { <Line work=work field=field by_time=by_time drugs=drugs line=line /> }
        };
        lines.iter().map(line).collect_view()
    };
    view! {
        {lines}
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
    drugs: RwSignal<Vec<String>>,
    line: DrugLine,
) -> impl IntoView {
    let key = line.key;
    let mine = move |line: &String| DrugLine::parsed(line).key == key;
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
                if let Some(line) = drugs.iter_mut().find(|line| mine(line)) {
                    *line = now.written();
                }
            });
        }
    });
    // A draft that is put back changes lines that are on the screen already.
    Effect::new(move || {
        let line = drugs.with(|drugs| drugs.iter().find(|line| mine(line)).cloned());
        if let Some(line) = line.map(|line| DrugLine::parsed(&line)) {
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
                on_press=move |()| drugs.update(|drugs| drugs.retain(|line| !mine(line)))
            />
        </div>
    }
}
