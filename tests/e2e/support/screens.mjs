// Every screen of the product, by its address, as the people of the demo meet it.
//
// A screen is a path and the words that prove that it is there with its content. Addresses of one
// person's things are asked of the service, so that no id stands here.

import { ORDINARY, somebody } from "./ordinary_visits.mjs";
import * as people from "./people.mjs";

/** Screens before anybody has signed in. */
export const VISITOR = [
  screen("欢迎", "/", "您好，欢迎使用家医"),
  screen("登录", "/sign-in", "用手机号登录"),
  screen("登录：验证码", "/sign-in", "用手机号登录", async (page) => {
    await people.askForCode(page, people.FREE);
  }),
  screen("登录：没填", "/sign-in", "用手机号登录", async (page) => {
    await page.getByRole("button", { name: "获取验证码" }).click();
    await page.getByText("请填 11 位手机号").waitFor();
  }),
  screen("微信登录：没有要绑定的", "/wechat", "现在没有要绑定的微信"),
  screen("微信登录：快照", "/wechat?trouble=snapshot", "使用完整服务"),
  screen("医生登录", "/staff/sign-in", "医生登录"),
  screen("没有这个页面", "/no/such/page", "没有这个页面"),
];

/** Screens of a phone that nobody's record is linked to. */
export const NOBODY = [
  screen("还没有关联", "/persons", "这部手机还没有关联健康档案"),
  screen("关联档案", "/persons/link", "是您的什么人"),
  screen("关联：没填", "/persons/link", "是您的什么人", async (page) => {
    await page.getByRole("button", { name: "核对并关联" }).click();
    await page.getByText("请填姓名").waitFor();
  }),
  screen("申请建档", "/persons/register", "在哪里核对"),
  screen("输入代办码", "/persons/code", "代办码（8 位数字）"),
  screen("输入代办码：没填", "/persons/code", "代办码（8 位数字）", async (page) => {
    await page.getByRole("button", { name: "开始代办" }).click();
    await page.getByText("请填 8 位数字").waitFor();
  }),
];

/** Screens of somebody ill without a contract. */
export async function ofHerself(page) {
  const id = await people.residentId(page, people.HERSELF);
  const record = await people.ask(page, `/residents/${id}/record`);
  return [
    screen("首页（没签约）", "/", `${people.HERSELF}，您好`),
    screen("健康档案", "/record", "看表格"),
    screen("档案：看表格", "/record", "看表格", async (page) => {
      await page.getByRole("button", { name: "看表格" }).first().click();
      await page.getByRole("table").first().waitFor();
    }),
    screen("随访记录", `/record/follow-ups/${record.follow_ups[0].follow_up_id}`, "随访"),
    screen("没签约", "/contract", "您还没有签约家庭医生"),
    screen("服务包", "/contract/packages", "价值"),
    screen("申请签约", "/contract/request", "选服务包"),
    screen("家人与代办", "/me/family", "我替谁办"),
    screen("停止代办", "/me/family", "我替谁办", async (page) => {
      await page.getByRole("button", { name: "不再代办" }).first().click();
      await page.getByRole("dialog").waitFor();
    }),
    screen("请人代办", `/me/family/${id}/code`, "可以办什么"),
    screen("代办码", `/me/family/${id}/code`, "可以办什么", async (page) => {
      await page.getByRole("button", { name: "生成代办码" }).click();
      await page.getByText(/^\d{4} \d{4}$/).waitFor();
    }),
    screen("申请签约：没填", "/contract/request", "选服务包", async (page) => {
      await page.getByRole("button", { name: "提交申请" }).click();
      await page.getByText("请至少选一个服务包").waitFor();
    }),
  ];
}

/** Screens of her mother: contract, bookings, a visit to rate. */
export async function ofMother(page) {
  const id = await people.residentId(page, people.MOTHER);
  const [bookings, services] = [
    await people.ask(page, `/residents/${id}/bookings`),
    await people.ask(page, `/residents/${id}/services`),
  ];
  const coming = bookings.find((booking) => booking.allowed.includes("cancel"));
  const open = services.find((service) => service.can_rate);
  return [
    screen("首页", "/", `${people.MOTHER}，您好`),
    screen("给谁办事", "/persons", "给谁办事"),
    screen("谁看过档案", "/record/readers", "谁看过"),
    screen("我的随访计划", "/plan", "接下来的随访"),
    screen("在家自测", "/measure", "记下来"),
    screen("在家自测：危急", "/measure", "记下来", async (page) => {
      await page.getByLabel(/高压/).fill("186");
      await page.getByLabel(/低压/).fill("104");
      await page.getByRole("button", { name: "记下来" }).click();
      await page.getByText(/血压很高/).waitFor();
    }),
    screen("我的签约", "/contract", "说好的服务"),
    screen("已经签约", "/contract/request", "您已经有签约了"),
    screen("我的预约", "/booking", "还没去的"),
    screen("选医生和时间", "/booking/sessions", /剩 \d+ 个号/),
    screen("确认预约", "/booking/sessions", /剩 \d+ 个号/, async (page) => {
      await page.getByRole("button", { name: /剩 \d+ 个号/ }).first().click();
      await page.getByRole("dialog", { name: "确认预约" }).waitFor();
    }),
    screen("预约详情", `/booking/${coming.booking_id}`, "取消预约"),
    screen("取消预约", `/booking/${coming.booking_id}`, "取消预约", async (page) => {
      await page.getByRole("button", { name: "取消预约" }).click();
      await page.getByRole("dialog", { name: `取消 ${people.MOTHER} 的这次预约吗？` }).waitFor();
    }),
    screen("服务评价", "/rate", "等您评价"),
    screen("评价", `/rate/${open.service_id}`, "总体感受"),
    screen("消息", "/messages", "消息"),
    screen("我的", "/me", "退出登录"),
    screen("登录的手机和电脑", "/me/devices", "就是这一台"),
    screen("还没发出去的", "/me/unsent", "都发出去了"),
    screen("设置", "/me/settings", "字号"),
  ];
}

