//! Arguments, expressions and types. They are checked for their form and leave nothing in the tree but options, uses
//! of parameters and what belongs to another language.

use super::lexer::TokenKind;
use super::parser::{Failure, Parser};
use super::tree::{Setting, Span};

impl Parser<'_> {
    /// Arguments between the bracket that stands here and its other half; slots may be empty. Gives the options among
    /// them.
    pub fn arguments(&mut self) -> Result<Vec<Setting>, Failure> {
        let (close, what) = match self.kind() {
            TokenKind::OpenSquare => (TokenKind::CloseSquare, "`,` or `]`"),
            _ => (TokenKind::Close, "`,` or `)`"),
        };
        self.nested(|parser| {
            let mut settings = Vec::new();
            loop {
                if parser.kind() != TokenKind::Comma && parser.kind() != close {
                    settings.extend(parser.argument()?);
                }
                if parser.eat(close) {
                    return Ok(settings);
                }
                parser.expect(TokenKind::Comma, what)?;
            }
        })
    }

    /// `name: value`, `column = value`, `key -> value`, `column as type`, or a value alone.
    fn argument(&mut self) -> Result<Option<Setting>, Failure> {
        let begin = self.position();
        let name = self.span();
        let is_name = self.kind() == TokenKind::Name;
        self.expression()?;
        let is_option = is_name && self.position() == begin + 1 && self.kind() == TokenKind::Colon;
        let mut setting = None;
        loop {
            match self.kind() {
                TokenKind::Colon | TokenKind::Assign => {
                    self.next();
                    let value = self.position();
                    self.expression()?;
                    if is_option && setting.is_none() {
                        setting = Some(Setting { name: name.clone(), value: self.since(value) });
                    }
                }
                TokenKind::Name if self.word() == "as" => self.type_behind_as("`as`")?,
                _ => return Ok(setting),
            }
        }
    }

    fn expression(&mut self) -> Result<(), Failure> {
        loop {
            while matches!(self.kind(), TokenKind::Not | TokenKind::Minus | TokenKind::Plus) {
                self.next();
            }
            let (begin, word, is_name) = (self.position(), self.span(), self.kind() == TokenKind::Name);
            self.primary()?;
            if is_name
                && self.position() == begin + 1
                && self.is_at_column()
                && !self.text[word.clone()].contains(['$', '#'])
            {
                self.script.named_streams.push(word);
            }
            while self.postfix()? {}
            match self.kind() {
                TokenKind::Operator | TokenKind::Star | TokenKind::Minus | TokenKind::Plus => self.next(),
                _ => return Ok(()),
            };
        }
    }

    fn primary(&mut self) -> Result<(), Failure> {
        match self.kind() {
            TokenKind::Name => {
                let span = self.next();
                self.parameter_use(span);
            }
            TokenKind::Template => {
                let span = self.next();
                self.interpolations(span);
            }
            TokenKind::Text | TokenKind::Number | TokenKind::Quoted | TokenKind::Star => {
                self.next();
            }
            // `:local`, and a number that begins with its point.
            TokenKind::Colon if self.ahead(1) == TokenKind::Name => self.skip(2),
            TokenKind::Dot if self.ahead(1) == TokenKind::Number => self.skip(2),
            TokenKind::Open | TokenKind::OpenSquare => drop(self.arguments()?),
            TokenKind::At if self.ahead(1) == TokenKind::Open => {
                self.next();
                self.arguments()?;
            }
            TokenKind::At if matches!(self.ahead(1), TokenKind::Name | TokenKind::Quoted) => {
                let at = self.next();
                let end = self.next().end;
                self.script.pipeline_expressions.push(at.start..end);
            }
            _ => return Err(self.expected("a value")),
        }
        Ok(())
    }

    /// A call, an index, a member, a branch's column or the shape of a parse; `false` when there is none.
    fn postfix(&mut self) -> Result<bool, Failure> {
        match self.kind() {
            TokenKind::Open | TokenKind::OpenSquare => drop(self.arguments()?),
            TokenKind::Dot => {
                self.next();
                self.column("the name of a column")?;
            }
            TokenKind::At if self.is_at_column() => self.skip(2),
            TokenKind::Question => {
                self.next();
                self.type_name()?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// `@column`
    fn is_at_column(&self) -> bool {
        self.kind() == TokenKind::At && matches!(self.ahead(1), TokenKind::Name | TokenKind::Quoted)
    }

    fn column(&mut self, what: &str) -> Result<(), Failure> {
        match self.kind() {
            TokenKind::Name | TokenKind::Quoted => self.skip(1),
            _ => return Err(self.expected(what)),
        }
        Ok(())
    }

    /// `as type`
    pub fn type_behind_as(&mut self, what: &str) -> Result<(), Failure> {
        if self.kind() != TokenKind::Name || self.word() != "as" {
            return Err(self.expected(what));
        }
        self.next();
        self.type_name()
    }

    /// `string`, `decimal(10,2)`, `(a as string, b as integer)[]`, `[string, double]`, `date 'yyyy-MM-dd'`
    fn type_name(&mut self) -> Result<(), Failure> {
        match self.kind() {
            TokenKind::Name => {
                let is_decimal = self.word().eq_ignore_ascii_case("decimal");
                let end = self.next().end;
                if is_decimal && self.opens_precision(end) {
                    self.arguments()?;
                }
            }
            TokenKind::Open => self.nested(Self::members)?,
            TokenKind::OpenSquare => self.nested(|parser| {
                parser.type_name()?;
                parser.expect(TokenKind::Comma, "`,` between the types of key and value")?;
                parser.type_name()?;
                parser.expect(TokenKind::CloseSquare, "`]`").map(drop)
            })?,
            _ => return Err(self.expected("a type")),
        }
        while self.kind() == TokenKind::OpenSquare && self.ahead(1) == TokenKind::CloseSquare {
            self.skip(2);
        }
        while self.eat(TokenKind::Text) {}
        Ok(())
    }

    fn members(&mut self) -> Result<(), Failure> {
        while !self.eat(TokenKind::Close) {
            self.column("the name of a column")?;
            self.type_behind_as("`as` and the type of the column")?;
            if self.kind() != TokenKind::Close {
                self.expect(TokenKind::Comma, "`,` or `)`")?;
            }
        }
        Ok(())
    }

    /// Is the bracket behind `decimal` its precision, or does a default begin there? Studio writes `decimal(10,2)`
    /// close together and a default apart.
    fn opens_precision(&self, end: usize) -> bool {
        let close = self.kind() == TokenKind::Open && self.span().start == end;
        let pair = [TokenKind::Open, TokenKind::Number, TokenKind::Comma, TokenKind::Number, TokenKind::Close];
        close || pair.iter().enumerate().all(|(ahead, kind)| self.ahead(ahead) == *kind)
    }

    /// `$name` is a parameter; `$$` and `$1` stand for what a pattern matched.
    fn parameter_use(&mut self, word: Span) {
        let text = &self.text[word.clone()];
        let Some(name) = text.strip_prefix('$') else { return };
        if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return;
        }
        let length = name.find(['#', '$']).unwrap_or(name.len());
        self.script.uses.push(word.start + 1..word.start + 1 + length);
    }

    /// `"… {$name} …"` uses the parameter; what is more than a name is left alone.
    fn interpolations(&mut self, string: Span) {
        let text = self.text;
        let mut at = string.start;
        while let Some(open) = text[at..string.end].find("{$") {
            at += open + 2;
            let rest = &text[at..string.end];
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            if length > 0 && rest[length..].starts_with('}') {
                self.parameter_use(at - 1..at + length);
            }
        }
    }
}
