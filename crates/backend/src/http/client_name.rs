//! A browser's name in words, for the list of devices and the audit trail. The raw text of
//! `User-Agent` is a fingerprint, so it is kept nowhere.

/// `微信 · 安卓`, from a `User-Agent`.
pub(super) fn client_name(agent: &str) -> String {
    let has = |word: &str| agent.contains(word);
    let program = if has("MicroMessenger") {
        "微信"
    } else if has("Edg") {
        "Edge"
    } else if has("Firefox") {
        "Firefox"
    } else if has("Chrome") || has("CriOS") {
        "Chrome"
    } else if has("Safari") {
        "Safari"
    } else {
        "其他程序"
    };
    let system = if has("HarmonyOS") || has("OpenHarmony") {
        "鸿蒙"
    } else if has("Android") {
        "安卓"
    } else if has("iPhone") || has("iPad") {
        "苹果"
    } else if has("Windows") {
        "Windows"
    } else if has("Mac OS") {
        "Mac"
    } else if has("Linux") {
        "Linux"
    } else {
        return program.to_owned();
    };
    format!("{program} · {system}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_as_its_owner_would_name_it() {
        let cases = [
            (
                "Mozilla/5.0 (Linux; Android 14; PJF110) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0 Mobile Safari/537.36 XWEB MMWEBID/1 MicroMessenger/8.0.50",
                "微信 · 安卓",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
                "Safari · 苹果",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
                "Edge · Windows",
            ),
            ("curl/8.0", "其他程序"),
        ];
        for (agent, name) in cases {
            assert_eq!(client_name(agent), name);
        }
    }
}
