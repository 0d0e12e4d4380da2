//! Finds every statement that the source hands to a transaction, as it is written there: literals,
//! constants, and what the macros of the source make of them.
//!
//! What cannot be read is an error with its line, and so is a literal that looks like a statement
//! and belongs to none that was found: no statement stays unseen because somebody hands it over in
//! a new way.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A statement and where it is handed over.
#[derive(Clone, Debug)]
pub struct Statement {
    /// File and line.
    pub at: String,
    /// Its text.
    pub sql: &'static str,
}

/// Methods of a transaction.
const METHODS: [&str; 3] = ["exec", "rows", "one"];
/// What a statement begins with.
const VERBS: [&str; 5] = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH "];

/// All statements of the crate but those of the engines themselves.
pub fn statements() -> Vec<Statement> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let mut source = Source::default();
    let mut texts = Vec::new();
    for path in files {
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        let text = std::fs::read_to_string(&path).unwrap();
        let tokens: Vec<_> = text.parse::<TokenStream>().unwrap().into_iter().collect();
        let tokens = source.without_tests(&path, tokens);
        texts.push((path, name, tokens));
    }
    texts.retain(|(path, ..)| !source.test_files.contains(path));
    for (_, name, tokens) in &texts {
        source.definitions(name, tokens);
    }
    for (_, name, tokens) in &texts {
        source.calls(name, tokens, &mut Vec::new());
    }
    for (_, name, tokens) in &texts {
        source.unseen(name, tokens);
    }
    assert!(source.errors.is_empty(), "{}", source.errors.join("\n"));
    source.found
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            // The engines' own: pragmas, checks of the whole, the schema.
            if !path.ends_with("src/db") {
                collect(&path, files);
            }
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    files.sort();
}

#[derive(Default)]
struct Source {
    /// Tokens of a constant, by file and name.
    constants: BTreeMap<(String, String), Vec<TokenTree>>,
    /// Names of a macro's parameters and its body.
    macros: BTreeMap<String, (Vec<String>, TokenStream)>,
    test_files: BTreeSet<PathBuf>,
    found: Vec<Statement>,
    /// Literals that are part of a statement that was found.
    used: BTreeSet<String>,
    errors: Vec<String>,
}

impl Source {
    /// The tokens of a file without its test modules; files that are test modules are noted.
    fn without_tests(&mut self, path: &Path, tokens: Vec<TokenTree>) -> Vec<TokenTree> {
        let mut kept = Vec::new();
        let mut rest = tokens.into_iter().peekable();
        while let Some(token) = rest.next() {
            let cfg_test = is_punct(&token, '#')
                && rest.peek().is_some_and(
                    |next| matches!(next, TokenTree::Group(group) if is_cfg_test(group)),
                );
            if !cfg_test {
                kept.push(token);
                continue;
            }
            rest.next();
            let mut name = String::new();
            for token in rest.by_ref() {
                match token {
                    TokenTree::Ident(ident) => name = ident.to_string(),
                    TokenTree::Punct(end) if end.as_char() == ';' => {
                        let own = path.with_extension("").join(format!("{name}.rs"));
                        let beside = path.with_file_name(format!("{name}.rs"));
                        self.test_files.extend([own, beside]);
                        break;
                    }
                    TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => break,
                    _ => {}
                }
            }
        }
        kept
    }

    fn definitions(&mut self, file: &str, tokens: &[TokenTree]) {
        for (at, token) in tokens.iter().enumerate() {
            if let TokenTree::Group(group) = token {
                self.definitions(file, &inside(group));
            }
            let name = |at: usize| match tokens.get(at) {
                Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
                _ => None,
            };
            match name(at).as_deref() {
                Some("const" | "static") => {
                    let begin = tokens[at..].iter().position(|token| is_punct(token, '='));
                    if let (Some(name), Some(begin)) = (name(at + 1), begin) {
                        let value: Vec<_> = tokens[at + begin + 1..]
                            .iter()
                            .take_while(|token| !is_punct(token, ';'))
                            .cloned()
                            .collect();
                        self.constants.insert((file.to_owned(), name), value);
                    }
                }
                Some("macro_rules") => {
                    if let (Some(name), Some(TokenTree::Group(rules))) =
                        (name(at + 2), tokens.get(at + 3))
                        && let Some(rule) = simple_rule(rules)
                    {
                        self.macros.insert(name, rule);
                    }
                }
                _ => {}
            }
        }
    }

