//! The grammar: literals, calls, and steps behind calls. What is open stands on a list of its own, so that nesting
//! costs no stack.
//!
//! ```ebnf
//! expr      = literal | call , { suffix } ;
//! call      = NAME , "(" , [ expr , { "," , expr } ] , ")" ;
//! suffix    = [ "?" ] , ( "." , NAME | "[" , expr , "]" ) ;
//! literal   = TEXT | NUMBER | "true" | "false" | "null" ;
//! ```

use super::fault::Fault;
use super::lexer::{Kind, Lexer, Token};
use super::tree::{Entry, Shape};
use std::num::NonZeroU32;
use std::ops::Range;

/// Longest expression the service takes, in UTF-16 units.
pub const LONGEST: usize = 8192;

/// What waits for its end.
enum Open {
    Call { id: u32, last: Option<u32>, bracket: Range<usize> },
    Index { of: u32, safe: bool, bracket: Range<usize> },
}

struct Parser<'t, 'e> {
    lexer: Lexer<'t>,
    next: Token,
    entries: &'e mut Vec<Entry>,
    open: Vec<Open>,
}

/// Parses one expression and appends its nodes; gives the number of its outermost one. Nothing stays appended of a
/// broken one.
pub(super) fn parse(text: &str, span: Range<usize>, entries: &mut Vec<Entry>) -> Result<u32, Fault> {
    let before = entries.len();
    let mut lexer = Lexer::new(text, span);
    let parsed = lexer.next().and_then(|next| Parser { lexer, next, entries, open: Vec::new() }.run());
    if parsed.is_err() {
        entries.truncate(before);
    }
    parsed
}

/// A value that is complete, and whether steps may follow it (a literal takes none).
struct Operand {
    id: u32,
    takes_steps: bool,
}

/// What comes after a complete value.
enum After {
    /// It completed what it stands in.
    Closed(Operand),
    /// Another argument follows.
    Another,
    /// The expression ends.
    End,
}

impl Parser<'_, '_> {
    fn run(&mut self) -> Result<u32, Fault> {
        loop {
            // `None`: a call was opened, whose first argument comes next.
            let Some(mut operand) = self.operand()? else { continue };
            while !self.steps(&mut operand)? {
                match self.close(operand.id)? {
                    After::Closed(outer) => operand = outer,
                    After::Another => break,
                    After::End => return Ok(operand.id),
                }
            }
        }
    }

    fn operand(&mut self) -> Result<Option<Operand>, Fault> {
        let literal = match self.next.kind {
            Kind::Text => Shape::Text,
            Kind::Integer(value) => Shape::Integer(value),
            Kind::Float(value) => Shape::Float(value),
            Kind::Name => return self.call_or_keyword(),
            _ => return Err(Fault::no_expression(self.lexer.text, &self.next, self.in_arguments())),
        };
        let span = self.advance()?.span;
        Ok(Some(Operand { id: self.push(literal, span), takes_steps: false }))
    }

    fn call_or_keyword(&mut self) -> Result<Option<Operand>, Fault> {
        let name = self.advance()?.span;
        if self.next.kind != Kind::Open {
            let word = &self.lexer.text[name.clone()];
            let keyword = keyword(word).ok_or_else(|| self.bare_name(name.clone()))?;
            return Ok(Some(Operand { id: self.push(keyword, name), takes_steps: false }));
        }
        let bracket = self.advance()?.span;
        let span = name.start..bracket.end;
        let id = self.push(Shape::Call { name_end: name.end as u32, first: None, arguments: 0 }, span);
        if self.next.kind == Kind::Close {
            return Ok(Some(self.end_call(id)?));
        }
        self.open.push(Open::Call { id, last: None, bracket });
        Ok(None)
    }

    fn end_call(&mut self, id: u32) -> Result<Operand, Fault> {
        let close = self.advance()?.span;
        self.entries[id as usize].end = close.end as u32;
        Ok(Operand { id, takes_steps: true })
    }