/** The form of each programme, and of two on one sheet. */
export async function formsOfAll(page) {
  const ask = (path) => people.ask(page, path);
  const forms = [];
  for (const programme of Object.keys(ORDINARY)) {
    const person = await somebody(ask, programme);
    forms.push(screen(`表：${programme}`, `/staff/residents/${person.resident_id}/follow-up/${programme}`, "保存随访"));
  }
  const { resident_id } = await somebody(ask, "hypertension");
  const both = `/staff/residents/${resident_id}/follow-up/hypertension?with=diabetes`;
  return [...forms, screen("一起随访", both, "保存随访")];
}

/** Screens of a phone that helps somebody with bookings and messages alone. */
export const OF_HELPER = [
  screen("首页（代办）", "/", "只显示授权给您办的事"),
  screen("没有授权", "/record", "这项没有授权给您办"),
  screen("家人与代办（代办人）", "/me/family", "我替谁办"),
];

/** Screens of a doctor. */
export async function ofDoctor(page) {
  const due = await people.ask(page, "/follow-ups/due");
  const of = (programme) => due.items.find((card) => card.programme === programme).person.resident_id;
  const [hypertension, diabetes] = [of("hypertension"), of("diabetes")];
  const waiting = await people.ask(page, "/contracts?state=submitted");
  const typed = async (page, upper, lower) => {
    await page.getByLabel(/收缩压|高压/).first().fill(upper);
    await page.getByLabel(/舒张压|低压/).first().fill(lower);
  };
  return [
    screen("随访待办", "/staff", "随访待办"),
    screen("待办：逾期", "/staff?due=overdue", "逾期"),
    screen("待办：上门路线", "/staff?order=round", /家（\d+ 人次）/),
    screen("待办：批量提醒", "/staff", "批量提醒", async (page) => {
      await page.getByText("筛选、路线、本月进度、批量提醒").click();
      await page.getByRole("button", { name: "批量提醒" }).click();
      await page.getByRole("checkbox").first().check();
      await page.getByRole("button", { name: "提醒这 1 人" }).waitFor();
    }),
    screen("待办：筛选", "/staff?colour=yellow", "随访待办", async (page) => {
      await page.getByText("筛选、路线、本月进度、批量提醒").click();
      await page.getByRole("button", { name: "看本月进度" }).click();
      await page.getByRole("radio", { name: "按医生" }).check();
    }),
    screen("待办：交给同事", "/staff", "批量提醒", async (page) => {
      await page.getByText("筛选、路线、本月进度、批量提醒").click();
      await page.getByRole("button", { name: "批量提醒" }).click();
      await page.getByRole("checkbox").first().check();
      await page.getByRole("button", { name: "交给同事（1 人）" }).click();
      await page.getByRole("dialog", { name: "交给同事" }).getByRole("radio").first().waitFor();
    }),
    screen("疑似病例", "/staff/suspects", "纳入管理"),
    screen("纳入管理", "/staff/suspects", "纳入管理", async (page) => {
      await page.getByRole("button", { name: "纳入管理" }).first().click();
      await page.getByRole("dialog", { name: "纳入管理" }).waitFor();
    }),
    screen("排除", "/staff/suspects", "纳入管理", async (page) => {
      await page.getByRole("button", { name: "排除" }).first().click();
      await page.getByRole("dialog", { name: "排除" }).waitFor();
    }),
    screen("打电话", `/staff/residents/${hypertension}/call/hypertension`, "电话结果"),
    screen("打电话：搬走了", `/staff/residents/${hypertension}/call/hypertension`, "电话结果", async (page) => {
      await page.getByRole("radio", { name: "已搬走" }).check();
      await page.getByText("随访都结案").waitFor();
    }),
    screen("已结案", "/staff/closed", "恢复随访"),
    screen("居民", "/staff/residents", "居民"),
    screen("居民档案", `/staff/residents/${hypertension}`, "随访"),
    screen("高血压随访", `/staff/residents/${hypertension}/follow-up/hypertension`, "填好收缩压、舒张压，这里就有结论"),
    screen("随访：边填边判断", `/staff/residents/${hypertension}/follow-up/hypertension`, "填好收缩压、舒张压，这里就有结论", async (page) => {
      await typed(page, "168", "96");
    }),
    screen("糖尿病随访", `/staff/residents/${diabetes}/follow-up/diabetes`, "空腹血糖"),
    // What the screen before has typed may stand here again, as a draft.
    screen("随访：数值不对", `/staff/residents/${hypertension}/follow-up/hypertension`, "收缩压", async (page) => {
      await typed(page, "1200", "80");
    }),
    screen("三色标推送", "/staff/pushes", "推给我们的"),
    screen("三色标：我们推出的", "/staff/pushes?side=outgoing", "我们推出的"),
    screen("退回", "/staff/pushes", "推给我们的", async (page) => {
      await page.getByRole("button", { name: "退回" }).first().click();
      await page.getByRole("dialog", { name: "退回" }).getByRole("textbox").waitFor();
    }),
    screen("改颜色", `/staff/residents/${hypertension}`, "三色标", async (page) => {
      await page.getByRole("button", { name: "改颜色" }).click();
      await page.getByRole("dialog", { name: "改颜色" }).waitFor();
    }),
    screen("登记迁出或死亡", `/staff/residents/${hypertension}`, "在不在本地", async (page) => {
      await page.getByRole("button", { name: "登记迁出或死亡" }).click();
      await page.getByRole("dialog", { name: "登记迁出或死亡" }).waitFor();
    }),
    screen("签约审核", "/staff/contracts", "签约"),
    screen("签约详情", `/staff/contracts/${waiting.items[0].contract_id}`, "接受签约"),
    screen("不接受", `/staff/contracts/${waiting.items[0].contract_id}`, "接受签约", async (page) => {
      await page.getByRole("button", { name: "不接受" }).click();
      await page.getByRole("dialog").getByRole("textbox").waitFor();
    }),
    screen("出诊日程", "/staff/schedule", /\d+ 人预约/),
    screen("看完了", "/staff/schedule", /\d+ 人预约/, async (page) => {
      await page.getByRole("button", { name: "看完了" }).first().click();
      await page.getByRole("dialog").getByRole("textbox").waitFor();
    }),
    screen("我的", "/staff/me", "居民评价"),
    screen("登录与安全", "/staff/me/sign-in", "动态验证码"),
    screen("代班", "/staff/covers", "安排代班"),
    screen("登录的设备", "/staff/me/devices", "就是这一台"),
    screen("还没发出去的（医生）", "/staff/me/unsent", "都发出去了"),
  ];
}

