// Every field of the client that takes text, by the use of its control in src/features: where it is
// typed, where it is seen again, and why nowhere else. `hostile_text.spec.mjs` holds the keys
// against the source, so that a field that is added fails there until it stands here.
//
// "field" among the places is the field itself, where a refusal leaves what was typed, "draft" the
// form when it is opened again, and "address" a link that brings the text along.

/** Places where nobody sees a text but whoever typed it. */
export const OWN_PLACES = ["field", "draft", "address"];

const REFUSED = "what is not of its kind is refused, and a refusal repeats nothing";
const SECRET = "a secret, kept as a hash alone";
const SOUGHT = "what is looked for is kept nowhere";

/** Fields of residents, of those who answer them, and of who signs in. */
export const ASKED = {
  "sign_in/page_resident.rs PHONE": { typed: "登录", seen: ["field"], why: REFUSED },
  "sign_in/page_resident.rs CODE": { typed: "登录", seen: ["field"], why: REFUSED },
  "people/identity.rs NAME": {
    typed: "关联健康档案、申请建档",
    seen: ["field", "draft", "我的建档申请", "服务台：建档核对", "首页", "给谁办事", "医生：签约详情"],
  },
  "people/identity.rs NATIONAL_ID": { typed: "关联健康档案、申请建档", seen: ["field"], why: REFUSED },
  "people/page_register.rs ADDRESS": { typed: "申请建档", seen: ["draft", "服务台：建档核对", "健康档案"] },
  "people/page_take.rs CODE_FIELD": { typed: "输入代办码", seen: ["field"], why: REFUSED },
  "people/page_take.rs THEIR_NAME": { typed: "输入代办码", seen: ["field"], why: REFUSED },
  "registrations/mod.rs Refusal": { typed: "服务台：建档核对", seen: ["我的建档申请"] },
  "grants_desk/page_desk.rs Refusal": { typed: "服务台：等核对的监护人", seen: ["家人与代办", "给谁办事"] },
  "team_contracts/page_one.rs Refusal": { typed: "医生：签约审核", seen: ["我的签约", "消息", "医生：签约详情"] },
  "booking/confirm.rs NOTE": { typed: "确认预约", seen: ["预约详情", "医生：出诊日程", "服务台：出诊日程", "服务台：号条"] },
  "schedule/finish.rs SUMMARY_FIELD": { typed: "医生：看完了", seen: ["评价"] },
  "measure/entry.rs SYSTOLIC": { typed: "在家自测", seen: ["field"], why: REFUSED },
  "measure/entry.rs DIASTOLIC": { typed: "在家自测", seen: ["field"], why: REFUSED },
  "measure/entry.rs GLUCOSE": { typed: "在家自测", seen: ["field"], why: REFUSED },
  "rating/form.rs WORDS": { typed: "评价", seen: ["draft", "您的评价", "医生：居民评价"] },
};

