namespace Torghut.Ops.Http;

/// <summary>What kind of day the exchanges have.</summary>
internal enum SessionKind
{
    Regular,

    /// <summary>It is over at 13:00 in New York.</summary>
    EarlyClose,

    Holiday,

    Weekend,
}