/** Screens of whoever keeps the district's accounts. */
export async function ofAdministrator(page) {
  const staff = await people.ask(page, `/staff?q=${people.DOCTOR}`);
  return [
    screen("工作人员账号", "/staff/accounts", "新开账号"),
    screen("一个账号", `/staff/accounts/${staff.items[0].staff_id}`, "重置密码"),
    screen("重置密码", `/staff/accounts/${staff.items[0].staff_id}`, "重置密码", async (page) => {
      await page.getByRole("button", { name: "重置密码" }).click();
      await page.getByRole("dialog").waitFor();
    }),
    screen("新开账号", "/staff/accounts/new", "登录名"),
    screen("登录规定", "/staff/accounts/rules", "哪些岗位必须用动态验证码"),
    screen("代班", "/staff/covers", "哪个团队"),
    screen("登录与安全", "/staff/me/sign-in", "动态验证码"),
  ];
}

/** Screens of the desk. */
export async function atTheDesk(page) {
  const found = await people.ask(page, `/residents?q=${encodeURIComponent(people.MOTHER)}`);
  const resident = found.items[0].person.resident_id;
  return [
    screen("新建档案", "/staff/registrations/new", "先查一下有没有档案"),
    screen("建档核对", "/staff/registrations", "建档核对"),
    screen("服务台日程", "/staff/schedule", "出诊日程"),
    screen("帮居民约号", "/staff/booking", "都在这里约"),
    screen("约号：一位居民", `/staff/booking/${resident}`, /预留 \d+ 个/),
    screen("约号：确认", `/staff/booking/${resident}`, /预留 \d+ 个/, async (page) => {
      await page.getByRole("button", { name: /预留 \d+ 个/ }).first().click();
      await page.getByRole("dialog").waitFor();
    }),
    screen("代办授权", "/staff/grants", "等核对的监护人"),
    screen("一位居民的代办", `/staff/grants/${resident}`, "现在谁能替这位办"),
    screen("新办代办：没填", `/staff/grants/${resident}`, "现在谁能替这位办", async (page) => {
      await page.getByRole("button", { name: "新办代办" }).click();
      await page.getByText("请填 11 位手机号").waitFor();
    }),
  ];
}

function screen(name, path, proof, then = async () => {}) {
  return { name, path, proof, then };
}
