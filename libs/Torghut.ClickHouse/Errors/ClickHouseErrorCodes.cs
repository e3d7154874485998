namespace Torghut.ClickHouse;

/// <summary>Error numbers that the suite reacts to (src/Common/ErrorCodes.cpp of ClickHouse).</summary>
public static class ClickHouseErrorCodes
{
    /// <summary>The statement does not parse.</summary>
    public const int SyntaxError = 62;

    /// <summary>An insert names a column that its table does not have.</summary>
    public const int NoSuchColumnInTable = 16;

    /// <summary>No such column.</summary>
    public const int UnknownIdentifier = 47;

    /// <summary>No such table.</summary>
    public const int UnknownTable = 60;

    /// <summary>No such database.</summary>
    public const int UnknownDatabase = 81;

    /// <summary>No such setting.</summary>
    public const int UnknownSetting = 115;

    /// <summary>The query ran longer than max_execution_time.</summary>
    public const int TimeoutExceeded = 159;

    /// <summary>The statement changes something, and may not.</summary>
    public const int Readonly = 164;

    /// <summary>The server runs as many queries as it may.</summary>
    public const int TooManySimultaneousQueries = 202;

    /// <summary>The query or the server needs more memory than allowed.</summary>
    public const int MemoryLimitExceeded = 241;

    /// <summary>The replica takes no writes, usually because Keeper is away.</summary>
    public const int TableIsReadOnly = 242;

    /// <summary>The disk is full.</summary>
    public const int NotEnoughSpace = 243;

    /// <summary>Merging cannot keep up with inserting.</summary>
    public const int TooManyParts = 252;

    /// <summary>A value for {name:Type} does not parse as the type.</summary>
    public const int BadQueryParameter = 457;

    /// <summary>Wrong user or password.</summary>
    public const int AuthenticationFailed = 516;

    // In order: what a value's bytes can be wrong in (6, 26, 27, 33, 38, 41, 72, 117), types and ranges (53, 69, 70, 131, 321, 349, 407), a table's constraint.
    private static readonly HashSet<int> Values =
    [
        6, 26, 27, 33, 38, 41, 72, 117,
        53, 69, 70, 131, 321, 349, 407,
        469,
    ];

    // In order: connections, time, load, memory, replica without Keeper, disk, parts, quorum and replicas, cancelled or aborted, scheduling.
    private static readonly HashSet<int> Transient =
    [
        203, 209, 210, 279,
        TimeoutExceeded,
        TooManySimultaneousQueries,
        MemoryLimitExceeded,
        TableIsReadOnly, 225, 999,
        NotEnoughSpace,
        TooManyParts,
        285, 286, 319,
        236, 394,
        439,
    ];

    /// <summary>
    /// Whether an insert was refused for what is in it, so that the same rows are refused for ever and others are not. A block that touches too many
    /// partitions has the number of a server with too many parts and other words.
    /// </summary>
    public static bool LiesInData(int code, string message) =>
        Values.Contains(code) || (code == TooManyParts && message.Contains("single INSERT block", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the cause usually goes away by itself.</summary>
    public static bool IsTransient(int code) => Transient.Contains(code);
}
