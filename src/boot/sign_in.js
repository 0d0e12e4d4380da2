// The one field of the sign-in page, before the program has come: whoever types a phone number is at it
// longer than the code is on its way. index.html loads it on that page alone, with the styles that the
// page itself has. What was typed and pressed is left in `window.__boot`, where src/platform/boot.rs
// finds it. tests/boot_words.rs holds its words to those of src/i18n/texts/sign_in.rs.

const CHINESE = {
    title: "登录",
    lead: "用手机号登录，查看健康档案、签约家庭医生、预约",
    phone: "手机号",
    required: "必填",
    send: "获取验证码",
};
const ENGLISH = {
    title: "Sign in",
    lead: "Sign in with your phone to see your record, choose a family doctor and book",
    phone: "Mobile number",
    required: "required",
    send: "Send me a code",
};

/** Puts the form in the place of the shell's shapes; the program removes both. */
export default function show() {
    const boot = window.__boot;
    const shell = document.getElementById("boot");
    // The program was faster.
    if (!shell) return;
    const words = document.documentElement.lang === "en" ? ENGLISH : CHINESE;
    shell.className = "shell shell-no-bar";
    shell.innerHTML = `<main>
        <header class="page-header"><h1>${words.title}</h1><div class="page-tools"><span class="page-tool"><svg class="icon"></svg><span>&nbsp;</span></span></div></header>
        <div class="page">
            <p>${words.lead}</p>
            <div class="card"><form class="form" novalidate>
                <div class="field">
                    <label for="boot-phone">${words.phone}<span class="required">${words.required}</span></label>
                    <div class="text-input"><input id="boot-phone" type="tel" inputmode="tel" autocomplete="tel-national" maxlength="20" aria-required="true"></div>
                </div>
                <div class="actions"><button class="button button-primary"><span>${words.send}</span></button></div>
            </form></div>
        </div>
    </main>`;
    const form = shell.querySelector("form");
    form.oninput = (event) => { boot.phone = event.target.value; };
    form.onsubmit = (event) => {
        event.preventDefault();
        boot.asked = true;
        form.querySelector("button").classList.add("busy");
    };
}
