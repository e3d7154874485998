using Superpower.Display;

namespace Torghut.Trading.Strategies.Rules;

/// <summary>Words and signs of a rule.</summary>
internal enum RuleToken
{
    [Token(Description = "number")]
    Number,

    [Token(Description = "name")]
    Name,

    [Token(Example = "(")]
    Open,

    [Token(Example = ")")]
    Close,

    [Token(Example = ",")]
    Comma,

    [Token(Category = "operator", Example = "+")]
    Plus,

    [Token(Category = "operator", Example = "-")]
    Minus,

    [Token(Category = "operator", Example = "*")]
    Times,

    [Token(Category = "operator", Example = "/")]
    Over,

    [Token(Category = "operator", Example = "<")]
    Less,

    [Token(Category = "operator", Example = "<=")]
    LessOrEqual,

    [Token(Category = "operator", Example = ">")]
    Greater,

    [Token(Category = "operator", Example = ">=")]
    GreaterOrEqual,

    [Token(Category = "operator", Example = "==")]
    Equal,

    [Token(Category = "operator", Example = "!=")]
    NotEqual,

    [Token(Example = "and")]
    And,

    [Token(Example = "or")]
    Or,

    [Token(Example = "not")]
    Not,

    [Token(Example = "is")]
    Is,

    [Token(Example = "null")]
    Null,

    [Token(Example = "true")]
    True,

    [Token(Example = "false")]
    False,
}