    /// Finds the calls. `before` are the tokens of the blocks around, where a local name is bound.
    fn calls(&mut self, file: &str, tokens: &[TokenTree], before: &mut Vec<Vec<TokenTree>>) {
        for (at, token) in tokens.iter().enumerate() {
            let TokenTree::Group(group) = token else {
                continue;
            };
            let called = at >= 2
                && is_punct(&tokens[at - 2], '.')
                && METHODS.contains(&tokens[at - 1].to_string().as_str());
            let arguments = split(&inside(group));
            if called && arguments.len() == 2 {
                before.push(tokens[..at].to_vec());
                let place = format!("{file}:{}", group.span_open().start().line);
                match self.values(file, &arguments[0], before) {
                    Ok(statements) => {
                        for sql in statements {
                            self.found.push(Statement {
                                at: place.clone(),
                                sql: sql.leak(),
                            });
                        }
                    }
                    Err(error) => self.errors.push(format!("{place}: {error}")),
                }
                before.pop();
            }
            before.push(tokens[..at].to_vec());
            self.calls(file, &inside(group), before);
            before.pop();
        }
    }

    /// The statements that an argument may be: one, or those that a local name may stand for.
    fn values(
        &mut self,
        file: &str,
        argument: &[TokenTree],
        before: &[Vec<TokenTree>],
    ) -> Result<Vec<String>, String> {
        if let [TokenTree::Ident(local)] = argument
            && local.to_string().starts_with(|c: char| c.is_lowercase())
        {
            let bound = before.iter().rev().find_map(|block| binding(block, local));
            let bound = bound.ok_or_else(|| format!("where `{local}` comes from is not seen"))?;
            let mut statements = Vec::new();
            self.pieces(file, &bound, &mut statements)?;
            return match statements.len() {
                0 => Err(format!("`{local}` is no choice of constants")),
                _ => Ok(statements),
            };
        }
        Ok(vec![self.value(file, argument)?])
    }

    /// Every constant, macro and literal of a choice.
    fn pieces(
        &mut self,
        file: &str,
        tokens: &[TokenTree],
        statements: &mut Vec<String>,
    ) -> Result<(), String> {
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Literal(_) => statements.push(self.value(file, &tokens[at..=at])?),
                TokenTree::Ident(name) if is_constant(&name.to_string()) => {
                    statements.push(self.value(file, &tokens[at..=at])?);
                }
                TokenTree::Ident(_) if tokens.get(at + 1).is_some_and(|t| is_punct(t, '!')) => {
                    statements.push(self.value(file, &tokens[at..at + 3])?);
                }
                TokenTree::Group(group)
                    if group.delimiter() == Delimiter::Brace
                        && tokens.first().is_some_and(|first| {
                            matches!(first.to_string().as_str(), "match" | "if")
                        }) =>
                {
                    self.pieces(file, &arms(&inside(group)), statements)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn value(&mut self, file: &str, tokens: &[TokenTree]) -> Result<String, String> {
        match tokens {
            [TokenTree::Literal(literal)] => {
                let text = text(&literal.to_string()).ok_or("a statement is no text")?;
                self.used.insert(literal.to_string());
                Ok(text)
            }
            [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => {
                self.value(file, &inside(group))
            }
            [
                TokenTree::Ident(name),
                TokenTree::Punct(_),
                TokenTree::Group(group),
            ] if name == "concat" => split(&inside(group))
                .iter()
                .map(|part| self.value(file, part))
                .collect(),
            [
                ..,
                TokenTree::Ident(name),
                TokenTree::Punct(mark),
                TokenTree::Group(group),
            ] if mark.as_char() == '!' => {
                let (parameters, body) = self
                    .macros
                    .get(&name.to_string())
                    .ok_or_else(|| format!("`{name}!` is no macro of one plain rule"))?
                    .clone();
                let arguments = split(&inside(group));
                if arguments.len() != parameters.len() {
                    return Err(format!("`{name}!` has other parameters"));
                }
                let given = parameters.into_iter().zip(arguments).collect();
                let expanded: Vec<_> = expand(body, &given).into_iter().collect();
                self.value(file, &expanded)
            }
            [.., TokenTree::Ident(name)] if is_constant(&name.to_string()) => {
                let name = name.to_string();
                let own = (file.to_owned(), name.clone());
                let mut others = self
                    .constants
                    .iter()
                    .filter(|((_, other), _)| *other == name);
                let value = match (self.constants.get(&own), others.next(), others.next()) {
                    (Some(own), ..) => own.clone(),
                    (None, Some((_, only)), None) => only.clone(),
                    _ => return Err(format!("`{name}` is no one constant")),
                };
                self.value(file, &value)
            }
            other => {
                let words: String = other.iter().map(ToString::to_string).collect();
                Err(format!("`{words}` cannot be read as a statement"))
            }
        }
    }

    /// Literals that look like statements and belong to none that was found.
    fn unseen(&mut self, file: &str, tokens: &[TokenTree]) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.unseen(file, &inside(group)),
                TokenTree::Literal(literal) => {
                    let written = literal.to_string();
                    let sql = text(&written).is_some_and(|text| {
                        VERBS.iter().any(|verb| text.trim_start().starts_with(verb))
                    });
                    let read_whole = file.ends_with("resources/invariants.rs");
                    if sql && !read_whole && !self.used.contains(&written) {
                        let line = literal.span().start().line;
                        self.errors
                            .push(format!("{file}:{line}: handed over in a way not seen here"));
                    }
                }
                _ => {}
            }
        }
    }
}