    /// Takes the steps behind a value; true when an index was opened, whose expression comes next.
    fn steps(&mut self, operand: &mut Operand) -> Result<bool, Fault> {
        while matches!(self.next.kind, Kind::Dot | Kind::OpenBracket | Kind::Question) && operand.takes_steps {
            let safe = self.next.kind == Kind::Question;
            if safe {
                let question = self.advance()?;
                if !matches!(self.next.kind, Kind::Dot | Kind::OpenBracket) {
                    return Err(Fault::lonely_question(question.span));
                }
            }
            let sign = self.advance()?;
            if sign.kind == Kind::OpenBracket {
                self.open.push(Open::Index { of: operand.id, safe, bracket: sign.span });
                return Ok(true);
            }
            if self.next.kind != Kind::Name {
                return Err(Fault::no_name_behind_dot(self.lexer.text, sign.span, &self.next));
            }
            let name = self.advance()?.span;
            let shape = Shape::Member { of: operand.id, name_start: name.start as u32, safe };
            operand.id = self.step(operand.id, shape, name.end);
        }
        Ok(false)
    }

    /// Appends a step that is taken from the value `of`.
    fn step(&mut self, of: u32, shape: Shape, end: usize) -> u32 {
        let start = self.entries[of as usize].start as usize;
        let id = self.push(shape, start..end);
        self.entries[of as usize].step = NonZeroU32::new(id);
        id
    }

    /// What a complete value means for the innermost thing that is open.
    fn close(&mut self, value: u32) -> Result<After, Fault> {
        let (next, whole) = (self.next.kind, self.span(value));
        match self.open.last_mut() {
            None if next == Kind::End => Ok(After::End),
            None => Err(Fault::trailing(self.lexer.text, &self.next, &whole)),
            Some(Open::Call { id, last, .. }) if next == Kind::Comma || next == Kind::Close => {
                let (id, before) = (*id, last.replace(value));
                self.argument(id, before, value);
                if next == Kind::Comma {
                    self.advance()?;
                    return Ok(After::Another);
                }
                self.open.pop();
                Ok(After::Closed(self.end_call(id)?))
            }
            Some(Open::Index { of, safe, .. }) if next == Kind::CloseBracket => {
                let (of, safe) = (*of, *safe);
                self.open.pop();
                let end = self.advance()?.span.end;
                let id = self.step(of, Shape::Index { of, index: value, safe }, end);
                Ok(After::Closed(Operand { id, takes_steps: true }))
            }
            Some(Open::Call { bracket, .. }) => {
                Err(Fault::open_call(self.lexer.text, &self.next, bracket.clone(), &whole))
            }
            Some(Open::Index { bracket, .. }) => Err(Fault::open_index(self.lexer.text, &self.next, bracket.clone())),
        }
    }

    fn in_arguments(&self) -> bool {
        matches!(self.open.last(), Some(Open::Call { .. }))
    }

    fn bare_name(&self, name: Range<usize>) -> Fault {
        let function = match self.open.last() {
            Some(&Open::Call { id, .. }) => match &self.entries[id as usize].shape {
                Shape::Call { name_end, .. } => &self.lexer.text[self.span(id).start..*name_end as usize],
                _ => "",
            },
            _ => "",
        };
        Fault::bare_name(self.lexer.text, name, &self.next, function)
    }

    fn advance(&mut self) -> Result<Token, Fault> {
        let next = self.lexer.next()?;
        Ok(std::mem::replace(&mut self.next, next))
    }

    fn push(&mut self, shape: Shape, span: Range<usize>) -> u32 {
        self.entries.push(Entry::new(shape, span));
        self.entries.len() as u32 - 1
    }

    fn span(&self, id: u32) -> Range<usize> {
        self.entries[id as usize].span()
    }

    /// Adds an argument to a call, behind the one `before` it.
    fn argument(&mut self, call: u32, before: Option<u32>, value: u32) {
        let link = NonZeroU32::new(value);
        if let Some(before) = before {
            self.entries[before as usize].next = link;
        }
        if let Shape::Call { first, arguments, .. } = &mut self.entries[call as usize].shape {
            *first = first.or(link);
            *arguments += 1;
        }
    }
}

fn keyword(word: &str) -> Option<Shape> {
    if word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false") {
        return Some(Shape::Boolean(word.len() == 4));
    }
    word.eq_ignore_ascii_case("null").then_some(Shape::Null)
}
