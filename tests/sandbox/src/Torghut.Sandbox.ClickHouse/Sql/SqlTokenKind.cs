namespace Torghut.Sandbox.ClickHouse.Sql;

internal enum SqlTokenKind
{
    /// <summary>Keyword, bare identifier or number.</summary>
    Word,

    /// <summary>Quoted string or identifier.</summary>
    Quoted,

    /// <summary>Anything else, one byte.</summary>
    Sign,
}
