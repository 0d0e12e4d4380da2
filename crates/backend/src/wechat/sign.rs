//! Signing a page for the JS-SDK.

use sha1::{Digest, Sha1};

/// The signature of a page: SHA-1 in hex over the four values in the order of their names, raw; of
/// the URL without what follows `#`.
#[must_use]
pub fn sign(ticket: &str, nonce: &str, timestamp: i64, url: &str) -> String {
    let url = url.split('#').next().unwrap_or("");
    let text = format!("jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url}");
    crate::seal::to_hex(&Sha1::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_comes_out() {
        let ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg";
        let signed = |url| sign(ticket, "Wm3WZYTPz0wzccnW", 1_414_587_457, url);
        let plain = "f4d90daf4b3bca3078ab155816175ba34c443a7b";
        assert_eq!(signed("http://mp.weixin.qq.com"), plain);
        assert_eq!(signed("http://mp.weixin.qq.com#wechat_redirect"), plain);
        assert_eq!(
            signed("http://mp.weixin.qq.com?params=value"),
            "0f9de62fce790f9a083d5c99e95740ceb90c27ed"
        );
    }
}
