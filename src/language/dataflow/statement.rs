//! Scripts, parameters and statements.

use super::lexer::TokenKind;
use super::parser::{Failure, Parser};
use super::tree::{Parameter, Span, Statement, Stream};

impl Parser<'_> {
    /// `[parameters{…}] {statement}`
    pub fn script(&mut self) -> Result<(), Failure> {
        while self.kind() != TokenKind::End {
            match self.ahead(1) {
                TokenKind::OpenBlock if self.word() == "functions" => return Err(Failure::Beyond),
                TokenKind::OpenBlock => self.parameters()?,
                _ => {
                    let statement = self.statement()?;
                    self.script.statements.push(statement);
                }
            }
        }
        Ok(())
    }

    /// `parameters{ name as type [(default)], … }`
    fn parameters(&mut self) -> Result<(), Failure> {
        self.next();
        self.nested(|parser| {
            while !parser.eat(TokenKind::CloseBlock) {
                let parameter = parser.parameter()?;
                parser.script.parameters.push(parameter);
                if parser.kind() != TokenKind::CloseBlock {
                    parser.expect(TokenKind::Comma, "`,` or `}`")?;
                }
            }
            Ok(())
        })
    }

    fn parameter(&mut self) -> Result<Parameter, Failure> {
        let name = self.expect(TokenKind::Name, "the name of a parameter")?;
        self.type_behind_as("`as` and the type of the parameter")?;
        let has_default = self.kind() == TokenKind::Open;
        if has_default {
            self.arguments()?;
        }
        Ok(Parameter { name, has_default })
    }

    /// `[stream {, stream}] kind(…) ~> output[@(branch, …)]`
    fn statement(&mut self) -> Result<Statement, Failure> {
        let inputs = if self.ahead(1) == TokenKind::Open { Vec::new() } else { self.streams()? };
        let kind = self.expect(TokenKind::Name, "a transformation, as `source` or `select`")?;
        if self.kind() != TokenKind::Open {
            return Err(self.expected("`(`"));
        }
        let settings = self.arguments()?;
        self.expect(TokenKind::Flow, "`~>` and the name of the stream")?;
        let output = self.expect(TokenKind::Name, "the name of the stream")?;
        let branches = if self.eat(TokenKind::At) { self.branches()? } else { Vec::new() };
        Ok(Statement { inputs, kind, settings, output, branches })
    }

    fn streams(&mut self) -> Result<Vec<Stream>, Failure> {
        let mut streams = Vec::new();
        loop {
            let name = self.expect(TokenKind::Name, "a stream or a transformation")?;
            let branch = self.eat(TokenKind::At).then(|| self.expect(TokenKind::Name, "the name of a branch"));
            streams.push(Stream { name, branch: branch.transpose()? });
            if !self.eat(TokenKind::Comma) {
                return Ok(streams);
            }
        }
    }

    fn branches(&mut self) -> Result<Vec<Span>, Failure> {
        if self.kind() != TokenKind::Open {
            return Err(self.expected("`(` and the names of the branches"));
        }
        self.nested(|parser| {
            let mut branches = Vec::new();
            loop {
                branches.push(parser.expect(TokenKind::Name, "the name of a branch")?);
                if parser.eat(TokenKind::Close) {
                    return Ok(branches);
                }
                parser.expect(TokenKind::Comma, "`,` or `)`")?;
            }
        })
    }
}