fn inside(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

fn is_punct(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn is_cfg_test(group: &Group) -> bool {
    group.stream().to_string().replace(' ', "") == "cfg(test)"
}

fn is_constant(name: &str) -> bool {
    name.len() > 1
        && name
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

fn text(literal: &str) -> Option<String> {
    syn::parse_str::<syn::LitStr>(literal)
        .ok()
        .map(|text| text.value())
}

/// What stands between commas; a last comma ends nothing.
fn split(tokens: &[TokenTree]) -> Vec<Vec<TokenTree>> {
    let mut parts: Vec<Vec<_>> = tokens
        .split(|token| is_punct(token, ','))
        .map(<[TokenTree]>::to_vec)
        .collect();
    parts.pop_if(|last| last.is_empty());
    parts
}

/// The value of the last `let name = …;` of a block.
fn binding(block: &[TokenTree], name: &proc_macro2::Ident) -> Option<Vec<TokenTree>> {
    let at = block.windows(3).rposition(|three| {
        three[0].to_string() == "let"
            && matches!(&three[1], TokenTree::Ident(bound) if bound == name)
            && is_punct(&three[2], '=')
    })?;
    let value = block[at + 3..].iter();
    Some(
        value
            .take_while(|token| !is_punct(token, ';'))
            .cloned()
            .collect(),
    )
}

/// A block without the patterns of its arms.
fn arms(tokens: &[TokenTree]) -> Vec<TokenTree> {
    let mut kept = Vec::new();
    for arm in split(tokens) {
        let arrow = arm
            .windows(2)
            .position(|two| is_punct(&two[0], '=') && is_punct(&two[1], '>'));
        kept.extend(arm[arrow.map_or(0, |at| at + 2)..].iter().cloned());
    }
    kept
}

/// The parameters and the body of a macro with one rule without repetitions.
fn simple_rule(rules: &Group) -> Option<(Vec<String>, TokenStream)> {
    let rule = inside(rules);
    let [
        TokenTree::Group(pattern),
        TokenTree::Punct(_),
        TokenTree::Punct(_),
        TokenTree::Group(body),
        ..,
    ] = rule.as_slice()
    else {
        return None;
    };
    let parameters = split(&inside(pattern))
        .iter()
        .map(|parameter| match parameter.as_slice() {
            [dollar, TokenTree::Ident(name), ..] if is_punct(dollar, '$') => Some(name.to_string()),
            _ => None,
        })
        .collect::<Option<_>>()?;
    Some((parameters, body.stream()))
}

/// A macro's body with what was given for its parameters.
fn expand(body: TokenStream, given: &BTreeMap<String, Vec<TokenTree>>) -> TokenStream {
    let mut out = Vec::new();
    let mut rest = body.into_iter().peekable();
    while let Some(token) = rest.next() {
        let parameter = match rest.peek() {
            Some(TokenTree::Ident(name)) if is_punct(&token, '$') => given.get(&name.to_string()),
            _ => None,
        };
        if let Some(argument) = parameter {
            out.extend(argument.iter().cloned());
            rest.next();
        } else if let TokenTree::Group(group) = token {
            let inner = expand(group.stream(), given);
            out.push(TokenTree::Group(Group::new(group.delimiter(), inner)));
        } else {
            out.push(token);
        }
    }
    out.into_iter().collect()
}
