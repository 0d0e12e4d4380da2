// One ordinary, controlled visit of each national programme: what is measured, and what is pressed beside it.
//
// Numbers by the key of their field; `press` names buttons and answers in the order of the form. Whoever adds a
// programme adds a line, and the spec counts its taps.

export const ORDINARY = {
  hypertension: { group: "hypertension", numbers: { sbp: "132", dbp: "78", heart_rate: "72", weight: "64.5" } },
  diabetes: { group: "diabetes", numbers: { fasting_glucose: "6.2", sbp: "128", dbp: "76", weight: "64.5" } },
  copd: { group: "copd", numbers: { exacerbations: "0", heart_rate: "76" }, press: ["其余和上次一样"] },
  hepatitis: { group: "general", numbers: { alt: "28" } },
  smi: {
    group: "severe_mental",
    press: ["其余和上次一样", { field: "danger", option: /^0级/ }],
  },
  tuberculosis: { group: "tuberculosis", numbers: { month: "4", missed: "0" } },
  home_bound: { group: "self_care_loss", numbers: { sbp: "130", dbp: "78", falls: "0" }, press: ["其余和上次一样"] },
  elderly: { group: "elderly", numbers: { sbp: "126", dbp: "76", height: "160", weight: "58" }, press: ["都能自己做"] },
  elderly_tcm: { group: "elderly", each: /^tcm_\d\d$/, press: [{ field: "guidance", option: /饮食调养/ }] },
  child: {
    group: "child",
    numbers: {
      child_weight: "14.2", child_height: "95", head: "48", hb: "122", caries: "0", teeth: "20",
      sight_left: "5.0", sight_right: "5.0",
    },
    press: ["其余和上次一样"],
  },
  maternity: {
    group: "pregnant",
    numbers: { sbp: "112", dbp: "70", weight: "62", fundus: "28", abdomen_girth: "92", fetal_heart: "140", hb: "118" },
    press: ["其余和上次一样"],
  },
};

/** The definition by which a visit of today is made, and what the form starts from. */
export async function formOf(ask, resident, programme) {
  const start = await ask(`/residents/${resident}/follow-ups/${programme}/start`);
  const definition = await ask(`/programmes/${programme}/${start.rules_version}`);
  return { start, definition };
}

/** Somebody of whom a visit of the programme is made next, with an earlier one where there is any. */
export async function somebody(ask, programme, taken = []) {
  const { group } = ORDINARY[programme];
  let cursor = "";
  let otherwise;
  let anybody;
  for (let page = 0; page < 60; page++) {
    const list = await ask(`/residents?${cursor && `cursor=${encodeURIComponent(cursor)}`}`);
    for (const { person } of list.items) {
      if (taken.includes(person.resident_id)) continue;
      if (person.age >= 40) anybody ??= person;
      const fits = group === "general" ? person.age >= 30 : person.groups.includes(group);
      if (!fits) continue;
      if (group === "general" || programme === "elderly_tcm") return person;
      const start = await ask(`/residents/${person.resident_id}/follow-ups/${programme}/start`);
      const earlier = start.last?.form;
      // The last stage has none behind it.
      if (earlier && !["d42", "v5", "m72"].includes(earlier.stage)) return person;
      otherwise ??= person;
    }
    if (!list.next) break;
    cursor = list.next;
  }
  // A small district has nobody with a rare illness: the form is opened for whom it is found.
  return otherwise ?? anybody;
}
