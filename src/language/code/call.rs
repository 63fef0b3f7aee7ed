//! Calls in code: the dotted path that is called, and its arguments.

use super::lexer::{Literal, Token, TokenKind};
use std::ops::Range;

/// One call: `mssparkutils.credentials.getSecret("vault", "name")`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call<'a> {
    /// The dotted path, as `["mssparkutils", "credentials", "getSecret"]`.
    pub path: Vec<&'a str>,
    /// Its arguments in order.
    pub arguments: Vec<Argument<'a>>,
    /// From the first name to the last of the path.
    pub span: Range<usize>,
}

/// One argument of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument<'a> {
    /// Its keyword, when it is passed by one.
    pub keyword: Option<&'a str>,
    /// Its text and the bytes between the quotes, when it is one literal string and nothing else.
    pub literal: Option<(&'a str, Range<usize>)>,
}

/// Every call in a cell, also inside arguments of other calls.
pub fn calls<'a>(text: &'a str, tokens: &[Token]) -> Vec<Call<'a>> {
    let opens = |at: usize| is_punctuation(tokens.get(at), '(');
    let called = (0..tokens.len()).filter(|at| tokens[*at].kind == TokenKind::Name && opens(at + 1));
    called
        .filter(|at| {
            !(*at > 0 && tokens[at - 1].kind == TokenKind::Name && &text[tokens[at - 1].span.clone()] == "def")
        })
        .map(|at| {
            let path = path(text, tokens, at);
            let start = tokens[at + 2 - 2 * path.len()].span.start;
            Call { arguments: arguments(text, tokens, at + 2), span: start..tokens[at].span.end, path }
        })
        .collect()
}

fn is_punctuation(token: Option<&Token>, expected: char) -> bool {
    token.is_some_and(|token| token.kind == TokenKind::Punctuation(expected))
}

/// The dotted path that ends at token `last`.
fn path<'a>(text: &'a str, tokens: &[Token], last: usize) -> Vec<&'a str> {
    let mut names = vec![&text[tokens[last].span.clone()]];
    let mut at = last;
    while at >= 2 && is_punctuation(tokens.get(at - 1), '.') && tokens[at - 2].kind == TokenKind::Name {
        at -= 2;
        names.push(&text[tokens[at].span.clone()]);
    }
    names.reverse();
    names
}

/// The arguments from behind the opening bracket to its partner.
fn arguments<'a>(text: &'a str, tokens: &[Token], from: usize) -> Vec<Argument<'a>> {
    let mut found = Vec::new();
    let (mut depth, mut start, mut at) = (0usize, from, from);
    while let Some(token) = tokens.get(at) {
        match token.kind {
            TokenKind::Punctuation('(' | '[' | '{') => depth += 1,
            TokenKind::Punctuation(')' | ']' | '}') if depth == 0 => break,
            TokenKind::Punctuation(')' | ']' | '}') => depth -= 1,
            TokenKind::Punctuation(',') if depth == 0 => {
                found.push(argument(text, &tokens[start..at]));
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    if start < at {
        found.push(argument(text, &tokens[start..at]));
    }
    found
}

fn argument<'a>(text: &'a str, tokens: &[Token]) -> Argument<'a> {
    let (keyword, value) = match tokens {
        [name, equals, value @ ..] if name.kind == TokenKind::Name && is_punctuation(Some(equals), '=') => {
            (Some(&text[name.span.clone()]), value)
        }
        _ => (None, tokens),
    };
    let literal = match value {
        [Token { kind: TokenKind::String(Literal { content, computed: false }), .. }] => {
            Some((&text[content.clone()], content.clone()))
        }
        _ => None,
    };
    Argument { keyword, literal }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::code::tokens;

    #[test]
    fn paths_and_arguments() {
        let text = "x = a.b.c(\n  'one', two=f(\"in\"), three='3', *rest)\ndef c('no'): pass\ng('a' + 'b', (1, 'z'))";
        let tokens = tokens(text);
        let shown: Vec<String> = calls(text, &tokens)
            .iter()
            .map(|call| {
                let argument =
                    |a: &Argument| format!("{:?}={:?}", a.keyword, a.literal.as_ref().map(|(text, _)| *text));
                format!("{} {}", call.path.join("."), call.arguments.iter().map(argument).collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(
            shown,
            [
                "a.b.c None=Some(\"one\") Some(\"two\")=None Some(\"three\")=Some(\"3\") None=None",
                "f None=Some(\"in\")",
                "g None=None None=None",
            ]
        );
        assert_eq!(&text[calls(text, &tokens)[0].span.clone()], "a.b.c");
    }
}