/** Fields of staff at their own work. */
export const AT_WORK = {
  "sign_in/page_staff.rs LOGIN": { typed: "医生登录", seen: ["field"], why: REFUSED },
  "sign_in/page_staff.rs PASSWORD": { typed: "医生登录", seen: ["field"], why: SECRET },
  "sign_in/page_staff.rs SECOND_STEP": { typed: "医生登录", seen: ["field"], why: REFUSED },
  "sign_in/page_staff.rs LOGIN 2": { typed: "第一次登录", seen: ["field"], why: REFUSED },
  "sign_in/page_staff.rs ACTIVATION": { typed: "第一次登录", seen: ["field"], why: REFUSED },
  "sign_in/page_staff.rs NEW_PASSWORD": { typed: "第一次登录", seen: ["field"], why: SECRET },
  "staff_me/password.rs OLD_PASSWORD": { typed: "登录与安全", seen: ["field"], why: SECRET },
  "staff_me/password.rs NEW_PASSWORD": { typed: "登录与安全", seen: ["field"], why: SECRET },
  "staff_me/authenticator.rs CODE": { typed: "登录与安全", seen: ["field"], why: REFUSED },
  "staff_me/authenticator.rs OLD_PASSWORD": { typed: "登录与安全", seen: ["field"], why: SECRET },
  "accounts/page_invite.rs NAME": {
    typed: "新开账号",
    seen: ["field", "激活码", "一个账号", "工作人员账号", "我的", "登录与安全", "代班：谁来代班", "代班", "居民：谁看过档案"],
  },
  "accounts/page_invite.rs NATIONAL_ID": { typed: "新开账号", seen: ["field"], why: REFUSED },
  "accounts/page_invite.rs LOGIN": { typed: "新开账号", seen: ["field"], why: REFUSED },
  "accounts/page_invite.rs JOB_TITLE": {
    typed: "新开账号",
    seen: ["一个账号", "工作人员账号", "登录与安全", "代班：谁来代班"],
  },
  "accounts/page_account.rs NAME": { typed: "一个账号", seen: ["field", "一个账号"] },
  "accounts/page_account.rs NATIONAL_ID": { typed: "一个账号", seen: ["field"], why: REFUSED },
  "accounts/page_account.rs JOB_TITLE": { typed: "一个账号", seen: ["一个账号"] },
  "accounts/page_accounts.rs SEARCH": { typed: "工作人员账号", seen: ["field", "address"], why: SOUGHT },
  "accounts/page_rules.rs IDLE": { typed: "登录规定", seen: ["field"], why: REFUSED },
  "accounts/page_rules.rs KEEP_DAYS": { typed: "登录规定", seen: ["field"], why: REFUSED },
  "accounts/page_institution.rs ADDRESS": { typed: "机构信息", seen: ["field", "机构信息"] },
  "accounts/page_institution.rs PHONE": { typed: "机构信息", seen: ["field"], why: REFUSED },
  "accounts/page_institution.rs ON_MAP": { typed: "机构信息", seen: ["field"], why: REFUSED },
  "pushes/answer.rs label": { typed: "三色标推送", seen: ["field"], why: "whom it is sent to reads it: colours.spec.mjs" },
  "residents/departure.rs REASON": { typed: "登记迁出或死亡", seen: ["field"], why: "it stands in what was marked: departures.spec.mjs" },
  "residents/colour.rs REASON": { typed: "改颜色", seen: ["field"], why: "it stands in the colour's history: colours.spec.mjs" },
  "shared/suspects.rs NOTE": { typed: "疑似病例：排除", seen: ["以前的处理"] },
  "shared/passing_on.rs NOTE": { typed: "交给同事", seen: ["交接记录"] },
  "sign_in/page_unlock.rs PIN": { typed: "输入本机 PIN", seen: ["field"], why: SECRET },
  "staff_me/pin.rs NEW": { typed: "登录与安全", seen: ["field"], why: SECRET },
  "staff_me/pin.rs AGAIN": { typed: "登录与安全", seen: ["field"], why: SECRET },
  "round/page_round.rs SEARCH": { typed: "巡诊快速录入", seen: ["field"], why: SOUGHT },
  "round/entry.rs SYSTOLIC": { typed: "巡诊快速录入", seen: ["field"], why: REFUSED },
  "round/entry.rs DIASTOLIC": { typed: "巡诊快速录入", seen: ["field"], why: REFUSED },
  "round/entry.rs HEART_RATE": { typed: "巡诊快速录入", seen: ["field"], why: REFUSED },
  "round/entry.rs FASTING_GLUCOSE": { typed: "巡诊快速录入", seen: ["field"], why: REFUSED },
  "round/entry.rs COMPLAINT": { typed: "巡诊快速录入", seen: ["draft", "医生：居民档案"] },
  "round/entry.rs ADVICE": { typed: "巡诊快速录入", seen: ["draft", "医生：居民档案"] },
  "shared/account/quarantine.rs Refusal": { typed: "还没发出去的", seen: ["field"], why: "a reason for the trail; no page shows it" },
  "team_contracts/page_bedside.rs NAME": { typed: "现场签约", seen: ["field"], why: REFUSED },
  "residents/list.rs SEARCH": { typed: "居民", seen: ["field", "address"], why: SOUGHT },
  "worklist/page_worklist.rs SEARCH": { typed: "随访待办", seen: ["field"], why: SOUGHT },
  "worklist/page_call.rs NOTE": { typed: "打电话", seen: ["打过的电话"] },
  "desk_booking/page_find.rs FIND": { typed: "帮居民约号", seen: ["field"], why: SOUGHT },
  "grants_desk/page_desk.rs FIND": { typed: "授权", seen: ["field"], why: SOUGHT },
  "grants_desk/form.rs HELPER_PHONE": { typed: "新办代办", seen: ["field"], why: REFUSED },
  "registrations/page_new.rs NAME": {
    typed: "新建档案",
    seen: ["field", "新建档案：建档", "新建档案：建好了", "新建档案：同名", "新建档案：已有", "医生：居民档案"],
  },
  "registrations/page_new.rs NATIONAL_ID": { typed: "新建档案", seen: ["field"], why: REFUSED },
  "registrations/page_new.rs PHONE": { typed: "新建档案", seen: ["field"], why: REFUSED },
  "registrations/page_new.rs ADDRESS": { typed: "新建档案", seen: ["医生：居民档案"] },
  "registrations/page_new.rs MONTHS": { typed: "新建档案", seen: ["field"], why: "no number counts as none" },
  "covers/hand_over.rs PICKED": { typed: "移交居民", seen: ["field", "不是这个团队的"] },
};

/** Fields of the follow-up form: those of one programme, and of its drugs. */
export const FOLLOW_UP = {
  "follow_up/form_correct.rs REASON": { typed: "更正随访", seen: ["draft", "随访记录", "医生：随访记录"] },
  "residents/void.rs REASON": { typed: "作废随访", seen: ["随访记录", "医生：随访记录"] },
  "follow_up/parts/drugs.rs DRUG_NAME": {
    typed: "高血压随访",
    seen: ["draft", "随访记录", "健康档案", "医生：居民档案", "下次随访的表"],
  },
  "follow_up/parts/drugs.rs DRUG_DOSE": {
    typed: "高血压随访",
    seen: ["draft", "随访记录", "健康档案", "医生：居民档案", "下次随访的表"],
  },
  "hypertension referral_to": { typed: "高血压随访", seen: ["draft", "随访记录", "下次随访的表"] },
  ...Object.fromEntries(
    ["symptom_other", "referral_reason", "class_reason", "adverse_reaction", "complication", "aux_exam", "sign_other"].map(
      (key) => [`hypertension ${key}`, { typed: "高血压随访", seen: ["draft", "随访记录"] }],
    ),
  ),
  ...Object.fromEntries(
    [
      "hypertension sbp", "hypertension dbp", "follow_up/parts/drugs.rs DRUG_TIMES", "hypertension weight",
      "hypertension weight_target", "hypertension heart_rate", "hypertension smoke", "hypertension smoke_target",
      "hypertension drink", "hypertension drink_target", "hypertension exercise_times",
      "hypertension exercise_times_target", "hypertension exercise_minutes", "hypertension exercise_minutes_target",
    ].map((field) => [field, { typed: "高血压随访", seen: ["field"], why: REFUSED }]),
  ),
};

/** All of them. */
export const FIELDS = { ...ASKED, ...AT_WORK, ...FOLLOW_UP };
