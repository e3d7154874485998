namespace Torghut.ClickHouse;

/// <summary>How inserts and answers are compressed on their way.</summary>
public enum ClickHouseCompression
{
    /// <summary>Not at all; what a user with readonly=1 needs, because asking for compression is a setting.</summary>
    None,

    /// <summary>lz4: the least CPU time of those that make rows smaller.</summary>
    Lz4,

    /// <summary>gzip, which every proxy knows.</summary>
    GZip,

    /// <summary>zstd: smaller than lz4 and gzip, for slow links.</summary>
    Zstd,

    /// <summary>Brotli.</summary>
    Brotli,
}
