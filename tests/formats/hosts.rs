//! How hosts read what they are given: the rules of GitHub's runner, of Azure's agent, of XML and of addresses.

use regex::Regex;

/// A command to a build host: its name, its properties, its message.
pub type Command = (String, Vec<(String, String)>, String);

/// A command as GitHub's runner reads a line: command, properties, message.
pub fn github(line: &str) -> Option<Command> {
    let rest = line.trim_start().strip_prefix("::")?;
    let (head, data) = rest.split_once("::")?;
    let (command, properties) = head.split_once(' ').unwrap_or((head, ""));
    let data = data.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let unescaped = |value: &str| {
        let value = value.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",");
        value.replace("%25", "%")
    };
    let properties = properties.split(',').filter_map(|pair| pair.split_once('='));
    Some((command.to_owned(), properties.map(|(key, value)| (key.trim().to_owned(), unescaped(value))).collect(), data))
}

/// A command as Azure's agent reads a line: it may stand anywhere.
pub fn azure(line: &str) -> Option<Command> {
    let (_, rest) = line.split_once("##vso[")?;
    let (head, data) = rest.split_once(']')?;
    let (command, properties) = head.split_once(' ').unwrap_or((head, ""));
    let unescaped = |value: &str| {
        let value = value.replace("%3B", ";").replace("%0D", "\r").replace("%0A", "\n").replace("%5D", "]");
        value.replace("%AZP25", "%")
    };
    let properties = properties.split(';').filter_map(|pair| pair.split_once('='));
    let properties = properties.map(|(key, value)| (key.trim().to_owned(), unescaped(value))).collect();
    Some((command.to_owned(), properties, unescaped(data)))
}

pub fn property(properties: &[(String, String)], key: &str) -> Option<String> {
    properties.iter().find(|(own, _)| own == key).map(|(_, value)| value.clone())
}

pub fn entities(text: &str) -> String {
    let reference = Regex::new(r"&#(\d+);").unwrap();
    let decoded = reference.replace_all(text, |groups: &regex::Captures<'_>| {
        char::from_u32(groups[1].parse().unwrap()).unwrap().to_string()
    });
    decoded.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

pub fn percent(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.as_bytes();
    while let [first, tail @ ..] = rest {
        match (first, tail) {
            (b'%', [a, b, tail @ ..]) => {
                bytes.push(u8::from_str_radix(std::str::from_utf8(&[*a, *b]).unwrap(), 16).unwrap());
                rest = tail;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}
